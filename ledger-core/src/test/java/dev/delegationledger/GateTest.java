package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.testing.TestLedger;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** May the tool be called now? */
final class GateTest {
  private final TestLedger t = TestLedger.open();

  @AfterEach
  void checkTheWholeLedger() {
    t.close();
  }

  @Test
  void aPermit_carriesWhatWasJudged() {
    Permit permit = t.ledger().act(t.pay(84_000));
    assertThat(permit.tool()).isEqualTo("erp:pay");
    assertThat(permit.arguments())
        .isEqualTo(Map.of("vendor", Value.of("V-7"), "amount", Value.of(84_000)));
    assertThat(permit.text("vendor")).isEqualTo("V-7");
    assertThat(permit.whole("amount")).isEqualTo(84_000);
    assertThat(permit.number("amount")).isEqualByComparingTo(new BigDecimal("84000"));
    assertThat(permit.repeated()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> permit.text("amount"));
    assertThatIllegalArgumentException().isThrownBy(() -> permit.truth("absent"));
  }

  @Test
  void anOutcome_isReportedByTheActorOrAService() {
    Recorded own = t.ledger().append(t.ledger().act(t.pay(1)).succeeded("P-1").by(t.reconKey()));
    assertThat(own.entry().read(SlotName.RESULT)).contains(Value.of("P-1"));
    Permit second = t.ledger().act(t.pay(2));
    t.ledger().append(second.failed(Map.of("code", 7)).by(t.service(), t.serviceKey()));
    Permit third = t.ledger().act(t.pay(3));
    t.ledger().append(third.abandoned().by(t.reconKey()));
  }

  @Test
  void anOutcome_mayBeReportedAfterTheRevocation() {
    Permit permit = t.ledger().act(t.pay(1));
    t.ledger().append(Revocation.of(t.root()).reason("done").by(t.janeKey()));
    t.ledger().append(permit.succeeded().by(t.reconKey()));
  }

  @Test
  void aToolThatThrows_leavesAnIntentWithoutOutcome() throws RefusedException {
    SignedEntry pay = t.sign(t.pay(1));
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              Permit permit = t.ledger().act(pay);
              t.ledger().append(permit.succeeded(broken()).by(t.reconKey()));
            });
    t.reopen();
    Verdict verdict =
        AuthorityVerifier.trusting(TrustAnchors.parse(t.trustFile()))
            .verify(t.ledger().prove(pay).bytes());
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.PROVEN);
    assertThat(verdict.outcome()).isEmpty();
    Permit again = t.ledger().act(pay);
    assertThat(again.repeated()).isTrue();
    t.ledger().append(again.failed().by(t.reconKey()));
  }

  private static String broken() {
    throw new IllegalStateException("the tool is broken");
  }

  @Test
  void aRefusedAction_throws() {
    assertThat(refused(t.sign(t.pay(100_001)))).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
  }

  @Test
  void whatIsNoAction_isNotActedOn() {
    SignedEntry revocation = t.sign(Revocation.of(t.root()).by(t.janeKey()));
    assertThatIllegalArgumentException().isThrownBy(() -> t.ledger().act(revocation));
  }

  @Test
  void aRetryInTime_isPermittedAndSaysSo() {
    SignedEntry pay = t.sign(t.pay(1));
    t.ledger().act(pay);
    t.clock().move(Duration.ofSeconds(30));
    Permit again = t.ledger().act(pay);
    assertThat(again.repeated()).isTrue();
    assertThat(again.whole("amount")).isEqualTo(1);
  }

  @Test
  void aRetryWithoutDisclosures_isPermittedWithTheRecordedOnes() throws RefusedException {
    SignedEntry pay = t.sign(t.pay(1));
    t.ledger().act(pay);
    Permit again = t.ledger().act(SignedEntry.of(pay.compact(), List.of()));
    assertThat(again.whole("amount")).isEqualTo(1);
  }

  @Test
  void aRetryAfterTheEnd_isRefused() {
    SignedEntry pay = t.sign(t.pay(1));
    t.ledger().act(pay);
    t.clock().move(Duration.ofSeconds(60));
    assertThat(refused(pay)).isEqualTo(Reason.ACTION_EXPIRED);
    t.clock().move(Duration.ofSeconds(1));
    assertThat(refused(pay)).isEqualTo(Reason.ACTION_STALE);
  }

  @Test
  void aRetryAfterARevocation_isRefused() {
    SignedEntry pay = t.sign(t.pay(1));
    t.ledger().act(pay);
    t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
    assertThat(refused(pay)).isEqualTo(Reason.GRANT_REVOKED);
  }

  @Test
  void aRetryAfterTheOutcome_isRefused() {
    SignedEntry pay = t.sign(t.pay(1));
    t.ledger().append(t.ledger().act(pay).succeeded().by(t.reconKey()));
    assertThat(refused(pay)).isEqualTo(Reason.OUTCOME_ALREADY_RECORDED);
  }

  @Test
  void authorizing_writesNothingAndSaysWhatRecordingWould() {
    List<String> before = t.contents();
    Draft<Acted> pay = t.pay(1);
    assertThat(t.ledger().authorize(pay).isPermitted()).isTrue();
    assertThat(t.ledger().authorize(t.pay(100_001)).isPermitted()).isFalse();
    assertThat(t.contents()).isEqualTo(before);
    t.ledger().act(pay);
    assertThat(t.ledger().authorize(pay).isPermitted()).isTrue();
  }

  private Reason refused(SignedEntry action) {
    List<String> before = t.contents();
    assertThat(t.ledger().authorize(action)).isInstanceOf(Decision.Denied.class);
    ActionRefused refused = catchThrowableOfType(ActionRefused.class, () -> t.ledger().act(action));
    assertThat(refused).isNotNull();
    assertThat(t.contents()).isEqualTo(before);
    assertThat(t.ledger().authorize(action).why()).contains(refused.refusal());
    return refused.reason();
  }
}
