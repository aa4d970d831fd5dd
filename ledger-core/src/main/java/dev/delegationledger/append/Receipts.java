package dev.delegationledger.append;

import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.Head;
import java.util.List;
import java.util.Optional;

/** Gives the receipts of what is recorded and signed. Thread-safe. */
final class Receipts {
  private final LogWriter log;
  private final Publications publications;

  Receipts(LogWriter log, Publications publications) {
    this.log = log;
    this.publications = publications;
  }

  /**
   * As {@link Sequencer#receipt}: under the checkpoint that says most for the record.
   *
   * @throws RefusedException if the record cannot be read
   * @throws IllegalArgumentException if no checkpoint covers it yet
   */
  Receipt of(long index, boolean repeated) throws RefusedException {
    Head head = log.head();
    Optional<SignedCheckpoint> cosigned = head.cosigned().filter(c -> covers(c, index));
    SignedCheckpoint best = cosigned.or(head::checkpoint).orElseThrow();
    if (!covers(best, index)) {
      throw new IllegalArgumentException("receipt: expected a checkpoint over record " + index);
    }
    return new Receipt(
        log.ledger().record(index),
        best,
        repeated,
        cosigned.map(publications::cosignatures).orElse(List.of()),
        publications);
  }

  /** Of a record that the newest checkpoint is the first to cover. */
  Receipt ofNew(RawRecord record, boolean repeated) {
    return new Receipt(
        record, log.head().checkpoint().orElseThrow(), repeated, List.of(), publications);
  }

  private static boolean covers(SignedCheckpoint signed, long index) {
    return signed.checkpoint().size() > index;
  }
}
