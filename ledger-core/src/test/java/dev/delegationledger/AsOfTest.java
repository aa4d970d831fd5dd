package dev.delegationledger;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.authority.HeldGrant;
import dev.delegationledger.authority.NeededApproval;
import dev.delegationledger.authority.RoleHolder;
import dev.delegationledger.authority.Standing;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What could this agent do, and who answered for it, as of that record? */
final class AsOfTest {
  private final Registry r = Registry.open();

  @AfterEach
  void theWholeLedger_isSound() {
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }

  private long head() {
    return r.ledger.checkpoint().checkpoint().size() - 1;
  }

  private static long index(Recorded entry) {
    return entry.receipt().record().index();
  }

  private AgentAuthority now(Enrolled agent) {
    return r.ledger.authorityOf(agent, head());
  }

  private static HeldGrant held(AgentAuthority authority, Granted grant) {
    return Stream.concat(authority.live().stream(), authority.closed().stream())
        .filter(held -> held.hash().equals(grant.hash()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Hash> live(AgentAuthority authority) {
    return authority.live().stream().map(HeldGrant::hash).toList();
  }

  private static Optional<Reason> reason(Standing standing) {
    return standing.refusal().map(Refusal::reason);
  }

  private static Optional<String> name(Optional<RoleHolder> holder) {
    return holder.flatMap(RoleHolder::human).flatMap(Verdict.Human::name);
  }

  private static Optional<String> owner(AgentAuthority authority) {
    return name(authority.agent().orElseThrow().owner());
  }

  /** What the gate says to the refund by the reconciler. */
  private Optional<Refusal> gate() {
    return refusal(r.ledger.authorize(r.refund().by(r.reconKey)));
  }

  private static Optional<Refusal> refusal(Decision decision) {
    if (decision instanceof Decision.Denied denied) {
      return Optional.of(denied.refusal());
    }
    return decision instanceof Decision.Pending pending
        ? Optional.of(pending.refusal())
        : Optional.empty();
  }

  /** The grant to the reconciler is closed for what the gate refuses it for. */
  private void assertClosed(Reason reason, Recorded by) {
    AgentAuthority authority = now(r.recon);
    assertThat(authority.live()).isEmpty();
    Standing standing = held(authority, r.child).standing();
    assertThat(standing.refusal()).isEqualTo(gate());
    assertThat(reason(standing)).contains(reason);
    assertThat(standing.since()).isEqualTo(OptionalLong.of(index(by)));
    AgentAuthority before = r.ledger.authorityOf(r.recon, index(by) - 1);
    assertThat(live(before)).containsExactly(r.child.hash());
    assertThat(before.closed()).isEmpty();
  }

  @Test
  void anAgent_isShownWithAllThatWasAssigned() {
    AgentAuthority authority = now(r.payer);
    assertThat(authority.standing()).isEqualTo(Standing.ALIVE);
    assertThat(authority.asOf().index()).isEqualTo(head());
    assertThat(authority.asOf().timeMs()).isEqualTo(Registry.BEGIN.toEpochMilli());
    AgentAuthority.Agent agent = authority.agent().orElseThrow();
    assertThat(agent.id()).isEqualTo(r.payer.id());
    assertThat(agent.kind()).isEqualTo(PrincipalKind.AGENT);
    assertThat(agent.enrolledAt()).isEqualTo(index(r.payer));
    assertThat(agent.keyEnrolledAt()).isEqualTo(index(r.payer));
    assertThat(agent.archetype()).contains("payables");
    assertThat(agent.spawner()).isEmpty();
    assertThat(agent.owner().flatMap(RoleHolder::group)).contains("urn:example:team");
    assertThat(name(agent.owner())).contains("Jane Doe");
    assertThat(name(agent.inRole(AgentRole.CONTROL_OWNER))).contains("Carol Poe");
    assertThat(name(agent.inRole(AgentRole.PROVISIONER))).contains("Erin Fay");
    assertThat(name(agent.inRole(AgentRole.DATA_APPROVER))).contains("Frank Orr");
    assertThat(agent.operator()).contains(r.acme.id());
    assertThat(agent.operatorName()).contains("Acme Ltd");
    assertThat(agent.model()).contains("acme/m/1");
    assertThat(agent.triggers()).containsExactly("anomaly", "budget");
  }

  @Test
  void aSpawnedAgent_inheritsItsOwnerAndRoles() {
    AgentAuthority.Agent agent = now(r.recon).agent().orElseThrow();
    assertThat(agent.archetype()).contains("reconciler");
    assertThat(agent.spawner()).contains(r.payer.id());
    assertThat(name(agent.owner())).contains("Jane Doe");
    assertThat(name(agent.inRole(AgentRole.CONTROL_OWNER))).contains("Carol Poe");
    assertThat(agent.operatorName()).contains("Acme Ltd");
    assertThat(agent.model()).contains("acme/m/1");
    assertThat(agent.triggers()).isEmpty();
  }

  @Test
  void aService_hasGrantsAndNoOwner() {
    Granted granted = r.ledger.append(r.rootGrant(r.erp).by(r.janeKey));
    AgentAuthority authority = now(r.erp);
    assertThat(authority.agent().orElseThrow().roles()).isEmpty();
    assertThat(live(authority)).containsExactly(granted.hash());
  }

  @Test
  void aGrant_isShownUpToTheHuman() {
    HeldGrant grant = held(now(r.recon), r.child);
    assertThat(grant.index()).isEqualTo(index(r.child));
    assertThat(grant.holder()).isEqualTo(OptionalLong.of(index(r.recon)));
    assertThat(grant.human().flatMap(Verdict.Human::name)).contains("Jane Doe");
    assertThat(grant.chain())
        .extracting(Verdict.Hop::index)
        .containsExactly(index(r.root), index(r.child));
    assertThat(grant.delegable()).isEqualTo(1);
  }

  @Test
  void aChildGrant_showsWhatItInherits() {
    HeldGrant grant = held(now(r.recon), r.child);
    assertThat(grant.taskId()).contains("T-17");
    assertThat(grant.taskText()).contains("prepare vendor payments");
    assertThat(grant.context())
        .containsEntry("environment", new Constraint.Exact(Value.of("production")))
        .containsKey("aat_aud");
    assertThat(grant.usesLeft()).contains(10L);
    assertThat(grant.spendLeft()).contains(1_000_000L);
    assertThat(grant.perAction()).contains(400_000L);
    assertThat(grant.currency()).contains("EUR");
  }

  @Test
  void anAttenuatedGrant_showsItsOwnScope() {
    HeldGrant grant = held(now(r.recon), r.child);
    assertThat(grant.scope().describe()).isEqualTo(r.child.allows());
    assertThat(grant.scope().describe()).contains("V-7").contains("150000");
    assertThat(now(r.recon).reach())
        .isEqualTo(Map.of("erp:pay", List.of(grant.index()), "erp:refund", List.of(grant.index())));
  }

  @Test
  void neededApprovals_areThoseOfThePolicyAndOfTheChain() {
    HeldGrant grant = held(now(r.recon), r.child);
    assertThat(grant.approvals().keySet()).containsExactly("erp:pay");
    assertThat(grant.approvalsOf("erp:refund")).isEmpty();
    List<NeededApproval> forPay = grant.approvalsOf("erp:pay");
    assertThat(forPay)
        .extracting(NeededApproval::statedBy)
        .containsExactly(index(r.policy), index(r.root));
    assertThat(forPay.get(0).from()).containsExactly("urn:example:controllers");
    assertThat(forPay.get(0).when()).isEmpty();
    assertThat(forPay.get(1).roles()).isEqualTo(Set.of(AgentRole.DATA_APPROVER));
    assertThat(forPay.get(1).when().keySet()).containsExactly("amount");
  }

  @Test
  void anotherPolicy_asksForOtherApprovalsFromThenOn() {
    long before = head();
    Recorded policy = r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    assertThat(held(now(r.recon), r.child).approvalsOf("erp:pay"))
        .extracting(NeededApproval::statedBy)
        .containsExactly(index(r.root))
        .doesNotContain(index(policy));
    assertThat(held(r.ledger.authorityOf(r.recon, before), r.child).approvalsOf("erp:pay"))
        .hasSize(2);
  }

  @Test
  void aRevokedGrant_isListedBefore_notAfter() {
    Recorded revocation = r.ledger.append(Revocation.of(r.child).by(r.janeKey));
    assertClosed(Reason.GRANT_REVOKED, revocation);
  }

  @Test
  void aRevokedParent_closesWhatIsBelow() {
    Recorded revocation = r.ledger.append(Revocation.of(r.root).by(r.janeKey));
    assertClosed(Reason.GRANT_REVOKED, revocation);
    assertThat(reason(now(r.recon).standing())).isEmpty();
  }

  @Test
  void aCompletedTask_closesItsGrants() {
    Recorded completion = r.ledger.append(Completion.of(r.root).by(r.payerKey));
    assertClosed(Reason.GRANT_COMPLETED, completion);
  }

  @Test
  void aRenewedGrant_closesTheOld() {
    Granted renewal = r.ledger.append(r.childGrant().closing(r.child).by(r.payerKey));
    AgentAuthority authority = now(r.recon);
    assertThat(live(authority)).containsExactly(renewal.hash());
    Standing old = held(authority, r.child).standing();
    assertThat(old.refusal()).isEqualTo(gate());
    assertThat(reason(old)).contains(Reason.GRANT_SUPERSEDED);
    assertThat(old.since()).isEqualTo(OptionalLong.of(index(renewal)));
  }

  @Test
  void aSuspendedSpawner_haltsTheAgentUntilItIsResumed() {
    Recorded suspension = r.ledger.append(Suspension.of(r.payer).trigger("anomaly").by(r.carolKey));
    assertClosed(Reason.ENROLMENT_SUSPENDED, suspension);
    AgentAuthority halted = now(r.recon);
    assertThat(reason(halted.standing())).contains(Reason.ENROLMENT_SUSPENDED);
    assertThat(halted.standing().since()).isEqualTo(OptionalLong.of(index(suspension)));
    r.ledger.append(Resumption.of(r.payer).by(r.janeKey));
    assertThat(now(r.recon).standing()).isEqualTo(Standing.ALIVE);
    assertThat(live(now(r.recon))).containsExactly(r.child.hash());
    assertThat(r.ledger.authorityOf(r.recon, index(suspension))).isEqualTo(halted);
  }

  @Test
  void aSuspendedGrant_leavesTheAgentAlive() {
    Recorded suspension = r.ledger.append(Suspension.of(r.child).by(r.payerKey));
    assertClosed(Reason.GRANT_SUSPENDED, suspension);
    assertThat(now(r.recon).standing()).isEqualTo(Standing.ALIVE);
  }

  @Test
  void aRotatedKey_holdsItsGrantsUntilTheyAreHandedOff() {
    var newKey = r.key();
    Enrolled rotated = r.ledger.append(Enrol.rotation(r.recon).key(newKey).by(r.reconKey));
    assertClosed(Reason.KEY_ROTATED, rotated);
    Granted handedOff = r.ledger.append(r.child.narrowTo(rotated).allTools().by(r.reconKey));
    AgentAuthority authority = now(r.recon);
    assertThat(live(authority)).containsExactly(handedOff.hash());
    assertThat(reason(held(authority, r.child).standing())).contains(Reason.KEY_ROTATED);
    assertThat(authority).isEqualTo(now(rotated));
    AgentAuthority.Agent agent = authority.agent().orElseThrow();
    assertThat(agent.enrolledAt()).isEqualTo(index(r.recon));
    assertThat(agent.keyEnrolledAt()).isEqualTo(index(rotated));
  }

  @Test
  void aRotation_isUnknownBeforeItself() {
    long before = head();
    Enrolled rotated = r.ledger.append(Enrol.rotation(r.recon).key(r.key()).by(r.reconKey));
    assertThat(reason(r.ledger.authorityOf(rotated, before).standing()))
        .contains(Reason.UNKNOWN_REFERENCE);
    assertThat(r.ledger.authorityOf(r.recon, before).agent().orElseThrow().keyEnrolledAt())
        .isEqualTo(index(r.recon));
  }

  @Test
  void anAgent_isUnknownBeforeItsEnrolment() {
    AgentAuthority authority = r.ledger.authorityOf(r.payer, index(r.payer) - 1);
    assertThat(reason(authority.standing())).contains(Reason.UNKNOWN_REFERENCE);
    assertThat(authority.agent()).isEmpty();
    assertThat(authority.live()).isEmpty();
    assertThat(authority.closed()).isEmpty();
    assertThat(r.ledger.authorityOf(r.payer, index(r.payer)).standing()).isEqualTo(Standing.ALIVE);
    assertThat(r.ledger.authorityOf(r.payer, index(r.payer)).live()).isEmpty();
  }

  @Test
  void anIndexThatIsNoRecord_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> r.ledger.authorityOf(r.payer, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.ledger.authorityOf(r.payer, head() + 1));
  }

  @Test
  void whoeverCannotAct_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> now(r.jane));
    assertThatIllegalArgumentException().isThrownBy(() -> now(r.acme));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.ledger.authorityOf(r.root.hash(), head()));
  }

  @Test
  void aTransfer_movesTheOwnerOnceItIsAccepted() {
    Recorded transfer = r.ledger.append(Transfer.of(r.payer).to(r.bob).by(r.janeKey));
    assertThat(owner(now(r.recon))).contains("Jane Doe");
    Recorded accepted = r.approve(transfer, r.bobKey);
    RoleHolder owner = now(r.recon).agent().orElseThrow().owner().orElseThrow();
    assertThat(owner.human().flatMap(Verdict.Human::name)).contains("Bob Roe");
    assertThat(owner.group()).isEmpty();
    assertThat(owner(r.ledger.authorityOf(r.payer, index(accepted) - 1))).contains("Jane Doe");
  }

  @Test
  void anOwnerWhoLeft_isSucceeded() {
    Recorded transfer = r.ledger.append(Transfer.of(r.payer).to(r.bob).by(r.janeKey));
    r.approve(transfer, r.bobKey);
    Recorded left = r.ledger.append(Revocation.of(r.bob).successor(r.dave).reason("left").by(r.hr));
    AgentAuthority between = now(r.payer);
    assertThat(owner(between)).contains("Bob Roe");
    assertThat(reason(between.standing())).contains(Reason.ENROLMENT_REVOKED);
    assertThat(between.standing().since()).isEqualTo(OptionalLong.of(index(left)));
    r.approve(left, r.daveKey);
    assertThat(owner(now(r.payer))).contains("Dave Low");
    assertThat(now(r.payer).standing()).isEqualTo(Standing.ALIVE);
  }

  @Test
  void aGroup_answersByWhoWasOnCallAtThatRecord() {
    long before = head();
    r.time.set(Registry.HANDOVER);
    Granted root = r.ledger.append(r.rootGrant().by(r.janeKey));
    AgentAuthority.Agent agent = now(r.payer).agent().orElseThrow();
    assertThat(name(agent.owner())).contains("Bob Roe");
    assertThat(name(agent.inRole(AgentRole.CONTROL_OWNER))).contains("Dave Low");
    assertThat(owner(r.ledger.authorityOf(r.payer, before))).contains("Jane Doe");
    assertThat(live(now(r.payer))).containsExactly(r.root.hash(), root.hash());
  }

  @Test
  void aGroupWithNobodyOnCall_isOwnerUnresolved() {
    r.time.set(Registry.ROTA_ENDS);
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    AgentAuthority authority = now(r.payer);
    assertThat(reason(authority.standing())).contains(Reason.OWNER_UNRESOLVED);
    assertThat(authority.standing().since()).isEmpty();
    RoleHolder owner = authority.agent().orElseThrow().owner().orElseThrow();
    assertThat(owner.human()).isEmpty();
    assertThat(owner.group()).contains("urn:example:team");
    assertThat(owner.unresolved().map(Refusal::reason)).contains(Reason.OWNER_UNRESOLVED);
  }

  @Test
  void anEndedGrant_isOverSinceTheFirstRecordAfter() {
    r.time.move(ofDays(2));
    Recorded first = r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    r.time.move(ofHours(1));
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    Standing standing = held(now(r.recon), r.child).standing();
    assertThat(standing.refusal()).isEqualTo(gate());
    assertThat(reason(standing)).contains(Reason.GRANT_EXPIRED);
    assertThat(standing.since()).isEqualTo(OptionalLong.of(index(first)));
  }

  @Test
  void aGrantThatHasNotBegun_isClosedUntilThen() {
    Granted later =
        r.ledger.append(r.childGrant().notBefore(Registry.BEGIN.plus(ofHours(1))).by(r.payerKey));
    Standing standing = held(now(r.recon), later).standing();
    assertThat(reason(standing)).contains(Reason.GRANT_NOT_YET_VALID);
    assertThat(standing.since()).isEmpty();
    r.time.move(ofHours(1));
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    assertThat(live(now(r.recon))).containsExactly(r.child.hash(), later.hash());
    assertThat(held(now(r.recon), later).notBefore())
        .contains(Registry.BEGIN.plus(ofHours(1)).getEpochSecond());
  }

  @Test
  void aQuorum_countsFromTheRecordThatCompletesIt() {
    Granted joint = r.ledger.append(r.rootGrant().quorum(r.controllers, 2).by(r.janeKey));
    r.approve(joint, r.carolKey);
    Standing standing = held(now(r.payer), joint).standing();
    assertThat(reason(standing)).contains(Reason.QUORUM_MISSING);
    assertThat(standing.since()).isEmpty();
    r.approve(joint, r.daveKey);
    assertThat(live(now(r.payer))).containsExactly(r.root.hash(), joint.hash());
    assertThat(r.ledger.authorize(refund(joint).by(r.payerKey)).isPermitted()).isTrue();
  }

  private static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  @Test
  void limits_areWhatIsLeftAtThatRecord() {
    long before = head();
    Acted paid = r.paid();
    r.ledger.append(r.refund().by(r.reconKey));
    assertLeft(before, 10, 1_000_000);
    assertLeft(index(paid) - 1, 10, 1_000_000);
    assertLeft(index(paid), 9, 916_000);
    assertLeft(head(), 8, 916_000);
  }

  private void assertLeft(long index, long uses, long spend) {
    for (HeldGrant grant :
        List.of(
            held(r.ledger.authorityOf(r.recon, index), r.child),
            held(r.ledger.authorityOf(r.payer, index), r.root))) {
      assertThat(grant.usesLeft()).contains(uses);
      assertThat(grant.spendLeft()).contains(spend);
    }
  }

  @Test
  void aUsedUpGrant_isClosedSinceItsLastUse() {
    Granted once = r.ledger.append(r.childGrant().uses(1).by(r.payerKey));
    assertThat(held(now(r.recon), once).usesLeft()).contains(1L);
    Acted last = r.ledger.append(refund(once).by(r.reconKey));
    r.time.move(ofHours(1));
    r.ledger.append(r.refund().by(r.reconKey));
    AgentAuthority authority = now(r.recon);
    assertThat(live(authority)).containsExactly(r.child.hash());
    Standing standing = held(authority, once).standing();
    assertThat(standing.refusal())
        .isEqualTo(refusal(r.ledger.authorize(refund(once).by(r.reconKey))));
    assertThat(reason(standing)).contains(Reason.USES_EXHAUSTED);
    assertThat(standing.since()).isEqualTo(OptionalLong.of(index(last)));
    assertThat(held(authority, r.child).usesLeft()).contains(8L);
  }

  @Test
  void aCompromisedKey_countsFromItsDeclarationOn() {
    long lastGood = index(r.child);
    Recorded declared =
        r.ledger.append(Compromise.of(r.jane).lastGood(lastGood).by(r.janeRecoveryKey));
    assertClosed(Reason.KEY_COMPROMISED, declared);
  }

  @Test
  void aLiveGrantInScope_isPermitted() {
    assertThat(live(now(r.recon))).containsExactly(r.child.hash());
    assertThat(gate()).isEmpty();
  }
}
