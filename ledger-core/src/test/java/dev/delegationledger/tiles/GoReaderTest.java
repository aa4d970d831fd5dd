package dev.delegationledger.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.proof.TlogProof;
import dev.delegationledger.testing.GoReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Tiles and proofs, read by a program that is not ours. */
final class GoReaderTest {
  @TempDir private static Path folder;
  private static GoReader go;

  @BeforeAll
  static void build() throws Exception {
    go = GoReader.builtInto(folder);
  }

  private static String key(SyntheticLog log) throws Exception {
    return VerifierKey.of(log.ledger().identity().origin(), log.key().publicKey()).text();
  }

  private static Path prove(SyntheticLog log, long index, String name) throws Exception {
    return Files.write(folder.resolve(name), TlogProof.of(log.ledger(), index).toBytes());
  }

  /** Two full tiles of level 1, and one of level 2 that is not full. */
  @Test
  void aLogThatGrows_isRead_withOldAndNewProofs() throws Exception {
    SyntheticLog log = SyntheticLog.of(300);
    Path tiles = folder.resolve("growing");
    log.export().extend(tiles);
    Path old = prove(log, 299, "old.tlog-proof");
    assertThat(go.check(key(log), tiles, old))
        .isEqualTo(new GoReader.Ran(0, "300 records, 3 tiles, 1 proofs\n"));
    log.grow(66_000, "e30.e30.AA");
    log.export().extend(tiles);
    Path first = prove(log, 0, "first.tlog-proof");
    Path last = prove(log, 65_999, "last.tlog-proof");
    assertThat(go.check(key(log), tiles, old, first, last))
        .isEqualTo(new GoReader.Ran(0, "66000 records, 261 tiles, 3 proofs\n"));
  }

  @TestFactory
  Stream<DynamicTest> aBitOfAnyFile_isNoticed() throws Exception {
    SyntheticLog log = SyntheticLog.of(600);
    Path tiles = folder.resolve("flipped");
    log.export().extend(tiles);
    return Tree.of(tiles).keySet().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      byte[] good = Files.readAllBytes(tiles.resolve(name));
                      for (int at : new int[] {0, good.length / 2, good.length - 1}) {
                        byte[] flipped = good.clone();
                        flipped[at] ^= 1;
                        Files.write(tiles.resolve(name), flipped);
                        assertThat(go.check(key(log), tiles).exit()).as("byte %s", at).isEqualTo(1);
                      }
                      Files.write(tiles.resolve(name), good);
                      assertThat(go.check(key(log), tiles).exit()).isZero();
                    }));
  }

  @Test
  void aBitOfAProof_isNoticed_andAProofOfAnotherHistory() throws Exception {
    SyntheticLog log = SyntheticLog.of(600);
    Path tiles = folder.resolve("proven");
    log.export().extend(tiles);
    byte[] good = Files.readAllBytes(prove(log, 77, "flipped.tlog-proof"));
    for (int at = 0; at < good.length; at += 29) {
      byte[] flipped = good.clone();
      flipped[at] ^= 1;
      Path proof = Files.write(folder.resolve("flipped.tlog-proof"), flipped);
      assertThat(go.check(key(log), tiles, proof).exit()).as("byte %s", at).isEqualTo(1);
    }
    SyntheticLog fork = log.forkedAt(599, 600);
    Path proof = prove(fork, 5, "fork.tlog-proof");
    assertThat(go.check(key(log), tiles, proof).said()).contains("not the beginning of the log");
  }

  @Test
  void anotherKey_opensNothing() throws Exception {
    SyntheticLog log = SyntheticLog.of(3);
    Path tiles = folder.resolve("other");
    log.export().extend(tiles);
    assertThat(go.check(key(SyntheticLog.of(3)), tiles))
        .isEqualTo(new GoReader.Ran(1, "interop: note has no verifiable signatures\n"));
  }
}
