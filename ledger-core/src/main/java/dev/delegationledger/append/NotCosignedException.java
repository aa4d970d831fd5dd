package dev.delegationledger.append;

/**
 * No witness will cosign, as far as whoever asked can know: the ledger does not publish, or no
 * longer does, or too many wait. What was recorded stays recorded, and the next publication covers
 * it.
 */
public final class NotCosignedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says why. */
  public NotCosignedException(String why) {
    super(why);
  }
}
