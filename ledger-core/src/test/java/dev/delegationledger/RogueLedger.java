package dev.delegationledger;

import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Store;
import java.security.SecureRandom;
import java.time.Clock;

/** The ledger of a dishonest operator: it records everything that is signed. */
public final class RogueLedger {
  private RogueLedger() {}

  /** Opens the ledger in {@code store} and admits everything from now on. */
  public static DelegationLedger open(
      Store store, Signer ledgerKey, Clock clock, SecureRandom random) {
    try {
      return new DelegationLedger(
          store, RogueSequencer.open(store, ledgerKey, clock), clock, random);
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }
}
