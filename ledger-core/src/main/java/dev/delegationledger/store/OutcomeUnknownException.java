package dev.delegationledger.store;

/**
 * A commit failed while it was being written: after a restart it may be there, wholly, or not at
 * all. Only reopening the store and reading its head tells which. It must not be reported as
 * refused, and not be repeated blindly.
 */
public final class OutcomeUnknownException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** A commit whose outcome is unknown because of {@code cause}. */
  public OutcomeUnknownException(String message, Throwable cause) {
    super(message, cause);
  }
}
