package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged length in a log, which recovery alone takes for the torn end of it. */
class LogEndTest {
  /** Of one row in each table and the head: each commit takes some hundred bytes of the log. */
  private static final int BYTES = 40;

  private static final int COMMITS = 200;

  /** The more significant byte of a record's length. */
  private static final int LENGTH = 5;

  @TempDir Path dir;
  private Path log;
  private byte[] content;
  private int last;
  private int before;

  @BeforeEach
  void writeLog() throws Exception {
    long[] sizes = new long[COMMITS + 1];
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      log = StoreFolder.list(dir).stream().filter(StoreFolder::isWal).findFirst().orElseThrow();
      for (int commit = 1; commit <= COMMITS; commit++) {
        sizes[commit - 1] = Files.size(log);
        Numbered.commit(store, commit, BYTES);
      }
    }
    content = Files.readAllBytes(log);
    assertThat(content.length).as("more than one block").isGreaterThan(40_000);
    last = (int) sizes[COMMITS - 1];
    before = (int) sizes[COMMITS - 2];
  }

  @Test
  void recordBeforeOthers_withALengthBeyondTheEnd_isReported() throws Exception {
    byte[] damaged = content.clone();
    damaged[before + LENGTH] = 0x7f;
    Files.write(log, damaged);
    String message =
        "opening store %s failed: %s is damaged: expected the end of the log at byte %s, where a"
            + " record is longer than the file, got a whole record at byte %s";
    Object[] values = {dir, log.getFileName(), before, last};
    assertThatThrownBy(() -> RocksDbStore.read(dir))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessage(message, values);
    assertThatThrownBy(() -> RocksDbStore.at(dir))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessage(message, values);
  }

  /** That no file can tell from a write that was interrupted. */
  @Test
  void lastRecord_withALengthBeyondTheEnd_isATornEnd() throws Exception {
    byte[] damaged = content.clone();
    damaged[last + LENGTH] = 0x7f;
    Files.write(log, damaged);
    assertThat(LogEnd.of(log).contradiction()).isNull();
    try (var store = RocksDbStore.read(dir)) {
      assertThat(Numbered.check(store, BYTES)).isEqualTo(COMMITS - 1);
    }
  }

  @Test
  void logCutAnywhere_isATornEnd() throws Exception {
    for (int length = 0; length <= content.length; length += length < 32_000 ? 1_001 : 13) {
      Files.write(log, Arrays.copyOf(content, length));
      assertThat(LogEnd.of(log).contradiction()).as("cut at %s", length).isNull();
    }
  }

  /** RocksDB may begin such a log after a failed write, and delete the one before. */
  @Test
  void logWithoutRows_isKnownByItsWholeRecords() throws Exception {
    byte[] rows;
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      Batch batch = Batch.withHead(Numbered.key(COMMITS + 1));
      batch.delete(Table.DISCLOSURES, Numbered.key(1));
      store.commit(Numbered.key(COMMITS), batch);
      store.purge(); // begins another log, and then writes a row
      List<Path> logs = StoreFolder.list(dir).stream().filter(StoreFolder::isWal).toList();
      rows = Files.readAllBytes(logs.get(logs.size() - 1));
    }
    int first = 7 + rows[4];
    byte[] ofRocksDb = Arrays.copyOf(rows, first);
    assertThat(isWithoutRows(new byte[0])).isTrue();
    assertThat(isWithoutRows(ofRocksDb)).isTrue();
    assertThat(isWithoutRows(Arrays.copyOf(rows, first + 1))).as("a part of a row").isFalse();
    assertThat(isWithoutRows(rows)).as("a row").isFalse();
    assertThat(isWithoutRows(content)).as("rows in two blocks").isFalse();
    ofRocksDb[first - 1] ^= 1;
    assertThat(isWithoutRows(ofRocksDb)).as("damaged").isFalse();
  }

  private boolean isWithoutRows(byte[] bytes) throws Exception {
    Path file = Files.write(dir.resolve("some.bytes"), bytes);
    return LogEnd.of(file).isWithoutRows();
  }
}
