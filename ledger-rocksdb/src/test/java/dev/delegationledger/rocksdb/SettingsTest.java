package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            "max_log_file_size=1048576");
  }
}
