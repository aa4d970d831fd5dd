package dev.delegationledger.rocksdb;

import dev.delegationledger.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A copy of a store's folder with every table compacted to the bottom, to see what it takes. */
public final class CompactedStore {
  private CompactedStore() {}

  /**
   * Copies and compacts.
   *
   * @param folder of a store that nobody has open
   * @param copy where there is nothing yet
   * @return the bytes of all files in the copy
   */
  public static long bytes(Path folder, Path copy) throws IOException, RocksDBException {
    Files.createDirectory(copy);
    for (Path file : list(folder)) {
      Files.copy(file, copy.resolve(file.getFileName()));
    }
    RocksDB.loadLibrary();
    NativeHandles handles = new NativeHandles();
    DBOptions settings = Settings.database(handles);
    Settings.forWriting(settings, false);
    try (OpenDatabase database =
            OpenDatabase.open(
                copy,
                handles,
                settings,
                (options, families, opened) ->
                    RocksDB.open(options, copy.toString(), families, opened));
        CompactRangeOptions whole =
            new CompactRangeOptions()
                .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
      database.flush();
      for (Table table : Table.values()) {
        database.db().compactRange(database.family(table), null, null, whole);
      }
    }
    long bytes = 0;
    for (Path file : list(copy)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
