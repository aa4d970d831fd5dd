package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approvals;
import dev.delegationledger.Archetype;
import dev.delegationledger.Archetyped;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Policy;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import org.junit.jupiter.api.Test;

/** What a policy and an archetype bound, and what they are worth if no authority signed them. */
final class PolicyForgeryTest {
  private final Registry r = Registry.open();
  private final InMemorySigner key = r.key();

  private static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  private Acted refunded(Granted grant, Signer holder) {
    return r.ledger.append(refund(grant).by(holder));
  }

  private void allowedGrant(Grant grant) {
    assertThat(r.admission(grant.by(r.janeKey))).isEmpty();
  }

  private void refusedGrant(Reason reason, Grant grant, Signer holder) {
    var draft = r.ledger.sign(grant.by(r.janeKey));
    assertThat(r.admission(draft)).contains(reason);
    r.turnRogue();
    assertThat(r.refusal(refunded((Granted) r.ledger.append(draft), holder))).contains(reason);
  }

  private void allowedAgent(Enrol agent) {
    assertThat(r.admission(agent.key(r.key()).by(r.janeKey))).isEmpty();
  }

  private void refusedAgent(Reason reason, Enrol agent) {
    refusedAgent(reason, agent, r.janeKey);
  }

  private void refusedAgent(Reason reason, Enrol agent, Signer enroller) {
    var entry = r.ledger.sign(agent.key(key).by(enroller));
    assertThat(r.admission(entry)).contains(reason);
    r.turnRogue();
    Granted grant = r.ledger.append(r.rootGrant((Enrolled) r.ledger.append(entry)).by(r.janeKey));
    assertThat(r.refusal(refunded(grant, key))).contains(reason);
  }

  private static Policy lenient() {
    return Policy.of().otherwise(Tier.LOW);
  }

  @Test
  void policyByAHuman_waivesNothing() {
    assertThat(r.admission(lenient().by(r.janeKey))).contains(Reason.NOT_AN_AUTHORITY);
    r.turnRogue();
    r.ledger.append(lenient().by(r.janeKey));
    Granted grant = r.ledger.append(r.rootGrant().by(r.janeKey));
    assertThat(r.refusal(refunded(grant, r.payerKey))).contains(Reason.NOT_AN_AUTHORITY);
  }

  @Test
  void policyThatAsksAnOrganisation_isRefused() {
    assertThat(r.admission(lenient().tier(Tier.HIGH, Approvals.of(1).from(r.acme)).by(r.hr)))
        .contains(Reason.APPROVER_WITHOUT_STANDING);
  }

  @Test
  void newestPolicy_isTheOneInForce() {
    r.ledger.append(r.policy().maxGrantLifetime(ofDays(1)).by(r.hr));
    allowedGrant(r.rootGrant().expiresIn(ofDays(1)));
    refusedGrant(
        Reason.POLICY_LIFETIME, r.rootGrant().expiresIn(ofDays(1).plusSeconds(1)), r.payerKey);
  }

  @Test
  void laterPolicy_leavesWhatWasGranted() {
    r.ledger.append(r.policy().maxGrantLifetime(ofDays(1)).by(r.hr));
    assertThat(r.refusal(r.ledger.append(r.refund().by(r.reconKey)))).isEmpty();
  }

  @Test
  void grantLongerThanThePolicy_isRefused() {
    allowedGrant(r.rootGrant(r.erp).expiresIn(ofDays(30)));
    refusedGrant(
        Reason.POLICY_LIFETIME, r.rootGrant(r.erp).expiresIn(ofDays(30).plusSeconds(1)), r.erpKey);
  }

  @Test
  void grantLongerThanTheArchetype_isRefused() {
    allowedGrant(r.rootGrant().expiresIn(ofDays(14)));
    refusedGrant(
        Reason.POLICY_LIFETIME, r.rootGrant().expiresIn(ofDays(14).plusSeconds(1)), r.payerKey);
  }

  @Test
  void agentLongerThanThePolicy_isRefused() {
    allowedAgent(r.agent().expiresIn(ofDays(60)));
    refusedAgent(Reason.POLICY_LIFETIME, r.agent().expiresIn(ofDays(60).plusSeconds(1)));
  }

  @Test
  void spawnedAgentLongerThanThePolicy_isRefused() {
    refusedAgent(
        Reason.POLICY_LIFETIME,
        Enrol.agent("helper").expiresIn(ofDays(60).plusSeconds(1)),
        r.payerKey);
  }

  @Test
  void agentWithoutARequiredRole_isRefused() {
    refusedAgent(
        Reason.ROLE_MISSING,
        Enrol.agent("other")
            .owner(r.team)
            .provisioner(r.erin)
            .controlOwner(r.controllers)
            .operator(r.acme)
            .model("acme", "m", "1"));
  }

  @Test
  void ownerOnCallWhoIsTheProvisionerToo_isRefused() {
    allowedAgent(r.agent().provisioner(r.bob));
    refusedAgent(Reason.ROLES_NOT_DISTINCT, r.agent().provisioner(r.jane));
  }

  @Test
  void rolesThatDifferAtTheEnrolment_mayMeetLater() {
    r.time.move(ofDays(5));
    assertThat(r.admission(r.agent().provisioner(r.jane).key(r.key()).by(r.bobKey))).isEmpty();
    assertThat(r.admission(r.agent().provisioner(r.bob).key(key).by(r.janeKey)))
        .contains(Reason.ROLES_NOT_DISTINCT);
  }

  @Test
  void roleOfAnOrganisation_isRefused() {
    refusedAgent(Reason.ROLE_NOT_HUMAN, r.agent().provisioner(r.acme));
  }

  @Test
  void roleOfSomebodyRevoked_isRefused() {
    r.ledger.append(Revocation.of(r.erin).by(r.hr));
    refusedAgent(Reason.ENROLMENT_REVOKED, r.agent());
  }

  @Test
  void archetypeByAHuman_isRefused() {
    var entry = r.ledger.sign(Registry.archetype().by(r.janeKey));
    assertThat(r.admission(entry)).contains(Reason.NOT_AN_AUTHORITY);
    r.turnRogue();
    Archetyped forged = (Archetyped) r.ledger.append(entry);
    refusedAgent(Reason.NOT_AN_AUTHORITY, r.agent().template(forged));
  }

  @Test
  void templateWithAnotherLabel_isRefused() {
    Archetyped other = r.ledger.append(Archetype.of("other").tool("erp:refund").by(r.hr));
    var good = r.ledger.sign(r.agent().template(other).key(key).by(r.janeKey));
    var forged = Forge.of(good).set("dl/archetype", "payables").by(r.janeKey);
    assertThat(r.admission(forged)).contains(Reason.ARCHETYPE_MISMATCH);
    r.turnRogue();
    Granted grant = r.ledger.append(r.rootGrant((Enrolled) r.ledger.append(forged)).by(r.janeKey));
    assertThat(r.refusal(refunded(grant, key))).contains(Reason.ARCHETYPE_MISMATCH);
  }

  @Test
  void agentOfARevokedArchetype_isRefused() {
    r.ledger.append(Revocation.of(r.archetype).by(r.hr));
    refusedAgent(Reason.ARCHETYPE_REVOKED, r.agent());
  }

  @Test
  void suspendedArchetype_stopsItsAgentsAndThoseBelow() {
    r.ledger.append(Suspension.of(r.archetype).by(r.hr));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ARCHETYPE_SUSPENDED);
    r.turnRogue();
    assertThat(r.refusal(refunded(r.child, r.reconKey))).contains(Reason.ARCHETYPE_SUSPENDED);
  }

  @Test
  void grantBeyondTheArchetype_isRefused() {
    allowedGrant(pay(r.payer, 1_000_000));
    assertThat(r.admission(pay(r.payer, 1_000_001).by(r.janeKey)))
        .contains(Reason.EXCEEDS_ARCHETYPE);
    refusedGrant(
        Reason.EXCEEDS_ARCHETYPE, r.rootGrant().tool("erp:close").free("erp:close"), r.payerKey);
  }

  @Test
  void grantToASpawnedAgentBeyondItsSpawnersArchetype_isRefused() {
    allowedGrant(pay(r.recon, 1_000_000));
    refusedGrant(
        Reason.EXCEEDS_ARCHETYPE,
        r.rootGrant(r.recon).tool("erp:close").free("erp:close"),
        r.reconKey);
  }

  private static Grant pay(Enrolled delegate, long most) {
    return Grant.to(delegate)
        .task("T-18", "pay")
        .tool("erp:pay", t -> t.any("vendor").range("amount", 0, most))
        .expiresIn(ofDays(1));
  }
}
