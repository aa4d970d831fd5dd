package dev.delegationledger.evidence;

import dev.delegationledger.authority.Effects;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.RecordJudgement;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says what is wrong with a record, by it, by some of the records before it, and by nothing else.
 * Each check asks only for what cannot be left out: what else stands in the log makes none of them
 * untrue. For one file, on one thread.
 */
final class RecordsJudge {
  private final BentRecords evidence;
  private final long index;

  private RecordsJudge(BentRecords evidence) {
    this.evidence = evidence;
    this.index = evidence.record();
  }

  /**
   * What the records show, if the checkpoint is signed.
   *
   * @throws RefusedException why they show nothing
   */
  static Refusal judge(BentRecords evidence, TrustAnchors.Anchor anchor) throws RefusedException {
    RecordsJudge judge = new RecordsJudge(evidence);
    judge.requireIncluded();
    LedgerIdentity identity = judge.identity(anchor);
    Optional<Refusal> found =
        switch (evidence.kind()) {
          case CONTEXT -> judge.context();
          case STATUS_ROOT -> judge.statusRoot();
          case DUPLICATE -> judge.duplicate();
          case REPLAY -> RederivedLedger.judge(evidence, identity, anchor);
          case TWO_HISTORIES, CHARGES, RULE -> Optional.empty();
        };
    return found.orElseThrow(
        () ->
            RefusedException.of(
                Reason.NOTHING_SHOWN,
                "check evidence: expected a record that no honest ledger writes after those"
                    + " given, got one that it may"));
  }

  private void requireIncluded() throws RefusedException {
    Checkpoint tree = evidence.checkpoint().checkpoint();
    NavigableMap<Long, Hash> leaves = new TreeMap<>();
    evidence.records().forEach((at, bytes) -> leaves.put(at, Merkle.leafHash(bytes.toArray())));
    if (!evidence.recordNodes().verify(leaves, tree.size(), tree.root())) {
      throw RefusedException.of(
          Reason.INCLUSION_INVALID,
          "check evidence: expected records and nodes that lead to the root of size "
              + tree.size());
    }
    bytes(index);
  }

  /** What a record may look like is said by genesis: of another format nobody here can say. */
  private LedgerIdentity identity(TrustAnchors.Anchor anchor) throws RefusedException {
    return RecordJudgement.identity(record(0), anchor);
  }

  private Bytes bytes(long at) throws RefusedException {
    Bytes bytes = evidence.records().get(at);
    if (bytes == null) {
      throw new RefusedException(
          Refusal.at(at, Reason.RECORD_MISSING, "read evidence: expected record " + at));
    }
    return bytes;
  }

  private RawRecord record(long at) throws RefusedException {
    return RawRecord.parse(bytes(at));
  }

  private Optional<Refusal> context() throws RefusedException {
    RawRecord record;
    try {
      record = record(index);
    } catch (RefusedException malformed) {
      return Optional.of(malformed.refusal().orAt(index));
    }
    if (record.index() != index) {
      return found(Reason.INDEX_MISMATCH, "index " + index + ", got " + record.index());
    }
    Bytes before = evidence.records().get(index - 1);
    if (before != null && !record.previous().equals(Merkle.leafHash(before.toArray()))) {
      return found(
          Reason.LINK_BROKEN,
          "previous " + Merkle.leafHash(before.toArray()) + ", got " + record.previous());
    }
    for (long earlier : evidence.records().headMap(index, false).keySet()) {
      Optional<RawRecord> older = readable(earlier);
      if (older.isPresent() && older.get().timeMs() > record.timeMs()) {
        return found(
            Reason.TIME_REVERSED,
            "a time of at least " + older.get().timeMs() + ", got " + record.timeMs());
      }
    }
    return entry(record);
  }

  private Optional<RawRecord> readable(long at) {
    try {
      return Optional.of(record(at));
    } catch (RefusedException malformed) {
      return Optional.empty();
    }
  }

  /** Read without any disclosure, so that nothing which is added to the file can be wrong. */
  private Optional<Refusal> entry(RawRecord record) throws RefusedException {
    SignedEntry entry;
    try {
      entry = SignedEntry.of(record.jws(), List.of());
    } catch (RefusedException e) {
      if (e.refusal().reason().reasonClass() == ReasonClass.UNDECIDED) {
        throw e;
      }
      return Optional.of(e.refusal().orAt(index));
    }
    if (entry.kind() != Kind.ACTION && !record.charges().equals(Charges.NONE)) {
      return found(
          Reason.CHARGES_MISMATCH, "no charges of what is no action, got " + record.charges());
    }
    return Optional.empty();
  }

  private Optional<Refusal> duplicate() throws RefusedException {
    Hash hash = CompactJws.parse(record(index).jws()).hash();
    for (long earlier : evidence.records().headMap(index, false).keySet()) {
      if (hashAt(earlier).equals(Optional.of(hash))) {
        return found(Reason.DUPLICATE_ENTRY, "a new entry, got that of record " + earlier);
      }
    }
    return Optional.empty();
  }

  private Optional<Hash> hashAt(long at) {
    try {
      return Optional.of(CompactJws.parse(record(at).jws()).hash());
    } catch (RefusedException noEntry) {
      return Optional.empty();
    }
  }

  private Optional<Refusal> statusRoot() throws RefusedException {
    Hash stated = record(index).statusRoot();
    Hash before = index == 0 ? StatusTree.EMPTY_ROOT : record(index - 1).statusRoot();
    Statement statement = SignedEntry.of(record(index).jws(), List.of()).statement();
    NavigableMap<Long, Hash> leaves = new TreeMap<>();
    evidence.statuses().forEach((at, list) -> leaves.put(at, list.leafHash()));
    if (evidence.statusNodes().isPresent()
        && !evidence.statusNodes().get().verify(leaves, before)) {
      throw RefusedException.of(
          Reason.STATUS_PROOF_INVALID,
          "check evidence: expected facts and nodes that lead to the status root before record "
              + index);
    }
    for (StatusList list : evidence.statuses().values()) {
      for (Fact fact : list.facts()) {
        if (fact.at() >= index) {
          return found(
              Reason.STATUS_CONTRADICTION, "facts before record " + index + ", got " + fact);
        }
      }
    }
    Map<Long, StatusList> changed = effects(statement);
    if (changed.isEmpty()) {
      return stated.equals(before)
          ? Optional.empty()
          : found(Reason.STATUS_ROOT_MISMATCH, "status root " + before + ", got " + stated);
    }
    changed.forEach((at, list) -> leaves.put(at, list.leafHash()));
    return evidence.statusNodes().orElseThrow().verify(leaves, stated)
        ? Optional.empty()
        : found(
            Reason.STATUS_ROOT_MISMATCH, "the status root that its entry leads to, got " + stated);
  }

  /** What the entry changes, if all that this depends on is here. */
  private Map<Long, StatusList> effects(Statement statement) throws RefusedException {
    NavigableMap<Long, Hash> hashes = new TreeMap<>();
    for (long at : evidence.records().headMap(index, false).keySet()) {
      hashAt(at).ifPresent(hash -> hashes.put(at, hash));
    }
    KnownStatuses known = new KnownStatuses(hashes, evidence.statuses());
    Map<Long, StatusList> changed = Effects.of(statement, index, known);
    known.requireAllFound(index);
    return changed;
  }

  private Optional<Refusal> found(Reason reason, String expectedAndGot) {
    return Optional.of(Refusal.at(index, reason, "check evidence: expected " + expectedAndGot));
  }
}
