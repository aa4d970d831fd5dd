package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Compromise;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Granted;
import dev.delegationledger.Recorded;
import dev.delegationledger.Requested;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Statements under times of the signer's choice: the order of the log decides, not what a thief
 * writes into {@code iat}.
 */
final class StolenKeyForgeryTest {
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final Registry r = Registry.open();

  private static long index(Recorded entry) {
    return entry.receipt().record().index();
  }

  private static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  private void refused(Reason reason, SignedEntry action) {
    assertThat(r.admission(action)).contains(reason);
    assertThat(r.refusal((Acted) r.turnRogue().ledger.append(action))).contains(reason);
    r.turnHonest();
  }

  /** An action signed before {@code closing} is refused after it, and proven without it. */
  private void closedByOrder(Reason reason, Draft<Recorded> closing) {
    SignedEntry before = r.ledger.sign(r.refund().by(r.reconKey));
    SignedEntry same = r.ledger.sign(r.refund().by(r.reconKey));
    r.time.move(HALF_A_MINUTE);
    assertThat(r.refusal((Acted) r.ledger.append(same))).isEmpty();
    r.ledger.append(closing);
    refused(reason, before);
  }

  @Test
  void anActionWithATimeBeforeTheRevocation_isRefusedByItsPlace() {
    closedByOrder(Reason.GRANT_REVOKED, Revocation.of(r.child).by(r.payerKey));
  }

  @Test
  void anActionWithATimeBeforeTheAgentsRevocation_isRefusedByItsPlace() {
    closedByOrder(Reason.ENROLMENT_REVOKED, Revocation.of(r.recon).by(r.janeKey));
  }

  @Test
  void anActionWithATimeBeforeTheSuspension_isRefusedByItsPlace() {
    closedByOrder(Reason.ENROLMENT_SUSPENDED, Suspension.of(r.payer).by(r.carolKey));
  }

  @Test
  void anActionWithATimeBeforeTheCompromise_isRefusedByItsPlace() {
    closedByOrder(
        Reason.KEY_COMPROMISED, Compromise.of(r.recon).lastGood(index(r.child)).by(r.janeKey));
  }

  @Test
  void anActionInTheSameMillisecondAsTheRevocation_isJudgedByOrder() {
    Acted before = r.ledger.append(r.refund().by(r.reconKey));
    r.ledger.append(Revocation.of(r.child).by(r.payerKey));
    assertThat(r.refusal(before)).isEmpty();
    refused(Reason.GRANT_REVOKED, r.ledger.sign(r.refund().by(r.reconKey)));
  }

  private void voidGrant(Reason reason, SignedEntry grant) {
    assertThat(r.admission(grant)).contains(reason);
    Granted forged = (Granted) r.turnRogue().ledger.append(grant);
    r.turnHonest();
    refused(reason, r.ledger.sign(refund(forged).by(r.payerKey)));
  }

  @Test
  void aGrantUnderAnOldTimeAfterTheHumansRevocation_isVoid() {
    SignedEntry stolen = r.ledger.sign(r.rootGrant().by(r.janeKey));
    assertThat(r.admission(stolen)).isEmpty();
    r.time.move(Duration.ofHours(1));
    r.ledger.append(Revocation.of(r.jane).by(r.hr));
    voidGrant(Reason.ENROLMENT_REVOKED, stolen);
  }

  @Test
  void aGrantUnderAnOldTimeAfterTheCompromise_isVoid() {
    SignedEntry stolen = r.ledger.sign(r.rootGrant().by(r.janeKey));
    r.time.move(Duration.ofHours(1));
    r.ledger.append(Compromise.of(r.jane).lastGood(index(r.child)).by(r.janeRecoveryKey));
    voidGrant(Reason.KEY_COMPROMISED, stolen);
  }

  @Test
  void aGrantUnderAnOldTimeAfterTheRotation_isVoid() {
    SignedEntry stolen = r.ledger.sign(r.rootGrant().by(r.janeKey));
    r.time.move(Duration.ofHours(1));
    r.ledger.append(Enrol.rotation(r.jane).key(r.key()).by(r.janeKey));
    voidGrant(Reason.KEY_ROTATED, stolen);
  }

  @Test
  void anApprovalUnderAnOldTimeAfterTheCompromise_isVoid() {
    Requested request = r.requested(84_000);
    SignedEntry stolen = r.ledger.sign(Approval.of(request).approve().by(r.carolKey));
    r.time.move(Duration.ofMinutes(1));
    r.ledger.append(Compromise.of(r.carol).lastGood(index(request)).by(r.hr));
    assertThat(r.admission(stolen)).contains(Reason.KEY_COMPROMISED);
    r.turnRogue().ledger.append(stolen);
    r.turnHonest();
    refused(Reason.APPROVAL_MISSING, r.ledger.sign(Action.of(request).by(r.reconKey)));
  }

  @Test
  void anEnrolmentUnderAnOldTimeAfterTheSpawnersRevocation_isVoid() {
    SignedEntry spawn = r.ledger.sign(Enrol.agent("low").key(r.key()).by(r.payerKey));
    assertThat(r.admission(spawn)).isEmpty();
    r.ledger.append(Revocation.of(r.payer).by(r.carolKey));
    assertThat(r.admission(spawn)).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void aWithheldAction_isRefusedByItsAge() {
    long now = r.time.millis() / 1000;
    Forge lasting = Forge.of(r.ledger.sign(r.refund().by(r.reconKey))).set("exp", now + 300);
    SignedEntry inTime = lasting.set("jti", "in time").by(r.reconKey);
    SignedEntry withheld = lasting.set("jti", "withheld").by(r.reconKey);
    r.time.move(Duration.ofSeconds(60));
    assertThat(r.refusal((Acted) r.ledger.append(inTime))).isEmpty();
    r.time.move(Duration.ofMillis(1));
    refused(Reason.ACTION_STALE, withheld);
  }

  @Test
  void aWithheldActionOfAnApprovedRequest_isRefusedByItsAge() {
    Requested request = r.requested(84_000);
    r.approve(request, r.carolKey);
    long now = r.time.millis() / 1000;
    SignedEntry withheld =
        Forge.of(r.ledger.sign(Action.of(request).by(r.reconKey)))
            .set("exp", now + 300)
            .by(r.reconKey);
    assertThat(r.admission(withheld)).isEmpty();
    r.time.move(Duration.ofMinutes(2));
    refused(Reason.ACTION_STALE, withheld);
  }

  @Test
  void anActionThatClaimsToBeIssuedLater_isRefusedByItsAge() {
    long now = r.time.millis() / 1000;
    Forge early = Forge.of(r.ledger.sign(r.refund().by(r.reconKey)));
    refused(
        Reason.ACTION_STALE,
        early.set("jti", "early").set("iat", now + 61).set("exp", now + 70).by(r.reconKey));
    assertThat(
            r.admission(
                early.set("jti", "near").set("iat", now + 60).set("exp", now + 70).by(r.reconKey)))
        .isEmpty();
  }
}
