package dev.delegationledger.testing;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.Table;
import java.util.Objects;

/** Copies what a store holds, so that many tests go on with what was signed once. */
public final class Copies {
  private Copies() {}

  /** A new store with the head and the rows of {@code store}, which has been committed to. */
  public static MemoryStore of(MemoryStore store) {
    Batch rows = Batch.withHead(Objects.requireNonNull(store.head()));
    for (Table table : Table.values()) {
      store.scan(
          table,
          new byte[0],
          (key, value) -> {
            rows.put(table, key, value);
            return true;
          });
    }
    MemoryStore copy = MemoryStore.empty();
    copy.commit(null, rows);
    return copy;
  }
}
