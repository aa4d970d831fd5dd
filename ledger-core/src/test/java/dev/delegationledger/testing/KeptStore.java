package dev.delegationledger.testing;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store whose contents outlive its being closed, as those of a disk do. */
public final class KeptStore implements Store {
  private final Store store;
  private volatile boolean failing;
  private volatile boolean failingAfterwards;

  private KeptStore(Store store) {
    this.store = store;
  }

  /** Keeps {@code store}, which its maker closes. */
  public static KeptStore of(Store store) {
    return new KeptStore(store);
  }

  /** Lets commits fail before they are applied, until told otherwise. */
  public void fail(boolean fail) {
    failing = fail;
  }

  /** Lets commits fail after they are applied, until told otherwise. */
  public void failAfterwards(boolean fail) {
    failingAfterwards = fail;
  }

  /** Every row of {@code store} and its head, for comparison. */
  public static List<String> contents(Store store) {
    List<String> rows = new ArrayList<>();
    HexFormat hex = HexFormat.of();
    byte[] head = store.head();
    rows.add(head == null ? "no head" : hex.formatHex(head));
    for (Table table : Table.values()) {
      store.scan(
          table,
          new byte[0],
          (key, value) -> rows.add(table + " " + hex.formatHex(key) + " " + hex.formatHex(value)));
    }
    return rows;
  }

  @Override
  public byte @Nullable [] head() {
    return store.head();
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    return store.get(table, key);
  }

  @Override
  public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
    store.scan(table, fromKey, visitor);
  }

  @Override
  public void commit(byte @Nullable [] expectedHead, Batch batch) {
    if (failing) {
      throw new StoreException("commit: failed as told, before it was applied");
    }
    store.commit(expectedHead, batch);
    if (failingAfterwards) {
      throw new StoreException("commit: failed as told, after it was applied");
    }
  }

  /** Keeps the contents. */
  @Override
  public void close() {}
}
