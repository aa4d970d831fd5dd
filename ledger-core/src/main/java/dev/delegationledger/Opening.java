package dev.delegationledger;

import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Store;
import dev.delegationledger.view.SoundHead;
import dev.delegationledger.view.StoredLedger;
import java.util.List;

/** Checks what a store holds before a ledger goes on with it. */
final class Opening {
  private Opening() {}

  /**
   * Checks the head, the checkpoint and what was written since; not what lies before it, which is
   * checked as it is read, and as a whole by an audit.
   *
   * @throws LedgerBrokenException if they contradict each other
   */
  static void requireIntact(Store store) {
    try {
      SoundHead.require(StoredLedger.over(store));
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }
}
