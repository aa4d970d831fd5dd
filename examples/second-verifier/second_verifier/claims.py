"""Claims of each kind, in the order of their tables (format.md, section 5)."""

import re

from . import entries, scope
from .keys import ED25519, ES256
from .members import (
    Members, Slot, array, hash_, key, label, mapping, matches, number, one_of, positive, require,
    string, tool, truth, within,
)  # fmt: skip
from .reasons import CLASS_OF, Refusal
from .text import characters

KINDS = {
    "genesis+jwt": "genesis", "enrolment+jwt": "enrolment", "aat+jwt": "grant",
    "action+jwt": "action", "outcome+jwt": "outcome", "revocation+jwt": "revocation",
    "policy+jwt": "policy", "archetype+jwt": "archetype", "group+jwt": "group",
    "request+jwt": "request", "approval+jwt": "approval", "transfer+jwt": "transfer",
    "suspension+jwt": "suspension", "resumption+jwt": "resumption",
    "completion+jwt": "completion", "compromise+jwt": "compromise", "authority+jwt": "authority",
    "denial+jwt": "denial", "foreign-call+jwt": "foreign-call", "erasure+jwt": "erasure",
    "ledger-key+jwt": "ledger-key",
}  # fmt: skip
ROLES = {
    "provisioner": "provisioner",
    "control_owner": "control-owner",
    "data_approver": "data-approver",
}
_AGENT = re.compile(
    r"(urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|spiffe://[a-z0-9._-]+)((/[A-Za-z0-9._-]+){0,64})"
)
_OTHER_ID = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+")
_CONTEXT = ("environment", "dataset", "sensitivity", "destination")
_TIERS = ("low", "medium", "high", "critical")
_FAMILIES = ("name", "task", "intent", "argument", "context", "result", "reason", "presented")
_POINTER = matches(r"(/([^~/]|~[01])*)+")
_COMPACT = matches(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


def principal_id(kind):
    def read(value):
        require(isinstance(value, str) and characters(value) <= 2048, value)
        if kind != "agent":
            return require(_OTHER_ID.fullmatch(value), value)
        match = _AGENT.fullmatch(value)
        require(match, value)
        segments = match[3].split("/")[1:]
        require("." not in segments and ".." not in segments, value)
        return require(segments or not value.startswith("spiffe:"), value)

    return read


def _slot(entry, members, member, name, required=False):
    slot = members.need(member, Slot) if required else members.may(member, Slot)
    if slot is not None:
        entry.slots[name] = slot
    return slot


def _slots(entry, family, read_name):
    def read(value):
        slots = mapping(read_name, Slot)(value)
        entry.slots.update({f"{family}/{name}": slot for name, slot in slots.items()})
        return slots

    return read


def _demand(value):
    m = Members(value)
    demand = {
        "count": m.need("count", within(1, 32)),
        "from": m.need("from", array(hash_, 0, 64)),
        "roles": m.need("roles", array(one_of("owner", *ROLES.values()), 0, None)),
        "valid_for": m.need("valid_for", within(1, 7776000)),
        "when": m.may("when", scope.read_tools),
    }
    m.close()
    require(demand["from"] or demand["roles"], value)
    require(demand["when"] is None or demand["when"], value)
    return demand


def _genesis(entry, top, dl):
    if dl.need("format", number) != 1:
        raise Refusal("unknown-version")
    c = entry.c
    c.origin = dl.need("origin", matches(r"[!-~]+", 256))
    require("+" not in c.origin and "#" not in c.origin, c.origin)
    c.checkpoint_key = dl.need("checkpoint_key", key)
    require(c.checkpoint_key.suite == ED25519, None)
    c.authorities = dl.need("authorities", array(key, 1, 64, distinct=False))
    prints = [k.thumbprint for k in c.authorities]
    require(len({*prints, c.checkpoint_key.thumbprint}) == len(prints) + 1, None)


def _enrolment(entry, top, dl):
    c = entry.c
    entry.exp = top.need("exp", number)
    principal = dl.need("id", string)
    c.principal_kind = dl.need("kind", one_of("human", "agent", "organisation", "service"))
    c.id = principal_id(c.principal_kind)(principal)
    suite = dl.need("suite", string)
    if suite not in (ED25519, ES256):
        raise Refusal("unknown-suite")
    c.key = dl.need("key", key)
    require(c.key.suite == suite, None)
    c.pop = dl.need("pop", string)
    c.recovery = dl.may("recovery", key)
    require(c.recovery is None or c.recovery.thumbprint != c.key.thumbprint, None)
    c.rotates = dl.may("rotates", hash_)
    c.name = c.may_grant = c.archetype = c.template = c.owner = c.spawner = None
    c.operator = c.model = c.triggers = None
    c.roles = {}
    if c.rotates is not None:
        return
    if c.principal_kind == "agent":
        _agent(c, dl)
        return
    c.name = _slot(entry, dl, "name", "name", required=c.principal_kind == "human")
    if c.principal_kind == "human":
        c.may_grant = dl.may("may_grant", scope.read_tools)


def _agent(c, dl):
    c.archetype = dl.need("archetype", label)
    c.template = dl.may("template", hash_)
    c.owner = dl.may("owner", hash_)
    c.spawner = dl.may("spawner", hash_)
    require((c.owner is None) != (c.spawner is None), None)
    if c.owner is not None:
        c.operator = dl.need("operator", hash_)
        c.model = dl.need("model", _model)
    else:
        c.operator = dl.may("operator", hash_)
        c.model = dl.may("model", _model)
    for member, role in ROLES.items():
        stated = dl.may(member, hash_)
        if stated is not None:
            c.roles[role] = stated
    c.triggers = dl.may("triggers", array(label, 1, 32))


def _model(value):
    m = Members(value)
    model = {name: m.need(name, label) for name in ("provider", "name", "version")}
    m.close()
    return model


def _grant(entry, top, dl):
    c = entry.c
    entry.exp = top.need("exp", number)
    cnf = top.need("cnf", Members)
    c.holder = cnf.need("jwk", key)
    cnf.close()
    c.depth = top.need("del_depth", number)
    c.max_depth = top.need("del_max_depth", number)
    c.parent = top.may("par_hash", hash_)
    c.scope = top.need("authorization_details", scope.read_authorization_details)
    root = c.parent is None
    c.delegator = dl.need("delegator", hash_) if root else None
    c.delegate = dl.need("delegate", hash_)
    c.task = None
    task = dl.need("task", Members) if root else dl.may("task", Members)
    if task is not None:
        c.task = task.need("id", label)
        _slot(entry, task, "text", "task", required=root)
        task.close()
    c.nbf = dl.may("nbf", number)
    c.uses, c.spend = dl.may("limits", _limits, (None, None))
    c.context = dl.may("context", _context_constraints, {})
    c.demands = dl.may("approvals", array(_demand, 1, 16, distinct=False), [])
    c.quorum = dl.may("quorum", _quorum)
    c.replaces = dl.may("replaces", _replaces)


def _limits(value):
    m = Members(value)
    uses = m.may("uses", positive)
    spend = m.may("spend", _spend)
    m.close()
    require(uses is not None or spend is not None, value)
    return uses, spend


def _spend(value):
    m = Members(value)
    spend = {
        "currency": m.need("currency", matches(r"[A-Z]{3}")),
        "per_action": m.may("per_action", positive),
        "total": m.need("total", positive),
        "amounts": m.need("amounts", mapping(tool, lambda v: None if v is None else _POINTER(v), 256)),
    }
    m.close()
    return spend


def _context_constraints(value):
    require(isinstance(value, dict) and 1 <= len(value) <= 5, value)
    require(value.keys() <= {*_CONTEXT, "aat_aud"}, value)
    return scope.read_constraints(value)


def _quorum(value):
    m = Members(value)
    quorum = (m.need("group", hash_), m.need("count", within(1, 32)))
    m.close()
    return quorum


def _replaces(value):
    m = Members(value)
    replaces = (m.need("grant", hash_), m.need("close", truth))
    m.close()
    return replaces


def _call(entry, top, dl):
    c = entry.c
    entry.exp = top.need("exp", number)
    c.aat_id = top.need("aat_id", label)
    c.grant = top.need("aat_hash", hash_)
    c.tool = top.need("aat_tool", lambda v: tool(label(v)))
    c.aat_aud = top.may("aat_aud", string)
    c.arguments = dl.need("arguments", _slots(entry, "arguments", string))
    c.context = dl.may("context", _slots(entry, "context", one_of(*_CONTEXT)), {})
    c.intent = _slot(entry, dl, "intent", "intent")


def _action(entry, top, dl):
    _call(entry, top, dl)
    entry.c.request = dl.may("request", hash_)
    entry.c.caused_by = dl.may("caused_by", hash_)


def _outcome(entry, top, dl):
    c = entry.c
    c.action = dl.need("action", hash_)
    c.status = dl.need("status", one_of("succeeded", "failed", "abandoned"))
    _slot(entry, dl, "result", "result")
    c.service = dl.may("service", hash_)


def _revocation(entry, top, dl):
    entry.c.target = dl.need("target", hash_)
    entry.c.successor = dl.may("successor", hash_)
    _slot(entry, dl, "reason", "reason")


def _policy(entry, top, dl):
    c = entry.c
    c.tools = dl.need("tools", mapping(tool, one_of(*_TIERS), 1024))
    c.otherwise = dl.need("otherwise", one_of(*_TIERS))
    c.tiers = dl.need("tiers", mapping(one_of(*_TIERS), array(_demand, 0, 16, distinct=False)))
    c.max_grant_seconds = dl.may("max_grant_seconds", positive)
    c.max_agent_seconds = dl.may("max_agent_seconds", positive)
    c.max_spawned = dl.may("max_spawned", number)
    c.required_roles = dl.need("required_roles", array(one_of(*ROLES.values()), 0, None))
    c.distinct_roles = dl.need("distinct_roles", truth)
    c.retention = dl.may("retention", mapping(one_of(*_FAMILIES), positive, low=1), {})


def _archetype(entry, top, dl):
    entry.c.label = dl.need("label", label)
    entry.c.may_hold = dl.need("may_hold", scope.read_tools)
    entry.c.max_grant_seconds = dl.may("max_grant_seconds", positive)


def _group(entry, top, dl):
    c = entry.c
    entry.exp = top.need("exp", number)
    c.id = dl.need("id", principal_id("group"))
    c.members = dl.need("members", array(hash_, 1, 32))
    c.rota = dl.need("rota", array(_shift, 0, 512, distinct=False))
    before = 0
    for since, until, member in c.rota:
        require(before <= since < until and member in c.members, None)
        before = until
    c.replaces = dl.may("replaces", hash_)


def _shift(value):
    m = Members(value)
    shift = (m.need("from", number), m.need("until", number), m.need("member", hash_))
    m.close()
    return shift


def _approval(entry, top, dl):
    entry.c.target = dl.need("target", hash_)
    entry.c.approves = dl.need("decision", one_of("approve", "deny")) == "approve"
    entry.c.approver = dl.need("approver", hash_)
    _slot(entry, dl, "reason", "reason")


def _transfer(entry, top, dl):
    entry.c.agent = dl.need("agent", hash_)
    entry.c.owner = dl.need("owner", hash_)
    _slot(entry, dl, "reason", "reason")


def _suspension(entry, top, dl):
    entry.c.target = dl.need("target", hash_)
    entry.c.trigger = dl.may("trigger", label)
    _slot(entry, dl, "reason", "reason")


def _resumption(entry, top, dl):
    entry.c.target = dl.need("target", hash_)
    _slot(entry, dl, "reason", "reason")


def _completion(entry, top, dl):
    entry.c.targets = dl.need("targets", array(hash_, 1, 64))
    _slot(entry, dl, "reason", "reason")


def _compromise(entry, top, dl):
    entry.c.target = dl.need("target", hash_)
    entry.c.last_good = dl.need("last_good", number)
    _slot(entry, dl, "reason", "reason")


def _erasure(entry, top, dl):
    c = entry.c
    c.target = dl.need("target", hash_)
    c.slots = dl.may("slots", array(label, 1, 16))
    c.by = dl.may("by", hash_)
    c.policy = dl.may("policy", hash_)
    require(c.policy is None or c.by is not None, None)
    _slot(entry, dl, "reason", "reason")


def _authority(entry, top, dl):
    c = entry.c
    c.add, c.pop = dl.may("add", _added, (None, None))
    c.end = dl.may("end", hash_)
    require(c.add is not None or c.end is not None, None)


def _added(value):
    m = Members(value)
    added = (m.need("key", key), m.need("pop", string))
    m.close()
    return added


def _ledger_key(entry, top, dl):
    c = entry.c
    c.key = dl.need("key", key)
    require(c.key.suite == ED25519, None)
    c.pop = dl.need("pop", string)


def _denial(entry, top, dl):
    c = entry.c
    c.service = dl.need("service", hash_)
    c.refused = entries.read(dl.need("refused", _COMPACT))
    require(c.refused.kind == "action", None)
    c.reason = dl.need("reason", one_of(*CLASS_OF))
    c.record = dl.may("record", number)
    c.hop = dl.may("hop", within(0, 1024))
    c.withheld = dl.may("withheld", array(string, 1, 1024), [])
    hidden = {name: slot for name, slot in c.refused.slots.items() if slot.hidden}
    require(hidden.keys() >= set(c.withheld), None)
    entry.slots.update(
        {name: slot for name, slot in c.refused.slots.items() if name not in c.withheld}
    )
    c.more = dl.may("more", _more)


def _more(value):
    m = Members(value)
    m.need("reason", one_of(*CLASS_OF))
    m.need("count", positive)
    since, until = m.need("since", number), m.need("until", number)
    m.close()
    require(since <= until, value)
    return True


def _foreign_call(entry, top, dl):
    c = entry.c
    c.service = dl.need("service", hash_)
    dl.need("anchor", key)
    dl.may("audience", label)
    dl.need("tool", label)
    dl.need("holder", hash_)
    dl.need("possession", label)
    _slot(entry, dl, "presented", "presented", required=True)


READERS = {
    "genesis": _genesis, "enrolment": _enrolment, "grant": _grant, "action": _action,
    "outcome": _outcome, "revocation": _revocation, "policy": _policy, "archetype": _archetype,
    "group": _group, "request": _call, "approval": _approval, "transfer": _transfer,
    "suspension": _suspension, "resumption": _resumption, "completion": _completion,
    "compromise": _compromise, "authority": _authority, "denial": _denial,
    "foreign-call": _foreign_call, "erasure": _erasure, "ledger-key": _ledger_key,
}  # fmt: skip
