package dev.delegationledger.append;

import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.Witnessing;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The ledger's acknowledgement: the entry is durable, at this place, under this checkpoint. Keep
 * it: a later log that does not contain it is a rewritten one. Immutable. Thread-safe.
 */
public final class Receipt {
  private final RawRecord record;
  private final SignedCheckpoint checkpoint;
  private final boolean repeated;
  private final List<Witnessing.Cosigned> cosignatures;
  private final Publications publications;

  Receipt(
      RawRecord record,
      SignedCheckpoint checkpoint,
      boolean repeated,
      List<Witnessing.Cosigned> cosignatures,
      Publications publications) {
    this.record = record;
    this.checkpoint = checkpoint;
    this.repeated = repeated;
    this.cosignatures = List.copyOf(cosignatures);
    this.publications = publications;
  }

  /** The record as it stands in the log. */
  public RawRecord record() {
    return record;
  }

  /** The record's index. */
  public long index() {
    return record.index();
  }

  /**
   * Signed over a tree that contains the record: if the ledger keeps one that witnesses cosigned,
   * and it contains the record, that one; else the newest.
   */
  public SignedCheckpoint checkpoint() {
    return checkpoint;
  }

  /** Whether the entry had been recorded before: the same signing input is the same entry. */
  public boolean repeated() {
    return repeated;
  }

  /**
   * The witnesses whose cosignatures the {@link #checkpoint} carries, each verified under the
   * policy that the ledger published by when it gave this receipt; none for what was appended just
   * now, and none while nothing publishes.
   */
  public List<Witnessing.Cosigned> cosignatures() {
    return cosignatures;
  }

  /**
   * A checkpoint that contains the record and is cosigned by a quorum of the policy which the
   * ledger publishes by: at once if there is one, else when there is. The ledger keeps it by then,
   * so that it survives the process.
   *
   * <p>As long as the witnesses cannot be reached it waits; nothing is lost, since the next
   * publication covers all records. It ends exceptionally with {@link NotCosignedException} if the
   * ledger does not publish, if publishing ends before, or if {@value #MOST_WAITING} wait already.
   * Each call makes a future of the caller's own: to cancel it, or to give it a time-out, changes
   * no other. What is chained to it runs in a thread of its own, which holds up neither appending
   * nor publishing, but those that come after it.
   */
  public CompletableFuture<SignedCheckpoint> cosigned() {
    return publications.covering(record.index() + 1);
  }

  /** How many futures may wait at a time; what was cancelled or timed out does not count. */
  public static final int MOST_WAITING = 65_536;

  @Override
  public String toString() {
    return "receipt of record " + record.index() + " in " + checkpoint.checkpoint().size();
  }
}
