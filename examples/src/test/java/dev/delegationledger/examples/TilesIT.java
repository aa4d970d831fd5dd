package dev.delegationledger.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.testing.GoReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The story's log as static files, in the hands of a program that is not ours. */
final class TilesIT {
  @TempDir private static Path folder;
  private static Path incident;
  private static Path tiles;
  private static Path proof;
  private static String key;
  private static GoReader go;

  @BeforeAll
  static void export() throws Exception {
    go = GoReader.builtInto(folder);
    incident = Played.into(folder.resolve("incident")).incident();
    tiles = folder.resolve("tiles");
    proof = folder.resolve("payment.tlog-proof");
    run(0, "tiles", "--ledger", "ledger", "-o", tiles.toString());
    run(0, "prove", "18", "--ledger", "ledger", "-o", proof.toString(), "--format", "tlog-proof");
    String origin = Files.readAllLines(tiles.resolve("checkpoint")).get(0);
    key =
        TrustAnchors.parse(Files.readAllBytes(incident.resolve("trust.json")))
            .of(origin, Optional.empty())
            .orElseThrow()
            .keys()
            .keys()
            .get(0)
            .text();
  }

  private static Launcher.Ran run(int exit, String... arguments) throws Exception {
    Launcher.Ran ran = Launcher.run(incident, List.of(arguments));
    assertThat(ran.exit()).as(ran.err()).isEqualTo(exit);
    return ran;
  }

  @Test
  void whatTheStoryLeft_isRead_nowAndLaterOn() throws Exception {
    Path growing = folder.resolve("growing");
    for (String ledger : List.of("ledger", "later")) {
      run(0, "tiles", "--ledger", ledger, "-o", growing.toString());
      GoReader.Ran read = go.check(key, growing, proof);
      assertThat(read.exit()).as(read.said()).isZero();
    }
  }

  @Test
  void anotherLedger_isNotWrittenOverIt() throws Exception {
    String before = Files.readString(tiles.resolve("checkpoint"));
    assertThat(run(1, "tiles", "--ledger", "rogue", "-o", tiles.toString()).err())
        .contains("other-ledger");
    assertThat(Files.readString(tiles.resolve("checkpoint"))).isEqualTo(before);
  }

  @TestFactory
  Stream<DynamicTest> aBitOfAnyFile_isNoticed() throws Exception {
    try (Stream<Path> files = Files.walk(tiles)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith(".lock"))
          .map(file -> DynamicTest.dynamicTest(tiles.relativize(file).toString(), () -> flip(file)))
          .toList()
          .stream();
    }
  }

  private static void flip(Path file) throws Exception {
    byte[] good = Files.readAllBytes(file);
    byte[] flipped = good.clone();
    flipped[good.length / 2] ^= 1;
    Files.write(file, flipped);
    GoReader.Ran read = go.check(key, tiles);
    Files.write(file, good);
    assertThat(read.exit()).as(read.said()).isEqualTo(1);
    assertThat(go.check(key, tiles).exit()).isZero();
  }
}
