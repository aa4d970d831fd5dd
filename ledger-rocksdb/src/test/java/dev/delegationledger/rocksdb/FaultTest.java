package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.OutcomeUnknownException;
import dev.delegationledger.store.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

/**
 * A write that fails, and one that fails after it was persisted: the caller can only tell by
 * reopening.
 */
class FaultTest {
  @TempDir Path dir;

  @Test
  void writeThatFailed_isGoneAfterReopening() {
    failOnSecondWrite(false);
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      assertThat(Numbered.check(store, 10)).isEqualTo(1);
    }
  }

  @Test
  void writeThatFailedAfterItWasPersisted_isThereAfterReopening() {
    failOnSecondWrite(true);
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      assertThat(Numbered.check(store, 10)).isEqualTo(2);
    }
  }

  private void failOnSecondWrite(boolean persistFirst) {
    int[] writes = {0};
    RocksDbStore.Writer failing =
        (db, options, rows) -> {
          boolean fails = ++writes[0] == 2;
          if (!fails || persistFirst) {
            db.write(options, rows);
          }
          if (fails) {
            throw new RocksDBException("the disk is gone");
          }
        };
    try (RocksDbStore store = RocksDbStore.at(dir, failing)) {
      Numbered.commit(store, 1, 10);
      assertThatThrownBy(() -> Numbered.commit(store, 2, 10))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContainingAll(dir.toString(), "outcome is unknown", "the disk is gone");
      for (int next : new int[] {2, 3}) {
        assertThatThrownBy(() -> Numbered.commit(store, next, 10))
            .isExactlyInstanceOf(StoreException.class)
            .hasMessageContaining("reopen the store");
      }
      assertThat(writes[0]).isEqualTo(2);
      assertThat(Numbered.check(store, 10)).isEqualTo(persistFirst ? 2 : 1);
    }
  }
}
