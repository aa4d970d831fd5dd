"""How a judgement goes: following references, what stands, what is noted (rules.md, the head and section 1)."""

from dataclasses import dataclass

from ..reasons import Refusal
from . import actions, approvals, authorities, closing, enrolments, folding, grants, ledger_keys
from . import ownership, signing

_AGAINST_ALL = {"chain-too-large", "key-already-enrolled"}
_BUSY = object()


@dataclass(frozen=True)
class Moment:
    """Facts up to a position count, and this is the time in ms."""

    position: int
    time: int

    def is_over(self, exp):
        return self.time >= exp * 1000


class Judgement:
    """One verification: each record is judged at most once in it."""

    def __init__(self, evidence, action):
        self.evidence = evidence
        self.genesis = evidence.genesis()
        self.judged_for = action
        self.noted = []
        self.enrolments = enrolments.Seen()
        self._results = {}
        self._read = set()

    def entry(self, index):
        return self.evidence.entry(index)

    def kind(self, index):
        return self.entry(index).kind

    def note(self, code, record, hop=None):
        self.noted.append(Refusal(code, record, hop))

    # Moments.

    def at(self, index):
        return Moment(index, self.evidence.records[index].time)

    def before(self, index):
        return Moment(index - 1, self.evidence.records[index].time)

    def facts(self, index, moment=None):
        """The facts of a record, those that count at a moment if one is given."""
        facts = self.evidence.facts(index)
        if index not in self._read:
            self._read.add(index)
            known = ("policy", "authority", "ledger-key") if index == 0 else folding.KNOWN
            if any(what not in known for _, what in facts):
                self.note("unknown-status-fact", index)
        return [fact for fact in facts if moment is None or fact[0] <= moment.position]

    def facts_of(self, index, what, moment):
        """The records that caused the facts of this name."""
        return [at for at, name in self.facts(index, moment) if name == what]

    # References.

    def follow(self, hash_, origin, *kinds):
        """The record that a reference from record origin leads to."""
        index = self.evidence.by_hash.get(hash_)
        if index is None:
            raise Refusal("record-missing", origin)
        if index >= origin:
            raise Refusal("unknown-reference", origin)
        if kinds and self.kind(index) not in kinds:
            raise Refusal("wrong-kind", origin)
        return index

    def cause(self, leaf, what, at):
        """The entry of a record that a fact names as its cause, if it causes that on this leaf; else None."""
        if at not in self.evidence.records:
            raise Refusal("record-missing", at)
        entry = self.entry(at)
        return entry if folding.is_caused_by(what, entry, self.entry(leaf).hash) else None

    def causes(self, leaf, what, moment=None):
        """The records, with their entries, that caused facts of this name and say so."""
        for at, name in self.facts(leaf, moment):
            entry = self.cause(leaf, what, at) if name == what else None
            if entry is not None:
                yield at, entry

    # Judging.

    def judge(self, index):
        """Applies the record's own list at its own record, once."""
        found = self._results.get(index)
        if found is _BUSY:
            raise RuntimeError(f"record {index} rests on itself")
        if found is None:
            self._results[index] = _BUSY
            try:
                _JUDGES[self.kind(index)](self, index, self.entry(index))
                found = True
            except Refusal as refusal:
                found = refusal.at(index)
                found.hop_is_final |= self.kind(index) != "grant"
            self._results[index] = found
        if isinstance(found, Refusal):
            raise found

    def stands(self, index):
        """Whether nothing definite is broken in the record's own list."""
        try:
            self.judge(index)
        except Refusal as refusal:
            if refusal.undecided or refusal.code in _AGAINST_ALL:
                raise
            return False
        return True

    def require_ledger(self, entry):
        if entry.aud != self.evidence.ledger_id:
            raise Refusal("wrong-ledger")

    def require_form(self, index, entry):
        self.require_ledger(entry)
        if entry.iat * 1000 > self.evidence.records[index].time + 30000:
            raise Refusal("issued-in-future")


_JUDGES = {
    "enrolment": enrolments.judge,
    "grant": grants.judge,
    "action": actions.judge_action,
    "request": actions.judge_request,
    "outcome": actions.judge_outcome,
    "policy": authorities.judge_policy,
    "archetype": authorities.judge_archetype,
    "group": authorities.judge_group,
    "authority": authorities.judge_authority,
    "ledger-key": ledger_keys.judge,
    "approval": approvals.judge,
    "transfer": ownership.judge_transfer,
    "revocation": closing.judge_revocation,
    "resumption": closing.judge_resumption,
    "compromise": signing.judge_compromise,
}
