"""Actions, requests and outcomes (rules.md, sections 6, 8 and 11)."""

from .. import scope
from ..reasons import Refusal, with_hop
from . import approvals, enrolments, grants, limits, signing

_STALE_MS = 60000
_LIFETIME, _REQUEST_LIFETIME = 300, 604800


def judge_action(j, index, entry):
    j.require_ledger(entry)
    now = j.at(index)
    if abs(now.time - entry.iat * 1000) > _STALE_MS:
        raise Refusal("action-stale")
    if not 1 <= entry.exp - entry.iat <= _LIFETIME:
        raise Refusal("action-lifetime")
    if now.is_over(entry.exp):
        raise Refusal("action-expired")
    leaf = _grant_of(j, index, entry)
    caused_by = entry.c.caused_by
    if caused_by is not None and j.evidence.by_hash.get(caused_by, index) >= index:
        raise Refusal("unknown-reference")
    chain = _judge_call(j, index, entry, leaf)
    limits.require(j, index, entry, chain)
    approvals.require_demands(j, index, entry, chain)


def judge_request(j, index, entry):
    j.require_form(index, entry)
    if not 1 <= entry.exp - entry.iat <= _REQUEST_LIFETIME:
        raise Refusal("request-lifetime")
    if j.at(index).is_over(entry.exp):
        raise Refusal("request-expired")
    _judge_call(j, index, entry, _grant_of(j, index, entry))


def _grant_of(j, index, entry):
    leaf = j.follow(entry.c.grant, index, "grant")
    if entry.c.aat_id != j.entry(leaf).jti:
        raise Refusal("grant-id-mismatch")
    if entry.iss != j.entry(leaf).c.holder.thumbprint:
        raise Refusal("not-the-holder")
    return leaf


def _judge_call(j, index, entry, leaf):
    """Rules 2 to 5: the chain, that it is alive, and that the call is within it."""
    now = j.at(index)
    chain = grants.chain(j, leaf)
    for hop, grant in enumerate(chain):
        with with_hop(hop):
            j.judge(grant)
    for hop, grant in enumerate(chain):
        with with_hop(hop):
            grants.require_alive(j, grant, now)
    signing.require_may_sign(j, index, grants.delegate_of(j, leaf))
    for hop, grant in reversed(list(enumerate(chain))):
        with with_hop(hop):
            _require_scope(j, index, entry, j.entry(grant).c, hop)
    for hop, grant in reversed(list(enumerate(chain))):
        with with_hop(hop):
            _require_context(j, index, entry, j.entry(grant).c, hop)
    return chain


def values_of(slots):
    return {name: slot.value if slot.seen else scope.HIDDEN for name, slot in slots.items()}


def _require_scope(j, index, entry, grant, hop):
    if scope.admit(grant.scope, entry.c.tool, values_of(entry.c.arguments)):
        j.note("argument-not-disclosed", index, hop)


def _require_context(j, index, entry, grant, hop):
    stated = values_of(entry.c.context)
    if entry.c.aat_aud is not None:
        stated["aat_aud"] = entry.c.aat_aud
    for key in sorted(grant.context):
        if key not in stated:
            raise Refusal("context-missing")
        answer = scope.accepts(grant.context[key], stated[key])
        if answer is False:
            raise Refusal("context-out-of-scope")
        if answer is None:
            j.note("context-not-disclosed", index, hop)


def judge_outcome(j, index, entry):
    j.require_form(index, entry)
    bad = Refusal("outcome-without-standing")
    action = j.follow(entry.c.action, index, "action")
    if entry.c.service is None:
        if entry.iss != j.entry(action).iss:
            raise bad
        return
    service = j.follow(entry.c.service, index, "enrolment")
    j.judge(service)
    c = j.entry(service).c
    if c.principal_kind != "service" or entry.iss != c.key.thumbprint:
        raise bad
    enrolments.require_alive(j, service, j.at(index))
    if j.facts_of(service, "rotated", j.before(index)):
        raise Refusal("key-rotated")
