package dev.delegationledger.append;

import dev.delegationledger.log.VerifierKey;

/**
 * A ledger was opened with another key than the one it has: nothing was written. After a change of
 * the key that was interrupted, the ledger has the old key or the new one; this says which.
 */
public final class NotTheLedgerKeyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String expected;

  NotTheLedgerKeyException(VerifierKey expected) {
    super("open ledger: expected the key that the ledger has, " + expected + ", got another");
    this.expected = expected.text();
  }

  /** The C2SP verifier key of the key that the ledger has. */
  public String expected() {
    return expected;
  }
}
