package dev.delegationledger.append;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Store;
import dev.delegationledger.view.StoredLedger;
import java.time.Clock;
import java.util.Optional;

/** The sequencer of a dishonest operator: it gives every signed entry a place. */
public final class RogueSequencer {
  private RogueSequencer() {}

  /** Goes on with the ledger in {@code store} and admits everything. */
  public static Sequencer open(Store store, Signer ledgerKey, Clock clock) throws RefusedException {
    return Sequencer.resume(
        store, StoredLedger.over(store), ledgerKey, clock, (entry, ledger) -> Optional.empty());
  }
}
