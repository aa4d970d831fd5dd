package dev.delegationledger.audit;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.RecordReader;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The beginning of a log as far as it was replayed from its records alone, with nothing disclosed:
 * what a rule leaves undecided for want of a hidden value is no finding. For one thread.
 */
final class AuditedHistory {
  private final TrustAnchors.Anchor trust;
  private final Findings findings = new Findings();
  private final ReadRecords source;
  private final RecordReplay replay;

  AuditedHistory(RecordReader reader, TrustAnchors.Anchor trust) {
    this.trust = trust;
    this.source = new ReadRecords(reader);
    this.replay =
        new RecordReplay(
            source, new NothingSeen(), Optional.of(genesis -> Optional.of(trust)), findings);
  }

  /** Takes the next record. What is wrong with it is the first finding, or a later one. */
  void take(Bytes bytes) {
    long index = size();
    Hash leaf = Merkle.leafHash(bytes.toArray());
    Optional<RawRecord> record = Optional.empty();
    Optional<Refusal> broken = Optional.empty();
    try {
      record = Optional.of(RawRecord.parse(bytes));
    } catch (RefusedException e) {
      broken = Optional.of(e.refusal().orAt(index));
      findings.add(broken.get());
    }
    Optional<SignedEntry> entry = Optional.empty();
    Optional<Refusal> malformed = Optional.empty();
    if (record.isPresent()) {
      try {
        SignedEntry read = SignedEntry.of(record.get().jws(), List.of());
        source.add(read, index);
        entry = Optional.of(read);
      } catch (RefusedException e) {
        malformed = Optional.of(e.refusal().orAt(index));
      }
    }
    replay.take(
        new RecordReplay.Turn(leaf, leaf, record, broken, entry, malformed, Optional.empty()),
        (level, at, hash) -> {});
    if (index == 0) {
      requireGenesis(leaf);
    }
  }

  /** That it is the ledger whose genesis is pinned, if one is. */
  private void requireGenesis(Hash leaf) {
    if (trust.genesis().isPresent() && !trust.genesis().get().equals(leaf)) {
      findings.add(
          0,
          Reason.GENESIS_MISMATCH,
          "check genesis: expected leaf hash " + trust.genesis().get() + ", got " + leaf);
    }
  }

  /**
   * Requires that it is the ledger which is trusted, and that its records give it the keys which
   * are pinned.
   *
   * @throws RefusedException {@code genesis-invalid}; {@code ledger-key-mismatch}
   */
  void requireTrusted() throws RefusedException {
    if (replay.identity().isEmpty()) {
      return; // a finding of record 0
    }
    LedgerIdentity identity = replay.identity().get();
    LedgerKeys keys = replay.keys().orElseThrow();
    boolean pinned =
        trust.keys().keys().stream().anyMatch(key -> key.key().equals(identity.checkpointKey()));
    if (!identity.origin().equals(trust.keys().origin()) || !(pinned || keys.spans().size() > 1)) {
      throw new RefusedException(
          Refusal.at(
              0,
              Reason.GENESIS_INVALID,
              "check genesis: expected the pinned origin and ledger key"));
    }
    trust.keys().requireAgreement(keys, size());
  }

  /** How many records were taken. */
  long size() {
    return replay.size();
  }

  /** The tree of the records that were taken, to try what would come next. */
  MerkleFrontier tree() {
    return replay.tree();
  }

  /** The root over the records that were taken. */
  Hash root() {
    return replay.root();
  }

  /** The time of the newest record. */
  long lastTimeMs() {
    return replay.lastTimeMs();
  }

  /** What is wrong with the first record that something is wrong with. */
  Optional<Refusal> firstFinding() {
    return findings.list().stream().findFirst();
  }

  /** Whoever has only the records sees no hidden value. */
  private static final class NothingSeen implements Unseen {
    @Override
    public boolean defer(Refusal finding, OptionalLong found) {
      return Unseen.isHidden(finding);
    }

    @Override
    public boolean deferCharges(Refusal mismatch) {
      return true;
    }
  }
}
