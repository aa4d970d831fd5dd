package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A changed type of a record, one that only files have which are written over: RocksDB alone would
 * go on opening such a file without end.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class RecordTypesTest {
  private static final int[] TYPES = {5, 6, 7, 8, 11, 131};

  @TempDir(factory = MemoryDisk.class)
  Path temp;

  private Path dir;

  @BeforeEach
  void write() {
    dir = temp.resolve("store");
    for (int opening = 0; opening < 3; opening++) {
      try (RocksDbStore store = RocksDbStore.at(dir)) {
        for (int commit = 1; commit <= 3; commit++) {
          Numbered.commit(store, 3 * opening + commit, 10);
        }
      }
    }
  }

  @Test
  void manifest_withATypeOfFilesWrittenOver_isReported() throws Exception {
    Path manifest = dir.resolve(ManifestSeal.current(dir));
    assertThat(damagedAtEachRecord(manifest)).isGreaterThan(10);
  }

  @Test
  void log_withATypeOfFilesWrittenOver_isReported() throws Exception {
    List<Path> logs = StoreFolder.list(dir).stream().filter(StoreFolder::isWal).toList();
    assertThat(logs).hasSize(1);
    assertThat(damagedAtEachRecord(logs.get(0))).isGreaterThan(2);
  }

  /** Returns how many records there are, which are all within one block. */
  private int damagedAtEachRecord(Path file) throws Exception {
    byte[] content = Files.readAllBytes(file);
    assertThat(content.length).isLessThan(LogEnd.BLOCK);
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    int records = 0;
    for (int place = 0; place < content.length; place = LogEnd.end(bytes, place)) {
      int type = TYPES[records++ % TYPES.length];
      byte[] damaged = content.clone();
      damaged[place + LogEnd.TYPE] = (byte) type;
      Files.write(file, damaged);
      String message =
          file.getFileName()
              + " is damaged: expected no record of a file that is written over, got one of type "
              + type
              + " at byte "
              + place;
      assertThatThrownBy(() -> RocksDbStore.read(dir))
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageContaining(message);
      assertThatThrownBy(() -> RocksDbStore.at(dir))
          .isExactlyInstanceOf(StoreException.class)
          .hasMessageContaining(message);
    }
    Files.write(file, content);
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      assertThat(Numbered.check(store, 10)).isEqualTo(9);
    }
    return records;
  }
}
