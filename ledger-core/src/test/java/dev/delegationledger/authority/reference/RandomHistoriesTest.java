package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.entry.Kind;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random histories, told to the rules and to the reference at once: of every attempt, and of every
 * action at every later size of the log, they say the same.
 */
@Tag("nightly")
final class RandomHistoriesTest {
  private static final Histories HISTORIES = new Histories();
  private static final Tally TALLY = new Tally();
  private static final int FEWEST_REASONS = 60;

  @Provide
  Arbitrary<List<List<Integer>>> histories() {
    Arbitrary<List<Integer>> step = Arbitraries.integers().between(0, 99).list().ofSize(32);
    return step.list().ofMinSize(1).ofMaxSize(22);
  }

  @Property(tries = 20_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
  void theRulesAndTheReference_sayTheSame(@ForAll("histories") List<List<Integer>> steps) {
    HISTORIES.tell(steps, TALLY);
  }

  @AfterContainer
  static void everyKindWasAdmitted_andManyReasonsGiven() {
    System.out.println(TALLY);
    assertThat(TALLY.admitted().keySet())
        .containsAll(Arrays.stream(Kind.values()).filter(k -> k != Kind.GENESIS).toList());
    assertThat(TALLY.refused()).hasSizeGreaterThan(FEWEST_REASONS);
  }
}
