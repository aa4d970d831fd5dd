package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.model.Reason;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.testing.TestLedger;
import dev.delegationledger.view.LiveView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gate is asked about an action that nobody has signed. */
final class UnsignedActionTest {
  private final TestLedger t = TestLedger.open();

  private Decision decided(Action action) {
    List<String> before = t.contents();
    Decision decision = t.ledger().authorize(action);
    assertThat(t.ledger().authorize(action)).isEqualTo(decision);
    assertThat(t.contents()).isEqualTo(before);
    return decision;
  }

  private Reason denied(Action action) {
    Decision decision = decided(action);
    assertThat(decision).isInstanceOf(Decision.Denied.class);
    return decision.reason().orElseThrow();
  }

  @Test
  void aPermit_saysWhatItWasJudgedAgainst() {
    Decision decision = decided(t.payment(84_000));
    long size = t.ledger().checkpoint().checkpoint().size();
    assertThat(decision)
        .isEqualTo(
            new Decision.Permitted(
                new Decision.Basis(
                    size, t.clock().millis(), List.of(index(t.root()), index(t.spawned())))));
    assertThat(decision.why()).isEmpty();
    t.close();
  }

  @Test
  void aDenial_saysReasonRecordAndHop() {
    Decision.Denied denied = (Decision.Denied) decided(t.payment(100_001));
    assertThat(denied.refusal().reason()).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
    assertThat(denied.refusal().index()).hasValue(denied.basis().size());
    assertThat(denied.refusal().hop()).hasValue(1);
    assertThat(denied.basis().grants()).hasSize(2);
    t.close();
  }

  @Test
  void whatItPermits_isRecorded() {
    Action action = t.payment(84_000);
    assertThat(decided(action).isPermitted()).isTrue();
    assertThat(t.ledger().act(action.by(t.reconKey())).whole("amount")).isEqualTo(84_000);
    t.close();
  }

  @Test
  void aCallWithoutTool_isACallersMistake() {
    assertThatIllegalStateException()
        .isThrownBy(() -> t.ledger().authorize(Action.under(t.spawned())));
    t.close();
  }

  @Test
  void everyEndOfAChain_countsAtOnce() {
    assertThat(decided(t.payment(1)).isPermitted()).isTrue();
    Suspension suspension = Suspension.of(t.recon());
    t.ledger().append(suspension.by(t.janeKey()));
    assertThat(denied(t.payment(1))).isEqualTo(Reason.ENROLMENT_SUSPENDED);
    t.ledger().append(Resumption.of(t.recon()).by(t.janeKey()));
    assertThat(decided(t.payment(1)).isPermitted()).isTrue();
    t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
    assertThat(denied(t.payment(1))).isEqualTo(Reason.GRANT_REVOKED);
    assertThat(((Decision.Denied) decided(t.payment(1))).refusal().hop()).hasValue(0);
    t.close();
  }

  @Test
  void aLimit_isUsedUpInMemoryToo_andAfterAReopen() {
    Granted once =
        t.ledger()
            .append(
                Grant.to(t.payer())
                    .task("T-1", "once")
                    .tool("erp:refund")
                    .uses(1)
                    .expiresIn(Duration.ofDays(1))
                    .by(t.janeKey()));
    assertThat(decided(refund(once)).isPermitted()).isTrue();
    t.ledger().act(refund(once).by(t.payerKey()));
    assertThat(denied(refund(once))).isEqualTo(Reason.USES_EXHAUSTED);
    t.reopen();
    assertThat(denied(refund(once))).isEqualTo(Reason.USES_EXHAUSTED);
    assertThat(decided(t.payment(1)).isPermitted()).isTrue();
    t.close();
  }

  private static Action refund(Granted grant) {
    return Action.under(grant).tool("erp:refund").arg("id", "R-1");
  }

  @Test
  void aGrantEndsInMemory_atExactlyItsEnd() {
    assertThat(decided(t.payment(1)).isPermitted()).isTrue();
    t.clock().set(t.spawned().expiresAt().minusMillis(1));
    assertThat(decided(t.payment(1)).isPermitted()).isTrue();
    t.clock().set(t.spawned().expiresAt());
    assertThat(denied(t.payment(1))).isEqualTo(Reason.GRANT_EXPIRED);
    t.close();
  }

  @Test
  void aGrantThatHasNotBegun_isDeniedAgainOnceTheClockIsBack() {
    Granted later =
        t.ledger()
            .append(
                Grant.to(t.payer())
                    .task("T-2", "tomorrow")
                    .tool("erp:refund")
                    .notBefore(t.clock().instant().plus(Duration.ofHours(12)))
                    .expiresIn(Duration.ofDays(2))
                    .by(t.janeKey()));
    assertThat(denied(refund(later))).isEqualTo(Reason.GRANT_NOT_YET_VALID);
    t.clock().move(Duration.ofHours(12));
    assertThat(decided(refund(later)).isPermitted()).isTrue();
    t.clock().move(Duration.ofSeconds(-1));
    assertThat(denied(refund(later))).isEqualTo(Reason.GRANT_NOT_YET_VALID);
    t.close();
  }

  @Test
  void aClockThatJumpsBack_doesNotBringBackWhatHasEnded() {
    assertThat(decided(t.payment(1)).isPermitted()).isTrue();
    t.clock().set(t.spawned().expiresAt());
    t.ledger().append(Enrol.human().name("Late Doe").key(t.newKey()).by(t.hr()));
    t.clock().move(Duration.ofDays(-1));
    assertThat(denied(t.payment(1))).isEqualTo(Reason.ACTION_STALE);
    t.clock().set(t.spawned().expiresAt().minusSeconds(30));
    assertThat(denied(t.payment(1))).isEqualTo(Reason.GRANT_EXPIRED);
    t.close();
  }

  @Test
  void aClosedLedger_decidesNothing() {
    assertThat(decided(t.payment(1)).isPermitted()).isTrue();
    DelegationLedger closed = t.ledger();
    Action action = t.payment(1);
    t.reopen();
    assertThatThrownBy(() -> closed.authorize(action))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    t.close();
  }

  @Test
  void afterAWriteThatFailed_nothingIsDecided() {
    Action action = t.payment(1);
    t.store().failAfterwards(true);
    assertThatThrownBy(() -> t.ledger().append(Revocation.of(t.root()).by(t.janeKey())))
        .isInstanceOf(StoreException.class);
    t.store().failAfterwards(false);
    assertThatThrownBy(() -> t.ledger().authorize(action))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("unknown");
    t.reopen();
    assertThat(denied(action)).isEqualTo(Reason.GRANT_REVOKED);
    t.close();
  }

  @Test
  void whatIsHeld_needsNoStore_andWhatIsNot_failsWithIt() {
    Permit permit = t.ledger().act(t.pay(1));
    Action action = t.payment(2);
    Action caused = t.payment(2).causedBy(permit.action());
    assertThat(decided(caused).isPermitted()).isTrue();
    t.reopen(); // forgets what was just recorded
    t.store().failReads(true);
    assertThat(t.ledger().authorize(action).isPermitted()).isTrue();
    assertThatThrownBy(() -> t.ledger().authorize(caused))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("failed as told");
    t.store().failReads(false);
    t.close();
  }

  @Test
  void aViewThatIsLoaded_equalsTheOneThatWasLive() {
    t.ledger().act(t.pay(1));
    t.ledger().append(Suspension.of(t.payer()).by(t.janeKey()));
    t.ledger().append(Resumption.of(t.payer()).by(t.janeKey()));
    List<String> live = lines();
    t.reopen();
    assertThat(lines()).isEqualTo(live).hasSizeGreaterThan(8);
    t.close();
  }

  @Test
  void whatIsReadAgain_isHeldAsTheStoreHasIt() {
    LiveView view = t.ledger().sequencer().live();
    List<String> before = lines();
    assertThat(decided(t.payment(1)).isPermitted()).isTrue();
    view.reread(index(t.jane()));
    assertThat(view.chains().size()).isZero();
    assertThat(lines()).isEqualTo(before);
    view.reread(1_000);
    assertThat(decided(t.payment(1)).isPermitted()).isTrue();
    t.close();
  }

  @Test
  void whatHasEnded_isNotHeldForLong() {
    LiveView view = t.ledger().sequencer().live();
    t.ledger().authorize(t.payment(1));
    assertThat(view.chains().size()).isEqualTo(1);
    long before = held();
    t.clock().set(t.spawned().expiresAt().plus(Duration.ofHours(2)));
    t.ledger().append(Enrol.human().name("Late Doe").key(t.newKey()).by(t.hr()));
    assertThat(held()).isEqualTo(before); // one less, one more
    assertThat(view.chains().size()).isZero();
    assertThat(denied(t.payment(1))).isEqualTo(Reason.GRANT_EXPIRED);
    t.close();
  }

  private long held() {
    return t.ledger().sequencer().live().lines(0).size();
  }

  private List<String> lines() {
    return t.ledger().sequencer().live().lines(t.clock().millis());
  }

  private static long index(Recorded recorded) {
    return recorded.receipt().record().index();
  }
}
