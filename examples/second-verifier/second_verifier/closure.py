"""The closed set: what has to be in a proof file (format.md, sections 11 and 12, step 7)."""

import math

from .reasons import Refusal

_SAY_MORE = {"left", "replaced", "denied", "approved", "rotated", "transfer", "authority"}
_UNDER_POLICY = {"enrolment", "grant", "action", "request", "approval"}
_ERASABLE = {"enrolment", "grant", "action", "outcome"}
_WITH_STATUS = {
    "enrolment", "grant", "action", "outcome", "revocation", "archetype", "group", "request",
    "transfer",
}  # fmt: skip


def references(entry):
    """The hashes of what has to stand in the file beside this entry."""
    c, kind = entry.c, entry.kind
    if kind == "enrolment":
        found = [c.rotates, c.operator, c.owner, c.spawner, c.template, *c.roles.values()]
    elif kind == "grant":
        approvers = [one for demand in c.demands for one in demand["from"]]
        found = [c.parent, c.delegator, c.delegate, *approvers, c.quorum and c.quorum[0]]
    elif kind == "action":
        found = [c.grant, c.request]
    elif kind == "request":
        found = [c.grant]
    elif kind == "outcome":
        found = [c.action, c.service]
    elif kind in ("foreign-call", "denial"):
        found = [c.service]
    elif kind == "revocation":
        found = [c.target, c.successor]
    elif kind == "policy":
        found = [one for tier in c.tiers.values() for demand in tier for one in demand["from"]]
    elif kind == "group":
        found = [*c.members, c.replaces]
    elif kind == "approval":
        found = [c.target, c.approver]
    elif kind == "transfer":
        found = [c.agent, c.owner]
    elif kind in ("suspension", "resumption", "compromise"):
        found = [c.target]
    elif kind == "completion":
        found = c.targets
    elif kind == "erasure":
        found = [c.target, c.by, c.policy]
    else:
        found = []
    return [hash_ for hash_ in found if hash_ is not None]


class ClosedSet:
    """Finds the set, as indexes; references that lead nowhere are noted as missing."""

    def __init__(self, evidence, action):
        self.evidence = evidence
        self.members = set()
        # Erasures and what is in the set for their sake alone do not count in "above all others".
        self.uncounted = set()
        # Records that only have to be there, since an action names them as its cause.
        self.causes = set()
        self.missing_references = []
        self.missing_causes = []
        self._pending = []
        self._add(action)
        self.outcome = self._find_outcome(evidence.entry(action).hash)
        if self.outcome is not None:
            self._add(self.outcome)
        while self._pending or self._add_caused():
            while self._pending:
                self._follow(self._pending.pop())
        self._add_resumptions()

    def _find_outcome(self, action_hash):
        for index in sorted(self.evidence.records):
            entry = self.evidence.readable(index)
            if entry is not None and entry.kind == "outcome" and entry.c.action == action_hash:
                return index
        return None

    def _add(self, index, counted=True):
        """Adds a record, if it is in the file; returns whether anything changed by that."""
        if index not in self.evidence.records:
            if index in self.missing_causes:
                return False
            self.missing_causes.append(index)
            return True
        if counted and index in self.uncounted:
            self.uncounted.remove(index)
            return True
        if index in self.members:
            return False
        self.members.add(index)
        if not counted:
            self.uncounted.add(index)
        self._pending.append(index)
        return True

    def _follow(self, index):
        entry = self.evidence.readable(index)
        for hash_ in references(entry) if entry else []:
            found = self.evidence.by_hash.get(hash_)
            if found is None:
                self.missing_references.append(index)
            else:
                self._add(found)
        if entry is not None and entry.kind == "action" and entry.c.caused_by is not None:
            cause = self.evidence.by_hash.get(entry.c.caused_by)
            if cause is None:
                self.missing_references.append(index)
            else:
                self.causes.add(cause)

    def counted(self):
        return self.members - self.uncounted

    def _add_caused(self):
        facts_of = self.evidence.facts
        top = max(self.counted())
        changed = False
        for index in sorted(self.members - {0}):
            entry = self.evidence.readable(index)
            kind = entry.kind if entry else None
            for at, what in facts_of(index):
                if what == "compromised" or (what in _SAY_MORE and at < top):
                    changed |= self._add(at)
                elif what == "erased" and kind in _ERASABLE:
                    changed |= self._add_erasure(at)
            if kind in _UNDER_POLICY:
                policies = [at for at, what in facts_of(0) if what == "policy" and at <= index]
                changed |= bool(policies) and self._add(policies[-1])
        for at, what in facts_of(0):
            if what == "authority" and at < top:
                changed |= self._add(at)
            elif what == "ledger-key":
                changed |= self._add(at, counted=False)
        return changed

    def _add_erasure(self, erasure):
        changed = self._add(erasure, counted=False)
        entry = self.evidence.readable(erasure) if erasure in self.evidence.records else None
        if entry is not None and entry.kind == "erasure" and entry.c.by is None:
            for at, what in self.evidence.facts(0):
                if what == "authority" and at < erasure:
                    changed |= self._add(at, counted=False)
        return changed

    def _add_resumptions(self):
        counted = self.counted()
        for index in sorted(self.members - {0}):
            facts = self.evidence.facts(index)
            for n, (at, what) in enumerate(facts):
                if what != "resumed":
                    continue
                after = [a for a, w in facts[n + 1 :] if w == "suspended"]
                end = after[0] if after else math.inf
                if any(at <= member < end for member in counted):
                    self._add(at)
        self._pending.clear()


def check(evidence, found):
    """Step 7, once the closed set is found."""
    read = {index: evidence.entry(index) for index in sorted(found.members)}
    if found.missing_references:
        refusal = Refusal("record-missing", min(found.missing_references))
        refusal.others = frozenset(found.missing_references)
        raise refusal
    if found.missing_causes:
        raise Refusal("record-missing", min(found.missing_causes))
    needed = {0} | {index for index, entry in read.items() if entry.kind in _WITH_STATUS}
    for index in sorted(needed - evidence.facts_of.keys()):
        raise Refusal("status-missing", index)
    newest = evidence.checkpoint.size - 1
    for index in sorted(evidence.records.keys() - found.members - found.causes - {0, newest}):
        raise Refusal("proof-part-unreferenced", index)
    for index in sorted(evidence.facts_of.keys() - needed):
        raise Refusal("proof-part-unreferenced", index)
    for index in sorted(evidence.disclosures.keys() - found.members):
        raise Refusal("proof-part-unreferenced", index)
    for index, entry in read.items():
        if entry.kind != "action" and evidence.records[index].charges is not None:
            raise Refusal("charges-mismatch", index)
