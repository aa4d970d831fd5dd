"""Who may sign: rotation and compromise (rules.md, section 9)."""

from ..reasons import Refusal
from . import authorities, enrolments, folding, grants, ownership

_CLOSES = {"suspension", "completion"}


def require_may_sign(j, statement, enrolment):
    """The key of this enrolment may sign the statement of this record."""
    entry = j.entry(statement)
    for at in j.facts_of(enrolment, "rotated", j.before(statement)):
        if not _closes(entry) and not _hands_off(j, entry, enrolment, at):
            raise Refusal("key-rotated")
    for at, compromise in j.causes(enrolment, "compromised"):
        if compromise.c.last_good < statement and j.stands(at):
            if at <= j.judged_for:
                raise Refusal("key-compromised")
            # The statement is what is contested; the declaration's record is at.
            j.note("contested", statement, grants.hop_of(j, statement))


def _closes(entry):
    return entry.kind in _CLOSES or (entry.kind == "revocation" and entry.c.successor is None)


def _hands_off(j, entry, enrolment, rotation):
    if entry.kind != "grant":
        return False
    rotated_by = j.cause(enrolment, "rotated", rotation)
    return rotated_by is not None and entry.c.delegate == rotated_by.hash


def judge_compromise(j, index, entry):
    j.require_ledger(entry)
    now = j.at(index)
    target = j.follow(entry.c.target, index, "enrolment")
    j.judge(target)
    if not target <= entry.c.last_good < index:
        raise Refusal("last-good-invalid")
    if not _is_recovery_key(j, target, entry.iss):
        known = authorities.at(j, index)
        if entry.iss in known:
            authorities.note_if_untrusted(j, index, known)
        else:
            _require_owner(j, index, entry, target, now)
    folding.require_room(j, index, enrolments.line(j, target, now), "compromised")


def _is_recovery_key(j, target, thumbprint):
    while True:
        c = j.entry(target).c
        if c.recovery is not None and c.recovery.thumbprint == thumbprint:
            return True
        if c.rotates is None:
            return False
        target = j.follow(c.rotates, target, "enrolment")


def _require_owner(j, index, entry, target, now):
    signer = None
    if j.entry(target).c.principal_kind == "agent":
        owner = ownership.owner_at(j, enrolments.first(j, target), now)
        signer = ownership.find_owner_key(j, owner, entry.iss, now)
    if signer is None:
        raise Refusal("declarer-without-standing")
    require_may_sign(j, index, signer)
