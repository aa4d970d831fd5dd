package dev.delegationledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.proof.AuthorityProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How many bytes a proof has around its entries, and the table of them in docs/performance.md. */
final class ProofBytesTest {
  private static final int BOUND = 10 * 1024;
  private static final long LARGEST = 10_000_000;

  private static final ChainProof FOUR = ChainProof.of(4);

  /** The bytes around the entries of a proof that was verified. */
  private static int measured(ChainProof chain, List<Long> places, long size, long factEvery) {
    AuthorityProof proof = chain.at(places, size, factEvery);
    Verdict verdict = chain.scene().verify(proof.toBytes());
    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.PROVEN);
    return ChainProof.bytesAround(proof);
  }

  @Test
  void atItsOwnPlaces_theMeasuredProofIsAsLargeAsTheExportedOne() {
    AuthorityProof real = FOUR.real();
    assertThat(real.records()).hasSize(14);
    List<Long> places = List.copyOf(real.records().keySet());
    assertThat(FOUR.at(places, real.records().lastKey() + 1, 0).toBytes())
        .hasSize(real.toBytes().length);
  }

  @Test
  void chainOfFourGrantsInTenMillionRecords_isWithinTheBound() {
    List<Long> places = FOUR.asInATask(LARGEST);
    for (long factEvery : List.of(0L, 1_000L)) {
      assertThat(measured(FOUR, places, LARGEST, factEvery)).isLessThanOrEqualTo(BOUND);
    }
  }

  @Test
  void chainOfFiveGrantsInTenMillionRecords_isWithinTheBoundWhereLittleHasHappened() {
    ChainProof five = ChainProof.of(5);
    List<Long> places = five.asInATask(LARGEST);
    for (long factEvery : List.of(0L, 10_000L)) {
      assertThat(measured(five, places, LARGEST, factEvery)).isLessThanOrEqualTo(BOUND);
    }
  }

  @Test
  void table_isInThePage() {
    String rows =
        LongStream.of(1_000, 10_000, 100_000, 1_000_000, LARGEST)
            .mapToObj(ProofBytesTest::row)
            .collect(Collectors.joining("\n"));
    assertThat(Pages.text("performance.md")).contains(rows);
  }

  private static String row(long size) {
    List<String> cells = new ArrayList<>(List.of(written(size)));
    for (List<Long> places : List.of(FOUR.asInATask(size), FOUR.farApart(size))) {
      for (long factEvery : List.of(0L, 1_000L, 100L)) {
        cells.add(written(measured(FOUR, places, size, factEvery)));
      }
    }
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String written(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
