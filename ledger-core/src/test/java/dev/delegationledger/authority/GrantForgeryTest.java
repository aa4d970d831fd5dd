package dev.delegationledger.authority;

import static dev.delegationledger.testing.Scene.payment;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Revocation;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * One thing wrong with a grant of the good case: admission and the verifier give the same reason.
 */
final class GrantForgeryTest {
  private final Scene s = Scene.open();

  private Forge root() {
    return Forge.of(s.root.entry()).set("jti", "forged");
  }

  private Forge child() {
    return Forge.of(s.child.entry()).set("jti", "forged");
  }

  /** The ledger refuses the grant; and the verifier an action under it, if a rogue let it pass. */
  private void refused(Reason reason, SignedEntry grant, Signer holder) {
    assertThat(s.admission(grant)).contains(reason);
    s.turnRogue();
    Granted forged = (Granted) s.ledger.append(grant);
    Acted action = s.ledger.append(payment(forged).by(holder));
    Verdict verdict = s.verdict(action);
    assertThat(verdict.refusal().map(r -> r.reason())).contains(reason);
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.REFUSED);
    assertThat(verdict.chain()).noneMatch(hop -> hop.hash().equals(forged.hash()));
  }

  private void refusedChild(Reason reason, Forge forge) {
    refused(reason, forge.by(s.payerKey), s.reconKey);
  }

  private void refusedRoot(Reason reason, Forge forge) {
    refused(reason, forge.by(s.janeKey), s.payerKey);
  }

  private void allowed(SignedEntry grant, Signer holder) {
    assertThat(s.admission(grant)).isEmpty();
    Granted recorded = (Granted) s.ledger.append(grant);
    assertThat(s.refusal(s.pay(recorded, holder))).isEmpty();
  }

  private long now() {
    return s.time.millis() / 1000;
  }

  @Test
  void theGoodCase_isProven() {
    Verdict verdict = s.verdict(s.pay());
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.PROVEN);
    assertThat(verdict.human().orElseThrow().name()).contains("Jane Doe");
    assertThat(verdict.chain()).hasSize(2);
  }

  @Test
  void anUnchangedForgery_isAllowed() {
    allowed(root().by(s.janeKey), s.payerKey);
    allowed(child().by(s.payerKey), s.reconKey);
  }

  @Test
  void keyOtherThanTheDelegates_isRefused() {
    InMemorySigner other = s.key();
    SignedEntry grant = root().set("cnf/jwk", Jwk.toValue(other.publicKey())).by(s.janeKey);
    assertThat(s.admission(grant)).contains(Reason.HOLDER_KEY_MISMATCH);
    Granted forged = (Granted) s.turnRogue().ledger.append(grant);
    assertThat(s.admission(payment(forged).by(other))).contains(Reason.NOT_THE_HOLDER);
    assertThat(s.refusal(s.pay(forged, s.payerKey))).contains(Reason.NOT_THE_HOLDER);
  }

  @Test
  void keyOfAnotherPrincipal_isRefused() {
    SignedEntry grant = child().set("cnf/jwk", Jwk.toValue(s.payerKey.publicKey())).by(s.payerKey);
    refused(Reason.HOLDER_KEY_MISMATCH, grant, s.payerKey);
  }

  @Test
  void otherLedgersId_isRefused() {
    refusedChild(
        Reason.WRONG_LEDGER, child().set("aud", Scene.ORIGIN + "#" + s.root.hash().base64Url()));
  }

  @Test
  void issuedThirtySecondsAhead_isAllowed() {
    allowed(root().set("iat", now() + 30).by(s.janeKey), s.payerKey);
  }

  @Test
  void issuedThirtyOneSecondsAhead_isRefused() {
    refusedRoot(Reason.ISSUED_IN_FUTURE, root().set("iat", now() + 31));
  }

  @Test
  void ninetyDays_areAllowed() {
    allowed(root().set("exp", now() + 90 * 86_400).by(s.janeKey), s.payerKey);
  }

  @Test
  void ninetyDaysAndASecond_areRefused() {
    refusedRoot(Reason.LIFETIME_EXCEEDED, root().set("exp", now() + 90 * 86_400 + 1));
  }

  @Test
  void endBeforeBeginning_isRefused() {
    refusedRoot(Reason.LIFETIME_EXCEEDED, root().set("iat", now()).set("exp", now()));
  }

  @Test
  void expiredAtItsRecord_isRefused() {
    refusedRoot(Reason.GRANT_EXPIRED, root().set("iat", now() - 60).set("exp", now()));
  }

  @Test
  void largestTimes_areRefusedWithoutOverflow() {
    long most = (1L << 53) - 1;
    assertThat(s.admission(root().set("exp", most).by(s.janeKey)))
        .contains(Reason.LIFETIME_EXCEEDED);
    assertThat(s.admission(root().set("iat", most).set("exp", most).by(s.janeKey)))
        .contains(Reason.ISSUED_IN_FUTURE);
    assertThat(s.admission(root().set("dl/nbf", most).by(s.janeKey))).isEmpty();
    refusedRoot(Reason.LIFETIME_EXCEEDED, root().set("exp", most));
  }

  @Test
  void rootOfDepthOne_isRefused() {
    refusedRoot(Reason.DEPTH_MISMATCH, root().set("del_depth", 1));
  }

  @Test
  void childOfDepthTwo_isRefused() {
    refusedChild(Reason.DEPTH_MISMATCH, child().set("del_depth", 2));
  }

  @Test
  void maximalDepthThirtyOne_isAllowedAndThirtyTwo_isRefused() {
    allowed(root().set("del_max_depth", 31).by(s.janeKey), s.payerKey);
    refusedRoot(Reason.DEPTH_EXCEEDED, root().set("jti", "deep").set("del_max_depth", 32));
  }

  @Test
  void depthBelowAParentThatMustNotDelegate_isRefused() {
    Granted leaf =
        (Granted) s.ledger.append(child().set("del_max_depth", 1).set("jti", "l").by(s.payerKey));
    InMemorySigner key = s.key();
    Enrolled agent = s.ledger.append(Enrol.agent("below").key(key).by(s.reconKey));
    SignedEntry grant = s.ledger.sign(leaf.narrowTo(agent).allTools().by(s.reconKey));
    refused(Reason.DEPTH_EXCEEDED, grant, key);
  }

  @Test
  void deeperThanItself_isRefused() {
    refusedChild(Reason.DEPTH_EXCEEDED, child().set("del_max_depth", 0));
  }

  @Test
  void allowingDeeperThanItsParent_isRefused() {
    refusedChild(Reason.DEPTH_WIDENED, child().set("del_max_depth", 4));
  }

  @Test
  void endingWithItsParent_isAllowedAndASecondLater_isRefused() {
    long end = s.root.expiresAt().getEpochSecond();
    allowed(child().set("exp", end).by(s.payerKey), s.reconKey);
    refusedChild(Reason.OUTLIVES_PARENT, child().set("jti", "long").set("exp", end + 1));
  }

  @Test
  void issuedBeforeItsParent_isRefused() {
    refusedChild(Reason.PREDATES_PARENT, child().set("iat", now() - 1));
  }

  @Test
  void beginningBeforeItsGrandparent_isRefused() {
    long begin = now();
    Granted upper =
        (Granted) s.ledger.append(root().set("jti", "u").set("dl/nbf", begin).by(s.janeKey));
    SignedEntry grant =
        child().set("par_hash", upper.hash().base64Url()).set("dl/nbf", begin - 1).by(s.payerKey);
    refused(Reason.PREDATES_PARENT, grant, s.reconKey);
  }

  @Test
  void anotherTask_isRefused() {
    refusedChild(Reason.TASK_WIDENED, child().json("dl/task", "{\"id\":\"T-170\"}"));
  }

  @Test
  void aTaskBelow_isAllowed() {
    allowed(child().json("dl/task", "{\"id\":\"T-17/a\"}").by(s.payerKey), s.reconKey);
  }

  @Test
  void aToolMore_isRefused() {
    refusedChild(Reason.TOOL_WIDENED, tools("\"erp:pay\":{},\"erp:wire\":{}"));
  }

  @Test
  void aToolWithoutItsConstraints_isRefused() {
    refusedChild(Reason.SCOPE_WIDENED, tools("\"erp:pay\":{}"));
  }

  @Test
  void anArgumentLess_isRefused() {
    refusedChild(
        Reason.SCOPE_WIDENED, tools("\"erp:pay\":{\"vendor\":{\"constraint_type\":\"wildcard\"}}"));
  }

  @Test
  void anArgumentMore_isRefused() {
    refusedChild(
        Reason.SCOPE_WIDENED,
        tools(
            "\"erp:pay\":{\"vendor\":{\"constraint_type\":\"wildcard\"},\"amount\":{"
                + "\"constraint_type\":\"range\",\"min\":0,\"max\":10},\"x\":{"
                + "\"constraint_type\":\"wildcard\"}}"));
  }

  @Test
  void aHigherCeiling_isRefused() {
    refusedChild(
        Reason.SCOPE_WIDENED,
        tools(
            "\"erp:pay\":{\"vendor\":{\"constraint_type\":\"wildcard\"},\"amount\":{"
                + "\"constraint_type\":\"range\",\"min\":0,\"max\":500000.01}}"));
  }

  @Test
  void aLowerFloor_isRefused() {
    refusedChild(
        Reason.SCOPE_WIDENED,
        tools(
            "\"erp:pay\":{\"vendor\":{\"constraint_type\":\"wildcard\"},\"amount\":{"
                + "\"constraint_type\":\"range\",\"max\":1}}"));
  }

  private Forge tools(String tools) {
    return child()
        .json(
            "authorization_details",
            "[{\"type\":\"attenuating_agent_token\",\"tools\":{" + tools + "}}]");
  }

  @Test
  void childSignedByTheHumanAndNotByTheHolder_isRefused() {
    refused(Reason.NOT_THE_HOLDER, child().by(s.janeKey), s.reconKey);
  }

  @Test
  void rootSignedByAnotherHuman_isRefused() {
    refused(Reason.NOT_THE_HOLDER, root().by(s.bobKey), s.payerKey);
  }

  @Test
  void rootOfAnAgent_isRefused() {
    SignedEntry grant = root().set("dl/delegator", s.recon.hash().base64Url()).by(s.reconKey);
    refused(Reason.ROOT_NOT_HUMAN, grant, s.payerKey);
  }

  @Test
  void rootOfAnAuthority_isRefused() {
    refused(Reason.NOT_THE_HOLDER, root().by(s.hr), s.payerKey);
  }

  @Test
  void rootOfTheLedgerItself_isRefused() {
    SignedEntry grant = root().by(s.ledgerKey);
    assertThat(s.admission(grant)).contains(Reason.NOT_THE_HOLDER);
  }

  @Test
  void rootWithoutTool_isRefused() {
    refusedRoot(
        Reason.NO_CAPABILITY,
        root()
            .json(
                "authorization_details", "[{\"type\":\"attenuating_agent_token\",\"tools\":{}}]"));
  }

  @Test
  void rootWithForeignDetailsOnly_isRefused() {
    refusedRoot(Reason.NO_CAPABILITY, root().json("authorization_details", "[{\"type\":\"x\"}]"));
  }

  @Test
  void delegateWhoIsAHuman_isRefused() {
    refused(
        Reason.DELEGATE_CANNOT_ACT,
        root()
            .set("dl/delegate", s.bob.hash().base64Url())
            .set("cnf/jwk", Jwk.toValue(s.bobKey.publicKey()))
            .by(s.janeKey),
        s.bobKey);
  }

  @Test
  void delegateWhoIsAnOrganisation_isRefused() {
    refused(
        Reason.DELEGATE_CANNOT_ACT,
        root()
            .set("dl/delegate", s.acme.hash().base64Url())
            .set("cnf/jwk", Jwk.toValue(s.acmeKey.publicKey()))
            .by(s.janeKey),
        s.acmeKey);
  }

  @Test
  void delegateWhoIsAService_isAllowed() {
    allowed(s.ledger.sign(s.rootGrant(s.erp).by(s.janeKey)), s.erpKey);
  }

  @Test
  void delegateThatIsAGrant_isRefused() {
    refusedRoot(Reason.WRONG_KIND, root().set("dl/delegate", s.root.hash().base64Url()));
  }

  @Test
  void parentThatIsAnEnrolment_isRefused() {
    refusedChild(Reason.WRONG_KIND, child().set("par_hash", s.payer.hash().base64Url()));
  }

  @Test
  void delegatorThatIsGenesis_isRefused() throws RefusedException {
    Hash genesis = StoredLedger.over(s.store).identity().genesis().hash();
    refusedRoot(Reason.WRONG_KIND, root().set("dl/delegator", genesis.base64Url()));
  }

  @Test
  void parentWithTheSameJti_isRefused() {
    refusedChild(Reason.GRANT_ID_REUSED, child().set("jti", s.root.id()));
  }

  @Test
  void secondGrantUnderAReusedJti_isRefusedAtAdmissionOnly() {
    SignedEntry second = root().set("jti", s.root.id()).set("del_max_depth", 5).by(s.janeKey);
    assertThat(s.admission(second)).contains(Reason.JTI_REUSED);
    Granted recorded = (Granted) s.turnRogue().ledger.append(second);
    Acted action = s.pay(recorded, s.payerKey);
    assertThat(s.refusal(action)).isEmpty(); // one file cannot show it; the verdict says so
    assertThat(s.verdict(action).checks().notPerformedCodes())
        .anyMatch(text -> text.contains("jti-unique"));
  }

  @Test
  void actionThatNamesTheSecondGrantsJtiAndTheFirstGrantsHash_isJudgedByTheHash() {
    SignedEntry wide =
        Forge.of(s.child.entry())
            .json(
                "authorization_details",
                "[{\"type\":\"attenuating_agent_token\",\"tools\":{\"erp:pay\":{}}}]")
            .by(s.payerKey);
    assertThat(s.admission(wide)).contains(Reason.SCOPE_WIDENED);
    s.turnRogue().ledger.append(wide);
    Acted action =
        s.ledger.append(
            Action.under(s.child)
                .tool("erp:pay")
                .arg("vendor", "V-8")
                .arg("amount", 1)
                .by(s.reconKey));
    assertThat(s.refusal(action)).contains(Reason.ARGUMENT_OUT_OF_SCOPE);
  }

  @Test
  void unknownParent_isRefusedByTheLedger() {
    SignedEntry grant =
        child()
            .set(
                "par_hash",
                s.root.entry().disclosures().values().iterator().next().digest().base64Url())
            .by(s.payerKey);
    assertThat(s.admission(grant)).contains(Reason.UNKNOWN_REFERENCE);
    s.turnRogue();
    Granted forged = (Granted) s.ledger.append(grant);
    Verdict verdict = s.verdict(s.pay(forged, s.reconKey));
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.UNDECIDED);
    assertThat(Scene.reason(verdict)).contains(Reason.RECORD_MISSING);
  }

  @Test
  void childRecordedBeforeItsParent_isRefused() {
    Scene elsewhere = Scene.open();
    Granted parent = (Granted) elsewhere.ledger.append(root().set("jti", "late").by(s.janeKey));
    SignedEntry early = child().set("par_hash", parent.hash().base64Url()).by(s.payerKey);
    assertThat(s.admission(early)).contains(Reason.UNKNOWN_REFERENCE);
    s.turnRogue();
    Granted recorded = (Granted) s.ledger.append(early);
    s.ledger.append(parent.entry());
    assertThat(s.refusal(s.pay(recorded, s.reconKey))).contains(Reason.UNKNOWN_REFERENCE);
  }

  @Test
  void notBegunYet_isRefusedAndAtItsBeginning_isAllowed() {
    Granted later =
        s.ledger.append(s.rootGrant().notBefore(s.time.instant().plusSeconds(60)).by(s.janeKey));
    s.time.move(ofSeconds(59).plusMillis(999));
    assertThat(s.admission(payment(later).by(s.payerKey))).contains(Reason.GRANT_NOT_YET_VALID);
    Acted early = s.turnRogue().pay(later, s.payerKey);
    s.time.move(Duration.ofMillis(1));
    Acted good = s.turnHonest().pay(later, s.payerKey);
    assertThat(s.refusal(early)).contains(Reason.GRANT_NOT_YET_VALID);
    assertThat(s.refusal(good)).isEmpty();
  }

  @Test
  void endedAtExactlyItsEnd_isRefused() {
    s.time.set(s.child.expiresAt().minusMillis(1));
    Acted good = s.pay();
    s.time.move(Duration.ofMillis(1));
    assertThat(s.admission(payment(s.child).by(s.reconKey))).contains(Reason.GRANT_EXPIRED);
    Acted bad = s.turnRogue().pay();
    assertThat(s.refusal(bad)).contains(Reason.GRANT_EXPIRED);
    assertThat(s.refusal(good)).isEmpty();
  }

  @Test
  void grantUnderAParentThatEnded_isRefused() {
    s.time.set(s.child.expiresAt());
    InMemorySigner key = s.key();
    Enrolled below = s.ledger.append(Enrol.agent("below").key(key).by(s.reconKey));
    SignedEntry grant =
        Forge.of(s.ledger.sign(s.child.narrowTo(below).allTools().by(s.reconKey)))
            .set("iat", s.child.expiresAt().getEpochSecond() - 10)
            .set("exp", s.child.expiresAt().getEpochSecond())
            .by(s.reconKey);
    refused(Reason.GRANT_EXPIRED, grant, key);
  }

  @Test
  void grantUnderARevokedParent_isRefused() {
    s.ledger.append(Revocation.of(s.root).by(s.janeKey));
    refusedChild(Reason.GRANT_REVOKED, child());
  }

  @Test
  void grantByARevokedHuman_isRefused() {
    s.ledger.append(Revocation.of(s.jane).by(s.hr));
    refusedRoot(Reason.ENROLMENT_REVOKED, root());
  }

  @Test
  void grantToARevokedAgent_isRefused() {
    s.ledger.append(Revocation.of(s.recon).by(s.payerKey));
    refusedChild(Reason.ENROLMENT_REVOKED, child());
  }

  @Test
  void chainThroughAMiddleAgentThatWasRevoked_isRefused() {
    s.ledger.append(Revocation.of(s.payer).by(s.janeKey));
    assertThat(s.admission(payment(s.child).by(s.reconKey))).contains(Reason.ENROLMENT_REVOKED);
    assertThat(s.refusal(s.turnRogue().pay())).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void chainThroughAMiddleAgentWhoseEnrolmentEnded_isRefused() {
    Scene scene = Scene.open();
    InMemorySigner key = scene.key();
    Enrolled middle =
        scene.ledger.append(scene.agent().expiresIn(ofSeconds(100)).key(key).by(scene.janeKey));
    Granted upper = scene.ledger.append(scene.rootGrant(middle).by(scene.janeKey));
    Granted lower = scene.ledger.append(upper.narrowTo(scene.recon).allTools().by(key));
    scene.time.move(ofSeconds(100).minusMillis(1));
    Acted good = scene.pay(lower, scene.reconKey);
    scene.time.move(Duration.ofMillis(1));
    assertThat(scene.admission(payment(lower).by(scene.reconKey)))
        .contains(Reason.ENROLMENT_EXPIRED);
    Acted bad = scene.turnRogue().pay(lower, scene.reconKey);
    assertThat(scene.refusal(bad)).contains(Reason.ENROLMENT_EXPIRED);
    assertThat(scene.refusal(good)).isEmpty();
  }

  @Test
  void beyondTheHumansEntitlement_isRefused() {
    InMemorySigner key = s.key();
    Enrolled clerk =
        s.ledger.append(
            Enrol.human()
                .name("Kim Lee")
                .mayGrant("erp:pay", t -> t.any("vendor").range("amount", 0, 1000))
                .key(key)
                .by(s.hr));
    Forge within =
        root()
            .set("dl/delegator", clerk.hash().base64Url())
            .json(
                "authorization_details",
                "[{\"type\":\"attenuating_agent_token\",\"tools\":{\"erp:pay\":{\"vendor\":{"
                    + "\"constraint_type\":\"wildcard\"},\"amount\":{\"constraint_type\":\"range\","
                    + "\"min\":0,\"max\":1000}}}}]");
    assertThat(s.admission(within.by(key))).isEmpty();
    Forge beyond = root().set("jti", "beyond").set("dl/delegator", clerk.hash().base64Url());
    refused(Reason.EXCEEDS_ENTITLEMENT, beyond.by(key), s.payerKey);
  }

  @Test
  void thirtyTwoGrants_areProvenAndThirtyThree_areRefused() {
    InMemorySigner key = s.key();
    Enrolled agent = s.ledger.append(s.agent().key(key).by(s.janeKey));
    Granted last = s.ledger.append(s.rootGrant(agent).delegable(31).by(s.janeKey));
    Granted before = last;
    for (int depth = 1; depth < 32; depth++) {
      before = last;
      last = s.ledger.append(last.narrowTo(agent).allTools().delegable(31 - depth).by(key));
    }
    assertThat(s.refusal(s.pay(last, key))).isEmpty();
    assertThat(before).isNotEqualTo(last);
    SignedEntry tooDeep =
        Forge.of(last.entry())
            .set("jti", "33")
            .set("del_depth", 32)
            .set("par_hash", last.hash().base64Url())
            .by(key);
    refused(Reason.CHAIN_TOO_LONG, tooDeep, key);
  }

  @Test
  void aChainOf256KiB_isProvenWithinTheLimitsAndAByteMore_isRefused() {
    InMemorySigner key = s.key();
    Enrolled agent = s.ledger.append(s.agent().key(key).by(s.janeKey));
    String wide = "x".repeat(28_000);
    Granted last =
        s.ledger.append(
            Grant.to(agent)
                .task("T-1", "much")
                .tool("erp:pay")
                .tool(wide)
                .delegable(31)
                .expiresIn(ofDays(1))
                .by(s.janeKey));
    long size = last.entry().compact().length();
    Optional<Reason> reason = Optional.empty();
    while (reason.isEmpty()) {
      SignedEntry next = s.ledger.sign(last.narrowTo(agent).allTools().delegable(20).by(key));
      SignedEntry fitting =
          Forge.of(next).set("del_max_depth", 31).set("dl/task/id", "T-1").by(key);
      reason = s.admission(fitting);
      if (reason.isEmpty()) {
        last = (Granted) s.ledger.append(fitting);
        size += fitting.compact().length();
        assertThat(size).isLessThanOrEqualTo(256 * 1024);
      } else {
        assertThat(size + fitting.compact().length()).isGreaterThan(256 * 1024);
        Acted action = s.pay(last, key);
        assertThat(s.proof(action).length).isLessThan(4 << 20);
        assertThat(s.refusal(action)).isEmpty();
        refused(Reason.CHAIN_TOO_LARGE, fitting, key);
      }
    }
    assertThat(reason).contains(Reason.CHAIN_TOO_LARGE);
  }
}
