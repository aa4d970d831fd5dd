package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading beside a live writer, and from a store that nobody has open. */
class ReaderTest {
  @TempDir Path temp;

  @Test
  void reader_leavesTheFolderAsItWas() throws Exception {
    Path dir = temp.resolve("store");
    int head = 0;
    for (int generation = 0; generation < 2; generation++) { // tables first, then tables and a log
      try (RocksDbStore store = RocksDbStore.at(dir)) {
        for (int i = 0; i < 5; i++) {
          Numbered.commit(store, ++head, 100);
        }
      }
    }
    var before = Tree.of(dir);
    try (ReadableStore reader = RocksDbStore.read(dir)) {
      assertThat(Numbered.check(reader, 100)).isEqualTo(10);
      assertThat(Tree.of(dir)).isEqualTo(before);
    }
    assertThat(Tree.of(dir)).isEqualTo(before);
  }

  @Test
  void reader_seesTheMomentOfItsOpening() {
    try (RocksDbStore store = RocksDbStore.at(temp)) {
      Numbered.commit(store, 1, 100);
      try (ReadableStore reader = RocksDbStore.read(temp)) {
        Numbered.commit(store, 2, 100);
        assertThat(Numbered.check(reader, 100)).isEqualTo(1);
        assertThat(reader.get(Table.RECORDS, Numbered.key(2))).isNull();
      }
      try (ReadableStore reader = RocksDbStore.read(temp)) {
        assertThat(Numbered.check(reader, 100)).isEqualTo(2);
      }
      Numbered.commit(store, 3, 100);
    }
  }

  @Test
  void reader_keepsNoCopyOfTheLogs() {
    RocksDbStore.at(temp).close();
    try (RocksDbReader reader = RocksDbReader.open(temp)) {
      assertThat(reader.viewFolder()).doesNotExist();
      assertThat(reader.head()).isNull();
    }
  }

  @Test
  void copyOfTheLogs_isItsOwnersOnly_andGoneOnceClosed() throws IOException {
    RocksDbStore.at(temp).close();
    Path folder;
    try (PrivateView view = PrivateView.copy(temp, PrivateView.Outline.of(temp))) {
      folder = view.folder();
      assertThat(folder.resolve("CURRENT")).exists();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void copyOfAStoreThatMovedMeanwhile_isRefused() throws IOException {
    try (RocksDbStore store = RocksDbStore.at(temp)) {
      Numbered.commit(store, 1, 100);
    }
    PrivateView.Outline before = PrivateView.Outline.of(temp);
    RocksDbStore.at(temp).close();
    assertThatThrownBy(() -> PrivateView.copy(temp, before)).isInstanceOf(IOException.class);
  }

  @Test
  void closedReader_refusesEveryCall() {
    RocksDbStore.at(temp).close();
    ReadableStore reader = RocksDbStore.read(temp);
    reader.close();
    reader.close();
    assertThatThrownBy(reader::head)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("store %s is closed", temp);
    assertThatThrownBy(() -> reader.get(Table.NODES, new byte[] {1}))
        .isInstanceOf(IllegalStateException.class);
  }

  /**
   * The writer flushes and deletes files all the time: 100 KB a commit, against write buffers of 32
   * MiB.
   */
  @Test
  void readersBesideABusyWriter_alwaysSeeAWholeHistory() throws Exception {
    int bytes = 100_000;
    Path dir = temp.resolve("store");
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      Numbered.commit(store, 1, bytes);
      Process child = Child.start(Child.Job.READ, dir, bytes, temp);
      int head = 1;
      int reads = 0;
      for (; head < 90; head++) {
        Numbered.commit(store, head + 1, bytes);
        if (head % 10 == 0) {
          try (ReadableStore reader = RocksDbStore.read(dir)) {
            assertThat(Numbered.check(reader, bytes)).isEqualTo(head + 1);
            reads++;
          }
        }
      }
      child.getOutputStream().write('\n');
      child.getOutputStream().close();
      List<Integer> seen =
          new String(child.getInputStream().readAllBytes(), UTF_8)
              .lines()
              .map(Integer::valueOf)
              .toList();
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(child.exitValue()).isZero();
      assertThat(reads).isEqualTo(8);
      assertThat(seen).isNotEmpty().isSorted();
      assertThat(Numbered.check(store, bytes)).isEqualTo(head);
    }
  }
}
