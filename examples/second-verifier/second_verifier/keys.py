"""Keys, suites, signatures, with the strict predicates of format.md, section 3."""

import functools
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from .reasons import Refusal
from .text import base64url, hash32

ED25519, ES256 = "ed25519", "es256"
ALGORITHMS = {ED25519: ("EdDSA", "Ed25519"), ES256: ("ES256",)}
THUMBPRINT_URI = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"

# The Edwards curve of RFC 8032, and P-256 of FIPS 186.
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_L = 2**252 + 27742317777372353535851937790883648493
_I = pow(2, (_P - 1) // 4, _P)
_P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
_B256 = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_N256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Key:
    """A valid public key."""

    def __init__(self, suite, raw):
        self.suite = suite
        self.raw = raw
        x = base64url(raw[:32])
        if suite == ED25519:
            text = f'{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}'
            self._public = ed25519.Ed25519PublicKey.from_public_bytes(raw)
        else:
            text = f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{base64url(raw[32:])}"}}'
            point = b"\x04" + raw
            self._public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        self.thumbprint = base64url(hashlib.sha256(text.encode("ascii")).digest())

    def verifies(self, alg, message, signature):
        """Whether this is a signature of the message under this key, named alg in its header."""
        if alg not in ALGORITHMS[self.suite] or len(signature) != 64:
            return False
        try:
            if self.suite == ED25519:
                # The package compares the bytes of R with those of S*B - k*A: under an A of prime
                # order that R is canonical and of order L too, unless it is the identity.
                if int.from_bytes(signature[32:], "little") >= _L or signature[:32] == _IDENTITY:
                    return False
                self._public.verify(signature, message)
            else:
                r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
                if not (1 <= r < _N256 and 1 <= s < _N256):
                    return False
                self._public.verify(encode_dss_signature(r, s), message, ec.ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True


_IDENTITY = b"\x01" + bytes(31)


def read_jwk(value, malformed="claims-malformed"):
    """The key of a JWK: outside its schema malformed, inside it and not valid key-invalid."""
    if not isinstance(value, dict):
        raise Refusal(malformed)
    if value.get("kty") == "OKP" and value.get("crv") == "Ed25519" and len(value) == 3:
        suite, coordinates = ED25519, [value.get("x")]
    elif value.get("kty") == "EC" and value.get("crv") == "P-256" and len(value) == 4:
        suite, coordinates = ES256, [value.get("x"), value.get("y")]
    else:
        raise Refusal(malformed)
    halves = [hash32(coordinate) for coordinate in coordinates]
    if None in halves:
        raise Refusal(malformed)
    return key_of(suite, b"".join(halves))


def key_of(suite, raw):
    """The key of these bytes, or key-invalid."""
    key = _valid(suite, raw)
    if key is None:
        raise Refusal("key-invalid")
    return key


@functools.lru_cache(maxsize=65536)
def _valid(suite, raw):
    good = _has_prime_order(raw) if suite == ED25519 else _is_on_p256(raw)
    return Key(suite, raw) if good else None


def _is_on_p256(raw):
    x, y = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    return x < _P256 and y < _P256 and (y * y - (x * x * x - 3 * x + _B256)) % _P256 == 0


def _has_prime_order(raw):
    """Whether these bytes are the canonical encoding of a point of order L."""
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= _P:
        return False
    x = _root((y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P)
    if x is None or (x == 0 and sign):
        return False
    if x & 1 != sign:
        x = _P - x
    point = (x, y, 1, x * y % _P)
    return not _is_identity(point) and _is_identity(_times(_L, point))


def _root(square):
    x = pow(square, (_P + 3) // 8, _P)
    for candidate in (x, x * _I % _P):
        if candidate * candidate % _P == square:
            return candidate
    return None


def _is_identity(point):
    x, y, z, _ = point
    return x % _P == 0 and (y - z) % _P == 0


def _times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point = _add(point, point)
        scalar >>= 1
    return result


def _add(p, q):
    """Addition in extended coordinates (RFC 8032, section 5.1.4)."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % _P
    b = (p[1] + p[0]) * (q[1] + q[0]) % _P
    c = 2 * p[3] * q[3] * _D % _P
    d = 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P
