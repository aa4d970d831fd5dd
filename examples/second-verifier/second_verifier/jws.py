"""Compact JWS, framed strictly (format.md, section 4)."""

import hashlib
import re
from dataclasses import dataclass

from . import strict_json
from .reasons import Refusal
from .text import base64url, unbase64url

_TYP = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
_NEVER = {"none", "hs256", "hs384", "hs512", "ed448"}


@dataclass(frozen=True)
class Jws:
    text: str
    alg: str
    typ: str
    payload: bytes
    signing_input: bytes
    signature: bytes

    @property
    def hash(self):
        return hash_of(self.text)


def hash_of(text):
    """What references to this entry hold: the hash of its signing input, in base64url."""
    return base64url(hashlib.sha256(text.rpartition(".")[0].encode("ascii")).digest())


def read(text):
    """The parts of a compact JWS, or entry-malformed."""
    parts = text.split(".")
    if len(text) > 65535 or len(parts) != 3:
        raise Refusal("entry-malformed")
    header, payload, signature = (unbase64url(part) for part in parts)
    if header is None or payload is None or not signature or len(header) > 768:
        raise Refusal("entry-malformed")
    try:
        members = strict_json.parse(header)
    except strict_json.JsonError:
        raise Refusal("entry-malformed") from None
    if not isinstance(members, dict) or members.keys() != {"alg", "typ"}:
        raise Refusal("entry-malformed")
    alg, typ = members["alg"], members["typ"]
    if not (isinstance(alg, str) and isinstance(typ, str) and _TYP.fullmatch(typ)):
        raise Refusal("entry-malformed")
    if alg.lower() in _NEVER:
        raise Refusal("entry-malformed")
    signing_input = text.rpartition(".")[0].encode("ascii")
    return Jws(text, alg, typ, payload, signing_input, signature)
