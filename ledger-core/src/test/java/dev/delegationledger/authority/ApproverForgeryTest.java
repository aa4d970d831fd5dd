package dev.delegationledger.authority;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Approvals;
import dev.delegationledger.Decision;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Group;
import dev.delegationledger.Grouped;
import dev.delegationledger.Requested;
import dev.delegationledger.Revocation;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Approvals by somebody whose answer does not count, or counts once. */
final class ApproverForgeryTest extends ApprovalScene {
  @Test
  void theHumanAtTheRoot_doesNotApprove() {
    demand(Approvals.of(1).from(r.jane, r.carol).validFor(ofHours(8)));
    worthless(asked(), r.janeKey);
  }

  @Test
  void theHumanAtTheRoot_doesNotApproveWithAnotherEnrolment() {
    demand(Approvals.of(1).from(r.jane, r.carol).validFor(ofHours(8)));
    InMemorySigner second = r.key();
    r.ledger.append(Enrol.human().id(r.jane.id()).name("Jane Doe").key(second).by(r.hr));
    worthless(asked(), second);
  }

  @Test
  void theAgentItself_doesNotApprove() {
    worthless(asked(), r.reconKey);
  }

  @Test
  void theAgentAbove_doesNotApprove() {
    worthless(asked(), r.payerKey);
  }

  @Test
  void aStrangerToTheDemand_doesNotApprove() {
    worthless(asked(), r.bobKey);
  }

  @Test
  void anAgentsKeyEnrolledAsAHumans_doesNotApprove() {
    Requested request = asked();
    Enrol twin = Enrol.human().id(r.carol.id()).name("Carol Poe").key(r.reconKey);
    var enrolment = r.ledger.sign(twin.by(r.hr));
    assertThat(r.admission(enrolment)).contains(Reason.KEY_ALREADY_ENROLLED);
    Enrolled forged = (Enrolled) r.turnRogue().ledger.append(enrolment);
    SignedEntry approval =
        Forge.of(r.ledger.sign(Approval.of(request).approve().by(r.carolKey)))
            .set("dl/approver", forged.hash().base64Url())
            .by(r.reconKey);
    r.ledger.append(approval);
    Acted action = r.ledger.append(Action.of(request).by(r.reconKey));
    assertThat(r.refusal(action)).contains(Reason.KEY_ALREADY_ENROLLED);
  }

  @Test
  void oneHumanWithTwoKeys_countsOnce() {
    demand(Approvals.of(2).from(r.controllers).validFor(ofHours(8)));
    InMemorySigner second = r.key();
    r.ledger.append(Enrol.human().id(r.carol.id()).name("Carol Poe").key(second).by(r.hr));
    Requested request = approved();
    Approval again = Approval.of(request).approve();
    var entry = r.ledger.sign(again.by(second));
    assertThat(r.admission(entry)).contains(Reason.APPROVAL_REPEATED);
    r.turnRogue().ledger.append(entry);
    r.turnHonest();
    assertThat(r.admission(Action.of(request).by(r.reconKey))).contains(Reason.APPROVAL_MISSING);
    r.approve(request, r.daveKey);
    proven(Action.of(request));
  }

  @Test
  void oneHumanTwice_countsOnce() {
    demand(Approvals.of(2).from(r.controllers).validFor(ofHours(8)));
    Requested request = approved();
    r.turnRogue();
    r.approve(request, r.carolKey);
    r.turnHonest();
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }

  @Test
  void whereNobodyKnowsWhoMayAnswer_theApprovalIsMissingToo() {
    demand(Approvals.of(2).from(r.controllers).validFor(ofHours(8)));
    Grouped approvers =
        r.ledger.append(Registry.group("urn:example:data", r.frank, r.erin).by(r.hr));
    InMemorySigner key = r.key();
    Enrolled agent = r.ledger.append(r.agent().dataApprover(approvers).key(key).by(r.janeKey));
    Granted grant = r.ledger.append(r.rootGrant(agent).by(r.janeKey));
    Requested request = r.ledger.append(Registry.payment(grant, 120_000).by(key));
    Group anHour = Group.replacing(approvers).member(r.frank).expiresIn(ofHours(1));
    SignedEntry ended = r.ledger.sign(anHour.by(r.hr));
    r.time.move(ofHours(1));
    r.turnRogue().ledger.append(ended);
    r.turnHonest();
    r.approve(request, r.carolKey);
    Decision.Pending pending = (Decision.Pending) r.ledger.authorize(Action.of(request));
    assertThat(pending.missing())
        .containsExactly(
            new MissingApprovals(approvers.receipt().index() - 1, 2, 1),
            new MissingApprovals(grant.receipt().index(), 1, 0));
  }

  @Test
  void aDeadHuman_doesNotApprove() {
    Requested request = asked();
    r.ledger.append(Revocation.of(r.carol).by(r.hr));
    assertThat(r.admission(Approval.of(request).approve().by(r.carolKey)))
        .contains(Reason.ENROLMENT_REVOKED);
    r.turnRogue();
    r.approve(request, r.carolKey);
    r.turnHonest();
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }

  @Test
  void aHumanWhoDiedSince_doesNotCount() {
    Requested request = approved();
    r.ledger.append(Revocation.of(r.carol).by(r.hr));
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }

  @Test
  void twoHumansWithOneKey_countOnce() {
    demand(Approvals.of(2).from(r.controllers, r.team).validFor(ofHours(8)));
    Requested request = approved();
    var twin = r.ledger.sign(Enrol.human().id(r.bob.id()).name("Bob Roe").key(r.carolKey).by(r.hr));
    assertThat(r.admission(twin)).contains(Reason.KEY_ALREADY_ENROLLED);
    Enrolled forged = (Enrolled) r.turnRogue().ledger.append(twin);
    r.ledger.append(
        Forge.of(r.ledger.sign(Approval.of(request).approve().by(r.carolKey)))
            .set("dl/approver", forged.hash().base64Url())
            .by(r.carolKey));
    r.turnHonest();
    refused(Reason.KEY_ALREADY_ENROLLED, Action.of(request));
  }

  @Test
  void twoHumansOfAGroup_countTwice() {
    demand(Approvals.of(2).from(r.controllers).validFor(ofHours(8)));
    Requested request = approved();
    assertThat(r.admission(Action.of(request).by(r.reconKey))).contains(Reason.APPROVAL_MISSING);
    r.approve(request, r.daveKey);
    proven(Action.of(request));
  }

  @Test
  void oneHumanWithARotatedKey_countsOnce() {
    demand(Approvals.of(2).from(r.controllers).validFor(ofHours(8)));
    Requested request = approved();
    InMemorySigner next = r.key();
    r.ledger.append(Enrol.rotation(r.carol).key(next).by(r.carolKey));
    assertThat(r.admission(Approval.of(request).approve().by(next)))
        .contains(Reason.APPROVAL_REPEATED);
    r.turnRogue();
    r.approve(request, next);
    r.turnHonest();
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }

  @Test
  void aRotatedKey_doesNotApprove() {
    Requested request = asked();
    r.ledger.append(Enrol.rotation(r.carol).key(r.key()).by(r.carolKey));
    SignedEntry late =
        Forge.of(r.ledger.sign(Approval.of(request).approve().by(r.daveKey)))
            .set("dl/approver", r.carol.hash().base64Url())
            .by(r.carolKey);
    assertThat(r.admission(late)).contains(Reason.KEY_ROTATED);
    r.turnRogue().ledger.append(late);
    r.turnHonest();
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }

  @Test
  void theHumanAtTheRoot_doesNotApproveAsAMemberOfAGroup() {
    demand(Approvals.of(1).from(r.team).validFor(ofHours(8)));
    worthless(asked(), r.janeKey);
  }

  @Test
  void theHumanAtTheRoot_doesNotApproveInTheRoleOfTheOwner() {
    demand(Approvals.of(1).role(AgentRole.OWNER).validFor(ofHours(8)));
    worthless(asked(), r.janeKey);
  }

  @Test
  void theOwnerOnCall_approvesInItsRole() {
    demand(Approvals.of(1).role(AgentRole.OWNER).validFor(ofHours(8)));
    r.time.set(Registry.HANDOVER);
    Granted fresh = r.ledger.append(r.rootGrant().by(r.janeKey));
    Requested request = r.ledger.append(Registry.payment(fresh, 84_000).by(r.payerKey));
    r.approve(request, r.bobKey);
    assertThat(r.refusal(r.ledger.append(Action.of(request).by(r.payerKey)))).isEmpty();
  }

  @Test
  void whoHandedOverSince_hasApproved() {
    demand(Approvals.of(1).role(AgentRole.CONTROL_OWNER).validFor(ofHours(8)));
    r.time.set(Registry.HANDOVER.minusMillis(1));
    Granted fresh = r.ledger.append(r.rootGrant().by(r.janeKey));
    Requested request = r.ledger.append(Registry.payment(fresh, 84_000).by(r.payerKey));
    assertThat(r.admission(Approval.of(request).approve().by(r.daveKey)))
        .contains(Reason.APPROVER_WITHOUT_STANDING);
    r.approve(request, r.carolKey);
    r.time.set(Registry.HANDOVER);
    assertThat(r.admission(Approval.of(request).approve().by(r.carolKey)))
        .contains(Reason.APPROVER_WITHOUT_STANDING);
    assertThat(r.refusal(r.ledger.append(Action.of(request).by(r.payerKey)))).isEmpty();
  }

  @Test
  void whoJoinedTheGroupAfterTheApproval_hadNoStanding() {
    Requested request = asked();
    assertThat(r.admission(Approval.of(request).approve().by(r.bobKey)))
        .contains(Reason.APPROVER_WITHOUT_STANDING);
    r.turnRogue();
    r.approve(request, r.bobKey);
    r.turnHonest()
        .ledger
        .append(
            Group.replacing(r.controllers)
                .member(r.carol, r.bob)
                .onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.carol)
                .expiresIn(Duration.ofDays(60))
                .by(r.hr));
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }

  @Test
  void aGroupReplacedByNobody_namesNoApprovers() {
    Requested request = asked();
    var forged =
        Group.replacing(r.controllers)
            .member(r.bob)
            .onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.bob)
            .expiresIn(Duration.ofDays(60))
            .by(r.bobKey);
    assertThat(r.admission(forged)).contains(Reason.NOT_AN_AUTHORITY);
    r.turnRogue().ledger.append(forged);
    r.turnHonest();
    worthless(request, r.bobKey);
  }

  @Test
  void aStrangersDenial_isRefusedAndClosesWhereItIsRecorded() {
    Requested request = approved();
    SignedEntry denial = r.ledger.sign(Approval.of(request).deny().by(r.bobKey));
    assertThat(r.admission(denial)).contains(Reason.APPROVER_WITHOUT_STANDING);
    Acted paid = r.ledger.append(Action.of(request).by(r.reconKey));
    r.turnRogue().ledger.append(denial);
    assertThat(r.refusal(paid)).isEmpty();
  }
}
