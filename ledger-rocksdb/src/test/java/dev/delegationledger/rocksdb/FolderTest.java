package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.StoreLockedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;

/** Which folders are taken for a store, and who may write to one. */
class FolderTest {
  @TempDir Path temp;

  @Test
  void missingFolder_isCreatedForAWriterButNotForAReader() {
    Path dir = temp.resolve("a/b");
    assertReadRefused(dir, "expected a folder, got nothing");
    assertThat(temp.resolve("a")).doesNotExist();
    RocksDbStore.at(dir).close();
    RocksDbStore.read(dir).close();
  }

  @Test
  void emptyFolder_isNoStoreForAReader() throws Exception {
    assertReadRefused(temp, "expected a store, got a folder without CURRENT");
    assertThat(Tree.of(temp)).isEmpty();
  }

  @Test
  void file_isRefused() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "text");
    assertReadRefused(file, "expected a folder, got a file");
    assertOpenRefused(file, "expected a folder, got a file");
    assertOpenRefused(file.resolve("below"), "expected a folder or leave to create it");
    assertThat(file).hasContent("text");
  }

  @Test
  void folderWithOtherFiles_isRefusedAndLeftAlone() throws Exception {
    Files.writeString(temp.resolve("diary.txt"), "dear diary");
    var before = Tree.of(temp);
    assertReadRefused(temp, "expected a store, got a folder without CURRENT");
    assertOpenRefused(temp, "expected a store or an empty folder, got other files and no CURRENT");
    assertThat(Tree.of(temp)).isEqualTo(before);
  }

  @Test
  void storeThatLostCurrent_isNotCreatedAnew() throws Exception {
    try (RocksDbStore store = RocksDbStore.at(temp)) {
      Numbered.commit(store, 1, 10);
    }
    Files.delete(temp.resolve("CURRENT"));
    var before = Tree.of(temp);
    assertOpenRefused(temp, "got other files and no CURRENT");
    assertThat(Tree.of(temp)).isEqualTo(before);
  }

  @Test
  void otherRocksDb_isRefusedAndLeftAlone() throws Exception {
    RocksDB.loadLibrary();
    try (DBOptions options = new DBOptions();
        ColumnFamilyOptions family = new ColumnFamilyOptions()) {
      options.setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
      List<ColumnFamilyDescriptor> families =
          List.of(
              new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family),
              new ColumnFamilyDescriptor("cats".getBytes(UTF_8), family));
      try (RocksDB db =
          RocksDB.open(options, temp.toString(), families, new ArrayList<ColumnFamilyHandle>())) {
        db.put(new byte[] {1}, new byte[] {2});
      }
    }
    var before = Tree.of(temp);
    assertOpenRefused(temp, "expected the column families [by_end, by_hash,");
    assertOpenRefused(temp, "got [cats, default]");
    assertReadRefused(temp, "Column family not found");
    assertThat(Tree.of(temp)).isEqualTo(before);
  }

  @Test
  void otherRocksDbWithOneColumnFamily_isRefusedAndLeftAlone() throws Exception {
    RocksDB.loadLibrary();
    try (RocksDB db = RocksDB.open(temp.toString())) {
      db.put(new byte[] {1}, new byte[] {2});
    }
    var before = Tree.of(temp);
    assertOpenRefused(temp, "got [default]");
    assertThat(Tree.of(temp)).isEqualTo(before);
  }

  @Test
  void otherLayout_isRefused() throws Exception {
    for (String layout :
        List.of(
            "delegation-ledger-store 1",
            "delegation-ledger-store 2",
            "delegation-ledger-store 4",
            "delegation-ledger-store 30",
            "store\n3",
            "")) {
      Path dir = Files.createTempDirectory(temp, "layout");
      try (RocksDbStore store = RocksDbStore.at(dir)) {
        Numbered.commit(store, 1, 10);
      }
      try (RocksDbStore store =
          RocksDbStore.at(
              dir,
              (db, options, rows) -> db.put("layout".getBytes(UTF_8), layout.getBytes(UTF_8)))) {
        Numbered.commit(store, 2, 10);
      }
      String message =
          "expected layout 'delegation-ledger-store 3', got '" + layout.replace('\n', '.') + "'";
      assertOpenRefused(dir, message);
      assertReadRefused(dir, message);
    }
  }

  @Test
  void storeThatLostItsLayout_isRefused() throws Exception {
    try (RocksDbStore store = RocksDbStore.at(temp)) {
      Numbered.commit(store, 1, 10);
    }
    try (RocksDbStore store =
        RocksDbStore.at(temp, (db, options, rows) -> db.delete("layout".getBytes(UTF_8)))) {
      Numbered.commit(store, 2, 10);
    }
    String message = "expected a store, got a RocksDB database without its layout";
    assertOpenRefused(temp, message);
    assertReadRefused(temp, message);
  }

  @Test
  void secondWriter_isRefusedInThisProcess_alsoThroughAnotherPath() throws Exception {
    Path dir = temp.resolve("store");
    Path alias = temp.resolve("alias");
    Files.createSymbolicLink(alias, dir);
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      for (Path path : List.of(dir, alias, temp.resolve("alias/../store"))) {
        assertThatThrownBy(() -> RocksDbStore.at(path))
            .isInstanceOf(StoreLockedException.class)
            .hasMessage(
                "opening store %s failed: expected no other writer, got one that holds it", path);
      }
      Numbered.commit(store, 1, 10);
    }
    try (RocksDbStore store = RocksDbStore.at(alias)) {
      assertThat(Numbered.check(store, 10)).isEqualTo(1);
    }
  }

  @Test
  void secondWriter_isRefusedInAnotherProcess_alsoAfterAReaderCameAndWent() throws Exception {
    Path dir = temp.resolve("store");
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      Numbered.commit(store, 1, 10);
      RocksDbStore.read(dir).close();
      assertThat(openElsewhere(dir))
          .isEqualTo(
              "StoreLockedException: opening store "
                  + dir
                  + " failed: expected no other writer, got one that holds it");
    }
    assertThat(openElsewhere(dir)).isEqualTo("opened at 1");
  }

  private String openElsewhere(Path dir) throws Exception {
    Process child = Child.start(Child.Job.OPEN, dir, 10, temp);
    return new String(child.getInputStream().readAllBytes(), UTF_8).strip();
  }

  private static void assertOpenRefused(Path dir, String message) {
    assertThatThrownBy(() -> RocksDbStore.at(dir))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageStartingWith("opening store " + dir)
        .hasMessageContaining(message);
  }

  private static void assertReadRefused(Path dir, String message) {
    assertThatThrownBy(() -> RocksDbStore.read(dir))
        .isExactlyInstanceOf(StoreException.class)
        .hasMessageStartingWith("opening store " + dir)
        .hasMessageContaining(message);
  }
}
