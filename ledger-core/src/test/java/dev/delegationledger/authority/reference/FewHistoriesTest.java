package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A sample of {@link RandomHistoriesTest} that is short enough to be run for every mutant. */
final class FewHistoriesTest {
  @Test
  void someHistories_areJudgedAlike() {
    assertThat(ManyHistories.tellPlainly(20_261_120L, 400).reasons()).hasSizeGreaterThan(50);
  }
}
