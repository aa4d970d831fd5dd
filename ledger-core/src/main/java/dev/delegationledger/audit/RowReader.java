package dev.delegationledger.audit;

import dev.delegationledger.store.Table;

/** Reads rows without an opinion on what should be there. */
@FunctionalInterface
interface RowReader {
  /** One row, or why there is none. */
  StoredRows.Row look(Table table, byte[] key);
}
