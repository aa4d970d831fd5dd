package dev.delegationledger.testing;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.Table;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A store that counts the rows which are asked for or seen; closing it closes nothing. */
public final class CountingStore implements Store {
  private final ReadableStore store;
  private final Map<Table, Integer> read = new EnumMap<>(Table.class);
  private final Map<Table, Set<ByteBuffer>> gotten = new EnumMap<>(Table.class);

  private CountingStore(ReadableStore store) {
    this.store = store;
  }

  /** Counts what is read from {@code store} from here on; it is written to if it can be. */
  public static CountingStore over(ReadableStore store) {
    return new CountingStore(store);
  }

  /** How many rows of a table were read. */
  public int read(Table table) {
    return read.getOrDefault(table, 0);
  }

  /** How many rows were read. */
  public int read() {
    return read.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many different rows of a table were asked for by their keys. */
  public int differentRows(Table table) {
    return gotten.getOrDefault(table, Set.of()).size();
  }

  private void count(Table table) {
    read.merge(table, 1, Integer::sum);
  }

  @Override
  public byte @Nullable [] head() {
    return store.head();
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    count(table);
    gotten.computeIfAbsent(table, t -> new HashSet<>()).add(ByteBuffer.wrap(key.clone()));
    return store.get(table, key);
  }

  @Override
  public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
    count(table); // to find where it begins
    store.scan(
        table,
        fromKey,
        (key, value) -> {
          count(table);
          return visitor.visit(key, value);
        });
  }

  @Override
  public void scanPrefix(Table table, byte[] prefix, RowVisitor visitor) {
    count(table);
    store.scanPrefix(
        table,
        prefix,
        (key, value) -> {
          count(table);
          return visitor.visit(key, value);
        });
  }

  @Override
  public void commit(byte @Nullable [] expectedHead, Batch batch) {
    ((Store) store).commit(expectedHead, batch);
  }

  @Override
  public void purge() {
    ((Store) store).purge();
  }

  @Override
  public void close() {}
}
