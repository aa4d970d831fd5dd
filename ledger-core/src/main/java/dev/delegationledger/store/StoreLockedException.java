package dev.delegationledger.store;

/** Another writer has the store open, in this process or in another one. Nothing was changed. */
public final class StoreLockedException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** A refused second writer; {@code message} names the folder. */
  public StoreLockedException(String message, Throwable cause) {
    super(message, cause);
  }
}
