package dev.delegationledger.append;

import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Ruling;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Store;
import dev.delegationledger.view.LedgerState;
import dev.delegationledger.view.StoredLedger;
import java.time.Clock;

/** The sequencer of a dishonest operator: it gives every signed entry a place. */
public final class RogueSequencer {
  private RogueSequencer() {}

  /** What the record of an entry is to state as charges. */
  @FunctionalInterface
  public interface Sums {
    /** The charges. */
    Charges of(PlacedEntry entry, LedgerState ledger);
  }

  /** Goes on with the ledger in {@code store} and admits everything; its sums are right. */
  public static Sequencer open(Store store, Signer ledgerKey, Clock clock) throws RefusedException {
    return open(store, ledgerKey, clock, RogueSequencer::right);
  }

  /** As {@link #open(Store, Signer, Clock)}, with sums of its own. */
  public static Sequencer open(Store store, Signer ledgerKey, Clock clock, Sums sums)
      throws RefusedException {
    Admission everything =
        new Admission() {
          @Override
          public Ruling judge(PlacedEntry entry, LedgerState ledger) {
            return Ruling.allowed();
          }

          @Override
          public Charges charge(PlacedEntry entry, LedgerState ledger) {
            return sums.of(entry, ledger);
          }
        };
    return Sequencer.resume(store, StoredLedger.over(store), ledgerKey, clock, everything);
  }

  /** The sums of an honest sequencer; none for an entry that it would never see. */
  public static Charges right(PlacedEntry entry, LedgerState ledger) {
    try {
      return Charging.of(entry, ledger, ledger);
    } catch (RefusedException inadmissible) {
      return Charges.NONE;
    }
  }
}
