package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Compromise;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Policy;
import dev.delegationledger.Recorded;
import dev.delegationledger.Requested;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rotated and compromised keys: what they may no longer sign, and what stays. */
final class CompromiseForgeryTest {
  private final Registry r = Registry.open();

  private static long index(Recorded entry) {
    return entry.receipt().record().index();
  }

  private Acted refunded() {
    return r.ledger.append(r.refund().by(r.reconKey));
  }

  private Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  @Test
  void declaredLater_theActionIsContestedOnlyAfterTheLastGood() {
    Acted action = refunded();
    byte[] sealed = r.proof(action);
    r.ledger.append(Compromise.of(r.recon).lastGood(index(action)).by(r.janeKey));
    assertThat(r.refusal(action)).isEmpty();
    r.ledger.append(Compromise.of(r.recon).lastGood(index(action) - 1).by(r.janeKey));
    assertThat(r.refusal(action)).contains(Reason.CONTESTED);
    assertThat(r.verdict(action).finding()).isEqualTo(Verdict.Finding.UNDECIDED);
    assertThat(Scene.verify(sealed, r.trust()).finding()).isEqualTo(Verdict.Finding.PROVEN);
  }

  /** Whether that declaration stands is contested; whatever it is, it leaves the action alone. */
  @Test
  void aContestedDeclaration_contestsNothingUpToItsLastGood() {
    Acted action = refunded();
    Recorded declared =
        r.ledger.append(Compromise.of(r.recon).lastGood(index(action)).by(r.janeKey));
    r.ledger.append(Compromise.of(r.jane).lastGood(index(declared) - 1).by(r.hr));
    assertThat(r.refusal(action)).isEmpty();
  }

  @Test
  void anApprovalThatNothingDemands_contestsNothing() {
    Requested request = r.requested(84_000);
    r.approve(request, r.carolKey);
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    Acted action = r.ledger.append(Action.of(request).by(r.reconKey));
    r.ledger.append(Compromise.of(r.carol).lastGood(index(r.carol)).by(r.hr));
    assertThat(r.refusal(action)).isEmpty();
  }

  @Test
  void declaredBefore_theActionIsRefusedWhateverTheLastGood() {
    r.ledger.append(Compromise.of(r.recon).lastGood(index(r.child)).by(r.janeKey));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.KEY_COMPROMISED);
    r.turnRogue();
    assertThat(r.refusal(refunded())).contains(Reason.KEY_COMPROMISED);
  }

  @Test
  void theGrantersKey_contestsWhatHangsOnItsGrant() {
    Acted action = refunded();
    r.ledger.append(Compromise.of(r.jane).lastGood(index(r.root)).by(r.janeRecoveryKey));
    assertThat(r.refusal(action)).isEmpty();
    r.ledger.append(Compromise.of(r.jane).lastGood(index(r.root) - 1).by(r.hr));
    assertThat(r.refusal(action)).contains(Reason.CONTESTED);
  }

  @Test
  void theEnrollersKey_contestsWhatItEnrolled() {
    Acted action = refunded();
    r.ledger.append(Compromise.of(r.jane).lastGood(index(r.jane)).by(r.janeRecoveryKey));
    assertThat(r.refusal(action)).contains(Reason.CONTESTED);
  }

  @Test
  void aCompromise_isDeclaredByRecoveryAuthorityOrOwner() {
    for (Signer good : List.of(r.janeKey, r.bobKey, r.hr, r.hr2)) {
      assertThat(r.admission(Compromise.of(r.recon).lastGood(index(r.child)).by(good))).isEmpty();
    }
    for (Signer bad : List.of(r.reconKey, r.payerKey, r.erinKey, r.carolKey, r.key())) {
      assertThat(r.admission(Compromise.of(r.recon).lastGood(index(r.child)).by(bad)))
          .contains(Reason.DECLARER_WITHOUT_STANDING);
    }
    for (Signer good : List.of(r.janeRecoveryKey, r.hr, r.hr2)) {
      assertThat(r.admission(Compromise.of(r.jane).lastGood(index(r.jane)).by(good))).isEmpty();
    }
    for (Signer bad : List.of(r.janeKey, r.bobKey, r.payerKey)) {
      assertThat(r.admission(Compromise.of(r.jane).lastGood(index(r.jane)).by(bad)))
          .contains(Reason.DECLARER_WITHOUT_STANDING);
    }
  }

  @Test
  void theLastGood_liesBetweenTheEnrolmentAndTheDeclaration() {
    long next = r.ledger.checkpoint().checkpoint().size();
    for (long good : List.of(index(r.recon), next - 1)) {
      assertThat(r.admission(Compromise.of(r.recon).lastGood(good).by(r.janeKey))).isEmpty();
    }
    for (long bad : List.of(index(r.recon) - 1, next, next + 1)) {
      assertThat(r.admission(Compromise.of(r.recon).lastGood(bad).by(r.janeKey)))
          .contains(Reason.LAST_GOOD_INVALID);
    }
  }

  @Test
  void aCompromiseByNobody_contestsNothingButCloses() {
    Acted action = refunded();
    Recorded forged =
        r.turnRogue().ledger.append(Compromise.of(r.recon).lastGood(index(r.recon)).by(r.erinKey));
    assertThat(r.refusal(action)).isEmpty();
    assertThat(index(forged)).isGreaterThan(index(action));
    assertThat(r.refusal(refunded())).contains(Reason.KEY_COMPROMISED);
  }

  @Test
  void aDeclarationByACompromisedOwner_isRefused() {
    Acted action = refunded();
    long last = index(action);
    r.ledger.append(Compromise.of(r.bob).lastGood(last).by(r.hr));
    SignedEntry late = r.ledger.sign(Compromise.of(r.recon).lastGood(index(r.recon)).by(r.bobKey));
    assertThat(r.admission(late)).contains(Reason.KEY_COMPROMISED);
  }

  @Test
  void closingStatements_areNeverVoid() {
    Recorded revocation = r.ledger.append(Revocation.of(r.child).by(r.reconKey));
    r.ledger.append(Compromise.of(r.recon).lastGood(index(revocation) - 1).by(r.janeKey));
    // the grant is looked at before its delegate: the revocation still counts
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.GRANT_REVOKED);
    assertThat(r.admission(Suspension.of(r.child).by(r.reconKey))).isEmpty();
    assertThat(r.admission(Revocation.of(r.recon).by(r.reconKey))).isEmpty();
    r.turnRogue();
    assertThat(r.refusal(refunded())).contains(Reason.GRANT_REVOKED);
  }

  @Test
  void declarations_areNotBlockedByTheirTimeOrJti() {
    SignedEntry good = r.ledger.sign(Compromise.of(r.recon).lastGood(index(r.recon)).by(r.janeKey));
    assertThat(r.admission(Forge.of(good).set("iat", (1L << 53) - 1).by(r.janeKey))).isEmpty();
    assertThat(r.admission(Forge.of(good).set("jti", r.root.id()).by(r.janeKey))).isEmpty();
    assertThat(r.admission(Forge.of(good).set("aud", "x").by(r.janeKey)))
        .contains(Reason.WRONG_LEDGER);
    assertThat(
            r.admission(Forge.of(good).set("dl/target", r.root.hash().base64Url()).by(r.janeKey)))
        .contains(Reason.WRONG_KIND);
  }

  @Test
  void aRotatedKey_signsNothingButClosing() {
    InMemorySigner next = r.key();
    Acted before = refunded();
    r.ledger.append(Enrol.rotation(r.recon).key(next).by(r.reconKey));
    assertThat(r.refusal(before)).isEmpty();
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.KEY_ROTATED);
    assertThat(r.admission(r.payment(84_000).by(r.reconKey))).contains(Reason.KEY_ROTATED);
    assertThat(r.admission(Enrol.agent("low").key(r.key()).by(r.reconKey)))
        .contains(Reason.KEY_ROTATED);
    assertThat(r.admission(Suspension.of(r.child).by(r.reconKey))).isEmpty();
    assertThat(r.admission(Suspension.of(r.child).by(next))).isEmpty();
    r.turnRogue();
    assertThat(r.refusal(refunded())).contains(Reason.KEY_ROTATED);
  }

  @Test
  void aRotatedKey_handsOffToItsSuccessorOnly() {
    InMemorySigner next = r.key();
    InMemorySigner lowKey = r.key();
    Enrolled low = r.ledger.append(Enrol.agent("low").key(lowKey).by(r.reconKey));
    Enrolled rotated = r.ledger.append(Enrol.rotation(r.recon).key(next).by(r.reconKey));
    var toAnother = r.ledger.sign(r.child.narrowTo(low).allTools().by(r.reconKey));
    assertThat(r.admission(toAnother)).contains(Reason.KEY_ROTATED);
    Granted handOff = r.ledger.append(r.child.narrowTo(rotated).allTools().by(r.reconKey));
    assertThat(r.refusal(r.ledger.append(refund(handOff).by(next)))).isEmpty();
    Granted forged = (Granted) r.turnRogue().ledger.append(toAnother);
    assertThat(r.refusal(r.ledger.append(refund(forged).by(lowKey)))).contains(Reason.KEY_ROTATED);
  }

  @Test
  void theOldKeysCompromise_sparesWhatTheNewOneDoes() {
    InMemorySigner next = r.key();
    Enrolled rotated = r.ledger.append(Enrol.rotation(r.recon).key(next).by(r.reconKey));
    Granted fresh = r.ledger.append(r.rootGrant(rotated).by(r.janeKey));
    r.ledger.append(Compromise.of(r.recon).lastGood(index(rotated)).by(r.janeKey));
    Acted action = r.ledger.append(refund(fresh).by(next));
    assertThat(r.refusal(action)).isEmpty();
    r.ledger.append(Compromise.of(r.recon).lastGood(index(rotated) - 1).by(r.janeKey));
    assertThat(r.refusal(action)).contains(Reason.CONTESTED);
    assertThat(r.admission(refund(fresh).by(next))).contains(Reason.KEY_COMPROMISED);
    r.turnRogue();
    assertThat(r.refusal(r.ledger.append(refund(fresh).by(next)))).contains(Reason.KEY_COMPROMISED);
  }

  @Test
  void aDeclarationOfAnImpossibleLastGood_contestsNothing() {
    Acted action = refunded();
    SignedEntry before = r.ledger.sign(Compromise.of(r.recon).lastGood(0).by(r.janeKey));
    assertThat(r.admission(before)).contains(Reason.LAST_GOOD_INVALID);
    r.turnRogue().ledger.append(before);
    assertThat(r.refusal(action)).isEmpty();
    r.turnHonest().ledger.append(Compromise.of(r.recon).lastGood(index(r.recon)).by(r.janeKey));
    assertThat(r.refusal(action)).contains(Reason.CONTESTED);
  }

  @Test
  void theEarliestLastGood_counts() {
    Acted action = refunded();
    r.ledger.append(Compromise.of(r.recon).lastGood(index(r.child)).by(r.janeKey));
    r.ledger.append(Compromise.of(r.recon).lastGood(index(action)).by(r.janeKey));
    assertThat(r.refusal(action)).contains(Reason.CONTESTED);
  }

  @Test
  void aDeclarationThatIsItselfContested_leavesItUndecided() {
    Acted action = refunded();
    Recorded declared =
        r.ledger.append(Compromise.of(r.recon).lastGood(index(r.recon)).by(r.bobKey));
    r.ledger.append(Compromise.of(r.bob).lastGood(index(declared) - 1).by(r.hr));
    assertThat(r.refusal(action)).contains(Reason.CONTESTED);
  }

  @Test
  void whatIsContested_isNamedByItsDeclaration() {
    Acted action = refunded();
    Recorded declared =
        r.ledger.append(Compromise.of(r.recon).lastGood(index(r.child)).by(r.janeKey));
    assertThat(r.verdict(action).refusal().orElseThrow().detail())
        .contains("record " + index(declared))
        .contains("as admitted");
  }
}
