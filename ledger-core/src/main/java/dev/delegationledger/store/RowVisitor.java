package dev.delegationledger.store;

import java.util.Arrays;

/** Sees the rows of one scan, in key order. */
@FunctionalInterface
public interface RowVisitor {
  /**
   * Sees one row. Both arrays belong to the visitor, which may keep or change them. It may read
   * from and commit to the store that is being scanned, but it must not close it.
   *
   * @return whether the scan goes on
   */
  boolean visit(byte[] key, byte[] value);

  /** The same, up to the first row whose key does not begin with {@code prefix}. */
  default RowVisitor within(byte[] prefix) {
    return (key, value) -> startsWith(key, prefix) && visit(key, value);
  }

  /** Whether {@code key} begins with {@code prefix}. */
  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
