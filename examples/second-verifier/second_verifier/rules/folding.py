"""What has happened to a record (rules.md, section 1)."""

from ..reasons import Refusal
from . import authorities

# What a closing fact means, on whatever leaf it stands; None: see _REVOKED.
_CLOSED = {
    "revoked": None,
    "left": None,
    "completed": "grant-completed",
    "superseded": "grant-superseded",
    "denied": "request-denied",
    "compromised": "key-compromised",
}
_REVOKED = {"grant": "grant-revoked", "archetype": "archetype-revoked", "group": "group-revoked"}
_SUSPENDED = {"grant": "grant-suspended", "archetype": "archetype-suspended"}
_CAUSES = {
    "left": lambda e, target: e.kind == "revocation" and e.c.target == target,
    "replaced": lambda e, target: e.kind == "group" and e.c.replaces == target,
    "denied": lambda e, target: e.kind == "approval" and e.c.target == target and not e.c.approves,
    "compromised": lambda e, target: e.kind == "compromise" and e.c.target == target,
    "resumed": lambda e, target: e.kind == "resumption" and e.c.target == target,
    "approved": lambda e, target: e.kind == "approval" and e.c.target == target and e.c.approves,
    "rotated": lambda e, target: e.kind == "enrolment" and e.c.rotates == target,
    "transfer": lambda e, target: e.kind == "transfer" and e.c.agent == target,
    "policy": lambda e, target: e.kind == "policy",
    "authority": lambda e, target: e.kind == "authority",
    "ledger-key": lambda e, target: e.kind == "ledger-key",
}
KNOWN = {*_CLOSED, *_CAUSES, "suspended", "used", "erased"}
_ROOM, _ROOM_FOR_AUTHORITY = 32, 64


def is_caused_by(what, entry, target):
    """Whether the entry is one that causes this fact on the leaf of the record with this hash."""
    return _CAUSES[what](entry, target)


def state(j, index, moment, but=()):
    """Why the record is closed at this moment, or None where it is open; facts named in but do not count."""
    kind = j.kind(index)
    facts = [(at, what) for at, what in j.facts(index, moment) if what not in but]
    for _, what in facts:
        if what in _CLOSED:
            return _CLOSED[what] or _REVOKED.get(kind, "enrolment-revoked")
    suspensions = [at for at, what in facts if what == "suspended"]
    if suspensions:
        later = [at for at, what in facts if what == "resumed" and at > suspensions[-1]]
        if not any(j.cause(index, "resumed", at) and j.stands(at) for at in later):
            return _SUSPENDED.get(kind, "enrolment-suspended")
    return None


def require_open(j, index, moment, but=()):
    reason = state(j, index, moment, but)
    if reason is not None:
        raise Refusal(reason, index)


def require_room(j, index, leaves, what):
    """Room for what record index causes on one of these leaves."""
    entry = j.entry(index)
    moment = j.before(index)
    if entry.iss in authorities.at(j, index):
        own = [e for leaf in leaves for _, e in j.causes(leaf, what, moment) if e.iss == entry.iss]
        if len(own) >= _ROOM_FOR_AUTHORITY:
            raise Refusal("status-full")
    elif sum(len(j.facts_of(leaf, what, moment)) for leaf in leaves) >= _ROOM:
        raise Refusal("status-full")
