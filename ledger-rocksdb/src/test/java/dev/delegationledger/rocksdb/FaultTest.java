package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.OutcomeUnknownException;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

  @Test
  void purgeThatCannotListTheFolder_saysThatItPurges_andGoesOnOnceItCan() throws Exception {
    byte[] key = {1};
    byte[] erased = "to be erased, and nowhere else".getBytes(StandardCharsets.US_ASCII);
    Path folder = dir.resolve("store");
    Path away = dir.resolve("away");
    try (RocksDbStore store = RocksDbStore.at(folder)) {
      Batch with = Batch.withHead(new byte[] {1});
      with.put(Table.DISCLOSURES, key, erased);
      store.commit(null, with);
      Batch without = Batch.withHead(new byte[] {2});
      without.delete(Table.DISCLOSURES, key);
      store.commit(store.head(), without);
      Files.move(folder, away);
      assertThatThrownBy(store::purge)
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageStartingWith("purging store " + folder);
      Files.move(away, folder);
      store.purge();
      for (Path file : StoreFolder.list(folder)) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(new String(erased, StandardCharsets.US_ASCII));
      }
      store.commit(store.head(), Batch.withHead(new byte[] {3}));
    }
  }

  @Test
  void purgeWhoseLastWriteFails_closesTheLatch_andIsMadeUpForByTheNextOpen() {
    byte[] key = {1};
    int[] writes = {0};
    RocksDbStore.Writer failing =
        (db, options, rows) -> {
          if (++writes[0] == 3) {
            throw new RocksDBException("the disk is gone");
          }
          db.write(options, rows);
        };
    try (RocksDbStore store = RocksDbStore.at(dir, failing)) {
      Batch with = Batch.withHead(new byte[] {1});
      with.put(Table.DISCLOSURES, key, new byte[] {7});
      store.commit(null, with);
      Batch without = Batch.withHead(new byte[] {2});
      without.delete(Table.DISCLOSURES, key);
      store.commit(store.head(), without);
      assertThatThrownBy(store::purge)
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("the disk is gone");
      assertThatThrownBy(() -> store.commit(store.head(), Batch.withHead(new byte[] {3})))
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageContaining("reopen the store");
    }
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      assertThat(store.head()).containsExactly(2);
      store.commit(store.head(), Batch.withHead(new byte[] {3}));
    }
  }
}
