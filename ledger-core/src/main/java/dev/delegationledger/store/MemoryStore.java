package dev.delegationledger.store;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, for tests and experiments. It has every guarantee of {@link Store} but
 * durability, and keeps every value that a key ever had but for erased ones. Thread-safe.
 */
public final class MemoryStore implements Store {
  /*
   * Versions instead of locks: a commit adds cells that carry the next version and then publishes that version with
   * the new head, in one volatile write. A reader takes the published version once and sees no younger cell, which
   * makes commits atomic and scans a snapshot.
   */
  private final Map<Table, ConcurrentNavigableMap<byte[], Cell>> tables =
      new EnumMap<>(Table.class);

  /** Held for reading by every call, for writing by close. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  /**
   * Held by the one commit that is being applied; guards writes to {@link #tables} and {@link
   * #now}.
   */
  private final Object writing = new Object();

  private volatile Moment now = new Moment(0, null);
  private volatile boolean closed; // written under the write lock of open

  private MemoryStore() {
    for (Table table : Table.values()) {
      tables.put(table, new ConcurrentSkipListMap<>(Arrays::compareUnsigned));
    }
  }

  /** A new store with nothing in it. */
  public static MemoryStore empty() {
    return new MemoryStore();
  }

  @Override
  public byte @Nullable [] head() {
    enter();
    try {
      return copy(now.head);
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    enter();
    try {
      return copy(valueAt(now.version, rows(table).get(key)));
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
    enter();
    try {
      long version = now.version;
      for (Map.Entry<byte[], Cell> row : rows(table).tailMap(fromKey.clone(), true).entrySet()) {
        byte[] value = valueAt(version, row.getValue());
        if (value != null && !visitor.visit(row.getKey().clone(), value.clone())) {
          return;
        }
      }
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public void commit(byte @Nullable [] expectedHead, Batch batch) {
    enter();
    try {
      synchronized (writing) {
        if (!Arrays.equals(now.head, expectedHead)) {
          throw new StaleHeadException(expectedHead, now.head);
        }
        long version = now.version + 1;
        batch.replay(
            new Batch.Sink() {
              @Override
              public void put(Table table, byte[] key, byte[] value) {
                rows(table)
                    .compute(key.clone(), (k, older) -> new Cell(version, value.clone(), older));
              }

              @Override
              public void delete(Table table, byte[] key) {
                rows(table).computeIfPresent(key, (k, older) -> new Cell(version, null, older));
              }
            });
        now = new Moment(version, batch.head());
      }
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public void purge() {
    if (open.getReadHoldCount() > 0) {
      throw new IllegalStateException("store cannot be purged from within a visitor");
    }
    enter();
    try {
      synchronized (writing) {
        ConcurrentNavigableMap<byte[], Cell> disclosures = rows(Table.DISCLOSURES);
        for (byte[] key : disclosures.keySet()) {
          disclosures.computeIfPresent(
              key, (k, newest) -> newest.value == null ? null : newest.alone());
        }
      }
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public void close() {
    if (open.getReadHoldCount() > 0) {
      throw new IllegalStateException("store cannot be closed from within a visitor");
    }
    open.writeLock().lock();
    try {
      closed = true;
    } finally {
      open.writeLock().unlock();
    }
  }

  private void enter() {
    open.readLock().lock();
    if (closed) {
      open.readLock().unlock();
      throw new IllegalStateException("store in memory is closed");
    }
  }

  private ConcurrentNavigableMap<byte[], Cell> rows(Table table) {
    ConcurrentNavigableMap<byte[], Cell> rows = tables.get(table);
    if (rows == null) {
      throw new AssertionError("no table " + table);
    }
    return rows;
  }

  private static byte @Nullable [] valueAt(long version, @Nullable Cell newest) {
    Cell cell = newest;
    while (cell != null && cell.version > version) {
      cell = cell.older;
    }
    return cell == null ? null : cell.value;
  }

  private static byte @Nullable [] copy(byte @Nullable [] bytes) {
    return bytes == null ? null : bytes.clone();
  }

  /** What a key had from {@code version} on; a null value: it was deleted. */
  private static final class Cell {
    final long version;
    final byte @Nullable [] value;
    final @Nullable Cell older;

    Cell(long version, byte @Nullable [] value, @Nullable Cell older) {
      this.version = version;
      this.value = value;
      this.older = older;
    }

    /** The same, without what the key had before. */
    Cell alone() {
      return older == null ? this : new Cell(version, value, null);
    }
  }

  /** The newest published commit. */
  private static final class Moment {
    final long version;
    final byte @Nullable [] head;

    Moment(long version, byte @Nullable [] head) {
      this.version = version;
      this.head = head;
    }
  }
}
