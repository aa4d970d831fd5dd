"""Revocations with a successor, and resumptions: what opens or moves (rules.md, section 10).

What only closes counts by itself, so plain revocations, suspensions and completions are not judged.
"""

from ..reasons import Refusal
from . import approvals, authorities, enrolments, folding, ownership, signing


def judge_revocation(j, index, entry):
    """A revocation that names a successor."""
    bad = Refusal("successor-invalid")
    j.require_ledger(entry)
    now = j.at(index)
    target = j.follow(entry.c.target, index, "grant", "enrolment", "group", "archetype")
    if entry.c.successor is None or j.kind(target) != "enrolment":
        raise bad
    human = j.entry(target)
    if human.c.principal_kind != "human":
        raise bad
    known = authorities.at(j, index)
    if entry.iss in known:
        authorities.note_if_untrusted(j, index, known)
    elif entry.iss != human.iss and enrolments.find_key(j, [target], entry.iss, now) is None:
        raise Refusal("revoker-without-standing")
    successor = j.follow(entry.c.successor, index, "enrolment", "group")
    j.judge(successor)
    if j.kind(successor) == "enrolment":
        c = j.entry(successor).c
        if c.principal_kind != "human" or c.id == human.c.id:
            raise bad
    if entry.iss not in known:
        j.judge(target)
        signer = enrolments.find_key(j, [target], entry.iss, now)
        if signer is None:
            raise bad
        enrolments.require_alive(j, signer, j.before(index))
        signing.require_may_sign(j, index, signer)
    folding.require_room(j, index, enrolments.line(j, target, now), "left")


def judge_resumption(j, index, entry):
    bad = Refusal("resumer-without-standing")
    j.require_form(index, entry)
    target = j.follow(entry.c.target, index)
    kind = j.kind(target)
    principal = target
    if kind == "grant":
        principal = j.follow(j.entry(target).c.delegate, target, "enrolment")
    elif kind == "enrolment":
        c = j.entry(target).c
        if c.rotates is not None or c.principal_kind not in ("agent", "organisation"):
            raise Refusal("not-suspendable")
    elif kind != "archetype":
        raise Refusal("not-suspendable")
    if not (folding.state(j, target, j.before(index)) or "").endswith("-suspended"):
        raise Refusal("not-suspended")
    if kind != "archetype":
        j.judge(principal)
        if j.entry(principal).c.principal_kind == "agent":
            _require_human(j, index, entry, enrolments.first(j, principal))
            return
    known = authorities.at(j, index)
    if entry.iss not in known:
        raise bad
    authorities.note_if_untrusted(j, index, known)


def _require_human(j, index, entry, agent):
    now = j.at(index)
    people = [ownership.owner_at(j, agent, now)]
    owned = approvals.owned_agent(j, agent)
    control = j.entry(owned).c.roles.get("control-owner")
    if control is not None:
        people.append(j.follow(control, owned))
    people = [enrolments.resolve(j, one, now) for one in people]
    signer = enrolments.find_key(j, [one for one in people if one is not None], entry.iss, now)
    if signer is None:
        raise Refusal("resumer-without-standing")
    enrolments.require_alive(j, signer, now)
    signing.require_may_sign(j, index, signer)
