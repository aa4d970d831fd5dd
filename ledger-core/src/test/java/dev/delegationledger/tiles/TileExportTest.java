package dev.delegationledger.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.TestLedger;
import dev.delegationledger.tiles.TileExport.Extended;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.NodeKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an export writes, held against the definition of C2SP tlog-tiles. */
final class TileExportTest {
  private static final String CHECKPOINT = "checkpoint";

  @TempDir private Path folder;

  private Path out() {
    return folder.resolve("out/tiles");
  }

  private static Bytes checkpoint(SyntheticLog log) throws Exception {
    return Bytes.utf8(log.ledger().head().checkpoint().orElseThrow().text());
  }

  private static SortedMap<String, Bytes> expected(SyntheticLog log) throws Exception {
    SortedMap<String, Bytes> files = TilesReference.of(log.records(), log.records().size());
    files.put(CHECKPOINT, checkpoint(log));
    return files;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 256, 257, 511, 512, 513, 1_000})
  void newFolder_holdsWhatTheDefinitionSays_andNothingElse(int size) throws Exception {
    SyntheticLog log = SyntheticLog.of(size);
    Extended done = log.export().extend(out());
    assertThat(done.sizeBefore()).isZero();
    assertThat(done.checkpoint().checkpoint().size()).isEqualTo(size);
    assertThat(Tree.of(out())).isEqualTo(expected(log));
    assertThat(log.export().check(out())).isEqualTo(done.checkpoint());
  }

  /** The example of the definition, and what follows the first full tile of level 1. */
  @Test
  void aLogOf70000_hasTheTilesThatTheDefinitionCounts() throws Exception {
    SyntheticLog log = SyntheticLog.of(65_530);
    log.export().extend(out());
    log.grow(70_000, "e30.e30.AA");
    log.export().extend(out());
    SortedMap<String, Bytes> tree = Tree.of(out());
    assertThat(tree).containsAllEntriesOf(expected(log));
    assertThat(
            tree.keySet().stream()
                .filter(name -> name.startsWith("tile/0/") && !name.contains(".p")))
        .hasSize(273);
    assertThat(tree)
        .containsKeys("tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1")
        .containsKeys("tile/entries/272", "tile/entries/273.p/112")
        .doesNotContainKeys("tile/1/001", "tile/2/000", "tile/3/000.p/1");
    log.export().check(out());
  }

  @ParameterizedTest
  @CsvSource({"1,2", "1,256", "255,256", "256,256", "256,257", "200,900", "300,301", "512,1024"})
  void olderFolder_becomesWhatANewOneIs_andKeepsItsFiles(int before, int after) throws Exception {
    SyntheticLog log = SyntheticLog.of(before);
    log.export().extend(out());
    Map<String, Bytes> older = Tree.of(out());
    FileTime longAgo = FileTime.fromMillis(1_000);
    for (String name : older.keySet()) {
      Files.setLastModifiedTime(out().resolve(name), longAgo);
    }
    log.grow(after, "e30.e30.AA");
    assertThat(log.export().extend(out()).sizeBefore()).isEqualTo(before);
    Map<String, Bytes> wanted = expected(log);
    older.remove(CHECKPOINT);
    older.forEach(wanted::putIfAbsent);
    assertThat(Tree.of(out())).isEqualTo(wanted);
    for (String name : older.keySet()) {
      assertThat(Files.getLastModifiedTime(out().resolve(name))).as(name).isEqualTo(longAgo);
    }
    log.export().check(out());
  }

  /** Whatever a crash left behind, from nothing to everything but the checkpoint. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void interruptedExport_isFinishedByTheNext(long seed) throws Exception {
    Random random = new Random(seed);
    SyntheticLog log = SyntheticLog.of(300);
    log.export().extend(folder.resolve("older"));
    Map<String, Bytes> left = Tree.of(folder.resolve("older"));
    log.grow(1_100, "e30.e30.AA");
    Map<String, Bytes> whole = expected(log);
    whole.forEach(
        (name, content) -> {
          if (!name.equals(CHECKPOINT) && random.nextBoolean()) {
            left.put(name, content);
          }
        });
    Path interrupted = Tree.write(left, folder.resolve("interrupted"));
    Files.writeString(interrupted.resolve(".tmp"), "half a ti");
    log.export().extend(interrupted);
    assertThat(Tree.of(interrupted)).containsAllEntriesOf(whole);
    log.export().check(interrupted);
  }

  @Test
  void interruptedFirstExport_isFinishedByTheNext() throws Exception {
    SyntheticLog log = SyntheticLog.of(700);
    Map<String, Bytes> whole = expected(log);
    Map<String, Bytes> left = new TreeMap<>(whole);
    left.keySet().removeAll(List.of(CHECKPOINT, "tile/0/001", "tile/1/000.p/2"));
    Path interrupted = Tree.write(left, folder.resolve("interrupted"));
    assertThat(log.export().extend(interrupted).sizeBefore()).isZero();
    assertThat(Tree.of(interrupted)).isEqualTo(whole);
  }

  @Test
  void largestRecord_hasTwoBytesOfLength() throws Exception {
    SyntheticLog log = SyntheticLog.of(255);
    String previous = log.records().get(254).leafHash().base64();
    int overhead = ("e30.e30.AA\n255 255 " + previous + " " + previous + " -\n").length();
    log.grow(256, "e30.e30.AA" + "A".repeat(RawRecord.MAX_SIZE - overhead));
    log.export().extend(out());
    assertThat(log.records().get(255).bytes().size()).isEqualTo(65_535);
    assertThat(Tree.of(out())).isEqualTo(expected(log));
  }

  @Test
  void sameSize_leavesACosignedCheckpointAsItIs() throws Exception {
    SyntheticLog log = SyntheticLog.of(20);
    log.export().extend(out());
    Path file = out().resolve(CHECKPOINT);
    String cosigned = Files.readString(file) + "\u2014 witness.example " + "AAAA".repeat(25) + "\n";
    Files.writeString(file, cosigned);
    assertThat(log.export().extend(out()).checkpoint().text()).isEqualTo(cosigned);
    assertThat(log.export().check(out()).text()).isEqualTo(cosigned);
    assertThat(Files.readString(file)).isEqualTo(cosigned);
  }

  @Test
  void recordsAfterTheNewestCheckpoint_areNotPublished() throws Exception {
    SyntheticLog log = SyntheticLog.of(300);
    Bytes signed = checkpoint(log);
    SortedMap<String, Bytes> wanted = expected(log);
    log.growUnsigned(310);
    log.export().extend(out());
    assertThat(Tree.of(out())).isEqualTo(wanted).containsEntry(CHECKPOINT, signed);
  }

  @Test
  void extending_readsWhatIsNew_andAtMost255RecordsBefore() throws Exception {
    SyntheticLog log = SyntheticLog.of(3_000);
    log.export().extend(out());
    log.grow(3_010, "e30.e30.AA");
    Reads reads = new Reads(log.store());
    TileExport.of(SyntheticLog.over(reads)).extend(out());
    long lastBundle = 3_000 - 3_000 % 256;
    assertThat(reads.records.stream().filter(index -> index > 0)).allMatch(i -> i >= lastBundle);
    assertThat(reads.records).hasSizeLessThanOrEqualTo(1 + 2 * (int) (3_010 - lastBundle));
    assertThat(reads.others).isLessThan(400);
  }

  /** Counts what is read. */
  private static final class Reads implements ReadableStore {
    private final ReadableStore store;
    private final List<Long> records = new ArrayList<>();
    private int others;

    Reads(ReadableStore store) {
      this.store = store;
    }

    @Override
    public byte @Nullable [] head() {
      return store.head();
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
      if (table == Table.RECORDS) {
        records.add(Keys.trailingIndex(key));
      } else if (table != Table.NODES || NodeKey.of(key).orElseThrow().level() != 0) {
        others++;
      }
      return store.get(table, key);
    }

    @Override
    public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
      throw new UnsupportedOperationException("scan " + table);
    }

    @Override
    public void close() {}
  }

  @Test
  void twoAtOnce_oneIsBusy_andTheFolderIsWhole() throws Exception {
    SyntheticLog log = SyntheticLog.of(5_000);
    TileExport export = log.export();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Boolean>> done = new ArrayList<>();
    Callable<Boolean> extend =
        () -> {
          try {
            export.extend(out());
            return true;
          } catch (TilesRefused busy) {
            assertThat(busy.problem()).isEqualTo(TilesRefused.Problem.BUSY);
            return false;
          }
        };
    for (int i = 0; i < 16; i++) {
      done.add(threads.submit(extend));
    }
    boolean any = false;
    for (Future<Boolean> one : done) {
      any |= one.get();
    }
    threads.shutdown();
    assertThat(any).isTrue();
    assertThat(Tree.of(out())).isEqualTo(expected(log));
  }

  @Test
  void unwritableFolder_throws_andPublishesNoCheckpoint() throws Exception {
    SyntheticLog log = SyntheticLog.of(300);
    Files.createDirectories(out());
    Files.writeString(out().resolve("tile"), "in the way");
    assertThatThrownBy(() -> log.export().extend(out())).isInstanceOf(IOException.class);
    assertThat(out().resolve(CHECKPOINT)).doesNotExist();
    Files.delete(out().resolve("tile"));
    log.export().extend(out());
    assertThat(Tree.of(out())).isEqualTo(expected(log));
  }

  /** It fails after most files were written: what they are beyond the checkpoint does no harm. */
  @Test
  void failedExport_leavesTheOlderState_whole() throws Exception {
    SyntheticLog log = SyntheticLog.of(300);
    log.export().extend(out());
    String older = Files.readString(out().resolve(CHECKPOINT));
    log.grow(1_000, "e30.e30.AA");
    Path inTheWay = Files.writeString(out().resolve("tile/entries/003.p"), "in the way");
    assertThatThrownBy(() -> log.export().extend(out())).isInstanceOf(IOException.class);
    assertThat(out().resolve("tile/0/002")).exists();
    assertThat(Files.readString(out().resolve(CHECKPOINT))).isEqualTo(older);
    assertThat(log.export().check(out()).text()).isEqualTo(older);
    Files.delete(inTheWay);
    assertThat(log.export().extend(out()).sizeBefore()).isEqualTo(300);
    assertThat(Tree.of(out())).containsAllEntriesOf(expected(log));
  }

  @Test
  void runningLedger_publishesWhatItHolds_withoutWhatItHides() throws Exception {
    try (TestLedger test = TestLedger.open()) {
      assertThat(test.ledger().tiles(out())).isEqualTo(test.ledger().checkpoint());
      test.ledger().act(test.pay(84_000));
      assertThat(test.ledger().tiles(out())).isEqualTo(test.ledger().checkpoint());
      assertThat(Files.readString(out().resolve(CHECKPOINT)))
          .isEqualTo(test.ledger().checkpoint().text());
      String served =
          new String(
              Files.readAllBytes(
                  out()
                      .resolve(
                          "tile/entries/000.p/" + test.ledger().checkpoint().checkpoint().size())),
              StandardCharsets.ISO_8859_1);
      assertThat(served).doesNotContain("~").doesNotContain("Jane");
    }
  }
}
