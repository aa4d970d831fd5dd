package dev.delegationledger.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A bare writer: one thread that writes three keys of 1 KB for each entry, so many entries in one
 * synced batch, and does nothing else.
 */
final class SyncedBatches {
  private static final Map<Integer, Key> SIZES =
      Map.of(1, Key.SYNCED_BATCH_1, 16, Key.SYNCED_BATCH_16, 128, Key.SYNCED_BATCH_128);
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int ROUNDS = 5;
  private static final int KEYS_PER_ENTRY = 3;

  private final RocksDB database;
  private final WriteOptions synced;
  private final byte[] value = new byte[1024];
  private long next;

  private SyncedBatches(RocksDB database, WriteOptions synced) {
    this.database = database;
    this.synced = synced;
    new SecureRandom().nextBytes(value); // nothing that could be compressed
  }

  static void measure(Figures figures) throws IOException, RocksDBException {
    RocksDB.loadLibrary();
    try (Folder folder = Folder.fresh();
        Options options = new Options().setCreateIfMissing(true);
        WriteOptions synced = new WriteOptions().setSync(true)) {
      Path dir = folder.resolve("bare");
      try (RocksDB database = RocksDB.open(options, dir.toString())) {
        new SyncedBatches(database, synced).run(figures);
      }
    }
  }

  private void run(Figures figures) throws RocksDBException {
    for (Map.Entry<Integer, Key> size : SIZES.entrySet()) {
      perSecond(size.getKey()); // to warm up
      List<Double> rates = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        rates.add(perSecond(size.getKey()));
      }
      figures.put(size.getValue(), Figure.middle(rates));
    }
    if (database.getLatestSequenceNumber() != next) {
      throw new IllegalStateException(
          "count rows: expected " + next + ", got " + database.getLatestSequenceNumber());
    }
  }

  private double perSecond(int entries) throws RocksDBException {
    long begin = System.nanoTime();
    long written = 0;
    while (System.nanoTime() - begin < WINDOW_NANOS) {
      try (WriteBatch batch = new WriteBatch()) {
        for (int i = 0; i < entries * KEYS_PER_ENTRY; i++) {
          batch.put(ByteBuffer.allocate(Long.BYTES).putLong(next++).array(), value);
        }
        database.write(synced, batch);
      }
      written += entries;
    }
    return written * NANOS / (System.nanoTime() - begin);
  }
}
