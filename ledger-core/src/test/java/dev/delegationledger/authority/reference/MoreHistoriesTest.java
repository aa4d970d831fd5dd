package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A larger sample than {@link FewHistoriesTest}, for the mutants that live on after it. */
@Tag("nightly")
final class MoreHistoriesTest {
  @Test
  void moreHistories_areJudgedAlike() {
    assertThat(ManyHistories.tellPlainly(20_261_122L, 5_000).reasons()).hasSizeGreaterThan(100);
  }
}
