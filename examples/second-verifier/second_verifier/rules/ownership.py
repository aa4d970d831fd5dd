"""Who owns an agent, and transfers (rules.md, section 4)."""

from ..reasons import Refusal
from . import authorities, enrolments, folding, signing

_MOST_SUCCESSORS = 32


def owner_at(j, agent, moment):
    """The enrolment of the human, or the group, that owns the agent of this first enrolment."""
    while j.entry(agent).c.spawner is not None:
        agent = enrolments.first(j, j.follow(j.entry(agent).c.spawner, agent, "enrolment"))
    owner = j.follow(j.entry(agent).c.owner, agent, "enrolment", "group")
    for at, entry in j.causes(agent, "transfer", moment):
        if is_accepted(j, at, moment) and j.stands(at):
            owner = j.follow(entry.c.owner, at, "enrolment", "group")
    for _ in range(_MOST_SUCCESSORS):
        successor = _successor(j, owner, moment)
        if successor is None:
            break
        owner = successor
    return owner


def _successor(j, owner, moment):
    if j.kind(owner) != "enrolment":
        return None
    for one in enrolments.line(j, owner, moment):
        for at, entry in j.causes(one, "left", moment):
            if entry.c.successor is not None and is_accepted(j, at, moment) and j.stands(at):
                return j.follow(entry.c.successor, at, "enrolment", "group")
    return None


def is_accepted(j, index, moment):
    """Whether the first answer that stands says approve."""
    for at, what in j.facts(index, moment):
        if what in ("approved", "denied") and j.cause(index, what, at) and j.stands(at):
            return what == "approved"
    return False


def judge_transfer(j, index, entry):
    bad = Refusal("transfer-without-standing")
    j.require_form(index, entry)
    now = j.at(index)
    agent = j.follow(entry.c.agent, index, "enrolment")
    j.judge(agent)
    if j.entry(agent).c.principal_kind != "agent" or j.entry(agent).c.owner is None:
        raise bad
    to = j.follow(entry.c.owner, index, "enrolment", "group")
    j.judge(to)
    if j.kind(to) == "enrolment":
        if j.entry(to).c.principal_kind != "human":
            raise Refusal("owner-not-human")
        enrolments.require_alive(j, to, now)
    else:
        authorities.require_alive(j, to, now)
    owner = owner_at(j, agent, j.before(index))
    signer = find_owner_key(j, owner, entry.iss, now)
    if signer is not None:
        if j.kind(owner) == "group":
            authorities.require_alive(j, owner, now)
        enrolments.require_alive(j, signer, now)
        signing.require_may_sign(j, index, signer)
    else:
        authorities.require_authority(j, index, "transfer-without-standing")
    folding.require_room(j, index, enrolments.line(j, agent, now), "transfer")


def find_owner_key(j, owner, thumbprint, moment):
    """The enrolment of the owner, or of a member of it, that binds this key, or None."""
    people = authorities.members(j, owner, moment) if j.kind(owner) == "group" else [owner]
    return enrolments.find_key(j, people, thumbprint, moment)
