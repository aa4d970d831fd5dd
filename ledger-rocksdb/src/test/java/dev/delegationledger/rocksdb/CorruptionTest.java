package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage to the files of a store: reported by opening or by reading, or without effect; never a
 * different answer.
 */
class CorruptionTest {
  private static final int BYTES = 60;
  private static final int PLACES = 10; // tried in each file

  private static final int GENERATION = 20;

  @TempDir Path temp;
  private Path good;
  private Path bad;
  private int head;

  /** A store with table files, a manifest that names them, and rows that are only in a log. */
  @BeforeEach
  void writeStore() {
    good = temp.resolve("good");
    bad = temp.resolve("bad");
    for (int generation = 0; generation < 3; generation++) {
      try (RocksDbStore store = RocksDbStore.at(good)) {
        for (int i = 0; i < GENERATION; i++) {
          Numbered.commit(store, ++head, BYTES);
        }
      }
    }
  }

  @Test
  void flippedBitInLogOrManifest_isReported() throws IOException {
    for (Path file : files("[0-9]+\\.log|MANIFEST-[0-9]+|CURRENT")) {
      byte[] content = Files.readAllBytes(file);
      for (int place : places(content.length)) {
        damage(file, flipped(content, place));
        assertReported("bit flipped in " + file.getFileName() + " at " + place);
      }
    }
  }

  /** Not every byte of a table file is ever read: some properties are for people. */
  @Test
  void flippedBitInTable_isReportedOrWithoutEffect() throws IOException {
    for (Path file : someTables()) {
      byte[] content = Files.readAllBytes(file);
      int reported = 0;
      for (int place : places(content.length)) {
        damage(file, flipped(content, place));
        try {
          assertThat(check(() -> RocksDbStore.read(bad))).isEqualTo(head);
        } catch (StoreException e) {
          reported++;
        }
      }
      assertThat(reported).as("of %s in %s", PLACES, file).isGreaterThan(PLACES / 2);
    }
  }

  private static byte[] flipped(byte[] content, int place) {
    byte[] flipped = content.clone();
    flipped[place] ^= 0x10;
    return flipped;
  }

  @Test
  void cutManifest_isReported() throws IOException {
    for (Path file : files("MANIFEST-[0-9]+|CURRENT")) {
      byte[] content = Files.readAllBytes(file);
      for (int place : places(content.length)) {
        damage(file, Arrays.copyOf(content, place));
        assertReported(file.getFileName() + " cut at " + place);
      }
    }
  }

  @Test
  void cutOrMissingTable_isReported() throws IOException {
    for (Path file : someTables()) {
      byte[] content = Files.readAllBytes(file);
      for (int place : new int[] {0, content.length / 2, content.length - 1}) {
        damage(file, Arrays.copyOf(content, place));
        assertReported(file.getFileName() + " cut at " + place);
      }
      damage(file, null);
      assertReported(file.getFileName() + " missing");
    }
  }

  @Test
  void missingManifestOrCurrent_isReported() throws IOException {
    for (Path file : files("MANIFEST-[0-9]+|CURRENT")) {
      damage(file, null);
      assertReported(file.getFileName() + " missing");
    }
  }

  /**
   * The first and the last table of each restart: those of the first and the last column family.
   */
  private List<Path> someTables() throws IOException {
    List<Path> tables = files("[0-9]+\\.sst");
    return List.of(tables.get(0), tables.get(1), tables.get(tables.size() - 1));
  }

  /**
   * The one thing that a crash may leave: an incomplete end. What is before it stays, and stays
   * whole.
   */
  @Test
  void cutLog_showsAWholeEarlierHistory() throws IOException {
    for (Path file : files("[0-9]+\\.log")) {
      byte[] content = Files.readAllBytes(file);
      for (int place : places(content.length)) {
        damage(file, Arrays.copyOf(content, place));
        int seenByReader = check(() -> RocksDbStore.read(bad));
        int seenByWriter = check(() -> RocksDbStore.at(bad));
        assertThat(seenByReader).as("log cut at %s", place).isBetween(2 * GENERATION, head);
        assertThat(seenByWriter).as("log cut at %s", place).isEqualTo(seenByReader);
      }
    }
  }

  private void damage(Path file, byte @Nullable [] content) throws IOException {
    Tree.copy(good, bad);
    Path target = bad.resolve(file.getFileName());
    if (content == null) {
      Files.delete(target);
    } else {
      Files.write(target, content);
    }
  }

  private void assertReported(String what) {
    assertReported(what + ", reader", () -> RocksDbStore.read(bad));
    assertReported(what + ", writer", () -> RocksDbStore.at(bad));
  }

  private static void assertReported(String what, Supplier<ReadableStore> opener) {
    try {
      int head = check(opener);
      throw new AssertionError(what + ": not reported, head " + head);
    } catch (StoreException e) {
      assertThat(e.getMessage()).as(what).contains("store ").contains(" failed: ");
    }
  }

  private static int check(Supplier<ReadableStore> opener) {
    try (ReadableStore store = opener.get()) {
      return Numbered.check(store, BYTES);
    }
  }

  private List<Path> files(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(good)) {
      List<Path> matching =
          files.filter(f -> f.getFileName().toString().matches(pattern)).sorted().toList();
      assertThat(matching).as(pattern).isNotEmpty();
      return matching;
    }
  }

  private static int[] places(int length) {
    int[] places = new int[Math.min(PLACES, length)];
    for (int i = 0; i < places.length; i++) {
      places[i] = (int) ((long) (length - 1) * i / (places.length - 1));
    }
    return places;
  }
}
