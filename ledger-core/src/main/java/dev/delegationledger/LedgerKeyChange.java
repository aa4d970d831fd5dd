package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.Statement;

/**
 * Builds a change of the ledger's own key. For one thread; makes one draft. {@link
 * DelegationLedger#rotateKey} appends it: the ledger has to sign with the new key at once.
 */
final class LedgerKeyChange extends Builder {
  private final Signer next;

  private LedgerKeyChange(Signer next) {
    this.next = next;
  }

  /** To this key, which signs the proof of possession when the change is signed. */
  static LedgerKeyChange to(Signer next) {
    return new LedgerKeyChange(next);
  }

  /** The draft, to be signed by the key that the ledger has. */
  Draft<Recorded> by(Signer present) {
    return finish(present, this::statement, Recorded::new);
  }

  private Statement statement(Writing writing) {
    return new Statement.LedgerKeyChange(
        writing.issued(),
        next.publicKey(),
        Possession.proveForLedger(next, writing.ledger(), writing.signer()));
  }
}
