package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.authority.AsOf;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.TestLedger;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An erasure makes no liar of whoever reported a refusal, and what it erased stays away. */
final class ErasedDenialTest {
  private static final long TOO_MUCH = 100_001;

  private static ActionRefused refused(DelegationLedger ledger, SignedEntry action) {
    return catchThrowableOfType(ActionRefused.class, () -> ledger.act(action));
  }

  private static Optional<Reason> judgedAgain(DelegationLedger ledger, Recorded denial)
      throws RefusedException {
    StoredLedger stored = ledger.stored();
    AsOf asOf = Rules.ofLedger(stored.identity(), stored).asOf(stored, stored.head().size());
    return asOf.denied(denial.receipt().index()).finding().map(Refusal::reason);
  }

  @Test
  void ofAnActionThatBrokeTwoRules_theDenialBecomesUndecided() throws RefusedException {
    try (TestLedger t = TestLedger.open()) {
      t.ledger().recordDenials(t.service(), t.serviceKey());
      Granted once = t.ledger().append(t.smallerGrant(5).uses(1).by(t.payerKey()));
      t.ledger().act(t.pay(once, 1));
      ActionRefused refused = refused(t.ledger(), t.sign(t.pay(once, 6)));
      assertThat(refused.reason()).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
      Recorded denial = refused.denial().orElseThrow();
      assertThat(judgedAgain(t.ledger(), denial)).isEmpty();
      t.ledger().append(Erasure.of(denial).by(t.hr()));
      assertThat(judgedAgain(t.ledger(), denial)).contains(Reason.ARGUMENT_NOT_DISCLOSED);
    } // closing audits it all
  }

  @Test
  void whereTheRequestWasErased_theDenialBecomesUndecided() throws RefusedException {
    Registry r = Registry.open();
    r.ledger.recordDenials(r.erp, r.erpKey);
    Requested request = r.requested(84_000);
    r.approve(request, r.carolKey);
    SignedEntry again =
        Forge.of(r.ledger.sign(Action.of(request).by(r.reconKey)))
            .set("jti", request.entry().statement().issued().jti())
            .by(r.reconKey);
    ActionRefused refused = refused(r.ledger, again);
    assertThat(refused.reason()).isEqualTo(Reason.JTI_REUSED);
    Recorded denial = refused.denial().orElseThrow();
    r.ledger.append(Erasure.of(request).by(r.hr));
    assertThat(judgedAgain(r.ledger, denial)).contains(Reason.ARGUMENT_NOT_DISCLOSED);
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }

  @Test
  void whatTheActorWithheld_doesNotExcuseAWrongReason() throws RefusedException {
    Registry r = Registry.open();
    SignedEntry hidden =
        SignedEntry.of(r.ledger.sign(r.refund().by(r.reconKey)).compact(), List.of());
    r.turnRogue();
    Denial wrong = Denial.of(hidden, Reason.GRANT_REVOKED);
    Recorded denial = r.ledger.append(wrong.by(r.erp, r.erpKey));
    assertThat(judgedAgain(r.ledger, denial)).contains(Reason.DENIAL_UNFOUNDED);
    r.ledger.close();
  }

  @Test
  void whatAServiceLeavesOutOfARecordedAction_isNoGroundForADenial() throws RefusedException {
    try (TestLedger t = TestLedger.open()) {
      SignedEntry refund =
          t.sign(Action.under(t.root()).tool("erp:refund").arg("id", "R-1").by(t.payerKey()));
      t.ledger().act(refund);
      SignedEntry stripped = SignedEntry.of(refund.compact(), List.of());
      Denial denial = Denial.of(stripped, Reason.DISCLOSURE_REQUIRED);
      AppendRefused no =
          catchThrowableOfType(
              AppendRefused.class, () -> t.ledger().append(denial.by(t.service(), t.serviceKey())));
      assertThat(no.reason()).isEqualTo(Reason.DENIAL_UNFOUNDED);
    }
  }

  @Test
  void aReplay_doesNotBringBackWhatWasErasedOfItsDenial() {
    try (TestLedger t = TestLedger.open()) {
      t.ledger().recordDenials(t.service(), t.serviceKey());
      SignedEntry pay = t.sign(t.pay(TOO_MUCH));
      Recorded denial = refused(t.ledger(), pay).denial().orElseThrow();
      t.ledger().append(Erasure.of(denial).by(t.hr()));
      assertThat(holds(t, pay)).isFalse();
      assertThat(refused(t.ledger(), pay).denial()).isPresent();
      assertThat(holds(t, pay)).isFalse();
    }
  }

  @Test
  void theLedgerItself_doesNotWriteAgainWhatWasErasedOfEveryDenial() {
    try (TestLedger t = TestLedger.open()) {
      t.ledger().recordDenials(t.service(), t.serviceKey());
      SignedEntry pay = t.sign(t.pay(TOO_MUCH));
      List<Recorded> denials = new ArrayList<>();
      for (int i = 0; i <= DenialWindows.BURST; i++) {
        refused(t.ledger(), pay).denial().ifPresent(denials::add);
      }
      assertThat(denials).hasSize(DenialWindows.BURST);
      assertThat(holds(t, pay)).isTrue();
      denials.forEach(denial -> t.ledger().append(Erasure.of(denial).by(t.hr())));
      t.reopen(); // tells of the one that was only counted
      assertThat(holds(t, pay)).isFalse();
    }
  }

  private static boolean holds(TestLedger t, SignedEntry pay) {
    Disclosure amount = Objects.requireNonNull(pay.disclosures().get(SlotName.argument("amount")));
    String text = HexFormat.of().formatHex(amount.encoded().getBytes(StandardCharsets.US_ASCII));
    return t.contents().stream().anyMatch(row -> row.contains(text));
  }

  /** Its tool could not be called with what was permitted. */
  @Test
  void aRetryOfWhatWasErased_isRefused_andTheGateSaysSo() {
    try (TestLedger t = TestLedger.open()) {
      SignedEntry refund =
          t.sign(Action.under(t.root()).tool("erp:refund").arg("id", "R-1").by(t.payerKey()));
      Permit permit = t.ledger().act(refund);
      assertThat(t.ledger().act(refund).repeated()).isTrue();
      t.ledger().append(Erasure.of(permit.action()).by(t.hr()));
      assertThat(t.ledger().authorize(refund).reason()).contains(Reason.DISCLOSURE_REQUIRED);
      assertThat(refused(t.ledger(), refund).reason()).isEqualTo(Reason.DISCLOSURE_REQUIRED);
    }
  }
}
