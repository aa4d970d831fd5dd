package dev.delegationledger.rocksdb;

import dev.delegationledger.store.Store;
import dev.delegationledger.testing.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksDbStoreTest extends StoreContract {
  @TempDir Path dir;

  @Override
  protected Store emptyStore() {
    return RocksDbStore.at(dir);
  }
}
