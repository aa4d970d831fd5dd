package dev.delegationledger.store;

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
}
