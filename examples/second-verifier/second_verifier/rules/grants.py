"""Grants, from the root down (rules.md, section 5)."""

from .. import scope
from ..reasons import Refusal, with_hop
from . import approvals, authorities, enrolments, folding, signing

LIFETIME = 7776000
_MOST_GRANTS, _MOST_CHARACTERS = 32, 262144


def chain(j, leaf):
    """The grants of a chain, root first."""
    found, characters, ids = [], 0, set()
    index = leaf
    while True:
        entry = j.entry(index)
        found.append(index)
        characters += len(entry.jws.text)
        if len(found) > _MOST_GRANTS:
            raise Refusal("chain-too-long", leaf)
        if characters > _MOST_CHARACTERS:
            raise Refusal("chain-too-large", leaf)
        if entry.jti in ids:
            raise Refusal("grant-id-reused", index)
        ids.add(entry.jti)
        if entry.c.parent is None:
            return found[::-1]
        index = j.follow(entry.c.parent, index, "grant")


def above(j, index):
    """The grants above one, root first."""
    found = []
    while j.entry(index).c.parent is not None:
        index = j.follow(j.entry(index).c.parent, index, "grant")
        found.append(index)
    return found[::-1]


def hop_of(j, index):
    """The place of a grant in its chain; None of what is no grant."""
    return len(above(j, index)) if j.kind(index) == "grant" else None


def judge(j, index, entry):
    """One grant, after those above it."""
    c = entry.c
    parents = above(j, index)
    if parents:
        j.judge(parents[-1])
    now = j.at(index)
    _judge_form(j, index, entry, now)
    if parents:
        delegator = delegate_of(j, parents[-1])
        _judge_attenuation(entry, [j.entry(one) for one in parents])
    else:
        delegator = j.follow(c.delegator, index, "enrolment")
        j.judge(delegator)
        _judge_root(j, index, entry, delegator, now)
    signing.require_may_sign(j, index, delegator)
    authorities.require_approvers(j, index, c.demands)
    delegate = j.follow(c.delegate, index, "enrolment")
    j.judge(delegate)
    holder = j.entry(delegate).c
    if holder.principal_kind not in ("agent", "service"):
        raise Refusal("delegate-cannot-act")
    if holder.key.thumbprint != c.holder.thumbprint:
        raise Refusal("holder-key-mismatch")
    if j.facts_of(delegate, "rotated", j.before(index)):
        raise Refusal("key-rotated")
    _judge_archetypes(j, entry, delegate)
    for hop, parent in enumerate(parents):
        with with_hop(hop):
            require_alive(j, parent, now)
    enrolments.require_alive(j, delegator, now)
    enrolments.require_alive(j, delegate, now)


def _judge_form(j, index, entry, now):
    c = entry.c
    j.require_form(index, entry)
    if not 1 <= entry.exp - entry.iat <= LIFETIME:
        raise Refusal("lifetime-exceeded")
    if now.is_over(entry.exp):
        raise Refusal("grant-expired")
    if c.max_depth > 31:
        raise Refusal("depth-exceeded")
    policy = authorities.policy_at(j, now)
    if policy is not None and policy.max_grant_seconds is not None:
        if entry.exp - entry.iat > policy.max_grant_seconds:
            raise Refusal("policy-lifetime")
    if c.spend is not None and not c.scope.keys() <= c.spend["amounts"].keys():
        raise Refusal("amount-undeclared")


def _judge_root(j, index, entry, delegator, now):
    c, human = entry.c, j.entry(delegator).c
    if human.principal_kind != "human":
        raise Refusal("root-not-human")
    if entry.iss != human.key.thumbprint:
        raise Refusal("not-the-holder")
    if c.depth != 0:
        raise Refusal("depth-mismatch")
    if not c.scope:
        raise Refusal("no-capability")
    may_grant = j.entry(enrolments.first(j, delegator)).c.may_grant
    if may_grant is not None:
        _require_within(c.scope, may_grant, "exceeds-entitlement")
    if c.quorum is not None:
        hash_, count = c.quorum
        group = j.follow(hash_, index, "group")
        j.judge(group)
        if len(authorities.members(j, group, now)) < count:
            raise Refusal("quorum-not-root")


def _require_within(child, parent, code):
    try:
        scope.require_within(child, parent)
    except Refusal:
        raise Refusal(code) from None


def _judge_attenuation(entry, parents):
    """Against the grants above, root first."""
    c, parent = entry.c, parents[-1].c
    if entry.iss != parent.holder.thumbprint:
        raise Refusal("not-the-holder")
    if c.depth != parent.depth + 1:
        raise Refusal("depth-mismatch")
    if c.depth > min(parent.max_depth, c.max_depth):
        raise Refusal("depth-exceeded")
    if c.max_depth > parent.max_depth:
        raise Refusal("depth-widened")
    if entry.exp > parents[-1].exp:
        raise Refusal("outlives-parent")
    begun = max((one.c.nbf for one in parents if one.c.nbf is not None), default=0)
    if entry.iat < parents[-1].iat or (c.nbf is not None and c.nbf < begun):
        raise Refusal("predates-parent")
    if c.task is not None:
        task = nearest(parents, lambda one: one.c.task)
        if c.task != task and not c.task.startswith(task + "/"):
            raise Refusal("task-widened")
    scope.require_within(c.scope, parent.scope)
    _judge_limits(c, parents)
    for key, constraint in c.context.items():
        for one in parents:
            if key in one.c.context and not scope.subsumes(one.c.context[key], constraint):
                raise Refusal("context-widened")
    if c.quorum is not None:
        raise Refusal("quorum-not-root")


def nearest(entries, read):
    """What the last of these states, of those that state it; None where none does."""
    for one in reversed(entries):
        value = read(one)
        if value is not None:
            return value
    return None


def _judge_limits(c, parents):
    uses = nearest(parents, lambda one: one.c.uses)
    if c.uses is not None and uses is not None and c.uses > uses:
        raise Refusal("limit-widened")
    spend = nearest(parents, lambda one: one.c.spend)
    if c.spend is None or spend is None:
        return
    per_action = nearest(parents, lambda one: one.c.spend and one.c.spend["per_action"])
    if c.spend["total"] > spend["total"]:
        raise Refusal("limit-widened")
    bound = spend["total"] if per_action is None else per_action
    if c.spend["per_action"] is not None and c.spend["per_action"] > bound:
        raise Refusal("limit-widened")
    if c.spend["currency"] != spend["currency"]:
        raise Refusal("spend-changed")
    for tool, pointer in c.spend["amounts"].items():
        if tool not in spend["amounts"] or spend["amounts"][tool] != pointer:
            raise Refusal("spend-changed")


def _judge_archetypes(j, entry, delegate):
    for agent in enrolments.agents_above(j, delegate):
        template = j.entry(agent).c.template
        if template is None:
            continue
        c = j.entry(j.follow(template, agent, "archetype")).c
        _require_within(entry.c.scope, c.may_hold, "exceeds-archetype")
        if c.max_grant_seconds is not None and entry.exp - entry.iat > c.max_grant_seconds:
            raise Refusal("policy-lifetime")


def delegate_of(j, grant):
    return j.follow(j.entry(grant).c.delegate, grant, "enrolment")


def delegator_of(j, grant):
    c = j.entry(grant).c
    if c.parent is None:
        return j.follow(c.delegator, grant, "enrolment")
    return delegate_of(j, j.follow(c.parent, grant, "grant"))


# Alive.


def require_alive(j, grant, moment):
    require_open_and_current(j, grant, moment)
    if j.entry(grant).c.quorum is not None:
        _require_quorum(j, grant, moment)
    enrolments.require_alive(j, delegator_of(j, grant), moment)
    enrolments.require_alive(j, delegate_of(j, grant), moment)


def require_open_and_current(j, grant, moment):
    entry = j.entry(grant)
    folding.require_open(j, grant, moment)
    if moment.is_over(entry.exp):
        raise Refusal("grant-expired", grant)
    if entry.c.nbf is not None and moment.time < entry.c.nbf * 1000:
        raise Refusal("grant-not-yet-valid", grant)


def _require_quorum(j, grant, moment):
    hash_, count = j.entry(grant).c.quorum
    group = j.follow(hash_, grant, "group")
    people = approvals.Distinct()
    for at, entry in j.causes(grant, "approved", moment):
        if at >= moment.position or not j.stands(at):
            continue
        approver = j.follow(entry.c.approver, at, "enrolment")
        if approvals.is_member(j, group, j.entry(approver).c.id, j.at(at)):
            if enrolments.is_alive(j, approver, moment):
                people.add(j.entry(approver).c)
    if people.count() < count:
        raise Refusal("quorum-missing", grant)
