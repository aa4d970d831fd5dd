package dev.delegationledger.store;

import org.jspecify.annotations.Nullable;

/**
 * A store failed: the disk, the folder or the bytes in it. The message names the act, the expected
 * and the got.
 */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure described by {@code message}. */
  public StoreException(String message) {
    super(message);
  }

  /** A failure described by {@code message}, which {@code cause} brought about. */
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
