package dev.delegationledger.append;

import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.LedgerState;
import java.util.Optional;

/** Whether an entry may become the next record. */
@FunctionalInterface
interface Admission {
  /** The first reason against {@code entry} over {@code ledger}, the state just before it. */
  Optional<Refusal> judge(PlacedEntry entry, LedgerState ledger);

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
    return (entry, ledger) -> Rules.ofLedger(identity, ledger).judge(entry, ledger);
  }
}
