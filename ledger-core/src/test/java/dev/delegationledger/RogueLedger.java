package dev.delegationledger;

import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

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

  /**
   * Records an entry by a signer whose key no record binds, or none yet: whoever writes the records
   * need not look it up.
   */
  public static Recorded append(DelegationLedger rogue, SignedEntry entry, Signer signer) {
    try {
      rogue
          .sequencer()
          .append(List.of(entry.verify(thumbprint -> Optional.of(signer.publicKey()))));
      return Recorded.of(entry);
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A change of the ledger's key, whoever signs it. */
  public static SignedEntry ledgerKeyChange(DelegationLedger ledger, Signer next, Signer by) {
    return ledger.sign(LedgerKeyChange.to(next).by(by));
  }

  /**
   * Records a change of the ledger's key that somebody signed elsewhere, with the key it names.
   *
   * @throws AppendRefused why it was not recorded
   */
  public static Recorded rotate(DelegationLedger ledger, SignedEntry change, Signer next) {
    try {
      ledger.sequencer().rotate(next, Optional.empty(), present -> change);
      return Recorded.of(change);
    } catch (RefusedException e) {
      throw new AppendRefused(e.refusal());
    }
  }

  /** As {@link #open(Store, Signer, Clock, SecureRandom)}; the records state these charges. */
  public static DelegationLedger open(
      Store store, Signer ledgerKey, Clock clock, SecureRandom random, Charges charges) {
    try {
      return new DelegationLedger(
          store,
          RogueSequencer.open(store, ledgerKey, clock, (entry, ledger) -> charges),
          clock,
          random);
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }
}
