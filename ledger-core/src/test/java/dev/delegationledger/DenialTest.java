package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.authority.AsOf;
import dev.delegationledger.authority.DeniedAction;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.TestLedger;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was refused is recorded, as its actor signed it. */
final class DenialTest {
  private static final long TOO_MUCH = 100_001;

  /** So many within a minute; all of them in the nightly profile. */
  private static final int FLOOD = System.getProperty("nightly.histories") == null ? 400 : 100_000;

  private final TestLedger t = TestLedger.open();

  @BeforeEach
  void recordDenials() {
    t.ledger().recordDenials(t.service(), t.serviceKey());
  }

  @AfterEach
  void checkTheWholeLedger() {
    t.close();
  }

  private ActionRefused refused(SignedEntry action) {
    return catchThrowableOfType(ActionRefused.class, () -> t.ledger().act(action));
  }

  private Optional<Statement.Denial> denied(SignedEntry action) {
    return refused(action).denial().map(denial -> (Statement.Denial) denial.entry().statement());
  }

  private long size() {
    return t.ledger().checkpoint().checkpoint().size();
  }

  @Test
  void aRefusedAction_isRecordedWithItsActorsSignatureAndTheRuleThatRefused() {
    SignedEntry pay = t.sign(t.pay(TOO_MUCH));
    long before = size();
    ActionRefused refused = refused(pay);
    Recorded recorded = refused.denial().orElseThrow();
    Statement.Denial denial = (Statement.Denial) recorded.entry().statement();
    assertThat(refused.reason()).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
    assertThat(recorded.receipt().index()).isEqualTo(before);
    assertThat(size()).isEqualTo(before + 1);
    assertThat(denial.refused().compact()).isEqualTo(pay.compact());
    assertThat(denial.because())
        .isEqualTo(
            new Statement.Ground(Reason.ARGUMENT_OUT_OF_SCOPE, Optional.empty(), Optional.of(1L)));
    assertThat(denial.withheld()).isEmpty();
    assertThat(denial.unrecorded()).isEmpty();
    assertThat(recorded.entry().read(SlotName.argument("amount"))).contains(Value.of(TOO_MUCH));
  }

  @Test
  void theRecordThatRefused_isNamed() {
    t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
    assertThat(denied(t.sign(t.pay(1))).orElseThrow().because())
        .isEqualTo(
            new Statement.Ground(
                Reason.GRANT_REVOKED, Optional.of(t.root().receipt().index()), Optional.of(0L)));
  }

  @Test
  void aReplay_isRecordedAsWell() {
    SignedEntry pay = t.sign(t.pay(1));
    t.ledger().append(t.ledger().act(pay).succeeded().by(t.reconKey()));
    assertThat(denied(pay).orElseThrow().because().reason())
        .isEqualTo(Reason.OUTCOME_ALREADY_RECORDED);
  }

  @Test
  void whatWasDenied_isPermittedOnceNothingIsAgainstItAnyMore() {
    SignedEntry pay = t.sign(t.pay(1));
    Recorded suspension = t.ledger().append(Suspension.of(t.payer()).by(t.janeKey()));
    assertThat(suspension.receipt().index()).isPositive();
    assertThat(denied(pay).orElseThrow().because().reason()).isEqualTo(Reason.ENROLMENT_SUSPENDED);
    t.ledger().append(Resumption.of(t.payer()).by(t.janeKey()));
    assertThat(t.ledger().act(pay).repeated()).isFalse();
  }

  @Test
  void whatTheActorWithheld_isSaidToBeWithheld() throws RefusedException {
    SignedEntry pay = SignedEntry.of(t.sign(t.pay(1)).compact(), List.of());
    Statement.Denial denial = denied(pay).orElseThrow();
    assertThat(denial.because().reason()).isEqualTo(Reason.ARGUMENT_NOT_DISCLOSED);
    assertThat(denial.withheld())
        .containsExactly(SlotName.argument("amount"), SlotName.argument("vendor"), SlotName.INTENT);
  }

  @Test
  void aStranger_isRefusedAndNotRecorded() {
    long before = size();
    assertThat(denied(t.sign(t.payment(1).by(t.newKey())))).isEmpty();
    assertThat(size()).isEqualTo(before);
  }

  @Test
  void aFlood_isRecordedAFewTimesAndThenCounted() {
    for (int i = 0; i < DenialWindows.BURST; i++) {
      assertThat(denied(t.sign(t.pay(TOO_MUCH + i)))).isPresent();
    }
    long full = size();
    for (int i = 0; i < 100; i++) {
      assertThat(denied(t.sign(t.pay(TOO_MUCH)))).isEmpty();
      t.clock().move(Duration.ofMillis(100));
    }
    assertThat(size()).isEqualTo(full);
    // another rule that refuses has a window of its own
    assertThat(denied(t.sign(t.payment(1).arg("iban", "DE00").by(t.reconKey())))).isPresent();
    t.clock().move(Duration.ofMillis(DenialWindows.WINDOW_MS));
    Statement.Unrecorded more =
        denied(t.sign(t.pay(TOO_MUCH))).orElseThrow().unrecorded().orElseThrow();
    assertThat(more.count()).isEqualTo(100);
    assertThat(more.reason()).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
    assertThat(more.until() - more.since()).isBetween(9L, 10L);
  }

  @Test
  void aFloodWithinAMinute_fillsNothing_andWhatIsPermittedIsStillRecorded() {
    long before = size();
    int permitted = 0;
    for (int i = 0; i < FLOOD; i++) {
      refused(t.sign(t.pay(TOO_MUCH)));
      if (i % (FLOOD / 10) == 0) {
        assertThat(t.ledger().act(t.pay(1)).repeated()).isFalse();
        permitted++;
      }
      t.clock().move(Duration.ofNanos(59_000_000_000L / FLOOD));
    }
    assertThat(size() - before).isEqualTo(DenialWindows.BURST + permitted);
    t.reopen();
    Statement.Denial last =
        (Statement.Denial) t.ledger().find(newest()).orElseThrow().entry().statement();
    assertThat(last.unrecorded().orElseThrow().count()).isEqualTo(FLOOD - DenialWindows.BURST);
  }

  @Test
  void whatWasOnlyCounted_isRecordedWhenTheLedgerIsClosed() {
    for (int i = 0; i < DenialWindows.BURST + 3; i++) {
      refused(t.sign(t.pay(TOO_MUCH)));
    }
    long before = size();
    t.reopen();
    assertThat(size()).isEqualTo(before + 1);
    Recorded last = t.ledger().find(newest()).orElseThrow();
    Statement.Denial denial = (Statement.Denial) last.entry().statement();
    assertThat(denial.unrecorded().orElseThrow().count()).isEqualTo(3);
  }

  @Test
  void whatWasOnlyCounted_isRecordedAMinuteLaterWhenAnythingIsRefused() {
    for (int i = 0; i < DenialWindows.BURST + 3; i++) {
      refused(t.sign(t.pay(TOO_MUCH)));
    }
    t.clock().move(Duration.ofMillis(DenialWindows.WINDOW_MS));
    long before = size();
    assertThat(denied(t.sign(t.payment(1).arg("iban", "DE00").by(t.reconKey())))).isPresent();
    assertThat(size()).isEqualTo(before + 2);
  }

  private AsOf asOf() {
    StoredLedger stored = t.ledger().stored();
    return Rules.ofLedger(stored.identity(), stored).asOf(stored, size());
  }

  @Test
  void aDenial_isJudgedAgainAsOfItsRecord() throws RefusedException {
    SignedEntry pay = t.sign(t.pay(TOO_MUCH));
    long at = refused(pay).denial().orElseThrow().receipt().index();
    t.ledger().append(Revocation.of(t.service()).by(t.hr()));
    t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
    DeniedAction denied = asOf().denied(at);
    assertThat(denied.finding()).isEmpty();
    assertThat(denied.position().index()).isEqualTo(at);
    assertThat(denied.action().hash()).isEqualTo(pay.hash());
    assertThat(denied.action().disclosures()).isEqualTo(pay.disclosures());
    assertThat(denied.actor()).contains(t.recon().id());
    assertThat(denied.service()).contains(t.service().id());
    assertThat(denied.statement().because().reason()).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
  }

  /** What was recorded by then decides, whatever is recorded or happens later. */
  @Test
  void aDeniedReplay_isFoundedByTheOutcomeBeforeIt() throws RefusedException {
    SignedEntry pay = t.sign(t.pay(1));
    Permit permit = t.ledger().act(pay);
    t.clock().move(Duration.ofHours(1));
    long stale = refused(pay).denial().orElseThrow().receipt().index();
    t.ledger().append(permit.succeeded().by(t.reconKey()));
    long replay = refused(pay).denial().orElseThrow().receipt().index();
    assertFounded(Reason.ACTION_STALE, stale);
    assertFounded(Reason.OUTCOME_ALREADY_RECORDED, replay);
  }

  @Test
  void aDeniedReuseOfAnId_isFoundedByItsFirstUse() throws RefusedException {
    SignedEntry first = t.sign(t.pay(1));
    SignedEntry second =
        Forge.of(t.sign(t.pay(2))).set("jti", first.statement().issued().jti()).by(t.reconKey());
    SignedEntry third =
        Forge.of(t.sign(t.pay(TOO_MUCH)))
            .set("jti", first.statement().issued().jti())
            .by(t.reconKey());
    long before = refused(third).denial().orElseThrow().receipt().index();
    t.ledger().act(first);
    long after = refused(second).denial().orElseThrow().receipt().index();
    assertFounded(Reason.ARGUMENT_OUT_OF_SCOPE, before);
    assertFounded(Reason.JTI_REUSED, after);
  }

  private void assertFounded(Reason reason, long denial) throws RefusedException {
    DeniedAction denied = asOf().denied(denial);
    assertThat(denied.finding()).isEmpty();
    assertThat(denied.statement().because().reason()).isEqualTo(reason);
  }

  @Test
  void aDenialOfWhatTheLastUsesHadUsedUp_isFounded() throws RefusedException {
    Granted once =
        t.ledger()
            .append(
                t.smallerGrant(500)
                    .uses(2)
                    .spend("EUR", 150)
                    .amount("erp:pay", "/amount")
                    .by(t.payerKey()));
    t.ledger().act(t.sign(t.pay(once, 90)));
    long tooMuch = refused(t.sign(t.pay(once, 61))).denial().orElseThrow().receipt().index();
    t.ledger().act(t.sign(t.pay(once, 60)));
    long oneMore = refused(t.sign(t.pay(once, 1))).denial().orElseThrow().receipt().index();
    assertFounded(Reason.SPEND_EXHAUSTED, tooMuch);
    assertFounded(Reason.USES_EXHAUSTED, oneMore);
  }

  @Test
  void ofAnotherSignerThanTheHolder_nobodyIsSaidToBeTheActor() throws RefusedException {
    SignedEntry pay = t.sign(t.payment(1).by(t.payerKey()));
    long at = refused(pay).denial().orElseThrow().receipt().index();
    DeniedAction denied = asOf().denied(at);
    assertThat(denied.actor()).isEmpty();
    assertThat(denied.finding()).isEmpty();
    assertThat(denied.statement().because().reason()).isEqualTo(Reason.NOT_THE_HOLDER);
  }

  @Test
  void whatIsNoDenial_isACallersMistake() {
    AsOf asOf = asOf();
    assertThatIllegalArgumentException().isThrownBy(() -> asOf.denied(0));
    assertThatIllegalArgumentException().isThrownBy(() -> asOf.denied(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> asOf.denied(size()));
    assertThatIllegalArgumentException().isThrownBy(() -> asOf.foreignCall(0));
    assertThatIllegalArgumentException().isThrownBy(() -> asOf.foreignCall(size()));
  }

  private Hash newest() {
    try {
      return t.ledger().stored().entry(size() - 1).hash();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatWasErasedOfARecordedAction_isNotBroughtBackByACountedReplay() {
    SignedEntry pay = t.sign(t.pay(1));
    Permit permit = t.ledger().act(pay);
    t.ledger().append(permit.succeeded().by(t.reconKey()));
    for (int i = 0; i <= DenialWindows.BURST; i++) {
      refused(pay);
    }
    List<Recorded> denials = new ArrayList<>();
    for (long at = size() - DenialWindows.BURST; at < size(); at++) {
      denials.add(entryAt(at));
    }
    t.ledger().append(Erasure.of(permit.action()).by(t.hr()));
    denials.forEach(denial -> t.ledger().append(Erasure.of(denial).by(t.hr())));
    t.reopen(); // records the one that was only counted
    Recorded last = t.ledger().find(newest()).orElseThrow();
    assertThat(((Statement.Denial) last.entry().statement()).withheld())
        .contains(SlotName.argument("amount"), SlotName.argument("vendor"), SlotName.INTENT);
    assertThat(last.entry().disclosures()).isEmpty();
    Disclosure vendor =
        Objects.requireNonNull(
            permit.action().entry().disclosures().get(SlotName.argument("vendor")));
    String text = HexFormat.of().formatHex(vendor.encoded().getBytes(StandardCharsets.US_ASCII));
    assertThat(t.contents()).noneMatch(row -> row.contains(text));
  }

  private Recorded entryAt(long index) {
    try {
      return t.ledger().find(t.ledger().stored().entry(index).hash()).orElseThrow();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aServiceThatMayNotReport_leavesTheActionRefused() {
    t.ledger().append(Revocation.of(t.service()).by(t.hr()));
    long before = size();
    ActionRefused refused = refused(t.sign(t.pay(TOO_MUCH)));
    assertThat(refused.reason()).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
    assertThat(refused.denial()).isEmpty();
    assertThat(refused.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            RefusedException.class,
            why -> assertThat(why.refusal().reason()).isEqualTo(Reason.ENROLMENT_REVOKED));
    assertThat(size()).isEqualTo(before);
  }

  @Test
  void withoutAService_nothingIsRecorded() {
    t.reopen();
    long before = size();
    assertThat(denied(t.sign(t.pay(TOO_MUCH)))).isEmpty();
    assertThat(size()).isEqualTo(before);
  }

  @Test
  void onlyAServiceWithItsKey_recordsDenials() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t.ledger().recordDenials(t.service(), t.acmeKey()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t.ledger().recordDenials(t.acme(), t.acmeKey()));
  }

  @Test
  void onlyAnAction_isDenied() {
    SignedEntry revocation = t.sign(Revocation.of(t.root()).by(t.janeKey()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Denial.of(revocation, Reason.GRANT_REVOKED));
  }
}
