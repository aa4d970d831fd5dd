"""Authorities, policies, archetypes and groups (rules.md, section 2)."""

from ..reasons import Refusal
from . import enrolments, folding, ledger_keys

_MOST_FACTS = 128


def at(j, index):
    """The authorities at a record: whether the verifier trusts them, by thumbprint."""
    trusted = j.evidence.anchor.authorities
    result = {key.thumbprint: key.thumbprint in trusted for key in j.genesis.c.authorities}
    for fact_at, entry in j.causes(0, "authority", j.before(index)):
        if j.stands(fact_at):
            if entry.c.add is not None:
                key = entry.c.add.thumbprint
                result[key] = key in trusted or result[entry.iss]
            result.pop(entry.c.end, None)
    return result


def require_authority(j, index, code="not-an-authority"):
    """The signer of a record is an authority there; one that is not trusted is noted."""
    authorities = at(j, index)
    if j.entry(index).iss not in authorities:
        raise Refusal(code)
    note_if_untrusted(j, index, authorities)


def note_if_untrusted(j, index, authorities):
    if not authorities[j.entry(index).iss]:
        j.note("authority-not-trusted", index)


def judge_authority(j, index, entry):
    j.require_form(index, entry)
    authorities = at(j, index)
    if entry.iss not in authorities:
        raise Refusal("not-an-authority")
    note_if_untrusted(j, index, authorities)
    c = entry.c
    if c.add is not None:
        key = c.add.thumbprint
        if key in authorities or ledger_keys.is_ledgers(j, index, key):
            raise Refusal("key-role-conflict")
        full = len(j.facts_of(0, "authority", j.before(index))) >= _MOST_FACTS
        if full and c.end != entry.iss:
            raise Refusal("status-full")
    if c.end is not None:
        if c.end not in authorities:
            raise Refusal("not-an-authority")
        if len(authorities) == 1 and c.add is None:
            raise Refusal("last-authority")


# Policies and archetypes.


def judge_policy(j, index, entry):
    j.require_form(index, entry)
    require_authority(j, index)
    for tier in entry.c.tiers.values():
        require_approvers(j, index, tier)


def require_approvers(j, index, demands):
    """Every reference of these demands leads to a human or a group that can be judged."""
    for demand in demands:
        for hash_ in demand["from"]:
            found = j.follow(hash_, index, "enrolment", "group")
            j.judge(found)
            if j.kind(found) == "enrolment" and j.entry(found).c.principal_kind != "human":
                raise Refusal("approver-without-standing")


def policy_at(j, moment):
    """The policy in force, judged; None if there is none."""
    policies = j.facts_of(0, "policy", moment)
    if not policies:
        return None
    entry = j.cause(0, "policy", policies[-1])
    if entry is None:
        raise Refusal("status-contradiction", policies[-1]).without_hop()
    j.judge(policies[-1])
    return entry.c


def judge_archetype(j, index, entry):
    j.require_form(index, entry)
    require_authority(j, index)


# Groups.


def judge_group(j, index, entry):
    j.require_form(index, entry)
    require_authority(j, index)
    if entry.exp <= entry.iat or j.at(index).is_over(entry.exp):
        raise Refusal("group-expired")
    for hash_ in entry.c.members:
        member = j.follow(hash_, index, "enrolment")
        j.judge(member)
        if j.entry(member).c.principal_kind != "human":
            raise Refusal("member-not-human")
    if entry.c.replaces is not None:
        replaced = j.follow(entry.c.replaces, index, "group")
        if j.entry(replaced).c.id != entry.c.id:
            raise Refusal("version-mismatch")
        if j.facts_of(replaced, "replaced", j.before(index)):
            raise Refusal("version-mismatch")


def unjudged_version(j, group, moment):
    """The version of a group that counts at a moment."""
    while True:
        newer = j.causes(group, "replaced", moment)
        signed = next((index for index, entry in newer if entry.iss in at(j, index)), None)
        if signed is None:
            return group
        group = signed


def current_version(j, group, moment):
    version = unjudged_version(j, group, moment)
    j.judge(version)
    return version


def require_alive(j, group, moment):
    """The group is open in all versions, and its current one not over."""
    version = current_version(j, group, moment)
    versions = [version]
    while j.entry(versions[-1]).c.replaces is not None:
        versions.append(j.follow(j.entry(versions[-1]).c.replaces, versions[-1], "group"))
    for one in reversed(versions):
        folding.require_open(j, one, moment)
    if moment.is_over(j.entry(version).exp):
        raise Refusal("group-expired", version)


def is_alive(j, group, moment):
    return enrolments.holds(lambda: require_alive(j, group, moment))


def members(j, group, moment):
    """The enrolments of the members of the current version."""
    version = current_version(j, group, moment)
    return [j.follow(hash_, version, "enrolment") for hash_ in j.entry(version).c.members]


def on_call(j, group, moment):
    """The enrolment of the member on call, if it is alive; else None."""
    version = current_version(j, group, moment)
    for since, until, hash_ in j.entry(version).c.rota:
        if since * 1000 <= moment.time < until * 1000:
            member = j.follow(hash_, version, "enrolment")
            return member if enrolments.is_alive(j, member, moment) else None
    return None
