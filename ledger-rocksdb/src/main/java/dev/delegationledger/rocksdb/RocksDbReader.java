package dev.delegationledger.rocksdb;

import dev.delegationledger.rocksdb.PrivateView.Outline;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * A store as it stood at one moment, for reading only. Thread-safe. See {@link RocksDbStore#read}.
 */
final class RocksDbReader implements ReadableStore {
  private static final int ATTEMPTS = 60;
  private static final long PAUSE_MILLIS = 25;

  private final OpenDatabase database;
  private final PrivateView view;

  private RocksDbReader(OpenDatabase database, PrivateView view) {
    this.database = database;
    this.view = view;
  }

  static RocksDbReader open(Path dir) {
    RocksDB.loadLibrary();
    Path folder = StoreFolder.existing(dir);
    if (!Files.exists(folder.resolve("CURRENT"))) {
      throw StoreFolder.refused(dir, "a store", "a folder without CURRENT", null);
    }
    /*
     * A live writer may flush and delete files under our hands; then we try again. A folder that looks the same before
     * and after a failure, or cannot be looked at twice in the same way, has no such excuse: that is damage.
     */
    String blind = "";
    for (int attempt = 1; ; attempt++) {
      Outline before = null;
      try {
        before = Outline.of(folder);
        return open(dir, folder, before);
      } catch (IOException | RocksDBException e) {
        boolean still =
            before == null ? blind.equals(e.toString()) : before.equals(outlineNow(folder));
        if (still || attempt == ATTEMPTS) {
          throw StoreFolder.unreadable(dir, e);
        }
        blind = before == null ? e.toString() : "";
      }
      pause(dir);
    }
  }

  private static RocksDbReader open(Path dir, Path folder, Outline before)
      throws IOException, RocksDBException {
    PrivateView view = PrivateView.copy(folder, before);
    NativeHandles handles = new NativeHandles();
    try {
      requireRecordTypes(dir, view.folder(), before);
      DBOptions settings = Settings.database(handles);
      Settings.forReading(settings, view.folder(), folder);
      OpenDatabase database =
          OpenDatabase.open(
              dir,
              handles,
              settings,
              (options, families, opened) ->
                  RocksDB.openReadOnly(options, view.folder().toString(), families, opened));
      database.requireLayout();
      database.requireSealedManifest(view.folder());
      requireLogEnds(dir, view.folder(), before);
      // The logs are in memory now and the table files are open: the copy has served its purpose.
      view.close();
      return new RocksDbReader(database, view);
    } catch (IOException | RocksDBException | RuntimeException e) {
      handles.close();
      view.close();
      throw e;
    }
  }

  private static void requireRecordTypes(Path dir, Path view, Outline outline) throws IOException {
    RecordTypes.require(dir, view.resolve(outline.manifest()));
    for (String log : outline.logs()) {
      RecordTypes.require(dir, view.resolve(log));
    }
  }

  private static void requireLogEnds(Path dir, Path view, Outline outline) throws IOException {
    for (String log : outline.logs()) {
      String contradiction = LogEnd.of(view.resolve(log)).contradiction();
      if (contradiction != null) {
        throw new StoreException(
            "opening store " + dir + " failed: " + log + " is damaged: " + contradiction);
      }
    }
  }

  /** Where its copy was; for tests. */
  Path viewFolder() {
    return view.folder();
  }

  private static @Nullable Outline outlineNow(Path folder) {
    try {
      return Outline.of(folder);
    } catch (IOException e) {
      return null;
    }
  }

  private static void pause(Path dir) {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StoreFolder.unreadable(dir, e);
    }
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
  public void close() {
    database.close();
    view.close();
  }
}
