package dev.delegationledger.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.proof.AuthorityVerifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proof file in which anything is changed is not proven. */
final class TamperedProofIT {
  @TempDir private static Path folder;
  private static byte[] proof;
  private static AuthorityVerifier verifier;

  @BeforeAll
  static void play() throws Exception {
    Played story = Played.into(folder.resolve("incident"));
    proof = story.bytes("proof.json");
    verifier = AuthorityVerifier.trusting(TrustAnchors.parse(story.bytes("trust.json")));
  }

  @Test
  void proof_asItIs_isProven() {
    assertThat(finding(proof)).isEqualTo(Finding.PROVEN);
  }

  /**
   * Every fifth byte, others in each run, since each run makes another proof; all of them at night.
   */
  @Test
  void anyByteChanged_isNotProven() {
    int step = System.getProperty("nightly.histories") == null ? 5 : 1;
    int first = Math.floorMod(Arrays.hashCode(proof), step);
    // Another letter mostly stays a letter and another digit a digit, so that most are JSON still.
    List<Integer> proven =
        IntStream.range(0, proof.length)
            .filter(position -> position % step == first)
            .parallel()
            .filter(position -> finding(changedAt(position)) == Finding.PROVEN)
            .boxed()
            .toList();
    assertThat(proven).isEmpty();
  }

  private static byte[] changedAt(int position) {
    byte[] changed = proof.clone();
    changed[position] ^= 1;
    return changed;
  }

  @Test
  void cutAnywhere_isNotProven() {
    for (int length = 0; length < proof.length; length += 97) {
      assertThat(finding(Arrays.copyOf(proof, length)))
          .as("%d bytes", length)
          .isNotEqualTo(Finding.PROVEN);
    }
    assertThat(finding(Arrays.copyOf(proof, proof.length - 1))).isNotEqualTo(Finding.PROVEN);
  }

  @Test
  void aByteAdded_isNotProven() {
    for (char added : "\n }0".toCharArray()) {
      byte[] longer = Arrays.copyOf(proof, proof.length + 1);
      longer[proof.length] = (byte) added;
      assertThat(finding(longer)).as("added %s", added).isNotEqualTo(Finding.PROVEN);
    }
  }

  private static Finding finding(byte[] file) {
    return verifier.verify(file).finding();
  }
}
