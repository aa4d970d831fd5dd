package dev.delegationledger.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.testing.KeptProofs;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.testing.SecondVerifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A verifier in another language says the same of every proof that the story leaves. */
final class SecondVerifierIT {
  @TempDir private Path folder;

  @Test
  void everyProofOfTheStory_isJudgedAlike() throws Exception {
    assumeTrue(SecondVerifier.isThere(), "no python3 with the package that it needs: not compared");
    Played story = Played.into(folder.resolve("incident"));
    String trust = new String(story.bytes("trust.json"), StandardCharsets.UTF_8);
    KeptProofs kept = KeptProofs.in(folder.resolve("kept"));
    List<Path> files = proofs(story);
    int proven = 0;
    for (Path file : files) {
      byte[] proof = Files.readAllBytes(file);
      Verdict verdict = Scene.verify(proof, trust);
      kept.keep(proof, trust, verdict);
      proven += verdict.finding() == Verdict.Finding.PROVEN ? 1 : 0;
    }
    assertThat(proven).isPositive().isLessThan(files.size());

    SecondVerifier.Ran ran = SecondVerifier.compare(folder.resolve("kept"));

    assertThat(ran.exit()).as(ran.output()).isZero();
  }

  private static List<Path> proofs(Played story) throws Exception {
    try (Stream<Path> files = Files.list(story.incident().resolve("proofs"))) {
      return files.sorted().toList();
    }
  }
}
