"""Enrolments: their rules, their lines, and when they are alive (rules.md, section 3)."""

import unicodedata

from ..reasons import Refusal
from . import authorities, folding, ledger_keys, ownership, signing

_MOST, _MOST_CHARACTERS = 128, 524288
_MOST_SPAWNERS = 32


class Seen:
    """The enrolments judged so far, and the keys that they bind."""

    def __init__(self):
        self.count = 0
        self.characters = 0
        self.keys = {}


def holds(require):
    """Whether a requirement holds; what is undecided about it is raised."""
    try:
        require()
    except Refusal as refusal:
        if refusal.undecided or refusal.code in ("chain-too-large", "key-already-enrolled"):
            raise
        return False
    return True


def judge(j, index, entry):
    c = entry.c
    now = j.at(index)
    if index <= j.judged_for:
        j.enrolments.count += 1
        j.enrolments.characters += len(entry.jws.text)
        if j.enrolments.count > _MOST or j.enrolments.characters > _MOST_CHARACTERS:
            raise Refusal("chain-too-large")
    j.require_form(index, entry)
    if entry.exp <= entry.iat:
        raise Refusal("enrolment-lifetime")
    if now.is_over(entry.exp):
        raise Refusal("enrolment-expired")
    seen, name = entry.opened("name")
    if c.principal_kind == "human" and seen and isinstance(name, str):
        if not any(unicodedata.category(letter).startswith("L") for letter in name):
            raise Refusal("claims-malformed")
    _bind_keys(j, index, c)
    if c.rotates is not None:
        _judge_rotation(j, index, entry, now)
    elif c.principal_kind == "agent":
        _judge_agent(j, index, entry, now)
    else:
        authorities.require_authority(j, index)


def _bind_keys(j, index, c):
    taken = authorities.at(j, index).keys() | ledger_keys.before(j, index).keys()
    prints = [key.thumbprint for key in (c.key, c.recovery) if key is not None]
    if taken & set(prints):
        raise Refusal("key-role-conflict")
    for thumbprint in prints:
        if thumbprint in j.enrolments.keys:
            raise Refusal("key-already-enrolled")
    for thumbprint in prints:
        j.enrolments.keys[thumbprint] = index


def _judge_rotation(j, index, entry, now):
    bad = Refusal("rotation-mismatch")
    rotated = j.follow(entry.c.rotates, index, "enrolment")
    j.judge(rotated)
    before = j.entry(rotated)
    same = (before.c.id, before.c.principal_kind) == (entry.c.id, entry.c.principal_kind)
    if not same or entry.iss != before.c.key.thumbprint or entry.exp > before.exp:
        raise bad
    if j.facts_of(rotated, "rotated", j.before(index)):
        raise bad
    require_alive(j, rotated, now)
    signing.require_may_sign(j, index, rotated)


def _judge_agent(j, index, entry, now):
    c = entry.c
    if c.owner is not None:
        above = j.follow(c.owner, index, "enrolment", "group")
        j.judge(above)
        signer = _owner_signs(j, index, entry, above, now)
    else:
        above = j.follow(c.spawner, index, "enrolment")
        j.judge(above)
        signer = _spawner_signs(j, index, entry, above)
    require_owner_alive(j, above, now)
    require_alive(j, signer, now)
    if c.operator is not None:
        operator = j.follow(c.operator, index, "enrolment")
        j.judge(operator)
        if j.entry(operator).c.principal_kind != "organisation":
            raise Refusal("operator-not-organisation")
        require_alive(j, operator, now)
    for hash_ in c.roles.values():
        _judge_role(j, index, hash_, now)
    if c.template is not None:
        template = j.follow(c.template, index, "archetype")
        j.judge(template)
        if j.entry(template).c.label != c.archetype:
            raise Refusal("archetype-mismatch")
        folding.require_open(j, template, now)
    _judge_by_policy(j, index, entry, now)


def _owner_signs(j, index, entry, owner, now):
    """The enrolment of the human, or of the member, whose key signs."""
    bad = Refusal("enroller-without-standing")
    if j.kind(owner) == "enrolment":
        if j.entry(owner).c.principal_kind != "human":
            raise Refusal("owner-not-human")
        if entry.iss != j.entry(owner).c.key.thumbprint:
            raise bad
        signer = owner
    else:
        signer = find_key(j, authorities.members(j, owner, now), entry.iss, now)
        if signer is None:
            raise bad
    signing.require_may_sign(j, index, signer)
    return signer


def _spawner_signs(j, index, entry, spawner):
    above = j.entry(spawner)
    if above.c.principal_kind != "agent" or entry.iss != above.c.key.thumbprint:
        raise Refusal("enroller-without-standing")
    signing.require_may_sign(j, index, spawner)
    head, _, segment = entry.c.id.rpartition("/")
    if head != above.c.id or not segment:
        raise Refusal("spawned-outside-spawner")
    count = 0
    one = first(j, spawner)
    while j.kind(one) == "enrolment" and j.entry(one).c.principal_kind == "agent":
        c = j.entry(one).c
        one = j.follow(c.owner or c.spawner, one, "enrolment", "group")
        one = first(j, one) if j.kind(one) == "enrolment" else one
        count += 1
    if count > _MOST_SPAWNERS:
        raise Refusal("spawn-too-deep")
    return spawner


def _judge_role(j, index, hash_, now):
    found = j.follow(hash_, index, "enrolment", "group")
    j.judge(found)
    if j.kind(found) == "enrolment":
        if j.entry(found).c.principal_kind != "human":
            raise Refusal("role-not-human")
        require_alive(j, found, now)
    else:
        authorities.require_alive(j, found, now)
        if authorities.on_call(j, found, now) is None:
            raise Refusal("owner-unresolved", found)


def _judge_by_policy(j, index, entry, now):
    policy = authorities.policy_at(j, now)
    if policy is None:
        return
    c = entry.c
    if policy.max_agent_seconds is not None and entry.exp - entry.iat > policy.max_agent_seconds:
        raise Refusal("policy-lifetime")
    if c.owner is None:
        return
    if not set(policy.required_roles) <= c.roles.keys():
        raise Refusal("role-missing")
    if policy.distinct_roles:
        people = [resolve(j, j.follow(hash_, index), now) for hash_ in (c.owner, *c.roles.values())]
        ids = [j.entry(one).c.id for one in people if one is not None]
        if len(set(ids)) != len(ids):
            raise Refusal("roles-not-distinct")


def resolve(j, index, moment):
    """The human that an enrolment or a group stands for, as an enrolment, or None."""
    return authorities.on_call(j, index, moment) if j.kind(index) == "group" else index


# Lines.


def first(j, index):
    """The first enrolment of a principal."""
    while j.entry(index).c.rotates is not None:
        index = j.follow(j.entry(index).c.rotates, index, "enrolment")
    return index


def line(j, index, moment):
    """All enrolments of a principal, whether or not their rotations stand: rotated before the moment."""
    found = [first(j, index)]
    while True:
        rotations = j.causes(found[-1], "rotated", moment)
        later = next((at for at, _ in rotations if at < moment.position), None)
        if later is None:
            break
        found.append(later)
    back = index
    while back not in found:
        found.append(back)
        back = j.follow(j.entry(back).c.rotates, back, "enrolment")
    return sorted(found)


def find_key(j, enrolments, thumbprint, moment):
    """The enrolment that binds this key: one of these, or what rotated it, one after another."""
    for index in enrolments:
        while index is not None:
            if j.entry(index).c.key.thumbprint == thumbprint:
                return index
            index = _rotated_to(j, index, moment)
    return None


def _rotated_to(j, index, moment):
    return next((at for at, _ in j.causes(index, "rotated", moment) if j.stands(at)), None)


# Alive.


def is_alive(j, index, moment):
    return holds(lambda: require_alive(j, index, moment))


def require_alive(j, index, moment):
    """The enrolment is alive: itself, its line, template, operator, and what is above."""
    folding.require_open(j, index, moment)
    if moment.is_over(j.entry(index).exp):
        raise Refusal("enrolment-expired", index)
    for one in line(j, index, moment):
        if one != index:
            folding.require_open(j, one, moment, but=("compromised",))
    start = first(j, index)
    c = j.entry(start).c
    if c.principal_kind != "agent":
        return
    if c.template is not None:
        folding.require_open(j, j.follow(c.template, start, "archetype"), moment)
    if c.operator is not None:
        require_alive(j, j.follow(c.operator, start, "enrolment"), moment)
    if c.spawner is not None:
        require_alive(j, j.follow(c.spawner, start, "enrolment"), moment)
    else:
        require_owner_alive(j, ownership.owner_at(j, start, moment), moment)


def require_owner_alive(j, owner, moment):
    if j.kind(owner) == "enrolment":
        require_alive(j, owner, moment)
        return
    authorities.require_alive(j, owner, moment)
    if authorities.on_call(j, owner, moment) is None:
        raise Refusal("owner-unresolved", owner)


def agents_above(j, index):
    """The first enrolments of an agent and of every agent above it, from itself upwards."""
    found = []
    while True:
        index = first(j, index)
        c = j.entry(index).c
        if c.principal_kind != "agent":
            return found
        found.append(index)
        if c.spawner is None:
            return found
        index = j.follow(c.spawner, index, "enrolment")
