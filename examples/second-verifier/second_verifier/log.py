"""Records, the Merkle tree and checkpoints (format.md, sections 7 and 8)."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Optional

from . import jws, multiproof
from .keys import ED25519, key_of
from .reasons import Refusal
from .text import base64url, hash32, unbase64

_PART = r"[A-Za-z0-9_-]+"
_HASH = r"[A-Za-z0-9+/]{43}="
_INT = r"0|[1-9][0-9]*"
_RECORD = re.compile(
    rf"({_PART}\.{_PART}\.{_PART})\n({_INT}) ({_INT}) ({_HASH}) ({_HASH}) (-|[0-9:,]+)\n"
)
_CHARGE = re.compile(rf"({_INT}):({_INT}):({_INT})")
MAX_RECORD = 65535


@dataclass(frozen=True)
class Record:
    jws: str
    index: int
    time: int
    previous: bytes
    status_root: bytes
    charges: Optional[dict]
    leaf_hash: bytes

    @property
    def hash(self):
        return jws.hash_of(self.jws)


def read_record(text):
    if len(text.encode("utf-8")) > MAX_RECORD:
        raise Refusal("record-too-large")
    match = _RECORD.fullmatch(text)
    if not match:
        raise Refusal("record-malformed")
    index, time = int(match[2]), int(match[3])
    previous, status_root = hash32(match[4], unbase64), hash32(match[5], unbase64)
    if index >= 2**40 or time >= 2**53 or previous is None or status_root is None:
        raise Refusal("record-malformed")
    charges = None if match[6] == "-" else _read_charges(match[6], index)
    leaf_hash = hashlib.sha256(b"\0" + text.encode("ascii")).digest()
    return Record(match[1], index, time, previous, status_root, charges, leaf_hash)


def _read_charges(text, below):
    charges = {}
    last = -1
    for part in text.split(","):
        match = _CHARGE.fullmatch(part)
        if not match:
            raise Refusal("record-malformed")
        grant, uses, spent = map(int, match.groups())
        if not last < grant < below or uses >= 2**53 or spent >= 2**53:
            raise Refusal("record-malformed")
        charges[grant] = (uses, spent)
        last = grant
    return charges


def are_included(leaves, size, root, nodes):
    """Whether this inclusion multiproof of leaf hashes by index leads to the root."""
    hashes = [nodes[at : at + 32] for at in range(0, len(nodes), 32)]
    if len(nodes) % 32 or len(hashes) != len(multiproof.siblings(leaves, size)):
        return False
    return multiproof.root(leaves, size, 1, hashes) == root


# Checkpoints.

_DASH = "\u2014 "


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes
    signed: bytes
    lines: tuple  # of (name, key id, signature)


def read_checkpoint(text):
    bad = Refusal("checkpoint-malformed")
    if len(text.encode("utf-8")) > 65536 or any(c < " " and c != "\n" for c in text):
        raise bad
    body, separator, signatures = text.partition("\n\n")
    lines = body.split("\n")
    if not separator or len(lines) != 3 or not signatures.endswith("\n"):
        raise bad
    origin, size, root = lines[0], lines[1], hash32(lines[2], unbase64)
    if not is_name(origin) or not re.fullmatch(_INT, size, re.ASCII) or root is None:
        raise bad
    size = int(size) if len(size) <= 13 else 2**41
    if size > 2**40 or (size == 0 and root != hashlib.sha256().digest()):
        raise bad
    signed = tuple(_read_signature(line) for line in signatures[:-1].split("\n"))
    if len(signed) > 16 or None in signed or len({line[:2] for line in signed}) != len(signed):
        raise bad
    return Checkpoint(origin, size, root, (body + "\n").encode("utf-8"), signed)


def _read_signature(line):
    name, separator, encoded = line[len(_DASH) :].partition(" ")
    data = unbase64(encoded)
    if not line.startswith(_DASH) or not separator or not is_name(name) or data is None or len(data) < 5:
        return None
    return name, data[:4], data[4:]


def is_name(name):
    """Whether this can be the name of a key."""
    return name != "" and not any(
        c == "+" or c.isspace() or unicodedata.category(c) in ("Zs", "Zl", "Zp", "Cc") for c in name
    )


@dataclass(frozen=True)
class VerifierKey:
    name: str
    key_id: bytes
    key: object

    def verifies(self, checkpoint):
        """Whether the checkpoint has a line of this key that is a signature of it."""
        return any(
            self.is_of(line) and self.key.verifies("EdDSA", checkpoint.signed, line[2])
            for line in checkpoint.lines
        )

    def is_of(self, line):
        return line[:2] == (self.name, self.key_id)


def read_verifier_key(text):
    """The key of a vkey, or None."""
    name, _, rest = text.partition("+")
    key_id, separator, encoded = rest.partition("+")
    data = unbase64(encoded)
    if not separator or not is_name(name) or not re.fullmatch("[0-9a-f]{8}", key_id):
        return None
    if data is None or len(data) != 33 or data[0] != 1:
        return None
    expected = hashlib.sha256(name.encode("utf-8") + b"\n" + data).digest()[:4]
    if expected.hex() != key_id:
        return None
    return VerifierKey(name, expected, key_of(ED25519, data[1:]))


def verifier_key(name, key):
    """The verifier key of this Ed25519 key under this name."""
    data = b"\x01" + key.raw
    return VerifierKey(name, hashlib.sha256(name.encode("utf-8") + b"\n" + data).digest()[:4], key)


def ledger_id(origin, leaf_hash):
    return origin + "#" + base64url(leaf_hash)
