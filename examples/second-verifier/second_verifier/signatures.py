"""Signatures and proofs of possession of the closed set (format.md, sections 4 and 12, step 8)."""

from . import jws, strict_json
from .keys import THUMBPRINT_URI
from .reasons import Refusal

_OF_AUTHORITIES = {"policy", "archetype", "group", "authority"}
_OF_HOLDERS = {"grant", "action", "request"}
_WITHOUT_STANDING = {
    "outcome": "outcome", "denial": "denial", "foreign-call": "foreign-call",
    "approval": "approver", "transfer": "transfer", "revocation": "revoker",
    "suspension": "suspender", "resumption": "resumer", "completion": "completer",
    "compromise": "declarer", "erasure": "eraser",
}  # fmt: skip


def check(genesis, entries):
    """Checks all signatures of these entries, a dict by index."""
    keys = {key.thumbprint: key for key in [*genesis.c.authorities, genesis.c.checkpoint_key]}
    for entry in entries.values():
        for key in _bound(entry):
            keys[key.thumbprint] = key
    for index in sorted(entries):
        try:
            _check(entries[index], keys)
        except Refusal as refusal:
            raise refusal.at(index)


def _bound(entry):
    if entry.kind == "enrolment":
        return [key for key in (entry.c.key, entry.c.recovery) if key is not None]
    if entry.kind == "authority" and entry.c.add is not None:
        return [entry.c.add]
    if entry.kind == "ledger-key":
        return [entry.c.key]
    return []


def check_one(entry, keys):
    """Checks the signature of one entry by these keys, by thumbprint."""
    _check(entry, keys)


def _check(entry, keys):
    if entry.kind == "genesis":
        return
    key = keys.get(entry.iss)
    if key is None:
        raise Refusal(_no_standing(entry))
    if not key.verifies(entry.jws.alg, entry.jws.signing_input, entry.jws.signature):
        raise Refusal("signature-invalid")
    c = entry.c
    if entry.kind == "enrolment":
        _check_possession(entry, c.key, c.id, c.principal_kind)
    elif entry.kind == "authority" and c.add is not None:
        _check_possession(entry, c.add, THUMBPRINT_URI + c.add.thumbprint, "authority")
    elif entry.kind == "ledger-key":
        _check_possession(entry, c.key, THUMBPRINT_URI + c.key.thumbprint, "ledger")
    elif entry.kind == "denial":
        _check(c.refused, keys)


def _no_standing(entry):
    if entry.kind == "enrolment":
        if entry.c.rotates is not None:
            return "rotation-mismatch"
        agent = entry.c.principal_kind == "agent"
        return "enroller-without-standing" if agent else "not-an-authority"
    if entry.kind in _OF_AUTHORITIES:
        return "not-an-authority"
    if entry.kind in _OF_HOLDERS:
        return "not-the-holder"
    if entry.kind == "ledger-key":
        return "not-the-ledger-key"
    return _WITHOUT_STANDING[entry.kind] + "-without-standing"


def _check_possession(entry, key, principal, kind):
    bad = Refusal("possession-unproven")
    try:
        signed = jws.read(entry.c.pop)
    except Refusal:
        raise bad from None
    expected = strict_json.canonical(
        {
            "aud": entry.aud,
            "dl": {"enroller": entry.iss, "id": principal, "kind": kind, "v": 1},
            "iss": THUMBPRINT_URI + key.thumbprint,
        }
    )
    if signed.typ != "pop+jwt" or signed.payload != expected:
        raise bad
    if not key.verifies(signed.alg, signed.signing_input, signed.signature):
        raise bad
