package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteOptions;

class SettingsTest {
  @TempDir Path dir;

  @Test
  void unknownSwitch_isRefusedInsteadOfIgnored() {
    RocksDB.loadLibrary();
    assertThatThrownBy(() -> Settings.tracking(List.of("track_and_verify_wals", "no_such_thing")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("no_such_thing");
  }

  @Test
  void commits_areSyncedThroughTheLog() {
    RocksDB.loadLibrary();
    try (NativeHandles handles = new NativeHandles()) {
      WriteOptions options = Settings.syncedWrite(handles);
      assertThat(options.sync()).isTrue();
      assertThat(options.disableWAL()).isFalse();
    }
  }

  @Test
  void openStore_runsWithTheSettingsThatThePromisesNeed() throws IOException {
    RocksDbStore.at(dir).close();
    String inForce;
    try (var files = Files.list(dir)) {
      Path newest =
          files
              .filter(file -> file.getFileName().toString().matches("OPTIONS-[0-9]+"))
              .max((a, b) -> a.getFileName().compareTo(b.getFileName()))
              .orElseThrow();
      inForce = Files.readString(newest);
    }
    assertThat(inForce)
        .contains(
            "wal_recovery_mode=kTolerateCorruptedTailRecords",
            "track_and_verify_wals=true",
            "track_and_verify_wals_in_manifest=true",
            "recycle_log_file_num=0",
            "paranoid_checks=true",
            "atomic_flush=true",
            "manual_wal_flush=false",
            "unordered_write=false",
            "max_total_wal_size=67108864",
            "keep_log_file_num=4",
            "max_log_file_size=1048576",
            "prefix_extractor=rocksdb.FixedPrefix.32",
            "partition_filters=true",
            "index_type=kTwoLevelIndexSearch");
  }

  @Test
  void lookUps_findEachRow_inMemoryAndInFiles() {
    Random random = new Random(11);
    Map<String, byte[]> keys = new TreeMap<>();
    try (Store store = RocksDbStore.at(dir)) {
      Batch batch = Batch.withHead(new byte[] {1});
      for (int i = 0; i < 2_000; i++) {
        byte[] key = new byte[Table.HASH_BYTES + Long.BYTES];
        random.nextBytes(key);
        keys.put(HexFormat.of().formatHex(key), key);
        batch.put(Table.BY_HASH, key, new byte[0]);
      }
      store.commit(null, batch);
      assertThat(found(store, keys.values())).isEqualTo(keys.keySet());
    }
    try (Store store = RocksDbStore.at(dir)) { // what was in memory was written to files
      assertThat(found(store, keys.values())).isEqualTo(keys.keySet());
      byte[] absent = new byte[Table.HASH_BYTES];
      for (int i = 0; i < 2_000; i++) {
        random.nextBytes(absent);
        assertThat(found(store, List.of(absent))).isEmpty();
      }
    }
  }

  private static Set<String> found(Store store, Collection<byte[]> keys) {
    Set<String> found = new TreeSet<>();
    for (byte[] key : keys) {
      store.scanPrefix(
          Table.BY_HASH,
          Arrays.copyOf(key, Table.HASH_BYTES),
          (row, value) -> found.add(HexFormat.of().formatHex(row)));
    }
    return found;
  }
}
