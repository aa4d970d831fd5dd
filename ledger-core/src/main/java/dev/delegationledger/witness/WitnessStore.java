package dev.delegationledger.witness;

import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.store.Store;
import java.util.Optional;

/**
 * What a witness must never forget: of each log the checkpoint it cosigned last. All that keeps a
 * witness from signing two histories rests on {@link #replace}. So one key MUST NOT sign over two
 * stores, and a store MUST NOT be put back to an older state.
 *
 * <p>Implementations MUST be thread-safe. A failure is an unchecked exception; the witness then
 * signs nothing.
 */
public interface WitnessStore {
  /** The checkpoint that was stored last for this origin. */
  Optional<SignedCheckpoint> latest(String origin);

  /**
   * Stores {@code next} for its origin if the one that is stored still is {@code expected} (empty:
   * none). Atomic against every other call, of this process or another; durable on return.
   *
   * @return false if another one is stored; nothing was written
   */
  boolean replace(Optional<SignedCheckpoint> expected, SignedCheckpoint next);

  /**
   * One over a store of its own, which MUST NOT be a ledger's: as durable as that one. The caller
   * closes it.
   */
  static WitnessStore over(Store store) {
    return new StoredCheckpoints(store);
  }
}
