"""Demands, who may approve, and approvals (rules.md, section 8)."""

from .. import scope
from ..reasons import Refusal
from ..strict_json import equal
from . import authorities, enrolments, folding, grants, ownership, signing


class Distinct:
    """Counts humans of different principal ids and different keys."""

    def __init__(self):
        self.ids, self.keys = set(), set()

    def add(self, c):
        if c.id not in self.ids and c.key.thumbprint not in self.keys:
            self.ids.add(c.id)
            self.keys.add(c.key.thumbprint)

    def count(self):
        return len(self.ids)


def demands_on(j, call, chain, moment):
    """The demands on a call: pairs of a demand and whether it is certain that it applies.

    call is an action or a request; chain its grants, root first, each with its record's index.
    """
    policy = authorities.policy_at(j, moment)
    demands = []
    if policy is not None:
        demands += policy.tiers.get(policy.tools.get(call.c.tool, policy.otherwise), [])
        demands = [(demand, _policy_index(j, moment)) for demand in demands]
    demands += [(demand, grant) for grant in chain for demand in j.entry(grant).c.demands]
    found = []
    for demand, origin in demands:
        applies = _applies(demand["when"], call)
        if applies is not False:
            found.append((demand, origin, applies is True))
    return found


def _policy_index(j, moment):
    return j.facts_of(0, "policy", moment)[-1]


def _applies(when, call):
    """True, False, or None where what is hidden might excuse the call."""
    if when is None:
        return True
    if call.c.tool not in when:
        return False
    hidden = False
    for name, constraint in when[call.c.tool].items():
        slot = call.c.arguments.get(name)
        if slot is None:
            continue
        if not slot.seen:
            hidden = hidden or constraint["constraint_type"] != "wildcard"
        elif scope.excuses(constraint, slot.value):
            return False
    return None if hidden else True


def is_member(j, group, principal, moment):
    """Whether this is the principal id of a member of the current version of a group that is alive."""
    if not authorities.is_alive(j, group, moment):
        return False
    return principal in [j.entry(one).c.id for one in authorities.members(j, group, moment)]


def owned_agent(j, index):
    """The first enrolment of an agent, or of the first agent above it that has an owner."""
    return enrolments.agents_above(j, index)[-1]


def may_approve(j, demand, origin, chain, approver, moment):
    """Whether this human may approve a call under a demand, which stands in record origin."""
    c = j.entry(approver).c
    root = j.entry(grants.delegator_of(j, chain[0])).c
    if c.id == root.id or c.key.thumbprint in [j.entry(one).c.holder.thumbprint for one in chain]:
        return False
    for hash_ in demand["from"]:
        found = j.follow(hash_, origin)
        if j.kind(found) == "group":
            if is_member(j, found, c.id, moment):
                return True
        elif j.entry(found).c.id == c.id:
            return True
    delegate = grants.delegate_of(j, chain[-1])
    if j.entry(delegate).c.principal_kind != "agent":
        return False
    agent = owned_agent(j, delegate)
    for role in demand["roles"]:
        if role == "owner":
            human = ownership.owner_at(j, agent, moment)
        else:
            stated = j.entry(agent).c.roles.get(role)
            if stated is None:
                continue
            human = j.follow(stated, agent)
        if j.kind(human) == "group" and not authorities.is_alive(j, human, moment):
            continue
        human = enrolments.resolve(j, human, moment)
        if human is not None and j.entry(human).c.id == c.id:
            return True
    return False


def judge(j, index, entry):
    j.require_form(index, entry)
    now, before = j.at(index), j.before(index)
    approver = j.follow(entry.c.approver, index, "enrolment")
    j.judge(approver)
    c = j.entry(approver).c
    bad = Refusal("approver-without-standing")
    if c.principal_kind != "human" or entry.iss != c.key.thumbprint:
        raise bad
    enrolments.require_alive(j, approver, now)
    signing.require_may_sign(j, index, approver)
    target = j.follow(entry.c.target, index)
    statement = j.entry(target)
    if not _is_approvable(statement):
        raise Refusal("not-approvable")
    j.judge(target)
    if j.facts_of(target, "denied", before):
        raise Refusal("request-denied")
    if statement.kind == "request":
        _judge_for_request(j, index, entry, approver, target)
    elif statement.kind == "grant":
        group = j.follow(statement.c.quorum[0], target, "group")
        if not is_member(j, group, c.id, now):
            raise bad
        grants.require_open_and_current(j, target, before)
    else:
        hash_ = statement.c.owner if statement.kind == "transfer" else statement.c.successor
        owner = j.follow(hash_, target, "enrolment", "group")
        if j.kind(owner) == "group":
            if not is_member(j, owner, c.id, now):
                raise bad
        elif j.entry(owner).c.id != c.id:
            raise bad


def _is_approvable(statement):
    if statement.kind == "grant":
        return statement.c.quorum is not None
    if statement.kind == "revocation":
        return statement.c.successor is not None
    return statement.kind in ("request", "transfer")


def _judge_for_request(j, index, entry, approver, target):
    now = j.at(index)
    request = j.entry(target)
    if now.is_over(request.exp):
        raise Refusal("request-expired")
    if j.facts_of(target, "used", j.before(index)):
        raise Refusal("request-used")
    chain = grants.chain(j, j.follow(request.c.grant, target, "grant"))
    demands = demands_on(j, request, chain, now)
    if any(not certain for _, _, certain in demands):
        j.note("argument-not-disclosed", target)
    if not any(may_approve(j, d, origin, chain, approver, now) for d, origin, _ in demands):
        raise Refusal("approver-without-standing")
    if entry.c.approves:
        for grant in chain:
            grants.require_alive(j, grant, now)


def require_demands(j, index, entry, chain):
    """The request of an action, and each demand on its call."""
    now = j.at(index)
    request = None
    if entry.c.request is not None:
        request = j.follow(entry.c.request, index, "request")
        j.judge(request)
        _require_same_call(entry, j.entry(request))
        if now.is_over(j.entry(request).exp):
            raise Refusal("request-expired", request)
        folding.require_open(j, request, now)
        if j.facts_of(request, "used", j.before(index)):
            raise Refusal("request-used", request)
    for demand, origin, certain in demands_on(j, entry, chain, now):
        if not certain:
            j.note("argument-not-disclosed", index)
        elif _approvals(j, request, demand, origin, chain, now) < demand["count"]:
            raise Refusal("approval-missing")


def _require_same_call(action, request):
    def call(entry):
        c = entry.c
        slots = [{n: s.stated for n, s in slots.items()} for slots in (c.arguments, c.context)]
        intent = c.intent.stated if c.intent is not None else None
        return [entry.iss, c.aat_id, c.grant, c.tool, c.aat_aud, *slots, intent]

    if not all(map(equal, call(action), call(request))):
        raise Refusal("request-mismatch")


def _approvals(j, request, demand, origin, chain, now):
    people = Distinct()
    for at, entry in j.causes(request, "approved", now) if request is not None else []:
        if at >= now.position or not j.stands(at):
            continue
        if now.time > j.at(at).time + demand["valid_for"] * 1000:
            continue
        approver = j.follow(entry.c.approver, at, "enrolment")
        if not enrolments.is_alive(j, approver, now):
            continue
        if may_approve(j, demand, origin, chain, approver, j.at(at)):
            people.add(j.entry(approver).c)
    return people.count()
