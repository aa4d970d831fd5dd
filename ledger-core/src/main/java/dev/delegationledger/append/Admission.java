package dev.delegationledger.append;

import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Ruling;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.LedgerState;

/** Whether an entry may become the next record. */
@FunctionalInterface
interface Admission {
  /** What the rules say to {@code entry} over {@code ledger}, the state just before it. */
  Ruling judge(PlacedEntry entry, LedgerState ledger);

  /**
   * What the record of {@code entry}, once admitted, states as charges.
   *
   * @throws RefusedException if the ledger cannot be believed where it says so
   */
  default Charges charge(PlacedEntry entry, LedgerState ledger) throws RefusedException {
    return Charging.of(entry, ledger, ledger);
  }

  /** By the rules that every verifier applies. */
  static Admission byRules(LedgerIdentity identity) {
    return (entry, ledger) -> Rules.ofLedger(identity, ledger).rule(entry, ledger);
  }
}
