package dev.delegationledger.cli;

import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens ledger directories, live or copied, for reading. The only class that needs RocksDB. */
final class LedgerDirectory {
  private LedgerDirectory() {}

  /** The store as it stands now; it holds a head. */
  static ReadableStore open(Path directory) throws Failure {
    if (!Files.isDirectory(directory)) {
      throw Failure.io(
          "not-a-ledger",
          "open ledger "
              + directory
              + ": expected a directory, got "
              + (Files.exists(directory) ? "a file" : "nothing"),
          "name the directory that the ledger's RocksDB stands in");
    }
    ReadableStore store = null;
    try {
      store = RocksDbStore.read(directory);
      if (store.head() == null) {
        store.close();
        throw Failure.io(
            "not-a-ledger",
            "open ledger " + directory + ": expected a ledger, got an empty store",
            "name the directory that the ledger's RocksDB stands in");
      }
      return store;
    } catch (StoreException e) {
      if (store != null) {
        store.close();
      }
      throw Failure.io(
          "ledger-not-readable",
          String.valueOf(e.getMessage()),
          "check that this is a ledger's directory and may be read. If it is and may, its files"
              + " are damaged: keep a copy of it as it is, and go back to a good one");
    }
  }
}
