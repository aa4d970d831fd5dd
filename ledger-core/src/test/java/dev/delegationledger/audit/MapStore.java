package dev.delegationledger.audit;

import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A copy of a store's rows that a test changes as a forger or a failing disk would. */
final class MapStore implements ReadableStore {
  private final Map<Table, TreeMap<byte[], byte[]>> tables = new EnumMap<>(Table.class);
  private final Map<Table, TreeSet<byte[]>> damaged = new EnumMap<>(Table.class);
  private byte @Nullable [] head;

  private MapStore() {
    for (Table table : Table.values()) {
      tables.put(table, new TreeMap<>(Arrays::compareUnsigned));
      damaged.put(table, new TreeSet<>(Arrays::compareUnsigned));
    }
  }

  static MapStore copyOf(ReadableStore store) {
    MapStore copy = new MapStore();
    for (Table table : Table.values()) {
      store.scan(
          table,
          new byte[0],
          (key, value) -> {
            copy.rows(table).put(key, value);
            return true;
          });
    }
    copy.head = store.head();
    return copy;
  }

  private NavigableMap<byte[], byte[]> rows(Table table) {
    return Objects.requireNonNull(tables.get(table));
  }

  private Set<byte[]> damaged(Table table) {
    return Objects.requireNonNull(damaged.get(table));
  }

  /** A value that is there. */
  byte[] value(Table table, byte[] key) {
    return Objects.requireNonNull(get(table, key));
  }

  /** The head, which is there. */
  byte[] headBytes() {
    return Objects.requireNonNull(head());
  }

  List<byte[]> keys(Table table) {
    return new ArrayList<>(rows(table).keySet());
  }

  void put(Table table, byte[] key, byte[] value) {
    rows(table).put(key.clone(), value.clone());
  }

  byte[] remove(Table table, byte[] key) {
    return Objects.requireNonNull(rows(table).remove(key));
  }

  void head(byte @Nullable [] head) {
    this.head = head;
  }

  /** From now on this row cannot be read. */
  void damage(Table table, byte[] key) {
    damaged(table).add(key);
  }

  @Override
  public byte @Nullable [] head() {
    return head == null ? null : head.clone();
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    if (damaged(table).contains(key)) {
      throw new StoreException("checksum mismatch");
    }
    byte[] value = rows(table).get(key);
    return value == null ? null : value.clone();
  }

  @Override
  public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
    for (Map.Entry<byte[], byte[]> row : rows(table).tailMap(fromKey, true).entrySet()) {
      if (damaged(table).contains(row.getKey())) {
        throw new StoreException("checksum mismatch");
      }
      if (!visitor.visit(row.getKey().clone(), row.getValue().clone())) {
        return;
      }
    }
  }

  @Override
  public void close() {}
}
