package dev.delegationledger.store;

import org.jspecify.annotations.Nullable;

/**
 * The reading half of a store. Thread-safe. Arrays given and returned are never shared with the
 * store. Every method but {@link #close} throws {@link IllegalStateException} after {@link #close},
 * and {@link StoreException} if the stored bytes cannot be read or do not match their checksums:
 * damage is reported, never returned as an answer.
 */
public interface ReadableStore extends AutoCloseable {
  /** The head that the newest commit set, or null if there never was a commit. */
  byte @Nullable [] head();

  /** The value under {@code key}, or null if there is none. */
  byte @Nullable [] get(Table table, byte[] key);

  /**
   * Shows the visitor the rows of {@code table} whose key is {@code fromKey} or greater, in
   * unsigned lexicographic order of the keys (a proper prefix comes first), until it has seen
   * enough or there are no more. The scan sees the table as it stood at one moment, whatever is
   * committed meanwhile. An empty {@code fromKey} begins at the first row. An exception of the
   * visitor ends the scan and is passed on.
   */
  void scan(Table table, byte[] fromKey, RowVisitor visitor);

  /**
   * As {@link #scan}, of the rows whose key begins with {@code prefix}. A store may be quick to say
   * that there is none, of a whole hash in a table that is {@linkplain Table#isByHash by hash}.
   */
  default void scanPrefix(Table table, byte[] prefix, RowVisitor visitor) {
    scan(table, prefix, visitor.within(prefix));
  }

  /**
   * Waits for running calls, then releases everything. Closing again does nothing. Throws {@link
   * IllegalStateException} when called from within a visitor.
   */
  @Override
  void close();
}
