"""Entries: framing, common claims, slots (format.md, sections 4 and 5)."""

from types import SimpleNamespace

from . import claims, disclosures, jws, strict_json
from .members import Members, label, malformed, number, string, thumbprint_uri
from .reasons import Refusal

_SIZES = {"erasure": 4096, "ledger-key": 4096}
_SIZES |= dict.fromkeys(
    ("approval", "transfer", "revocation", "resumption", "compromise", "authority"), 16384
)
_COMMON = {"iss", "aud", "jti", "iat", "dl"}
_AT_TOP = {
    "enrolment": {"exp"},
    "group": {"exp"},
    "grant": {"exp", "cnf", "del_depth", "del_max_depth", "par_hash", "authorization_details"},
    "action": {"exp", "aat_id", "aat_hash", "aat_tool", "aat_aud"},
    "request": {"exp", "aat_id", "aat_hash", "aat_tool", "aat_aud"},
}


class Entry:
    """One signed statement that fits the schema of its kind; its signature is not checked yet.

    What it says stands in c, a namespace of the kind's members; slots are by name.
    """

    def __init__(self, signed, kind):
        self.jws = signed
        self.kind = kind
        self.hash = signed.hash
        self.slots = {}

    def opened(self, name):
        """The value in this slot, as (seen, value)."""
        slot = self.slots.get(name)
        return (False, None) if slot is None or not slot.seen else (True, slot.value)


def read(text):
    """The entry that this compact JWS is."""
    signed = jws.read(text)
    kind = claims.KINDS.get(signed.typ)
    if kind is None:
        raise Refusal("unknown-kind")
    if len(text) > _SIZES.get(kind, 65535):
        raise Refusal("record-too-large")
    entry = Entry(signed, kind)
    try:
        value = strict_json.parse(signed.payload)
    except strict_json.JsonError:
        raise malformed() from None
    _read_claims(entry, value)
    return entry


def read_disclosed(text, encoded):
    """The entry, with what these disclosures open; each of them is read before it."""
    opening = [disclosures.read(one) for one in encoded]
    entry = read(text)
    disclosures.open_slots(entry.kind, entry.slots, encoded, opening)
    return entry


def _read_claims(entry, value):
    top = Members(value)
    dl = Members(top.need("dl", lambda v: v))
    if dl.need("v", number) != 1:
        raise Refusal("unknown-version")
    if "nbf" in top.left:
        raise malformed()
    entry.iss = top.need("iss", thumbprint_uri)
    entry.aud = top.need("aud", string) if entry.kind != "genesis" else None
    entry.jti = top.need("jti", label)
    entry.iat = top.need("iat", number)
    entry.c = SimpleNamespace()
    claims.READERS[entry.kind](entry, top, dl)
    dl.close()
    digests = [slot.digest for slot in entry.slots.values() if slot.hidden]
    if len(set(digests)) != len(digests):
        raise malformed()
    entry.ignored = sorted(value.keys() - _COMMON - _AT_TOP.get(entry.kind, set()))
