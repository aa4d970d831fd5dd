package dev.delegationledger.anchor;

import org.jspecify.annotations.Nullable;

/**
 * One small text, kept where the store is not: another disk, an object store, a row of a database.
 * What it protects against is whatever can happen to the store alone, so it must not be backed up
 * and restored together with it.
 *
 * <p>The text is a signed checkpoint (C2SP tlog-checkpoint), at most 64 KiB; whoever implements
 * this need not know that. Implementations MUST be thread-safe.
 */
public interface HeadAnchor {
  /**
   * The text that was written last, by whomever, or null if there never was one.
   *
   * @throws dev.delegationledger.store.StoreException if it cannot be read
   */
  @Nullable String read();

  /**
   * Writes {@code next} if the text is {@code expected} still (null: there never was one), in one
   * step that no other writer comes between. It is on stable storage on return.
   *
   * @return whether it was written; false leaves the text as it is
   * @throws dev.delegationledger.store.StoreException if it failed: it may be written or not
   */
  boolean replace(@Nullable String expected, String next);
}
