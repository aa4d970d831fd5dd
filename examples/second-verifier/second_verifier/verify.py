"""Verification, step by step (format.md, sections 12 and 14)."""

from dataclasses import dataclass
from typing import Optional

from . import closure, entries, log, proof, signatures, since, witnesses
from .evidence import Evidence
from .reasons import CLASS_OF, EXITS, Refusal, UNDECIDED
from .rules import enrolments, grants, ledger_keys
from .rules.judgement import Judgement

PROVEN, REFUSED = "proven", "refused"


@dataclass(frozen=True)
class Verdict:
    """What came of a verification."""

    outcome: str
    reason: Optional[str] = None
    record: Optional[int] = None
    hop: Optional[int] = None
    human: Optional[dict] = None
    others: frozenset = frozenset()  # records that the reason is as much about

    @property
    def exit_code(self):
        return 0 if self.reason is None else EXITS[CLASS_OF[self.reason]]

    def members(self):
        found = {name: getattr(self, name) for name in ("outcome", "reason", "record", "hop", "human")}
        return {name: value for name, value in found.items() if value is not None}


def verify(data, anchors, kept=None):
    """The verdict on the bytes of a proof file, under the anchors of a trust file.

    Its log has to go on from what was kept of an older one, if anything was.
    """
    try:
        judgement, human = _verify(data, anchors, kept)
    except Refusal as refusal:
        return _not_proven(refusal)
    if judgement.noted:
        return _not_proven(judgement.noted[0])
    return Verdict(PROVEN, human=human)


def _not_proven(refusal):
    outcome = UNDECIDED if refusal.undecided else REFUSED
    return Verdict(
        outcome, refusal.code, refusal.record, refusal.hop, others=refusal.others
    )


def _verify(data, anchors, kept):
    file = proof.read(data)
    checkpoint = log.read_checkpoint(file.checkpoint)
    anchor = _require_checkpoint(checkpoint, anchors, file.records)
    missing, existed_by = witnesses.judge(anchor, checkpoint)
    proof.require_included(file, checkpoint)
    open_since = None
    if kept is not None:
        signers = lambda one: _signers_of(one, anchors)
        open_since = since.require_continued(kept, since.of(file), signers)
    records = file.records
    evidence = Evidence(anchor, checkpoint, records, file.statuses, file.disclosures)
    genesis = _require_genesis(evidence, file.statuses.get(0, []))
    newest = records.get(checkpoint.size - 1)
    if newest is None:
        raise Refusal("record-missing", checkpoint.size - 1)
    proof.require_statuses(file, newest, checkpoint.size)
    witnesses.require_time(existed_by, newest)
    action = file.action
    if action not in records:
        raise Refusal("record-missing", action)
    if evidence.entry(action).kind != "action":
        raise Refusal("wrong-kind", action)
    found = closure.ClosedSet(evidence, action)
    closure.check(evidence, found)
    signatures.check(genesis, {index: evidence.entry(index) for index in sorted(found.members)})
    judgement = Judgement(evidence, action)
    for reason in missing:
        judgement.note(reason, None)
    if open_since is not None:
        judgement.note(open_since, None)
    ledger_keys.require_pinned(judgement, anchor.pinned, checkpoint.size)
    judgement.judge(action)
    if found.outcome is not None:
        # By itself: its service's enrolment does not count among those that the action rests on.
        outcome = Judgement(evidence, action)
        outcome.noted = judgement.noted
        outcome.judge(found.outcome)
    return judgement, _name(judgement, action)


def _signers_of(kept, anchors):
    """The anchors of the ledgers that signed what was kept, whoever else did and however long ago."""
    checkpoint, leaf = kept.checkpoint, kept.leaves.get(0)
    found = anchors.get(checkpoint.origin, [])
    if len(found) == 1:
        _require_signed(checkpoint, found[0], True)
        return found
    of_genesis = [anchor for anchor in found if leaf is None or anchor.genesis == leaf]
    signers = [anchor for anchor in of_genesis if _is_signed(checkpoint, anchor)]
    if not signers:
        raise Refusal("unknown-ledger")
    return signers


def _is_signed(older, anchor):
    try:
        _require_signed(older, anchor, True)
    except Refusal:
        return False
    return True


def _require_checkpoint(checkpoint, anchors, records):
    """Step 2: who signed the checkpoint."""
    anchor = _anchor(checkpoint, anchors, records)
    if anchor is None:
        raise Refusal("unknown-ledger")
    try:
        _require_signed(checkpoint, anchor, anchor.ignores_unknown)
    except Refusal as refusal:
        if refusal.code == "checkpoint-signature-invalid" and _is_of_unpinned(checkpoint, anchor, records):
            raise Refusal("ledger-key-not-pinned") from None
        raise
    if checkpoint.size < anchor.min_size:
        raise Refusal("checkpoint-too-old")
    return anchor


def _anchor(checkpoint, anchors, records):
    found = anchors.get(checkpoint.origin, [])
    if len(found) == 1:
        return found[0]
    leaf = records[0].leaf_hash if 0 in records else None
    return next((anchor for anchor in found if anchor.genesis == leaf), None)


def _require_signed(checkpoint, anchor, ignores_unknown):
    pinned = anchor.pinned.at(checkpoint.size)
    if pinned is None or not pinned.vkey.verifies(checkpoint):
        if any(one.vkey.verifies(checkpoint) for one in anchor.pinned.ranges):
            raise Refusal("checkpoint-key-out-of-range")
        raise Refusal("checkpoint-signature-invalid")
    second = pinned.second_key
    known = [pinned.vkey, *([second] if second else [])]
    for policy in (anchor.policy, anchor.auditors):
        known += policy.witnesses.values() if policy else []
    named = {(key.name, key.key_id) for key in known}
    others = [line for line in checkpoint.lines if line[:2] not in named]
    if others and not ignores_unknown:
        raise Refusal("checkpoint-signature-unknown")
    if second is not None and not any(
        line[:2] == (second.name, second.key_id) and second.time_of(line, checkpoint) for line in checkpoint.lines
    ):
        raise Refusal("checkpoint-signature-invalid")


def _is_of_unpinned(checkpoint, anchor, records):
    """Whether a pinned key named another one, and so on, and the last one signed the checkpoint."""
    outgoing = anchor.pinned.outgoing(checkpoint.size)
    if outgoing is None:
        return False
    keys = {outgoing.vkey.key.thumbprint: outgoing.vkey.key}
    for index in sorted(records):
        if index + 1 <= outgoing.since or (outgoing.until is not None and outgoing.holds(index + 1)):
            continue
        try:
            entry = entries.read(records[index].jws)
            if entry.kind != "ledger-key" or not _names(entry.aud, anchor):
                continue
            signatures.check_one(entry, keys)
        except Refusal:
            continue
        keys[entry.c.key.thumbprint] = entry.c.key
        if log.verifier_key(anchor.pinned.origin, entry.c.key).verifies(checkpoint):
            return True
    return False


def _names(ledger_id, anchor):
    if anchor.genesis is not None:
        return ledger_id == log.ledger_id(anchor.pinned.origin, anchor.genesis)
    return ledger_id.startswith(anchor.pinned.origin + "#")


def _require_genesis(evidence, facts):
    """Step 4: record 0 is the genesis of the ledger that is trusted."""
    anchor = evidence.anchor
    if 0 not in evidence.records:
        raise Refusal("record-missing", 0)
    record = evidence.records[0]
    if anchor.genesis is not None and record.leaf_hash != anchor.genesis:
        raise Refusal("genesis-mismatch", 0)
    # Its disclosures are no part of the closed set, so not read here.
    genesis = evidence.genesis()
    bad = Refusal("genesis-invalid", 0)
    if genesis.kind != "genesis" or any(record.previous):
        raise bad
    key, signed = genesis.c.checkpoint_key, genesis.jws
    if genesis.iss != key.thumbprint:
        raise bad
    if not key.verifies(signed.alg, signed.signing_input, signed.signature):
        raise bad
    is_pinned = key.thumbprint in [one.vkey.key.thumbprint for one in anchor.pinned.ranges]
    is_changed = any(what == "ledger-key" for _, what in facts)
    if not (is_pinned or is_changed) or genesis.c.origin != anchor.pinned.origin:
        raise bad
    return genesis


def _name(judgement, action):
    """Step 10: the human at the root, whose name has to be seen unless something was noted before."""
    leaf = judgement.follow(judgement.entry(action).c.grant, action, "grant")
    root = grants.chain(judgement, leaf)[0]
    named = enrolments.first(judgement, grants.delegator_of(judgement, root))
    human = judgement.entry(named)
    seen, name = human.opened("name")
    if not judgement.noted and not (seen and isinstance(name, str)):
        judgement.note("name-not-disclosed", named)
    return {"id": human.c.id, "name": name}
