package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Approval;
import dev.delegationledger.AuthorityChange;
import dev.delegationledger.Compromise;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Recorded;
import dev.delegationledger.Revocation;
import dev.delegationledger.Transfer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever owns an agent keeps it going: who can and who cannot make somebody its owner. */
final class OwnershipForgeryTest {
  private final Registry r = Registry.open();

  /** Why what the agent does now is not proven. */
  private Optional<Reason> refund() {
    return r.refusal(r.ledger.append(r.refund().by(r.reconKey)));
  }

  private Recorded transfer(Enrolled to) {
    return r.ledger.append(Transfer.of(r.payer).to(to).by(r.janeKey));
  }

  private void revokeTeam() {
    r.ledger.append(Revocation.of(r.team).by(r.hr));
  }

  /** The ledger refuses it; the operator records it all the same. */
  private Recorded refused(Reason reason, Draft<? extends Recorded> draft) {
    assertThat(r.admission(draft)).contains(reason);
    r.turnRogue();
    return r.ledger.append(draft);
  }

  /** A transfer that is refused, and accepted all the same, leaves the agent with the team. */
  private void movesNothing(Reason reason, Transfer transfer, Signer signer, Signer accepting) {
    Recorded forged = refused(reason, transfer.by(signer));
    r.approve(forged, accepting);
    assertThat(refund()).isEmpty();
    revokeTeam();
    assertThat(refund()).contains(Reason.GROUP_REVOKED);
  }

  @Test
  void acceptedTransfer_outlivesTheOldOwner() {
    r.approve(transfer(r.bob), r.bobKey);
    revokeTeam();
    assertThat(refund()).isEmpty();
  }

  @Test
  void transferByAnAuthority_isOne() {
    r.approve(r.ledger.append(Transfer.of(r.payer).to(r.bob).by(r.hr)), r.bobKey);
    revokeTeam();
    assertThat(refund()).isEmpty();
  }

  @Test
  void transferThatNobodyAccepted_movesNothing() {
    transfer(r.bob);
    revokeTeam();
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.GROUP_REVOKED);
    r.turnRogue();
    assertThat(refund()).contains(Reason.GROUP_REVOKED);
  }

  @Test
  void transferAcceptedByTheOldOwner_movesNothing() {
    Recorded transfer = transfer(r.erin);
    revokeTeam();
    refused(Reason.APPROVER_WITHOUT_STANDING, Approval.of(transfer).approve().by(r.janeKey));
    assertThat(refund()).contains(Reason.GROUP_REVOKED);
  }

  @Test
  void transferBySomebodyElse_movesNothing() {
    movesNothing(
        Reason.TRANSFER_WITHOUT_STANDING, Transfer.of(r.payer).to(r.erin), r.erinKey, r.erinKey);
  }

  @Test
  void transferByTheAgentItself_movesNothing() {
    movesNothing(
        Reason.TRANSFER_WITHOUT_STANDING, Transfer.of(r.payer).to(r.bob), r.payerKey, r.bobKey);
  }

  @Test
  void transferOfASpawnedAgent_movesNothing() {
    movesNothing(
        Reason.TRANSFER_WITHOUT_STANDING, Transfer.of(r.recon).to(r.bob), r.janeKey, r.bobKey);
  }

  @Test
  void transferByWhoOwnedItBefore_movesNothing() {
    r.approve(transfer(r.frank), r.frankKey);
    assertThat(r.admission(Transfer.of(r.payer).to(r.carol).by(r.frankKey))).isEmpty();
    Recorded forged =
        refused(Reason.TRANSFER_WITHOUT_STANDING, Transfer.of(r.payer).to(r.carol).by(r.janeKey));
    r.approve(forged, r.carolKey);
    r.ledger.append(Revocation.of(r.frank).by(r.hr));
    assertThat(refund()).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void transferToAnOrganisation_movesNothing() {
    movesNothing(Reason.OWNER_NOT_HUMAN, Transfer.of(r.payer).to(r.acme), r.janeKey, r.acmeKey);
  }

  @Test
  void transferToSomebodyRevoked_movesNothing() {
    r.ledger.append(Revocation.of(r.bob).by(r.hr));
    movesNothing(Reason.ENROLMENT_REVOKED, Transfer.of(r.payer).to(r.bob), r.janeKey, r.bobKey);
  }

  /** Who is closed stays without the agent, and so does whoever they choose. */
  private void revives(Reason reason, Reason closed, Signer signer) {
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(closed);
    Recorded forged = refused(reason, Transfer.of(r.payer).to(r.erin).by(signer));
    r.approve(forged, r.erinKey);
    assertThat(refund()).contains(closed);
  }

  @Test
  void transferByAnOwnerWhoWasRevoked_doesNotReviveTheAgent() {
    r.approve(transfer(r.frank), r.frankKey);
    r.ledger.append(Revocation.of(r.frank).by(r.hr));
    revives(Reason.ENROLMENT_REVOKED, Reason.ENROLMENT_REVOKED, r.frankKey);
  }

  @Test
  void transferByAnAuthority_revivesTheAgentOfAnOwnerWhoWasRevoked() {
    r.approve(transfer(r.frank), r.frankKey);
    r.ledger.append(Revocation.of(r.frank).by(r.hr));
    r.approve(r.ledger.append(Transfer.of(r.payer).to(r.erin).by(r.hr)), r.erinKey);
    assertThat(refund()).isEmpty();
  }

  @Test
  void transferByAMemberOfARevokedGroup_doesNotReviveTheAgent() {
    revokeTeam();
    revives(Reason.GROUP_REVOKED, Reason.GROUP_REVOKED, r.bobKey);
  }

  @Test
  void transferByARevokedMember_movesNothing() {
    r.ledger.append(Revocation.of(r.bob).by(r.hr));
    movesNothing(Reason.ENROLMENT_REVOKED, Transfer.of(r.payer).to(r.erin), r.bobKey, r.erinKey);
  }

  @Test
  void humanWhoWasRevoked_namesNoSuccessor() {
    r.approve(transfer(r.frank), r.frankKey);
    r.ledger.append(Revocation.of(r.frank).by(r.hr));
    assertThat(r.admission(Revocation.of(r.frank).successor(r.erin).by(r.hr))).isEmpty();
    namesNobody(Reason.ENROLMENT_REVOKED, r.frankKey);
  }

  @Test
  void successors_areFollowedThirtyTwoTimes() {
    r.approve(transfer(r.frank), r.frankKey);
    Enrolled last = r.frank;
    for (int successors = 1; successors <= 33; successors++) {
      InMemorySigner key = r.key();
      Enrolled next = r.ledger.append(Enrol.human().name("Next One").key(key).by(r.hr));
      r.approve(r.ledger.append(Revocation.of(last).successor(next).by(r.hr)), key);
      last = next;
      Optional<Reason> said = r.admission(r.refund().by(r.reconKey));
      assertThat(said)
          .isEqualTo(successors > 32 ? Optional.of(Reason.ENROLMENT_REVOKED) : Optional.empty());
    }
    r.turnRogue();
    assertThat(refund()).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void deniedTransfer_movesNothing() {
    Recorded transfer = transfer(r.bob);
    r.ledger.append(Approval.of(transfer).deny().by(r.bobKey));
    revokeTeam();
    refused(Reason.REQUEST_DENIED, Approval.of(transfer).approve().by(r.bobKey));
    assertThat(refund()).contains(Reason.GROUP_REVOKED);
  }

  @Test
  void denialByAStranger_doesNotGiveTheAgentBack() {
    Recorded transfer = transfer(r.frank);
    r.approve(transfer, r.frankKey);
    r.ledger.append(Revocation.of(r.frank).by(r.hr));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_REVOKED);
    refused(Reason.APPROVER_WITHOUT_STANDING, Approval.of(transfer).deny().by(r.janeKey));
    assertThat(refund()).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void denialByAMemberAfterAnotherAccepted_comesTooLate() {
    Recorded transfer = r.ledger.append(Transfer.of(r.payer).to(r.controllers).by(r.janeKey));
    r.approve(transfer, r.carolKey);
    assertThat(r.admission(Transfer.of(r.payer).to(r.bob).by(r.janeKey)))
        .contains(Reason.TRANSFER_WITHOUT_STANDING);
    r.ledger.append(Approval.of(transfer).deny().by(r.daveKey));
    assertThat(r.admission(Transfer.of(r.payer).to(r.bob).by(r.janeKey)))
        .contains(Reason.TRANSFER_WITHOUT_STANDING);
    revokeTeam();
    assertThat(refund()).isEmpty();
  }

  @Test
  void successorWhoAccepted_ownsAndOneWhoDidNot_doesNot() {
    r.approve(transfer(r.frank), r.frankKey);
    Recorded left = r.ledger.append(Revocation.of(r.frank).successor(r.bob).by(r.hr));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_REVOKED);
    r.approve(left, r.bobKey);
    assertThat(refund()).isEmpty();
  }

  /** The successor is refused, and owns nothing though the operator records it all. */
  private void namesNobody(Reason reason, Signer signer) {
    Recorded left = refused(reason, Revocation.of(r.frank).successor(r.erin).by(signer));
    r.approve(left, r.erinKey);
    assertThat(refund())
        .contains(
            reason == Reason.KEY_COMPROMISED ? Reason.KEY_COMPROMISED : Reason.ENROLMENT_REVOKED);
  }

  @Test
  void compromisedKeyOfTheOwner_namesNoSuccessor() {
    long accepted = r.approve(transfer(r.frank), r.frankKey).receipt().record().index();
    r.ledger.append(Compromise.of(r.frank).lastGood(accepted).by(r.hr));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.KEY_COMPROMISED);
    assertThat(r.admission(Revocation.of(r.frank).by(r.frankKey))).isEmpty();
    namesNobody(Reason.KEY_COMPROMISED, r.frankKey);
  }

  @Test
  void rotatedKeyOfTheOwner_namesNoSuccessor() {
    r.approve(transfer(r.frank), r.frankKey);
    r.ledger.append(Enrol.rotation(r.frank).key(r.key()).by(r.frankKey));
    assertThat(r.admission(Revocation.of(r.frank).by(r.frankKey))).isEmpty();
    namesNobody(Reason.KEY_ROTATED, r.frankKey);
  }

  @Test
  void nextKeyOfTheOwner_namesASuccessor() {
    r.approve(transfer(r.frank), r.frankKey);
    InMemorySigner next = r.key();
    r.ledger.append(Enrol.rotation(r.frank).key(next).by(r.frankKey));
    r.approve(r.ledger.append(Revocation.of(r.frank).successor(r.erin).by(next)), r.erinKey);
    assertThat(refund()).isEmpty();
  }

  /** It names this very enrolment, not the first one of its principal. */
  private SignedEntry leaving(Enrolled human, Signer signer) {
    return Forge.of(r.ledger.sign(Revocation.of(human).successor(r.erin).by(signer)))
        .set("dl/target", human.hash().base64Url())
        .by(signer);
  }

  @Test
  void whoseEnrolmentIsVoid_isSucceededByWhomAnAuthorityNames() {
    long accepted = r.approve(transfer(r.frank), r.frankKey).receipt().record().index();
    InMemorySigner thief = r.key();
    Enrolled forged = r.ledger.append(Enrol.rotation(r.frank).key(thief).by(r.frankKey));
    r.ledger.append(Compromise.of(r.frank).lastGood(accepted).by(r.hr));
    assertThat(r.admission(leaving(forged, thief))).contains(Reason.KEY_COMPROMISED);
    r.approve(r.ledger.append(leaving(forged, r.hr)), r.erinKey);
    assertThat(refund()).isEmpty();
  }

  @Test
  void endedAuthority_namesNoSuccessor() {
    r.approve(transfer(r.frank), r.frankKey);
    r.ledger.append(AuthorityChange.ending(r.hr.publicKey()).by(r.hr2));
    assertThat(r.admission(Revocation.of(r.frank).by(r.hr))).isEmpty();
    namesNobody(Reason.SUCCESSOR_INVALID, r.hr);
  }

  @Test
  void successorNamedByAKeyThatIsDeclaredCompromisedLater_isContestedAndThenNone() {
    r.approve(transfer(r.frank), r.frankKey);
    Recorded left = r.ledger.append(Revocation.of(r.frank).successor(r.erin).by(r.frankKey));
    r.approve(left, r.erinKey);
    Acted before = r.ledger.append(r.refund().by(r.reconKey));
    assertThat(r.refusal(before)).isEmpty();
    long good = left.receipt().record().index() - 1;
    r.ledger.append(Compromise.of(r.frank).lastGood(good).by(r.hr));
    assertThat(r.refusal(before)).contains(Reason.CONTESTED);
    r.turnRogue();
    assertThat(refund()).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void successorsInACircle_areNobody() {
    r.approve(transfer(r.frank), r.frankKey);
    Recorded first = r.ledger.append(Revocation.of(r.frank).successor(r.erin).by(r.hr));
    r.approve(first, r.erinKey);
    Recorded second = r.ledger.append(Revocation.of(r.erin).successor(r.frank).by(r.hr));
    refused(Reason.ENROLMENT_REVOKED, Approval.of(second).approve().by(r.frankKey));
    assertThat(refund()).contains(Reason.ENROLMENT_REVOKED);
  }
}
