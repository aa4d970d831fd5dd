"""Disclosures and what they open (format.md, section 4)."""

import hashlib

from . import strict_json
from .reasons import Refusal
from .text import base64url, unbase64url

_LIMITS = {"enrolment": 4096, "erasure": 4096, "foreign-call": 65536}
_LIMITS |= dict.fromkeys(("action", "request", "outcome", "denial"), 262144)
_LIMITS |= dict.fromkeys(("genesis", "policy", "archetype", "group", "authority", "ledger-key"), 0)
_OTHERS = 16384


def open_slots(kind, slots, encoded, opening):
    """Opens the slots (a dict by name) of an entry with these disclosures, as written and as read."""
    if encoded and sum(map(len, encoded)) > _LIMITS.get(kind, _OTHERS):
        raise Refusal("disclosures-too-large")
    by_digest = {slot.digest: (name, slot) for name, slot in slots.items() if slot.hidden}
    for text, (name, value) in zip(encoded, opening):
        digest = base64url(hashlib.sha256(text.encode("ascii")).digest())
        slot_name, slot = by_digest.get(digest, (None, None))
        if slot is None or slot_name != name or slot.seen:
            raise Refusal("disclosure-mismatch")
        slot.open(value)


def read(text):
    """The name and the value in a disclosure."""
    bad = Refusal("disclosure-malformed")
    if len(text) > 65535:
        raise bad
    data = unbase64url(text)
    if data is None:
        raise bad
    try:
        parts = strict_json.parse(data)
    except strict_json.JsonError:
        raise bad from None
    if not isinstance(parts, list) or len(parts) != 3:
        raise bad
    salt, name, value = parts
    salt = unbase64url(salt)
    if salt is None or not 16 <= len(salt) <= 64:
        raise bad
    if not isinstance(name, str) or name in ("_sd", "..."):
        raise bad
    return name, value
