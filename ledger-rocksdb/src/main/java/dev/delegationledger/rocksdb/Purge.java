package dev.delegationledger.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * What has to leave the files of a store: the values that rows had which were deleted, from the
 * first to the last of their keys. It is a row of the store itself, written by the commit that
 * deletes, and goes once no file has them any more; so a process that died in between is made up
 * for by the next that opens the store.
 *
 * <p>A deleted value stands on in the log files until all column families are flushed, and in table
 * files until those are written anew, even those of the last level, where a compaction that is not
 * forced only moves them. The old files go when no iterator reads them any more.
 */
final class Purge {
  private static final int ATTEMPTS = 1200;
  private static final long PAUSE_MILLIS = 25;

  private final byte[] first;
  private final byte[] last;

  private Purge(byte[] first, byte[] last) {
    this.first = first;
    this.last = last;
  }

  /** This together with one more deleted key. */
  static Purge with(@Nullable Purge before, byte[] key) {
    if (before == null) {
      return new Purge(key, key);
    }
    return new Purge(
        Arrays.compareUnsigned(key, before.first) < 0 ? key : before.first,
        Arrays.compareUnsigned(key, before.last) > 0 ? key : before.last);
  }

  /** The two together. */
  static Purge both(@Nullable Purge before, Purge more) {
    return before == null ? more : with(with(before, more.first), more.last);
  }

  /** The row that {@link #parse} reads. */
  byte[] row() {
    return ByteBuffer.allocate(Integer.BYTES + first.length + last.length)
        .putInt(first.length)
        .put(first)
        .put(last)
        .array();
  }

  /** What a row says; other bytes than this program's stand for all keys. */
  static Purge parse(byte[] row) {
    ByteBuffer bytes = ByteBuffer.wrap(row);
    int length = row.length < Integer.BYTES ? -1 : bytes.getInt();
    if (length < 0 || length > bytes.remaining()) {
      byte[] beyond = new byte[1 + dev.delegationledger.store.Batch.MAX_KEY_BYTES];
      Arrays.fill(beyond, (byte) 0xff);
      return new Purge(new byte[0], beyond);
    }
    byte[] first = new byte[length];
    bytes.get(first);
    byte[] last = new byte[bytes.remaining()];
    bytes.get(last);
    return new Purge(first, last);
  }

  /**
   * Writes anew what holds the values, so that no file that is in use does.
   *
   * @return the log files that held them, and are about to go
   */
  Set<String> rewrite(OpenDatabase database, Path folder) throws IOException, RocksDBException {
    Set<String> logs = new TreeSet<>();
    for (Path file : StoreFolder.list(folder)) {
      if (StoreFolder.isWal(file) && Files.size(file) > 0) {
        logs.add(file.getFileName().toString());
      }
    }
    database.flush();
    // crash point: the logs are gone or about to go, table files still have it
    database.rewriteDisclosures(first, last);
    // crash point: no table file in use has it, old ones are about to go
    return logs;
  }

  /**
   * Waits until the files that nothing uses any more are gone; to be interrupted changes nothing.
   *
   * @param logs what {@link #rewrite} returned
   */
  static void awaitGone(OpenDatabase database, Path folder, Set<String> logs)
      throws IOException, RocksDBException {
    boolean interrupted = false;
    try {
      List<String> left = left(database, folder, logs);
      for (int attempt = 0; !left.isEmpty(); attempt++) {
        if (attempt == ATTEMPTS) {
          throw new IOException("expected that old files are deleted, got " + left);
        }
        interrupted |= pause();
        left = left(database, folder, logs);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<String> left(OpenDatabase database, Path folder, Set<String> logs)
      throws RocksDBException {
    Set<String> live = database.tableFiles();
    List<String> left = new ArrayList<>();
    for (Path file : StoreFolder.list(folder)) {
      String name = file.getFileName().toString();
      if (logs.contains(name) || (name.endsWith(".sst") && !live.contains(name))) {
        left.add(name);
      }
    }
    return left;
  }

  /** Returns whether it was cut short. */
  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
