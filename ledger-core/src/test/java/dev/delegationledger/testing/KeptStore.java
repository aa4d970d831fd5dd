package dev.delegationledger.testing;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.OutcomeUnknownException;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store whose contents outlive its being closed, as those of a disk do. */
public final class KeptStore implements Store {
  private final Store store;
  private volatile Runnable first = () -> {};
  private volatile boolean failing;
  private volatile boolean failingAfterwards;
  private final AtomicInteger commits = new AtomicInteger();
  private volatile int failingOnceAt;
  private volatile boolean failingOnceAfterwards;
  private volatile boolean failingPurge;
  private volatile boolean failingPurgeAfterwards;
  private volatile boolean failingPurgeUnknown;
  private final AtomicInteger purges = new AtomicInteger();
  private volatile boolean failingReads;

  private KeptStore(Store store) {
    this.store = store;
  }

  /** Keeps {@code store}, which its maker closes. */
  public static KeptStore of(Store store) {
    return new KeptStore(store);
  }

  /** Does this before each commit, in the thread that commits. */
  public void beforeCommits(Runnable action) {
    first = action;
  }

  /** Lets commits fail before they are applied, until told otherwise. */
  public void fail(boolean fail) {
    failing = fail;
  }

  /** Lets commits fail after they are applied, until told otherwise. */
  public void failAfterwards(boolean fail) {
    failingAfterwards = fail;
  }

  /** Lets one commit fail: 1 for the next one, before or after it is applied. */
  public void failOnce(int which, boolean afterwards) {
    failingOnceAfterwards = afterwards;
    failingOnceAt = commits.get() + which;
  }

  /** How many commits it was asked for. */
  public int commits() {
    return commits.get();
  }

  /** Lets purges fail before they do anything, until told otherwise. */
  public void failPurge(boolean fail) {
    failingPurge = fail;
  }

  /** Lets purges fail after they are done, until told otherwise. */
  public void failPurgeAfterwards(boolean fail) {
    failingPurgeAfterwards = fail;
  }

  /** Lets purges end without knowing whether they are noted as done, until told otherwise. */
  public void failPurgeUnknown(boolean fail) {
    failingPurgeUnknown = fail;
  }

  /** How often it was purged. */
  public int purges() {
    return purges.get();
  }

  /** Lets everything that is read fail, until told otherwise. */
  public void failReads(boolean fail) {
    failingReads = fail;
  }

  private void requireReadable() {
    if (failingReads) {
      throw new StoreException("read: failed as told");
    }
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
    requireReadable();
    return store.get(table, key);
  }

  @Override
  public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
    requireReadable();
    store.scan(table, fromKey, visitor);
  }

  @Override
  public void commit(byte @Nullable [] expectedHead, Batch batch) {
    first.run();
    boolean once = commits.incrementAndGet() == failingOnceAt;
    if (failing || (once && !failingOnceAfterwards)) {
      throw new StoreException("commit: failed as told, before it was applied");
    }
    store.commit(expectedHead, batch);
    if (failingAfterwards || (once && failingOnceAfterwards)) {
      throw new StoreException("commit: failed as told, after it was applied");
    }
  }

  @Override
  public void purge() {
    if (failingPurge) {
      throw new StoreException("purge: failed as told, before anything was removed");
    }
    store.purge();
    purges.incrementAndGet();
    if (failingPurgeAfterwards) {
      throw new StoreException("purge: failed as told, after all was removed");
    }
    if (failingPurgeUnknown) {
      throw new OutcomeUnknownException(
          "purge: failed as told, when it was to be noted", new IllegalStateException());
    }
  }

  /** Keeps the contents. */
  @Override
  public void close() {}
}
