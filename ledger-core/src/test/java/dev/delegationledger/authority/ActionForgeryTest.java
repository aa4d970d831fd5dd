package dev.delegationledger.authority;

import static dev.delegationledger.testing.Scene.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Outcome;
import dev.delegationledger.Recorded;
import dev.delegationledger.Revocation;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Scene;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One thing wrong with an action or its outcome: admission and the verifier agree on the reason.
 */
final class ActionForgeryTest {
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private final Scene s = Scene.open();

  private Forge action() {
    return Forge.of(s.ledger.sign(payment(s.child).by(s.reconKey)));
  }

  private void refused(Reason reason, SignedEntry action) {
    assertThat(s.admission(action)).contains(reason);
    Acted recorded = (Acted) s.turnRogue().ledger.append(action);
    assertThat(s.refusal(recorded)).contains(reason);
    s.turnHonest();
  }

  private void refused(Reason reason, Draft<Acted> action) {
    refused(reason, s.ledger.sign(action));
  }

  private void allowed(SignedEntry action) {
    assertThat(s.admission(action)).isEmpty();
    assertThat(s.refusal((Acted) s.ledger.append(action))).isEmpty();
  }

  private Action call(String tool) {
    return Action.under(s.child).tool(tool);
  }

  private long now() {
    return s.time.millis() / 1000;
  }

  @Test
  void aToolThatWasNeverGranted_isRefused() {
    refused(Reason.TOOL_NOT_GRANTED, call("erp:wire").by(s.reconKey));
    refused(Reason.TOOL_NOT_GRANTED, call("erp:refund").arg("id", "granted above").by(s.reconKey));
    refused(
        Reason.TOOL_NOT_GRANTED,
        call("ERP:pay").arg("vendor", "V-7").arg("amount", 1).by(s.reconKey));
  }

  @Test
  void argumentsOutOfScope_areRefused() {
    Reason out = Reason.ARGUMENT_OUT_OF_SCOPE;
    for (Value amount :
        List.of(
            Value.of(100_001),
            Value.of(new BigDecimal("100000.0000000001")),
            Value.of(-1),
            Value.of("1"),
            Value.NULL,
            Value.arr(List.of(Value.of(1))))) {
      refused(out, call("erp:pay").arg("vendor", "V-7").arg("amount", amount).by(s.reconKey));
    }
    refused(out, call("erp:pay").arg("vendor", "V-8").arg("amount", 1).by(s.reconKey));
    refused(out, call("erp:pay").arg("vendor", "v-7").arg("amount", 1).by(s.reconKey));
    allowed(
        s.ledger.sign(call("erp:pay").arg("vendor", "V-7").arg("amount", 100_000).by(s.reconKey)));
    allowed(s.ledger.sign(call("erp:pay").arg("vendor", "V-7").arg("amount", 0).by(s.reconKey)));
  }

  @Test
  void argumentsMissingOrTooMany_areRefused() {
    refused(Reason.ARGUMENT_MISSING, call("erp:pay").arg("vendor", "V-7").by(s.reconKey));
    refused(
        Reason.ARGUMENT_NOT_GRANTED,
        call("erp:pay").arg("vendor", "V-7").arg("amount", 1).arg("Amount", 1).by(s.reconKey));
  }

  @Test
  void anActionBySomebodyElse_isRefused() {
    for (Signer other : List.of(s.payerKey, s.janeKey, s.hr, s.erpKey)) {
      refused(Reason.NOT_THE_HOLDER, action().by(other));
    }
  }

  @Test
  void anActionOfAnotherLedger_isRefused() {
    refused(
        Reason.WRONG_LEDGER, action().set("aud", "example.com/x#" + "A".repeat(43)).by(s.reconKey));
  }

  @Test
  void sixtySecondsOfSkew_areAllowedAndMore_areRefused() {
    allowed(action().set("iat", now() - 60).set("exp", now() + 10).by(s.reconKey));
    allowed(action().set("iat", now() + 60).set("exp", now() + 70).by(s.reconKey));
    refused(
        Reason.ACTION_STALE, action().set("iat", now() - 61).set("exp", now() + 9).by(s.reconKey));
    refused(
        Reason.ACTION_STALE, action().set("iat", now() + 61).set("exp", now() + 70).by(s.reconKey));
    SignedEntry withheld = action().set("iat", now()).set("exp", now() + 300).by(s.reconKey);
    s.time.move(Duration.ofMillis(60_001));
    refused(Reason.ACTION_STALE, withheld);
  }

  @Test
  void threeHundredSeconds_areAllowedAndMoreOrNone_areRefused() {
    allowed(action().set("iat", now()).set("exp", now() + 300).by(s.reconKey));
    refused(
        Reason.ACTION_LIFETIME, action().set("iat", now()).set("exp", now() + 301).by(s.reconKey));
    refused(Reason.ACTION_LIFETIME, action().set("iat", now()).set("exp", now()).by(s.reconKey));
    refused(
        Reason.ACTION_LIFETIME,
        action().set("iat", now()).set("exp", (1L << 53) - 1).by(s.reconKey));
  }

  @Test
  void anActionAtItsEnd_isRefused() {
    refused(
        Reason.ACTION_EXPIRED, action().set("iat", now() - 30).set("exp", now()).by(s.reconKey));
    allowed(action().set("iat", now() - 30).set("exp", now() + 1).by(s.reconKey));
  }

  @Test
  void theNameOfAnotherGrant_isRefused() {
    refused(Reason.GRANT_ID_MISMATCH, action().set("aat_id", s.root.id()).by(s.reconKey));
  }

  @Test
  void whatIsNoGrant_isRefused() {
    refused(Reason.WRONG_KIND, action().set("aat_hash", s.recon.hash().base64Url()).by(s.reconKey));
    Acted before = s.pay();
    refused(Reason.WRONG_KIND, action().set("aat_hash", before.hash().base64Url()).by(s.reconKey));
  }

  @Test
  void aGrantThatIsRecordedLater_isRefused() {
    Scene elsewhere = Scene.open();
    Granted later =
        (Granted)
            elsewhere.ledger.append(Forge.of(s.child.entry()).set("jti", "later").by(s.payerKey));
    SignedEntry early =
        action().set("aat_hash", later.hash().base64Url()).set("aat_id", "later").by(s.reconKey);
    assertThat(s.admission(early)).contains(Reason.UNKNOWN_REFERENCE);
    Acted recorded = (Acted) s.turnRogue().ledger.append(early);
    s.ledger.append(later.entry());
    assertThat(s.refusal(recorded)).contains(Reason.UNKNOWN_REFERENCE);
  }

  @Test
  void aChainOfCauses_isProven() {
    Acted first = s.pay();
    Recorded outcome = s.ledger.append(Outcome.succeeded(first, "ok").by(s.reconKey));
    Acted second = s.ledger.append(payment(s.child).causedBy(first).by(s.reconKey));
    Acted third = s.ledger.append(payment(s.child).causedBy(outcome).by(s.reconKey));
    assertThat(s.refusal(second)).isEmpty();
    assertThat(s.verdict(third).action().orElseThrow().causedBy()).contains(outcome.hash());
    assertThat(s.verdict(second).action().orElseThrow().causedBy()).contains(first.hash());
  }

  @Test
  void aCauseThatIsNotRecorded_isRefused() {
    SignedEntry action = action().set("dl/caused_by", "A".repeat(43)).by(s.reconKey);
    assertThat(s.admission(action)).contains(Reason.UNKNOWN_REFERENCE);
    Acted recorded = (Acted) s.turnRogue().ledger.append(action);
    assertThat(s.refusal(recorded)).contains(Reason.RECORD_MISSING);
  }

  @Test
  void aCauseThatIsRecordedLater_isRefused() {
    Scene elsewhere = Scene.open();
    Acted later = elsewhere.pay();
    SignedEntry action =
        action().set("jti", "early").set("dl/caused_by", later.hash().base64Url()).by(s.reconKey);
    Acted recorded = (Acted) s.turnRogue().ledger.append(action);
    s.ledger.append(later.entry());
    assertThat(s.refusal(recorded)).contains(Reason.UNKNOWN_REFERENCE);
  }

  @Test
  void aReusedJti_isRefusedAtAdmission() {
    Acted first = s.pay();
    assertThat(s.admission(action().set("jti", first.id()).by(s.reconKey)))
        .contains(Reason.JTI_REUSED);
  }

  @Test
  void withoutItsDisclosures_isNotAdmitted() {
    SignedEntry whole = s.ledger.sign(payment(s.child).by(s.reconKey));
    assertThat(s.admission(entry(whole.compact()))).contains(Reason.ARGUMENT_NOT_DISCLOSED);
    SignedEntry human = s.ledger.sign(Enrol.human().name("A B").key(s.key()).by(s.hr));
    assertThat(s.admission(entry(human.compact()))).contains(Reason.DISCLOSURE_REQUIRED);
  }

  private static SignedEntry entry(String jws) {
    try {
      return SignedEntry.parse(jws);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMalleatedSignature_isTheSameEntry() throws RefusedException {
    Acted first = s.ledger.append(payment(s.root).by(s.payerKey));
    String compact = first.entry().compact();
    byte[] signature = CompactJws.parse(compact).signature().toArray();
    byte[] high =
        P256_ORDER.subtract(new BigInteger(1, Arrays.copyOfRange(signature, 32, 64))).toByteArray();
    byte[] malleated = Arrays.copyOf(signature, 64);
    for (int i = 0; i < 32; i++) {
      int from = high.length - 32 + i;
      malleated[32 + i] = from >= 0 ? high[from] : 0;
    }
    String again =
        compact.substring(0, compact.lastIndexOf('.') + 1)
            + Base64.getUrlEncoder().withoutPadding().encodeToString(malleated);
    assertThat(again).isNotEqualTo(compact);
    long size = s.ledger.checkpoint().checkpoint().size();
    Recorded repeated = s.ledger.append(again);
    assertThat(repeated.receipt().repeated()).isTrue();
    assertThat(repeated.receipt().index()).isEqualTo(first.receipt().index());
    assertThat(s.ledger.checkpoint().checkpoint().size()).isEqualTo(size);
    assertThat(s.refusal(first)).isEmpty();
  }

  @Test
  void anOutcomeBySomebodyElse_isRefused() {
    Acted paid = s.pay();
    for (Signer other : List.of(s.payerKey, s.janeKey, s.erpKey, s.acmeKey)) {
      assertThat(s.admission(Outcome.succeeded(paid).by(other)))
          .contains(Reason.OUTCOME_WITHOUT_STANDING);
    }
    assertThat(s.admission(Outcome.succeeded(paid).by(s.acme, s.acmeKey)))
        .contains(Reason.OUTCOME_WITHOUT_STANDING);
    assertThat(s.admission(Outcome.succeeded(paid).by(s.erp, s.reconKey)))
        .contains(Reason.OUTCOME_WITHOUT_STANDING);
    s.turnRogue().ledger.append(Outcome.failed(paid).by(s.payerKey));
    assertThat(s.refusal(paid)).contains(Reason.OUTCOME_WITHOUT_STANDING);
  }

  @Test
  void anOutcomeByARevokedService_isRefused() {
    Acted paid = s.pay();
    s.ledger.append(Revocation.of(s.erp).by(s.hr));
    assertThat(s.admission(Outcome.succeeded(paid).by(s.erp, s.erpKey)))
        .contains(Reason.ENROLMENT_REVOKED);
    s.turnRogue().ledger.append(Outcome.succeeded(paid).by(s.erp, s.erpKey));
    assertThat(s.refusal(paid)).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void anOutcomeOfAGrant_isRefused() {
    Acted paid = s.pay();
    SignedEntry outcome =
        Forge.of(s.ledger.sign(Outcome.succeeded(paid).by(s.reconKey)))
            .set("dl/action", s.child.hash().base64Url())
            .by(s.reconKey);
    assertThat(s.admission(outcome)).contains(Reason.WRONG_KIND);
  }

  @Test
  void aSecondOutcome_isRefusedAtAdmission() {
    Acted paid = s.pay();
    s.ledger.append(Outcome.succeeded(paid).by(s.erp, s.erpKey));
    assertThat(s.admission(Outcome.failed(paid).by(s.reconKey)))
        .contains(Reason.OUTCOME_ALREADY_RECORDED);
    assertThat(s.verdict(paid).outcome().orElseThrow().status()).isEqualTo("succeeded");
  }

  @Test
  void anOutcomeInTheFuture_isRefused() {
    Acted paid = s.pay();
    SignedEntry outcome =
        Forge.of(s.ledger.sign(Outcome.succeeded(paid).by(s.reconKey)))
            .set("iat", now() + 31)
            .by(s.reconKey);
    assertThat(s.admission(outcome)).contains(Reason.ISSUED_IN_FUTURE);
    s.turnRogue().ledger.append(outcome);
    assertThat(s.refusal(paid)).contains(Reason.ISSUED_IN_FUTURE);
  }

  @Test
  void anOutcomeAfterTheRevocation_isAcceptedAndFlaggedLate() {
    Acted paid = s.pay();
    Acted inTime = s.pay();
    s.ledger.append(Outcome.succeeded(inTime).by(s.reconKey));
    s.ledger.append(Revocation.of(s.root).by(s.janeKey));
    s.ledger.append(Outcome.succeeded(paid).by(s.reconKey));
    assertThat(s.verdict(paid).finding()).isEqualTo(Verdict.Finding.PROVEN);
    assertThat(s.verdict(paid).outcome().orElseThrow().late()).isTrue();
    assertThat(s.verdict(inTime).outcome().orElseThrow().late()).isFalse();
  }

  @Test
  void anOutcomeOfAServiceInTheBiggestChain_doesNotUnproveIt() {
    Signer above = s.payerKey;
    Granted last = s.ledger.append(s.rootGrant().delegable(31).by(s.janeKey));
    InMemorySigner holder = s.payerKey;
    // Jane, Acme and the payer, then 5 + 30 * 4 that were spawned: 128 enrolments.
    for (int grants = 1; grants < 32; grants++) {
      Signer spawner = s.payerKey;
      for (int depth = 0; depth < (grants == 1 ? 5 : 4); depth++) {
        holder = s.key();
        s.ledger.append(Enrol.agent("a").key(holder).by(spawner));
        spawner = holder;
      }
      Enrolled delegate = s.ledger.enrolled(holder.publicKey()).orElseThrow();
      last = s.ledger.append(last.narrowTo(delegate).allTools().delegable(31 - grants).by(above));
      above = holder;
    }
    Acted action = s.pay(last, holder);
    assertThat(s.refusal(action)).isEmpty();
    assertThat(s.proof(action).length).isLessThan(4 << 20);
    s.ledger.append(Outcome.succeeded(action).by(s.erp, s.erpKey));
    assertThat(s.refusal(action)).isEmpty();
  }
}
