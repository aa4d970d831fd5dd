package dev.delegationledger.authority;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.AuthorityChange;
import dev.delegationledger.Compromise;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Erasure;
import dev.delegationledger.Outcome;
import dev.delegationledger.Recorded;
import dev.delegationledger.Transfer;
import dev.delegationledger.authority.Verdict.Erased;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SlotFamily;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may erase what, and what a proof says of it: only what an erasure that stands erased. */
final class ErasureForgeryTest extends ClosingScene {
  @Test
  void aName_isErasedByItsHolderAndAuthorities() {
    onlyThese(
        Reason.ERASER_WITHOUT_STANDING, key -> Erasure.of(r.jane).by(key), "jane", "hr", "hr2");
    onlyThese(Reason.ERASER_WITHOUT_STANDING, key -> Erasure.of(r.erp).by(key), "erp", "hr", "hr2");
  }

  @Test
  void aTask_isErasedByWhoGaveTheGrantAndAuthorities() {
    onlyThese(
        Reason.ERASER_WITHOUT_STANDING, key -> Erasure.of(r.root).by(key), "jane", "hr", "hr2");
  }

  @Test
  void whatAnAgentSigned_isErasedByAuthoritiesOnly() {
    Acted refund = refunded();
    Recorded outcome = r.ledger.append(Outcome.succeeded(refund, "done").by(r.reconKey));
    onlyThese(Reason.ERASER_WITHOUT_STANDING, key -> Erasure.of(refund).by(key), "hr", "hr2");
    onlyThese(Reason.ERASER_WITHOUT_STANDING, key -> Erasure.of(outcome).by(key), "hr", "hr2");
  }

  @Test
  void onceTheRetentionIsOver_everyHumanAndServiceErases() {
    Acted refund = refunded();
    Recorded policy =
        r.ledger.append(r.policy().retention(SlotFamily.ARGUMENT, ofSeconds(60)).by(r.hr));
    r.time.set(Registry.BEGIN.plusSeconds(60));
    onlyThese(
        Reason.ERASER_WITHOUT_STANDING,
        key ->
            List.of(r.hr, r.hr2, r.ledgerKey, r.janeRecoveryKey).contains(key)
                ? Erasure.of(refund).by(r.reconKey) // an authority needs no retention
                : Erasure.of(refund).slot(SlotName.argument("id")).retention(policy).by(key),
        "jane",
        "bob",
        "carol",
        "dave",
        "erin",
        "frank",
        "erp");
  }

  @Test
  void anErasedName_isUndecided_andTheVerdictSaysWhoErasedItWhen() {
    Acted before = refunded();
    r.time.set(Registry.BEGIN.plusSeconds(5));
    Recorded erasure = r.ledger.append(Erasure.of(r.jane).because("left").by(r.janeKey));
    Acted after = refunded();
    for (Acted action : List.of(before, after)) {
      Verdict verdict = r.verdict(action);
      assertThat(verdict.finding()).isEqualTo(Finding.UNDECIDED);
      assertThat(verdict.refusal().orElseThrow().reason()).isEqualTo(Reason.NAME_NOT_DISCLOSED);
      assertThat(verdict.refusal().orElseThrow().detail())
          .endsWith("which record " + index(erasure) + " erased");
      assertThat(verdict.erased())
          .containsExactly(
              new Erased(
                  index(r.jane),
                  "name",
                  index(erasure),
                  Registry.BEGIN.plusSeconds(5).toEpochMilli(),
                  r.jane.id(),
                  false));
      assertThat(verdict.checks().notPerformedCodes()).contains("human-name");
      assertThat(verdict.checks().failedCodes()).isEmpty();
    }
    assertThat(r.audit().findings()).isEmpty();
    assertThat(r.audit().unjudged()).isZero();
  }

  @Test
  void whatIsErasedOfGrantActionAndOutcome_isSaid_andNothingIsRefused() {
    Acted refund = refunded();
    Recorded outcome = r.ledger.append(Outcome.succeeded(refund, "done").by(r.reconKey));
    Recorded task = r.ledger.append(Erasure.of(r.root).slot(SlotName.TASK).by(r.janeKey));
    Recorded result = r.ledger.append(Erasure.of(outcome).by(r.hr));
    assertThat(r.refusal(refund)).isEmpty();
    Recorded argument = r.ledger.append(Erasure.of(refund).slot(SlotName.argument("id")).by(r.hr2));
    Verdict verdict = r.verdict(refund);
    assertThat(verdict.finding()).isNotEqualTo(Finding.REFUSED);
    assertThat(verdict.chain().get(0).taskText()).isEmpty();
    assertThat(verdict.erased())
        .extracting(Erased::index, Erased::slot, Erased::at)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(index(r.root), "task", index(task)),
            org.assertj.core.groups.Tuple.tuple(index(refund), "arguments/id", index(argument)),
            org.assertj.core.groups.Tuple.tuple(index(outcome), "result", index(result)));
    assertThat(verdict.erased().get(2).by()).startsWith("urn:ietf:params:oauth:jwk-thumbprint:");
  }

  @Test
  void anErasureThatDoesNotStand_isNotSaid() {
    Acted refund = refunded();
    r.turnRogue();
    r.ledger.append(Erasure.of(r.jane).by(r.bobKey));
    r.ledger.append(Erasure.of(refund).by(r.reconKey));
    Verdict verdict = r.verdict(refund);
    assertThat(verdict.finding()).isEqualTo(Finding.UNDECIDED);
    assertThat(verdict.erased()).isEmpty();
    assertThat(verdict.refusal().orElseThrow().detail()).doesNotContain("erased");
  }

  @Test
  void anErasureBySomebodyWithoutTrust_isNotSaid() {
    Acted refund = refunded();
    r.ledger.append(Erasure.of(r.root).by(r.hr2));
    assertThat(r.verdict(refund).erased()).hasSize(1);
    String other = dev.delegationledger.Keys.toJwk(r.hr2.publicKey());
    String trust = r.trust().replace("," + other, "");
    assertThat(Scene.verify(r.proof(refund), trust).erased()).isEmpty();
  }

  @Test
  void ofTwoErasures_theFirstThatStandsIsSaid() {
    Acted refund = refunded();
    r.turnRogue();
    r.ledger.append(Erasure.of(r.root).by(r.bobKey));
    Recorded second = r.ledger.append(Erasure.of(r.root).by(r.hr));
    r.ledger.append(Erasure.of(r.root).by(r.hr2));
    assertThat(r.verdict(refund).erased()).extracting(Erased::at).containsExactly(index(second));
  }

  @Test
  void aKeyDeclaredCompromisedLater_changesNothingAboutWhatItErased() {
    Acted refund = refunded();
    Recorded erasure = r.ledger.append(Erasure.of(r.dave).by(r.daveKey));
    Recorded task = r.ledger.append(Erasure.of(r.root).by(r.janeKey));
    r.ledger.append(Compromise.of(r.jane).lastGood(index(refund)).by(r.hr));
    assertThat(index(erasure)).isPositive();
    assertThat(r.verdict(refund).erased()).extracting(Erased::at).containsExactly(index(task));
    assertThat(r.refusal(refund)).isEmpty();
  }

  @Test
  void anErasureYearsLater_addsItselfAndNoOtherFact() throws RefusedException {
    Acted refund = refunded();
    InMemorySigner late = r.key();
    int before = records(refund);
    for (int i = 0; i < 5; i++) {
      r.ledger.append(Transfer.of(r.payer).to(r.bob).by(r.hr));
    }
    r.ledger.append(Enrol.rotation(r.payer).key(r.key()).by(r.payerKey));
    r.ledger.append(AuthorityChange.adding(late).by(r.hr));
    r.ledger.append(Erasure.of(r.root).by(r.janeKey));
    assertThat(records(refund)).isEqualTo(before + 1);
    r.ledger.append(Erasure.of(refund).by(late));
    r.ledger.append(r.refund().by(r.reconKey)); // the newest record is in every proof
    assertThat(records(refund)).isEqualTo(before + 4); // both, the new authority, the newest
    assertThat(r.verdict(refund).erased()).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aProofMadeBefore_stillOpensTheSlot() {
    Acted refund = refunded();
    byte[] proof = r.proof(refund);
    r.ledger.append(Erasure.of(r.jane).by(r.janeKey));
    assertThat(Scene.verify(proof, r.trust()).finding()).isEqualTo(Finding.PROVEN);
    assertThat(r.ledger.prove(refund).disclose(Disclose.NAME).bytes()).isNotEmpty();
  }

  @Test
  void anErasureForAnotherLedger_isRefused() {
    Draft<Recorded> good = Erasure.of(r.jane).by(r.janeKey);
    var entry = Forge.of(r.ledger.sign(good)).set("aud", "elsewhere").by(r.janeKey);
    assertThat(r.admission(entry)).contains(Reason.WRONG_LEDGER);
  }

  private static long index(Recorded recorded) {
    return recorded.receipt().record().index();
  }

  private int records(Acted action) throws RefusedException {
    return AuthorityProof.parse(r.proof(action)).records().size();
  }
}
