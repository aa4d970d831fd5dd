package dev.delegationledger.rocksdb;

import dev.delegationledger.rocksdb.StoreFolder.State;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.OutcomeUnknownException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.StaleHeadException;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.StoreLockedException;
import dev.delegationledger.store.Table;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A store in a folder on local disk. Thread-safe, and the folder's only writer: a second one, in
 * this process or another, is refused.
 *
 * <p>Recovery accepts an incomplete record at the very end of the log, which only an unacknowledged
 * commit leaves, and refuses any other damage. What no store can notice by itself is a whole folder
 * put back to an older state, or cut at its newest end: keep a signed head elsewhere for that.
 */
public final class RocksDbStore implements Store {
  private final Path folder;
  private final OpenDatabase database;
  private final WriteOptions synced;
  private final Writer writer;

  /** Held by the one commit that is being applied. */
  private final Object committing = new Object();

  private @Nullable Throwable latch; // guarded by committing; once set, no more commits
  private @Nullable ManifestSeal sealed; // guarded by committing; the one in the store

  private RocksDbStore(Path folder, OpenDatabase database, WriteOptions synced, Writer writer) {
    this.folder = folder;
    this.database = database;
    this.synced = synced;
    this.writer = writer;
  }

  /** The one call that writes; tests put a failing one in its place. */
  interface Writer {
    void write(RocksDB db, WriteOptions options, WriteBatch rows) throws RocksDBException;
  }

  /**
   * Opens the store in {@code dir} for writing. Creates it if there is no such folder, an empty
   * one, or one in which creating a store was interrupted.
   *
   * @throws StoreLockedException if another writer has it open
   * @throws StoreException if the folder is not a store, is damaged or may not be written
   */
  public static RocksDbStore at(Path dir) {
    return at(dir, RocksDB::write);
  }

  static RocksDbStore at(Path dir, Writer writer) {
    RocksDB.loadLibrary();
    Path folder = StoreFolder.created(dir);
    State state = StoreFolder.state(folder);
    if (state == State.STORE) {
      // Recovery writes, and would make damage look like the truth: so look before touching
      // anything.
      RocksDbReader.open(dir).close();
    } else {
      create(dir, folder, state);
    }
    NativeHandles handles = new NativeHandles();
    try {
      WriteOptions synced = Settings.syncedWrite(handles);
      OpenDatabase database = open(dir, folder, handles, State.STORE);
      database.requireLayout();
      RocksDbStore store = new RocksDbStore(folder, database, synced, writer);
      store.seal();
      store.purge(); // what a process that died did not come to
      return store;
    } catch (IOException | RocksDBException | RuntimeException e) {
      handles.close();
      throw refused(dir, e);
    }
  }

  /**
   * Creates a store, or goes on with creating it. If the process dies in here, the folder is as
   * empty as before, and the next call begins again.
   */
  private static void create(Path dir, Path folder, State state) {
    StoreFolder.syncName(folder);
    NativeHandles handles = new NativeHandles();
    try (OpenDatabase database = open(dir, folder, handles, state)) {
      database.writeLayoutIfEmpty();
    } catch (RocksDBException | RuntimeException e) {
      handles.close();
      throw refused(dir, e);
    }
  }

  private static OpenDatabase open(Path dir, Path folder, NativeHandles handles, State state)
      throws RocksDBException {
    DBOptions settings =
        state == State.NEW_WITHOUT_LOG
            ? Settings.databaseWithoutLogs(handles)
            : Settings.database(handles);
    Settings.forWriting(settings, state != State.STORE);
    return OpenDatabase.open(
        dir,
        handles,
        settings,
        (options, families, opened) -> RocksDB.open(options, folder.toString(), families, opened));
  }

  private static RuntimeException refused(Path dir, Exception e) {
    if (e instanceof RuntimeException known) {
      return known;
    }
    return isLock(e)
        ? new StoreLockedException(
            "opening store " + dir + " failed: expected no other writer, got one that holds it", e)
        : new StoreException("opening store " + dir + " failed: " + e.getMessage(), e);
  }

  /**
   * Opens the store in {@code dir} for reading, as it stands now: all calls on the result see this
   * one moment, and later commits only show in a newly opened one. Works beside a live writer, in
   * the same process or another, and on a store that nobody has open; never writes to the folder,
   * and takes no lock. What it sees may include a commit that is just being written and not yet
   * acknowledged.
   *
   * <p>The logs, at most about 64 MiB, are copied to a temporary folder while opening; it is gone
   * on return (on systems that keep open files: on close).
   *
   * @throws StoreException if there is no store in {@code dir}, it is damaged, or a busy writer did
   *     not leave it still for long enough in some seconds
   */
  public static ReadableStore read(Path dir) {
    return RocksDbReader.open(dir);
  }

  @Override
  public byte @Nullable [] head() {
    return database.head();
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    return database.get(table, key);
  }

  @Override
  public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
    database.scan(table, fromKey, visitor);
  }

  @Override
  public void scanPrefix(Table table, byte[] prefix, RowVisitor visitor) {
    database.scanPrefix(table, prefix, visitor);
  }

  @Override
  public void commit(byte @Nullable [] expectedHead, Batch batch) {
    database.enter();
    try {
      synchronized (committing) {
        if (latch != null) {
          throw new StoreException(
              "commit to store "
                  + database.folder()
                  + " refused: the outcome of an earlier commit is unknown; reopen the store",
              latch);
        }
        byte[] head = database.head();
        if (!Arrays.equals(head, expectedHead)) {
          throw new StaleHeadException(expectedHead, head);
        }
        try (WriteBatch rows = new WriteBatch()) {
          Rows operations = new Rows(rows);
          batch.replay(operations);
          database.putHead(rows, batch.head());
          operations.putPurge();
          ManifestSeal seal = addSealIfOutdated(rows);
          write(rows);
          sealed = seal;
        } catch (IOException | RocksDBException e) {
          throw new StoreException(
              "preparing a commit to store " + database.folder() + " failed: " + e.getMessage(), e);
        }
      }
    } finally {
      database.leave();
    }
  }

  @Override
  public void purge() {
    try {
      database.awaitLeft();
      Purge purge = database.purge();
      if (purge == null) {
        return;
      }
      // crash point: the rows are deleted and their values in files; the next open purges
      Set<String> logs = purge.rewrite(database, folder);
      database.awaitLeft();
      Purge.awaitGone(database, folder, logs);
      // crash point: nothing has them any more; the next open does the same again
      purged(purge);
    } catch (OutcomeUnknownException e) {
      throw e;
    } catch (IOException | RocksDBException | StoreException e) {
      throw new StoreException(
          "purging store "
              + database.folder()
              + " failed: what was erased may still be in a file; purge again or reopen the store ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /** Forgets what was purged, unless a commit meanwhile deleted more. */
  private void purged(Purge purge) throws IOException, RocksDBException {
    database.enter();
    try {
      synchronized (committing) {
        Purge now = database.purge();
        if (latch != null || now == null || !Arrays.equals(now.row(), purge.row())) {
          return;
        }
        try (WriteBatch rows = new WriteBatch()) {
          database.deletePurge(rows);
          ManifestSeal seal = addSealIfOutdated(rows);
          write(rows);
          sealed = seal;
        }
      }
    } finally {
      database.leave();
    }
  }

  /** Returns the seal that the store will have after {@code rows}. */
  private ManifestSeal addSealIfOutdated(WriteBatch rows) throws IOException, RocksDBException {
    ManifestSeal last = sealed;
    if (last != null && !last.isOutdated(folder)) {
      return last;
    }
    ManifestSeal seal = ManifestSeal.of(folder);
    database.putSeal(rows, seal);
    return seal;
  }

  /** Seals the manifest as it is now, by a write of its own if it changed. */
  private void seal() throws IOException, RocksDBException {
    synchronized (committing) {
      try (WriteBatch rows = new WriteBatch()) {
        ManifestSeal seal = addSealIfOutdated(rows);
        if (rows.count() > 0) {
          database.db().write(synced, rows);
          sealed = seal;
        }
      }
    }
  }

  /** Writes and syncs. Any failure, even of the machine below us, leaves the outcome unknown. */
  private void write(WriteBatch rows) {
    try {
      // If the process dies in here, the log holds the whole batch or a torn record that recovery
      // drops.
      writer.write(database.db(), synced, rows);
    } catch (RocksDBException | RuntimeException | Error e) {
      latch = e;
      throw new OutcomeUnknownException(
          "commit to store "
              + database.folder()
              + " failed: its outcome is unknown; reopen the store ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  /**
   * Copies the store into the folder {@code to}, which must not be there yet, while commits go on.
   * The copy is a store like this one, as it stood after some commit: every commit that returned
   * before this call is in it. It is on stable storage, and was opened once, on return.
   *
   * <p>Table files are linked where both folders are on one disk, and copied otherwise: put a copy
   * that has to outlive the disk on another one. What is erased from the store later stays in its
   * copies; delete those that are older than an erasure.
   *
   * @throws StoreException if it could not be made, or {@code to} is there; the store is as it was
   */
  public void backup(Path to) {
    Path target = to.toAbsolutePath();
    database.enter();
    try (Checkpoint copy = Checkpoint.create(database.db())) {
      copy.createCheckpoint(target.toString());
      // crash point: the copy is whole, or a folder beside it whose name ends in .tmp
      sync(target.getParent());
    } catch (IOException | RocksDBException e) {
      throw new StoreException(
          "backing up store " + database.folder() + " to " + to + " failed: " + e.getMessage(), e);
    } finally {
      database.leave();
    }
    RocksDbReader.open(target).close();
  }

  private static void sync(@Nullable Path parent) throws IOException {
    if (parent != null) {
      try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void close() {
    if (database.enterIfOpen()) {
      try {
        sealLast();
      } finally {
        database.leave();
      }
    }
    database.close();
  }

  /** Seals what a flush added to the manifest since the last commit. */
  private void sealLast() {
    synchronized (committing) {
      if (latch != null) {
        return;
      }
      try {
        seal();
      } catch (IOException | RocksDBException e) {
        // The disk failed after the last commit. All that was acknowledged is there, and sealed as
        // far as it was then.
        latch = e;
      }
    }
  }

  private static boolean isLock(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("lock hold by current process") || message.contains("While lock file");
  }

  /** Copies a batch's operations into RocksDB's. */
  private final class Rows implements Batch.Sink {
    private final WriteBatch rows;
    private @Nullable Purge purge;

    Rows(WriteBatch rows) {
      this.rows = rows;
    }

    /**
     * Adds what was and is now to be purged, if anything was deleted that may have to be erased.
     */
    void putPurge() throws RocksDBException {
      Purge here = purge;
      if (here != null) {
        database.putPurge(rows, Purge.both(database.purge(), here));
      }
    }

    @Override
    public void put(Table table, byte[] key, byte[] value) {
      ColumnFamilyHandle family = database.family(table);
      try {
        rows.put(family, key, value);
      } catch (RocksDBException e) {
        throw database.failed("preparing a commit to", e);
      }
    }

    @Override
    public void delete(Table table, byte[] key) {
      ColumnFamilyHandle family = database.family(table);
      if (table == Table.DISCLOSURES) {
        purge = Purge.with(purge, key);
      }
      try {
        rows.delete(family, key);
      } catch (RocksDBException e) {
        throw database.failed("preparing a commit to", e);
      }
    }
  }
}
