package dev.delegationledger.append;

/**
 * As many callers as may wait for the ledger are waiting already. Nothing was decided and nothing
 * was recorded for this one: it may not do what it asked for, and may ask again later.
 */
public final class LedgerBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LedgerBusyException(int waiting) {
    super(
        "wait for the ledger: expected fewer than "
            + waiting
            + " callers before this one, got that many: nothing was recorded, ask again later");
  }
}
