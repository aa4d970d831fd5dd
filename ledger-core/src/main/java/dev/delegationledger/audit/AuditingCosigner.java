package dev.delegationledger.audit;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.WitnessCheck;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosignature;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RecordReader;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.witness.WitnessStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cosigner of one ledger's checkpoints that replays the records before it signs (docs/format.md,
 * section 20). It signs only if every record of the tree was read and, with the code of the full
 * audit, found right: the root, links, indexes, times, status roots, charges, signatures, and every
 * rule under this cosigner's own trust. So its cosignature says all that a witness's does, and that
 * order, statuses and charges are what the records give. It sees no disclosure: what a rule leaves
 * undecided for want of a hidden value, and how much an action of a hidden amount spent, it does
 * not vouch for.
 *
 * <p>It never signs two histories, or a smaller tree than one it was shown: the checkpoint is put
 * into its memory once the records were found to be the ones that the ledger signed, before they
 * are judged. So a history that it refused is never signed later, nor is one without the record
 * that was wrong.
 *
 * <p>It goes on from where it stood; a new one replays from record 0. Memory: as an audit, and some
 * 100 to 150 bytes a record for an index of its own. Thread-safe; one call at a time.
 */
public final class AuditingCosigner {
  private static final int MAX_MLDSA_ORIGIN = 255;

  private final TrustAnchors.Anchor trust;
  private final long minSize;
  private final RecordReader records;
  private final WitnessStore memory;
  private final Clock clock;
  private final List<Cosigner> cosigners;

  /** Guarded by this. */
  private AuditedHistory history;

  private AuditingCosigner(
      TrustAnchors.Anchor trust,
      RecordReader records,
      WitnessStore memory,
      Clock clock,
      List<Cosigner> cosigners) {
    this.trust = trust.ofSignerAlone();
    this.minSize = trust.minSize();
    this.records = records;
    this.memory = memory;
    this.clock = clock;
    this.cosigners = List.copyOf(cosigners);
    this.history = new AuditedHistory(records, this.trust);
  }

  /**
   * A cosigner for the ledger that {@code trust} is in.
   *
   * @param trust its key, its genesis if that is pinned, and the authorities; what it says of
   *     witnesses, of auditors and of unknown signature lines counts for nothing here
   * @param records of that ledger
   * @param memory of this cosigner alone, as a witness's
   * @param clock what its cosignatures say the time is
   * @param cosigner what it signs with
   * @param more further keys that sign each checkpoint too
   * @throws IllegalArgumentException if a key is the ledger's own, its second one included, or the
   *     origin is too long for an ML-DSA-44 cosignature
   */
  public static AuditingCosigner of(
      TrustAnchors.Anchor trust,
      RecordReader records,
      WitnessStore memory,
      Clock clock,
      Cosigner cosigner,
      Cosigner... more) {
    List<Cosigner> all = new ArrayList<>(List.of(more));
    all.add(0, cosigner);
    if (all.stream().map(Cosigner::key).anyMatch(trust.keys()::isOwn)) {
      throw new IllegalArgumentException(
          "audit a ledger: expected a key that is not the ledger's own");
    }
    if (trust.keys().origin().getBytes(StandardCharsets.UTF_8).length > MAX_MLDSA_ORIGIN) {
      throw new IllegalArgumentException(
          "audit a ledger: expected an origin of at most " + MAX_MLDSA_ORIGIN + " bytes");
    }
    return new AuditingCosigner(trust, records, memory, clock, all);
  }

  /** What verifies its cosignatures. */
  public List<CosignerKey> keys() {
    return cosigners.stream().map(Cosigner::key).toList();
  }

  /**
   * Replays the records up to this checkpoint, and cosigns it: a line for each key.
   *
   * @throws RefusedException and nothing was signed: {@code checkpoint-signature-invalid}; {@code
   *     checkpoint-too-old} if it was shown a larger one; {@code record-lost} and {@code
   *     record-altered} if the reader has too few records or others than the ledger signed; {@code
   *     history-rewritten} if the ledger signed a tree that does not continue the one it showed
   *     before; {@code time-after-witnesses} if the newest record is later than this cosigner's
   *     clock; and what an audit finds, about the first record that it finds it of
   * @throws IllegalStateException if the reader gave a record in two ways
   */
  public synchronized List<Cosignature> cosign(SignedCheckpoint signed) throws RefusedException {
    trust.verify(signed);
    Checkpoint next = signed.checkpoint();
    long now = remember(signed);
    // crash point: the checkpoint is in the memory, nobody has a cosignature; asking again gives
    // one, or the same refusal
    replay(next);
    history.requireTrusted();
    Optional<Refusal> finding = history.firstFinding();
    if (finding.isPresent()) {
      throw new RefusedException(finding.get());
    }
    WitnessCheck.requireTime(now, next.size() - 1, history.lastTimeMs());
    return cosigners.stream().map(cosigner -> cosigner.cosign(next, now)).toList();
  }

  /*
   * The clock is read between reading what was shown last and replacing it: if the replacement goes
   * through, nothing larger had been shown at that time, which is what the cosignature says.
   */
  private long remember(SignedCheckpoint signed) throws RefusedException {
    while (true) {
      Checkpoint next = signed.checkpoint();
      Optional<SignedCheckpoint> latest = memory.latest(next.origin());
      requireNoSmaller(next, latest.map(SignedCheckpoint::checkpoint));
      requireOneHistory(next, latest.map(SignedCheckpoint::checkpoint));
      long now = clock.instant().getEpochSecond();
      if (memory.replace(latest, signed)) {
        return now;
      }
    }
  }

  private void requireNoSmaller(Checkpoint next, Optional<Checkpoint> latest)
      throws RefusedException {
    long least = Math.max(Math.max(1, minSize), latest.map(Checkpoint::size).orElse(0L));
    if (next.size() < least) {
      throw RefusedException.of(
          Reason.CHECKPOINT_TOO_OLD,
          "audit checkpoint: expected a size of at least " + least + ", got " + next.size());
    }
  }

  /**
   * That the records are what the ledger signed, and go on from what it showed last. None of them
   * is judged here.
   */
  private void requireOneHistory(Checkpoint next, Optional<Checkpoint> latest)
      throws RefusedException {
    long known = latest.map(Checkpoint::size).orElse(0L);
    if (latest.isPresent() && known == next.size() && !latest.get().equals(next)) {
      throw rewritten(next, known);
    }
    if (known < history.size()) {
      history = new AuditedHistory(records, trust); // somebody else has this memory too
    }
    MerkleFrontier tree = history.tree();
    grow(tree, known);
    Hash before = tree.root();
    grow(tree, next.size());
    if (!tree.root().equals(next.root())) {
      requireRecords(next);
      throw rewritten(next, history.size());
    }
    if (latest.isPresent() && !before.equals(latest.get().root())) {
      throw rewritten(next, known);
    }
  }

  /** That the reader has the records of this tree, whatever was replayed before. */
  private void requireRecords(Checkpoint next) throws RefusedException {
    MerkleFrontier tree = MerkleFrontier.empty();
    if (history.size() > 0) {
      grow(tree, next.size());
    }
    if (!tree.root().equals(next.root())) {
      throw RefusedException.of(
          Reason.RECORD_ALTERED,
          "read records: expected those of the checkpoint over " + next.size() + ", got others");
    }
  }

  private void grow(MerkleFrontier tree, long size) throws RefusedException {
    while (tree.size() < size) {
      tree.append(Merkle.leafHash(read(tree.size()).toArray()), (level, index, hash) -> {});
    }
  }

  private Bytes read(long index) throws RefusedException {
    Optional<Bytes> record = records.record(index);
    if (record.isEmpty()) {
      throw new RefusedException(
          Refusal.at(index, Reason.RECORD_LOST, "read record: expected one, got none"));
    }
    return record.get();
  }

  private static RefusedException rewritten(Checkpoint next, long before) {
    return RefusedException.of(
        Reason.HISTORY_REWRITTEN,
        "audit checkpoint: expected one over "
            + next.size()
            + " records that continues the one over "
            + before
            + ", which the ledger showed before");
  }

  /** What is half replayed when something is thrown is forgotten: the next call begins anew. */
  private void replay(Checkpoint next) throws RefusedException {
    boolean whole = false;
    try {
      while (history.size() < next.size()) {
        history.take(read(history.size()));
      }
      whole = history.root().equals(next.root());
    } finally {
      if (!whole) {
        history = new AuditedHistory(records, trust);
      }
    }
    if (!whole) {
      throw new IllegalStateException(
          "audit checkpoint: expected records that nobody changes, read some in two ways");
    }
  }
}
