package dev.delegationledger.benchmarks;

import dev.delegationledger.LoadedLedger;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Store;
import dev.delegationledger.view.StoredLedger;
import java.nio.file.Path;
import java.util.List;

/** A ledger on disk that 64 writers bring to as many records as asked for. For one thread. */
final class GrowingLedger implements AutoCloseable {
  /** In cycles. */
  private static final int BATCH = 10;

  private final Path dir;
  private final Writers writers;
  private final LoadedLedger ledger;

  private GrowingLedger(Path dir, Writers writers, LoadedLedger ledger) {
    this.dir = dir;
    this.writers = writers;
    this.ledger = ledger;
  }

  static GrowingLedger in(Path dir, Writers writers) {
    return new GrowingLedger(dir, writers, LoadedLedger.in(RocksDbStore.at(dir)));
  }

  LoadedLedger ledger() {
    return ledger;
  }

  Path dir() {
    return dir;
  }

  /**
   * Appends until it has at least so many records; not measured, so in batches, each signed just
   * before it is sent.
   */
  void growTo(long records) throws Exception {
    long batch = (long) BATCH * LoadedLedger.CYCLE;
    long batches = Math.max(0, records - ledger.size() + batch - 1) / batch;
    writers.perSecond(
        (int) batches,
        i -> ledger.appendAll(ledger.cycles(BATCH).stream().flatMap(List::stream).toList()));
  }

  /** Appends so many cycles, signed before: how many entries a second. */
  double append(int cycles) throws Exception {
    List<List<String>> signed = ledger.cycles(cycles);
    long before = ledger.size();
    double perSecond =
        writers.perSecond(cycles, i -> signed.get(i).forEach(ledger::append)) * LoadedLedger.CYCLE;
    long expected = before + (long) cycles * LoadedLedger.CYCLE;
    if (ledger.size() != expected) {
      throw new IllegalStateException(
          "count records: expected " + expected + ", got " + ledger.size());
    }
    return perSecond;
  }

  /**
   * Closes it and opens its store once more, which writes what its logs hold into tables. What is
   * measured in the folder then depends on no log.
   */
  void settle() {
    ledger.close();
    try (Store store = RocksDbStore.at(dir)) {
      requireHead(store);
    }
  }

  private static void requireHead(ReadableStore store) {
    if (store.head() == null) {
      throw new IllegalStateException("open store: expected a ledger, got none");
    }
  }

  /** Goes on after {@link #settle}. */
  void reopen() {
    ledger.reopen(RocksDbStore.at(dir));
  }

  /** Something that is read from the folder. */
  @FunctionalInterface
  interface Reading<T> {
    T from(StoredLedger stored) throws Exception;
  }

  /** Reads from the settled folder. */
  <T> T read(Reading<T> reading) throws Exception {
    try (ReadableStore store = RocksDbStore.read(dir)) {
      return reading.from(stored(store));
    }
  }

  static StoredLedger stored(ReadableStore store) throws RefusedException {
    return StoredLedger.over(store);
  }

  @Override
  public void close() {
    ledger.close();
  }
}
