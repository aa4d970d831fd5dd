package dev.delegationledger.evidence;

import dev.delegationledger.authority.Effects;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.evidence.Misbehaviour.Kind;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.StoredLedger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that may be evidence of one finding, most telling first. For one thread. */
final class Exhibits {
  /** How far back totals are looked for, so that a file stays small. */
  private static final int STRETCH = 512;

  private final StoredLedger ledger;
  private final SignedCheckpoint checkpoint;
  private final long size;

  Exhibits(StoredLedger ledger, SignedCheckpoint checkpoint) {
    this.ledger = ledger;
    this.checkpoint = checkpoint;
    this.size = checkpoint.checkpoint().size();
  }

  /** Makes one, or finds that it cannot. */
  @FunctionalInterface
  interface Maker {
    Misbehaviour evidence() throws RefusedException;

    /** The evidence, if the ledger holds what it takes. */
    default Optional<Misbehaviour> make() {
      try {
        return Optional.of(evidence());
      } catch (RefusedException | IllegalStateException | IllegalArgumentException unreadable) {
        return Optional.empty();
      }
    }
  }

  List<Maker> of(Reason reason, long record) {
    if (record < 0 || record >= size || EvidenceExporter.OF_THE_STORE_ALONE.contains(reason)) {
      return List.of();
    }
    List<Maker> makers = new ArrayList<>();
    switch (reason) {
      case STATUS_ROOT_MISMATCH -> makers.add(() -> statusRoot(record));
      case DUPLICATE_ENTRY -> makers.add(() -> duplicate(record));
      case CHARGES_MISMATCH -> {
        makers.add(() -> context(record));
        makers.add(() -> charges(record));
      }
      default -> {
        makers.add(() -> context(record));
        makers.add(() -> BrokenRule.rule(checkpoint, closedSet(record)));
      }
    }
    makers.add(() -> replay(record));
    return makers;
  }

  /** The fallback, where nothing smaller shows it. */
  private BentRecords replay(long record) throws RefusedException {
    if (record >= MisbehaviourParser.MAX_RECORDS) {
      throw RefusedException.of(
          Reason.PROOF_TOO_LARGE, "export evidence: expected fewer records before it");
    }
    NavigableSet<Long> indexes = new TreeSet<>();
    NavigableMap<Long, List<String>> disclosures = new TreeMap<>();
    for (long index = 0; index <= record; index++) {
      indexes.add(index);
      List<String> opened =
          ledger.disclosures(index).stream().map(Disclosure::encoded).sorted().toList();
      if (!opened.isEmpty()) {
        disclosures.put(index, opened);
      }
    }
    return records(Kind.REPLAY, record, indexes, new TreeMap<>(), Optional.empty(), disclosures);
  }

  private BentRecords context(long record) throws RefusedException {
    NavigableSet<Long> indexes = new TreeSet<>(List.of(0L, record));
    if (record > 0) {
      indexes.add(record - 1);
    }
    return records(Kind.CONTEXT, record, indexes, new TreeMap<>(), Optional.empty());
  }

  private BentRecords duplicate(long record) throws RefusedException {
    NavigableSet<Long> indexes = new TreeSet<>(List.of(0L, record));
    indexes.addAll(holding(CompactJws.parse(raw(record).jws()).hash(), record));
    return records(Kind.DUPLICATE, record, indexes, new TreeMap<>(), Optional.empty());
  }

  private List<Long> holding(Hash hash, long before) {
    return ledger.lookup(Table.BY_HASH, Keys.hash(hash)).stream()
        .filter(index -> index < before)
        .limit(1)
        .toList();
  }

  private BentRecords statusRoot(long record) throws RefusedException {
    NavigableSet<Long> indexes = new TreeSet<>(List.of(0L, record));
    if (record == 0) {
      return records(Kind.STATUS_ROOT, record, indexes, new TreeMap<>(), Optional.empty());
    }
    indexes.add(record - 1);
    Statement statement = SignedEntry.of(raw(record).jws(), List.of()).statement();
    PastStatuses past = PastStatuses.before(record, this::raw);
    NavigableMap<Long, StatusList> statuses = new TreeMap<>();
    for (long changed : Effects.of(statement, record, past).keySet()) {
      statuses.put(changed, past.list(changed));
    }
    indexes.addAll(past.asked());
    past.asked().forEach(asked -> statuses.put(asked, past.list(asked)));
    Optional<StatusMultiproof> nodes =
        statuses.isEmpty()
            ? Optional.empty()
            : Optional.of(StatusMultiproof.of(statuses.navigableKeySet(), past.nodes()));
    return records(Kind.STATUS_ROOT, record, indexes, statuses, nodes);
  }

  private BrokenRule charges(long record) throws RefusedException {
    AuthorityProof proof = closedSet(record);
    NavigableMap<Long, RawRecord> earlier = new TreeMap<>();
    for (long at = Math.max(0, record - STRETCH); at < record; at++) {
      earlier.put(at, raw(at));
    }
    InclusionMultiproof nodes =
        InclusionMultiproof.of(earlier.navigableKeySet(), size, ledger::logNode);
    return new BrokenRule(Kind.CHARGES, checkpoint, proof, earlier, Optional.of(nodes));
  }

  private AuthorityProof closedSet(long record) throws RefusedException {
    return ProofExporter.closedSet(ledger, checkpoint, record, EnumSet.allOf(Disclose.class));
  }

  private BentRecords records(
      Kind kind,
      long record,
      NavigableSet<Long> indexes,
      NavigableMap<Long, StatusList> statuses,
      Optional<StatusMultiproof> statusNodes)
      throws RefusedException {
    return records(kind, record, indexes, statuses, statusNodes, new TreeMap<>());
  }

  private BentRecords records(
      Kind kind,
      long record,
      NavigableSet<Long> indexes,
      NavigableMap<Long, StatusList> statuses,
      Optional<StatusMultiproof> statusNodes,
      NavigableMap<Long, List<String>> disclosures)
      throws RefusedException {
    NavigableMap<Long, Bytes> records = new TreeMap<>();
    for (long index : indexes) {
      records.put(index, bytes(index));
    }
    return new BentRecords(
        kind,
        checkpoint,
        record,
        records,
        InclusionMultiproof.of(indexes, size, ledger::logNode),
        statuses,
        statusNodes,
        disclosures);
  }

  private RawRecord raw(long index) throws RefusedException {
    return RawRecord.parse(bytes(index));
  }

  /** As they stand in the store: a record that is none is what the evidence may be about. */
  private Bytes bytes(long index) throws RefusedException {
    byte[] stored = ledger.store().get(Table.RECORDS, Keys.index(index));
    if (stored == null) {
      throw new RefusedException(
          Refusal.at(index, Reason.RECORD_LOST, "export evidence: expected a record, got none"));
    }
    return Bytes.of(stored);
  }
}
