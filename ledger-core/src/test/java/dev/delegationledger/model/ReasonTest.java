package dev.delegationledger.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ReasonTest {
  @Test
  void everyCode_isKebabCaseAndFindsItsReason() {
    for (Reason reason : Reason.values()) {
      assertThat(reason.code()).matches("[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(Reason.ofCode(reason.code())).contains(reason);
      assertThat(reason.meaning()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
    }
    assertThat(Reason.ofCode("no-such-reason")).isEmpty();
  }

  @Test
  void exitCodes_areTheContract() {
    assertThat(Arrays.stream(ReasonClass.values()).map(ReasonClass::exitCode))
        .containsExactly(1, 2, 3, 65);
  }

  @Test
  void refusal_keepsTheFirstRecordItNames() {
    Refusal finding = Refusal.of(Reason.LINK_BROKEN, "expected 9f2c, got 03aa");
    assertThat(finding).hasToString("link-broken: expected 9f2c, got 03aa");
    assertThat(finding.orAt(41)).isEqualTo(Refusal.at(41, Reason.LINK_BROKEN, finding.detail()));
    assertThat(finding.orAt(41).orAt(42).index()).hasValue(41);
    assertThat(finding.orAt(41)).hasToString("link-broken at record 41: expected 9f2c, got 03aa");
  }

  @Test
  void refusedException_carriesItsFindingAndNoStackTrace() {
    RefusedException refused = RefusedException.of(Reason.KEY_INVALID, "not on the curve");
    assertThat(refused.refusal().reason()).isEqualTo(Reason.KEY_INVALID);
    assertThat(refused).hasMessage("key-invalid: not on the curve");
    assertThat(refused.getStackTrace()).isEmpty();
  }
}
