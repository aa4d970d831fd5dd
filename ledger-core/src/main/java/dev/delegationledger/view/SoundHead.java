package dev.delegationledger.view;

import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether a stored head can be gone on from: it follows from the tree's nodes and from the newest
 * record, the ledger's key has signed the tree that the checkpoint stands for, and every record
 * after that is derived again. It reads as much as was written since the checkpoint, and of the
 * rest some rows for each doubling of the log. Stateless.
 */
public final class SoundHead {
  private final StoredLedger ledger;
  private final Head head;

  private SoundHead(StoredLedger ledger, Head head) {
    this.ledger = ledger;
    this.head = head;
  }

  /**
   * Requires all that. Nobody may write meanwhile.
   *
   * @throws RefusedException naming what contradicts what; {@code head-contradiction} where it is
   *     the head
   */
  public static void require(StoredLedger ledger) throws RefusedException {
    SoundHead sound = new SoundHead(ledger, ledger.head());
    Contradictions.thrown(
        () -> {
          sound.requireTail(); // first: it names the record
          sound.requireNewest();
          sound.requireCheckpoints();
          return true;
        });
  }

  private void requireNewest() throws RefusedException {
    RawRecord newest = ledger.record(head.size() - 1);
    Head derived =
        Head.after(
                newest, MerkleFrontier.of(head.size(), ledger::logNode).root(), head.checkpoint())
            .cosigned(head.cosigned());
    if (!derived.equals(head)
        || !Arrays.equals(head.toBytes(), ledger.store().head())
        || !StatusTree.root(ledger::statusNode).equals(head.statusRoot())) {
      throw contradiction("expected what the newest record and the trees give");
    }
  }

  private void requireCheckpoints() throws RefusedException {
    if (head.checkpoint().isPresent()) {
      OwnCheckpoint.require(head.checkpoint().get(), ledger);
    }
    if (head.cosigned().isPresent()) {
      OwnCheckpoint.require(head.cosigned().get(), ledger);
    }
    if (size(head.cosigned()) > size(head.checkpoint())) {
      throw contradiction("expected a cosigned checkpoint of no more records than the newest");
    }
  }

  private static long size(Optional<SignedCheckpoint> signed) {
    return signed.map(c -> c.checkpoint().size()).orElse(0L);
  }

  /** The records that no checkpoint stands for. */
  private void requireTail() throws RefusedException {
    long from = size(head.checkpoint());
    if (from > head.size() || head.size() < 1) {
      throw contradiction("expected at least as many records as the checkpoint");
    }
    MerkleFrontier tree = MerkleFrontier.of(from, ledger::logNode);
    Optional<RawRecord> before =
        from == 0 ? Optional.empty() : Optional.of(ledger.record(from - 1));
    for (long index = from; index < head.size(); index++) {
      RawRecord record = ledger.record(index);
      requireFollows(record, before);
      tree.append(record.leafHash(), (level, at, hash) -> {});
      before = Optional.of(record);
    }
    if (!tree.root().equals(head.root())) {
      throw contradiction("expected the root over the records");
    }
  }

  private static void requireFollows(RawRecord record, Optional<RawRecord> before)
      throws RefusedException {
    Hash previous = before.map(RawRecord::leafHash).orElse(Hash.ZERO);
    if (!record.previous().equals(previous)) {
      throw new RefusedException(
          Refusal.at(
              record.index(),
              Reason.LINK_BROKEN,
              "check link: expected previous " + previous + ", got " + record.previous()));
    }
    long earliest = before.map(RawRecord::timeMs).orElse(0L);
    if (record.timeMs() < earliest) {
      throw new RefusedException(
          Refusal.at(
              record.index(),
              Reason.TIME_REVERSED,
              "check time: expected at least " + earliest + ", got " + record.timeMs()));
    }
  }

  private RefusedException contradiction(String expected) {
    return new RefusedException(
        Refusal.at(
            Math.max(0, head.size() - 1), Reason.HEAD_CONTRADICTION, "check head: " + expected));
  }
}
