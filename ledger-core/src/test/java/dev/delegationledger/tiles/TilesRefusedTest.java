package dev.delegationledger.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.delegationledger.LedgerBrokenException;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.TestLedger;
import dev.delegationledger.tiles.TilesRefused.Problem;
import dev.delegationledger.view.Keys;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are not those of the ledger, and ledgers that contradict themselves. */
final class TilesRefusedTest {
  private static final int SIZE = 600;

  @TempDir private Path folder;
  private SyntheticLog log;
  private Path out;

  @BeforeEach
  void export() throws Exception {
    out = folder.resolve("out");
    log = SyntheticLog.of(SIZE);
    log.export().extend(out);
  }

  private static void refused(Problem problem, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TilesRefused.class, e -> assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem));
  }

  /** To extend and to check it are refused, and neither changes anything. */
  private void refusedUnchanged(Problem problem, SyntheticLog by) throws Exception {
    Map<String, Bytes> before = Tree.of(out);
    refused(problem, () -> by.export().extend(out));
    refused(problem, () -> by.export().check(out));
    assertThat(Tree.of(out)).isEqualTo(before);
  }

  private void flipBit(String name) throws IOException {
    byte[] content = Files.readAllBytes(out.resolve(name));
    content[content.length / 2] ^= 1;
    Files.write(out.resolve(name), content);
  }

  @Test
  void anotherLedgersFolder_isRefused() throws Exception {
    refusedUnchanged(Problem.OTHER_LEDGER, SyntheticLog.of(SIZE + 100));
  }

  @Test
  void anotherOriginsFolder_isRefused() throws Exception {
    Map<String, Bytes> before = Tree.of(out);
    try (TestLedger test = TestLedger.open()) {
      refused(Problem.OTHER_LEDGER, () -> test.ledger().tiles(out));
    }
    assertThat(Tree.of(out)).isEqualTo(before);
  }

  @Test
  void folderOfMoreRecords_isRefused() throws Exception {
    refusedUnchanged(Problem.LARGER_THAN_LEDGER, log.forkedAt(SIZE - 1, SIZE - 1));
  }

  @Test
  void folderOfAnotherHistory_isRefused() throws Exception {
    refusedUnchanged(Problem.NOT_A_PREFIX, log.forkedAt(SIZE - 1, SIZE + 100));
    refusedUnchanged(Problem.NOT_A_PREFIX, log.forkedAt(SIZE - 1, SIZE));
    refusedUnchanged(Problem.NOT_A_PREFIX, log.forkedAt(10, SIZE + 100));
  }

  @Test
  void alteredCheckpoint_isRefused() throws Exception {
    Path file = out.resolve("checkpoint");
    String good = Files.readString(file);
    Files.writeString(file, good.replace("\n600\n", "\n599\n"));
    refusedUnchanged(Problem.OTHER_LEDGER, log);
    Files.writeString(file, good.replace("\n600\n", "\n0600\n"));
    refusedUnchanged(Problem.CHECKPOINT_MALFORMED, log);
    Files.writeString(file, "");
    refusedUnchanged(Problem.CHECKPOINT_MALFORMED, log);
    Files.writeString(file, good + "\u2014 w AAAAAAAA\n".repeat(100_000));
    refusedUnchanged(Problem.CHECKPOINT_MALFORMED, log);
    byte[] invalid = good.getBytes(StandardCharsets.UTF_8);
    invalid[0] = (byte) 0xff;
    Files.write(file, invalid);
    refusedUnchanged(Problem.CHECKPOINT_MALFORMED, log);
  }

  @Test
  void alteredOrMissingTilesAtTheEdge_areRefused() throws Exception {
    for (String name :
        new String[] {"tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/002.p/88"}) {
      byte[] good = Files.readAllBytes(out.resolve(name));
      flipBit(name);
      refusedUnchanged(Problem.TILE_DIFFERS, log);
      Files.write(out.resolve(name), Arrays.copyOf(good, good.length - 1));
      refusedUnchanged(Problem.TILE_DIFFERS, log);
      Files.write(out.resolve(name), Arrays.copyOf(good, good.length + 1));
      refusedUnchanged(Problem.TILE_DIFFERS, log);
      Files.delete(out.resolve(name));
      refusedUnchanged(Problem.TILE_MISSING, log);
      Files.createDirectory(out.resolve(name));
      refusedUnchanged(Problem.TILE_DIFFERS, log);
      Files.delete(out.resolve(name));
      Files.write(out.resolve(name), good);
    }
    log.export().extend(out);
  }

  @Test
  void filesBeyondTheCheckpoint_thatTheLedgerDoesNotSay_areRefused() throws Exception {
    log.grow(SIZE + 200, "e30.e30.AA");
    Map<String, Bytes> beyond = Tree.of(folder.resolve("out"));
    log.export().extend(folder.resolve("new"));
    beyond.put("tile/0/002", Tree.of(folder.resolve("new")).get("tile/0/002"));
    out = Tree.write(beyond, folder.resolve("beyond"));
    flipBit("tile/0/002");
    refusedUnchanged(Problem.TILE_DIFFERS, log);
    flipBit("tile/0/002");
    Files.write(out.resolve("tile/0/002.p/89"), new byte[89 * 32]);
    refusedUnchanged(Problem.TILE_DIFFERS, log);
  }

  @Test
  void filesOfMoreRecordsThanTheLedgerHas_areRefused() throws Exception {
    Files.write(out.resolve("tile/1/000"), new byte[256 * 32]);
    refusedUnchanged(Problem.TILE_DIFFERS, log);
    Files.delete(out.resolve("tile/1/000"));
    Files.write(out.resolve("tile/0/002.p/89"), new byte[89 * 32]);
    refusedUnchanged(Problem.TILE_DIFFERS, log);
  }

  /** What was compared when it was written is read again by a check only. */
  @Test
  void alteredOlderFile_isNoticedByTheCheck_notByExtending() throws Exception {
    log.grow(SIZE + 1, "e30.e30.AA");
    log.export().extend(out);
    for (String name : List.of("tile/entries/001", "tile/entries/002.p/88", "tile/0/002.p/88")) {
      byte[] good = Files.readAllBytes(out.resolve(name));
      flipBit(name);
      log.grow(log.records().size() + 1, "e30.e30.AA");
      log.export().extend(out);
      refused(Problem.TILE_DIFFERS, () -> log.export().check(out));
      Files.write(out.resolve(name), good);
      log.export().check(out);
    }
  }

  @TestFactory
  Stream<DynamicTest> check_noticesABitOfAnyFile_andItsAbsence() throws Exception {
    return Tree.of(out).keySet().stream()
        .filter(name -> !name.equals("checkpoint"))
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      byte[] good = Files.readAllBytes(out.resolve(name));
                      flipBit(name);
                      refused(Problem.TILE_DIFFERS, () -> log.export().check(out));
                      Files.delete(out.resolve(name));
                      refused(Problem.TILE_MISSING, () -> log.export().check(out));
                      Files.write(out.resolve(name), good);
                      log.export().check(out);
                    }));
  }

  @Test
  void checkWithoutACheckpoint_isRefused_andCreatesNothing() throws Exception {
    Path nothing = folder.resolve("nothing");
    refused(Problem.NO_CHECKPOINT, () -> log.export().check(nothing));
    assertThat(nothing).doesNotExist();
    Files.delete(out.resolve("checkpoint"));
    refused(Problem.NO_CHECKPOINT, () -> log.export().check(out));
  }

  @Test
  void folderThatIsBeingExportedTo_isBusy() throws Exception {
    try (FileChannel channel = FileChannel.open(out.resolve(".lock"), StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      refusedUnchanged(Problem.BUSY, log);
    }
    log.export().extend(out);
  }

  @Test
  void folderThatAnotherProcessExportsTo_isBusy() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                out.resolve(".lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.getInputStream().read()).as("it holds the lock").isEqualTo('!');
      refusedUnchanged(Problem.BUSY, log);
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
    log.export().extend(out);
  }

  /** A process that exports to a folder, as far as the next one can tell, until stdin ends. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        System.out.write(held.isValid() ? '!' : '?');
        System.out.flush();
        System.in.read();
      }
    }
  }

  private void put(Table table, byte[] key, byte[] value) {
    byte[] head = Objects.requireNonNull(log.store().head());
    log.store().commit(head, Batch.withHead(head).put(table, key, value));
  }

  private Path fresh() throws IOException {
    return Files.createDirectory(folder.resolve("fresh"));
  }

  private void brokenLedger_publishesNothing(Reason reason, Path... folders) throws Exception {
    for (Path into : folders) {
      Map<String, Bytes> before = Tree.of(into);
      Throwable thrown = catchThrowable(() -> log.export().extend(into));
      assertThat(thrown)
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.refusal().reason()).isEqualTo(reason));
      assertThat(Tree.of(into)).isEqualTo(before);
    }
  }

  @Test
  void alteredRecord_publishesNothing() throws Exception {
    log.grow(SIZE + 50, "e30.e30.AA");
    byte[] record = log.records().get(620).bytes().toArray();
    record[4] ^= 1;
    put(Table.RECORDS, Keys.index(620), record);
    brokenLedger_publishesNothing(Reason.RECORD_ALTERED, out, fresh());
  }

  /** Leaf and record agree with each other, and not with what was signed. */
  @Test
  void recordAlteredWithItsLeaf_publishesNothing() throws Exception {
    log.grow(SIZE + 50, "e30.e30.AA");
    byte[] record = log.records().get(620).bytes().toArray();
    record[4] ^= 1;
    put(Table.RECORDS, Keys.index(620), record);
    put(Table.NODES, Keys.node(0, 620), Merkle.leafHash(record).toArray());
    brokenLedger_publishesNothing(Reason.HEAD_CONTRADICTION, out, fresh());
  }

  @Test
  void alteredNodeOfTheOlderTree_publishesNothing() throws Exception {
    log.grow(SIZE + 50, "e30.e30.AA");
    put(Table.NODES, Keys.node(8, 1), Hash.ZERO.toArray());
    brokenLedger_publishesNothing(Reason.HEAD_CONTRADICTION, out);
  }

  @Test
  void missingNode_publishesNothing() throws Exception {
    log.grow(SIZE + 50, "e30.e30.AA");
    byte[] head = Objects.requireNonNull(log.store().head());
    log.store().commit(head, Batch.withHead(head).delete(Table.NODES, Keys.node(0, 601)));
    brokenLedger_publishesNothing(Reason.NODE_CONTRADICTION, out, fresh());
  }

  @Test
  void brokenLedger_isToldAsSuch_byTheFacade() throws Exception {
    TestLedger test = TestLedger.open();
    byte[] head = Objects.requireNonNull(test.store().head());
    test.store().commit(head, Batch.withHead(head).delete(Table.RECORDS, Keys.index(3)));
    assertThatThrownBy(() -> test.ledger().tiles(folder.resolve("broken")))
        .isInstanceOfSatisfying(
            LedgerBrokenException.class,
            e -> assertThat(e.findings().get(0).reason()).isEqualTo(Reason.RECORD_LOST));
    assertThat(folder.resolve("broken/checkpoint")).doesNotExist();
    test.closeUnaudited();
  }
}
