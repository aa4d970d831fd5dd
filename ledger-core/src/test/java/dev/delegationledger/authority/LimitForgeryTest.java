package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Outcome;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Scene;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Uses and spending, which no number of grants below can multiply. */
final class LimitForgeryTest {
  private final Scene s = Scene.open();
  private final Granted limited = s.ledger.append(limited("/amount").by(s.janeKey));
  private final Granted below =
      s.ledger.append(limited.narrowTo(s.recon).allTools().by(s.payerKey));

  /** Five uses, 1,000 in all, 600 at once. */
  private Grant limited(String pointer) {
    return Grant.to(s.payer)
        .task("T-20", "small payments")
        .tool("erp:pay", t -> t.any("amount"))
        .tool("erp:refund", t -> t.any("id"))
        .uses(5)
        .spend("EUR", 1000)
        .perAction(600)
        .amount("erp:pay", pointer)
        .free("erp:refund")
        .delegable(3)
        .expiresIn(ofDays(7));
  }

  private static Action pay(Granted grant, Value amount) {
    return Action.under(grant).tool("erp:pay").arg("amount", amount);
  }

  private static Action pay(Granted grant, long amount) {
    return pay(grant, Value.of(amount));
  }

  private static Action refund(Granted grant) {
    return Action.under(grant).tool("erp:refund").arg("id", "R-1");
  }

  private Acted recorded(Action action, Signer holder) {
    return s.ledger.append(action.by(holder));
  }

  private void refused(Reason reason, Action action, Signer holder) {
    SignedEntry entry = s.ledger.sign(action.by(holder));
    assertThat(s.admission(entry)).contains(reason);
    s.turnRogue();
    Acted recorded = (Acted) s.ledger.append(entry);
    assertThat(s.refusal(recorded)).contains(reason);
    s.turnHonest();
  }

  @Test
  void exactlyTheTotal_isSpent() {
    assertThat(s.refusal(recorded(pay(limited, 600), s.payerKey))).isEmpty();
    assertThat(s.refusal(recorded(pay(below, 400), s.reconKey))).isEmpty();
    assertThat(s.refusal(recorded(refund(below), s.reconKey))).isEmpty();
    refused(Reason.SPEND_EXHAUSTED, pay(below, 1), s.reconKey);
  }

  @Test
  void oneUnitAboveThatOfOneAction_isRefused() {
    refused(Reason.SPEND_PER_ACTION, pay(limited, 601), s.payerKey);
    refused(Reason.SPEND_PER_ACTION, pay(below, 601), s.reconKey);
  }

  @Test
  void theUseAfterTheLast_isRefused() {
    for (int i = 0; i < 5; i++) {
      assertThat(s.refusal(recorded(refund(below), s.reconKey))).isEmpty();
    }
    refused(Reason.USES_EXHAUSTED, refund(limited), s.payerKey);
  }

  @Test
  void tenChildren_spendNoMoreThanTheirParent() {
    List<Granted> children = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      children.add(
          s.ledger.append(
              limited
                  .narrowTo(s.recon)
                  .allTools()
                  .uses(5)
                  .spend("EUR", 1000)
                  .perAction(600)
                  .by(s.payerKey)));
    }
    for (Granted child : children.subList(0, 4)) {
      assertThat(s.refusal(recorded(pay(child, 250), s.reconKey))).isEmpty();
    }
    for (Granted child : children.subList(4, 10)) {
      assertThat(s.admission(pay(child, 1).by(s.reconKey))).contains(Reason.SPEND_EXHAUSTED);
    }
    refused(Reason.SPEND_EXHAUSTED, pay(children.get(9), 1), s.reconKey);
  }

  @Test
  void aChildOfItsOwnLimit_isStoppedByIt() {
    Granted small =
        s.ledger.append(
            limited
                .narrowTo(s.recon)
                .allTools()
                .uses(2)
                .spend("EUR", 100)
                .perAction(70)
                .by(s.payerKey));
    assertThat(s.admission(pay(small, 71).by(s.reconKey))).contains(Reason.SPEND_PER_ACTION);
    assertThat(s.refusal(recorded(pay(small, 70), s.reconKey))).isEmpty();
    assertThat(s.admission(pay(small, 31).by(s.reconKey))).contains(Reason.SPEND_EXHAUSTED);
    assertThat(s.refusal(recorded(pay(small, 30), s.reconKey))).isEmpty();
    refused(Reason.USES_EXHAUSTED, refund(small), s.reconKey);
  }

  @Test
  void amountsThatAreNone_areRefused() {
    for (Value bad :
        List.of(
            Value.of(0),
            Value.of(-1),
            Value.of(new BigDecimal("0.5")),
            Value.of("5"),
            Value.of(true),
            Forge.value("[5]"),
            Forge.value("{\"units\":5}"))) {
      assertThat(s.admission(pay(limited, bad).by(s.payerKey))).contains(Reason.AMOUNT_INVALID);
    }
    Value one = Value.of(new BigDecimal("1.0"));
    assertThat(s.admission(pay(limited, one).by(s.payerKey))).isEmpty();
    refused(Reason.AMOUNT_INVALID, pay(limited, -1), s.payerKey);
    refused(Reason.AMOUNT_INVALID, pay(limited, Value.of("5")), s.payerKey);
  }

  @Test
  void anAmountInsideAnArgument_isFoundByItsPointer() {
    Granted nested = s.ledger.append(limited("/amount/units/0").by(s.janeKey));
    Value good = Forge.value("{\"units\":[600,1]}");
    assertThat(s.refusal(recorded(pay(nested, good), s.payerKey))).isEmpty();
    Value elsewhere = Forge.value("{\"unit\":[600]}");
    assertThat(s.admission(pay(nested, elsewhere).by(s.payerKey))).contains(Reason.AMOUNT_INVALID);
    refused(Reason.AMOUNT_INVALID, pay(nested, 1), s.payerKey);
    Value much = Forge.value("{\"units\":[601]}");
    assertThat(s.admission(pay(nested, much).by(s.payerKey))).contains(Reason.SPEND_PER_ACTION);
  }

  @Test
  void anAmountInAnArgumentThatNoActionMayHave_refusesThemAll() {
    Granted mistaken = s.ledger.append(limited("/total").by(s.janeKey));
    refused(Reason.AMOUNT_INVALID, pay(mistaken, 1), s.payerKey);
  }

  @Test
  void aHiddenAmount_isUndecided() {
    SignedEntry hidden =
        Forge.of(s.ledger.sign(pay(limited, 1).by(s.payerKey))).withoutDisclosures().by(s.payerKey);
    assertThat(s.admission(hidden)).contains(Reason.ARGUMENT_NOT_DISCLOSED);
    Acted recorded = recorded(pay(limited, 1), s.payerKey);
    Verdict verdict =
        s.verify(s.ledger.prove(recorded).disclose(Disclose.NAME, Disclose.CONTEXT).bytes());
    assertThat(Scene.reason(verdict)).contains(Reason.ARGUMENT_NOT_DISCLOSED);
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.UNDECIDED);
    assertThat(s.refusal(recorded)).isEmpty();
  }

  @Test
  void chargesThatNameOtherGrants_areRefused() {
    long grant = limited.receipt().record().index();
    long other = below.receipt().record().index();
    for (Charges wrong :
        List.of(
            Charges.NONE,
            charges(total(other, 1, 5)),
            charges(total(grant, 1, 5), total(other, 1, 0)),
            charges(total(grant, 1, 4)),
            charges(total(grant, 0, 5)))) {
      s.ledger = RogueLedger.open(s.store, s.ledgerKey, s.time, s.random, wrong);
      Acted recorded = recorded(pay(below, 5), s.reconKey);
      assertThat(s.refusal(recorded)).as(wrong.toString()).contains(Reason.CHARGES_MISMATCH);
    }
    Charges right = charges(total(grant, 1, 5));
    s.ledger = RogueLedger.open(s.store, s.ledgerKey, s.time, s.random, right);
    assertThat(s.refusal(recorded(pay(below, 5), s.reconKey))).isEmpty();
  }

  @Test
  void chargesOfAnActionWithoutLimits_areRefused() {
    Charges some = charges(total(s.root.receipt().record().index(), 1, 0));
    s.ledger = RogueLedger.open(s.store, s.ledgerKey, s.time, s.random, some);
    assertThat(s.refusal(s.pay())).contains(Reason.CHARGES_MISMATCH);
  }

  @Test
  void chargesOfWhatIsNoAction_areRefused() {
    Charges some = charges(total(s.root.receipt().record().index(), 1, 0));
    s.ledger = RogueLedger.open(s.store, s.ledgerKey, s.time, s.random, some);
    Granted forged = s.ledger.append(s.childGrant().by(s.payerKey));
    s.turnRogue();
    assertThat(s.refusal(s.pay(forged, s.reconKey))).contains(Reason.CHARGES_MISMATCH);
    Granted beside = s.ledger.append(s.childGrant().by(s.payerKey));
    assertThat(s.refusal(s.pay(beside, s.reconKey))).isEmpty();
  }

  @Test
  void chargesBeyondTheLimits_areRefusedEvenIfNothingWasDone() {
    long grant = limited.receipt().record().index();
    s.ledger =
        RogueLedger.open(s.store, s.ledgerKey, s.time, s.random, charges(total(grant, 6, 1)));
    assertThat(s.refusal(recorded(pay(below, 1), s.reconKey))).contains(Reason.USES_EXHAUSTED);
    s.ledger =
        RogueLedger.open(s.store, s.ledgerKey, s.time, s.random, charges(total(grant, 5, 1001)));
    assertThat(s.refusal(recorded(pay(below, 1), s.reconKey))).contains(Reason.SPEND_EXHAUSTED);
    s.ledger =
        RogueLedger.open(s.store, s.ledgerKey, s.time, s.random, charges(total(grant, 5, 1000)));
    assertThat(s.refusal(recorded(pay(below, 1), s.reconKey))).isEmpty();
  }

  @Test
  void whatFailed_isNotRefunded() {
    Acted failed = recorded(pay(limited, 600), s.payerKey);
    s.ledger.append(Outcome.failed(failed).by(s.payerKey));
    Acted abandoned = recorded(pay(below, 400), s.reconKey);
    s.ledger.append(Outcome.abandoned(abandoned).by(s.reconKey));
    refused(Reason.SPEND_EXHAUSTED, pay(below, 1), s.reconKey);
    assertThat(s.refusal(failed)).isEmpty();
  }

  @Test
  void usesThatFailed_areNotRefunded() {
    for (int i = 0; i < 5; i++) {
      Acted tried = recorded(refund(below), s.reconKey);
      s.ledger.append(Outcome.failed(tried).by(s.reconKey));
    }
    refused(Reason.USES_EXHAUSTED, refund(below), s.reconKey);
  }

  @Test
  void whatWasRefused_isNotCharged() {
    assertThat(s.admission(pay(limited, 601).by(s.payerKey))).contains(Reason.SPEND_PER_ACTION);
    assertThat(s.refusal(recorded(pay(limited, 600), s.payerKey))).isEmpty();
    assertThat(s.refusal(recorded(pay(limited, 400), s.payerKey))).isEmpty();
  }

  @Test
  void whatWasRecordedAgainstTheRules_isCharged() {
    refused(Reason.SPEND_PER_ACTION, pay(limited, 601), s.payerKey);
    assertThat(s.refusal(recorded(pay(below, 399), s.reconKey))).isEmpty();
    refused(Reason.SPEND_EXHAUSTED, pay(below, 1), s.reconKey);
    // what costs nothing cannot be done either once too much is spent
    refused(Reason.SPEND_EXHAUSTED, refund(below), s.reconKey);
  }

  @Test
  void aRenewalBelow_spendsFromTheSameTotal() {
    assertThat(s.refusal(recorded(pay(below, 600), s.reconKey))).isEmpty();
    Granted renewal =
        s.ledger.append(
            limited.narrowTo(s.recon).allTools().spend("EUR", 1000).closing(below).by(s.payerKey));
    assertThat(s.refusal(recorded(pay(renewal, 400), s.reconKey))).isEmpty();
    refused(Reason.SPEND_EXHAUSTED, pay(renewal, 1), s.reconKey);
  }

  private static Charges charges(Charges.Total... totals) {
    return new Charges(List.of(totals));
  }

  private static Charges.Total total(long grant, long uses, long spent) {
    return new Charges.Total(grant, uses, spent);
  }
}
