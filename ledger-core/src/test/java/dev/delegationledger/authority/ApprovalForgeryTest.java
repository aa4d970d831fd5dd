package dev.delegationledger.authority;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Approvals;
import dev.delegationledger.Compromise;
import dev.delegationledger.Policy;
import dev.delegationledger.Recorded;
import dev.delegationledger.Request;
import dev.delegationledger.Requested;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.ForgedAction;
import dev.delegationledger.testing.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Approvals that an action only seems to have. */
final class ApprovalForgeryTest extends ApprovalScene {
  @Test
  void anActionWithoutRequest_isRefused() {
    refused(Reason.APPROVAL_MISSING, pay(r.child, 84_000));
  }

  @Test
  void aRequestWithoutAnswer_isRefused() {
    refused(Reason.APPROVAL_MISSING, Action.of(asked()));
  }

  @Test
  void anApprovalAfterTheAction_comesTooLate() {
    Requested request = asked();
    Acted action = r.turnRogue().ledger.append(Action.of(request).by(r.reconKey));
    r.approve(request, r.carolKey);
    assertThat(r.refusal(action)).contains(Reason.APPROVAL_MISSING);
  }

  @Test
  void anApproval_isValidForExactlyItsTime() {
    Requested request = approved();
    r.time.move(ofHours(8));
    proven(Action.of(request));
  }

  @Test
  void anApprovalThatEnded_isRefused() {
    Requested request = approved();
    r.time.move(ofHours(8).plus(Duration.ofMillis(1)));
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }

  @Test
  void theApprovalOfAnotherRequest_isRefused() {
    approved();
    refused(Reason.APPROVAL_MISSING, Action.of(asked()));
  }

  @Test
  void aRequestForAnotherCall_isRefused() {
    refused(Reason.REQUEST_MISMATCH, pay(r.child, 84_001).request(approved()));
  }

  @Test
  void theSameValuesUnderOtherDigests_areRefused() {
    Requested request = approved();
    SignedEntry other =
        ForgedAction.of(
                r.ledger.sign(pay(r.child, 84_000).intent("settle invoice 2231").by(r.reconKey)))
            .with(a -> a.request = Optional.of(request.hash()))
            .by(r.reconKey);
    assertThat(r.admission(other)).contains(Reason.REQUEST_MISMATCH);
    Acted recorded = (Acted) r.turnRogue().ledger.append(other);
    assertThat(r.refusal(recorded)).contains(Reason.REQUEST_MISMATCH);
  }

  @Test
  void aSecondUse_isRefusedAndTheFirstStands() {
    Requested request = approved();
    Acted first = r.ledger.append(Action.of(request).by(r.reconKey));
    refused(Reason.REQUEST_USED, Action.of(request));
    assertThat(r.refusal(first)).isEmpty();
  }

  @Test
  void aUseThatWasItselfVoid_usesUp() {
    Requested request = asked();
    r.turnRogue().ledger.append(Action.of(request).by(r.reconKey));
    r.approve(request, r.carolKey);
    r.turnHonest();
    refused(Reason.REQUEST_USED, Action.of(request));
  }

  @Test
  void aDeniedRequest_isRefusedWhoeverDenied() {
    Requested request = approved();
    r.turnRogue().ledger.append(Approval.of(request).deny().by(r.erinKey));
    r.turnHonest();
    refused(Reason.REQUEST_DENIED, Action.of(request));
  }

  @Test
  void aRequestThatEnded_isRefused() {
    demand(Approvals.of(1).from(r.controllers).validFor(Duration.ofDays(2)));
    Requested request = r.ledger.append(r.payment(84_000).expiresIn(ofHours(1)).by(r.reconKey));
    r.approve(request, r.carolKey);
    r.time.move(ofHours(1));
    refused(Reason.REQUEST_EXPIRED, Action.of(request));
  }

  @Test
  void anApproval_countsUpToItsLastMillisecond() {
    demand(Approvals.of(1).from(r.controllers).validFor(ofHours(1)));
    Requested request = approved();
    r.time.move(ofHours(1));
    assertThat(r.admission(Action.of(request).by(r.reconKey))).isEmpty();
    r.time.move(Duration.ofMillis(1));
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }

  @Test
  void anActionBeforeTheApproverDied_staysProven() {
    Acted paid = r.paid();
    r.ledger.append(Revocation.of(r.carol).by(r.hr));
    assertThat(r.refusal(paid)).isEmpty();
  }

  @Test
  void aKeyCompromisedLater_contestsWhatItApproved() {
    Requested request = asked();
    Recorded approval = r.approve(request, r.carolKey);
    Acted paid = r.ledger.append(Action.of(request).by(r.reconKey));
    byte[] sealed = r.proof(paid);
    long at = approval.receipt().record().index();
    r.ledger.append(Compromise.of(r.carol).lastGood(at).by(r.hr));
    assertThat(r.refusal(paid)).isEmpty();
    r.ledger.append(Compromise.of(r.carol).lastGood(at - 1).by(r.hr));
    assertThat(r.refusal(paid)).contains(Reason.CONTESTED);
    assertThat(r.verdict(paid).finding()).isNotEqualTo(Verdict.Finding.PROVEN);
    assertThat(Scene.verify(sealed, r.trust()).finding()).isEqualTo(Verdict.Finding.PROVEN);
  }

  @Test
  void aKeyCompromisedBeforeTheAction_voidsWhatItApproved() {
    Requested request = approved();
    long last = request.receipt().record().index();
    r.ledger.append(Compromise.of(r.carol).lastGood(last).by(r.hr));
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }

  @Test
  void aPolicyByNobody_takesNoDemandAway() {
    Acted paid = r.paid();
    SignedEntry policy = r.ledger.sign(Policy.of().otherwise(Tier.LOW).by(r.janeKey));
    assertThat(r.admission(policy)).contains(Reason.NOT_AN_AUTHORITY);
    r.turnRogue().ledger.append(policy);
    Acted unasked = r.ledger.append(pay(r.child, 84_000).by(r.reconKey));
    assertThat(r.refusal(unasked)).contains(Reason.NOT_AN_AUTHORITY);
    assertThat(r.refusal(paid)).isEmpty();
  }

  @Test
  void bothDemandsOnALargePayment_areToBeMet() {
    Requested request = r.requested(100_000);
    r.approve(request, r.frankKey);
    assertThat(r.admission(Action.of(request).by(r.reconKey))).contains(Reason.APPROVAL_MISSING);
    r.approve(request, r.carolKey);
    proven(Action.of(request));
    Requested below = r.requested(99_999);
    r.approve(below, r.carolKey);
    proven(Action.of(below));
    Requested alone = r.requested(100_000);
    r.approve(alone, r.carolKey);
    refused(Reason.APPROVAL_MISSING, Action.of(alone));
  }

  @Test
  void aRequestMadeWhileSuspended_staysVoidAfterwards() {
    r.ledger.append(Suspension.of(r.child).by(r.payerKey));
    assertThat(r.admission(r.payment(84_000).by(r.reconKey))).contains(Reason.GRANT_SUSPENDED);
    Requested request = r.turnRogue().ledger.append(r.payment(84_000).by(r.reconKey));
    r.ledger.append(Resumption.of(r.child).by(r.janeKey));
    r.approve(request, r.carolKey);
    r.turnHonest();
    refused(Reason.GRANT_SUSPENDED, Action.of(request));
  }

  @Test
  void aRequestUnderAnotherSigner_isRefused() {
    SignedEntry request = Forge.of(r.ledger.sign(r.payment(84_000).by(r.reconKey))).by(r.payerKey);
    assertThat(r.admission(request)).contains(Reason.NOT_THE_HOLDER);
    Requested recorded = (Requested) r.turnRogue().ledger.append(request);
    r.approve(recorded, r.carolKey);
    r.turnHonest();
    refused(Reason.NOT_THE_HOLDER, Action.of(recorded));
  }

  @Test
  void aRequestThatLastsTooLong_isRefused() {
    demand(Approvals.of(1).from(r.controllers).validFor(Duration.ofDays(30)));
    Request tooLong = r.payment(84_000).expiresIn(Duration.ofDays(7).plusSeconds(1));
    SignedEntry entry = r.ledger.sign(tooLong.by(r.reconKey));
    assertThat(r.admission(entry)).contains(Reason.REQUEST_LIFETIME);
    Requested recorded = (Requested) r.turnRogue().ledger.append(entry);
    assertThat(r.admission(Approval.of(recorded).approve().by(r.carolKey)))
        .contains(Reason.REQUEST_LIFETIME);
    r.approve(recorded, r.carolKey);
    r.turnHonest();
    refused(Reason.REQUEST_LIFETIME, Action.of(recorded));
  }

  @Test
  void anApprovalOfTheRevocationThatClosed_isNoApproval() {
    Recorded unsuitable = r.ledger.append(Revocation.of(r.child).by(r.payerKey));
    Recorded forged = r.turnRogue().ledger.append(Revocation.of(r.recon).by(r.erinKey));
    Recorded below =
        r.ledger.append(
            Forge.of(r.ledger.sign(r.childGrant().by(r.payerKey)))
                .json(
                    "dl/quorum",
                    "{\"count\":1,\"group\":\"" + r.controllers.hash().base64Url() + "\"}")
                .by(r.payerKey));
    for (Recorded target : List.of(unsuitable, forged, below, r.root, r.policy, r.team, r.jane)) {
      assertThat(r.admission(Approval.of(target).approve().by(r.carolKey)))
          .contains(Reason.NOT_APPROVABLE);
    }
  }

  @Test
  void hiddenArgumentsThatDecideWhetherApprovalIsNeeded_leaveItUndecided() {
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    Acted action = r.ledger.append(pay(r.child, 84_000).by(r.reconKey));
    Verdict verdict =
        Scene.verify(
            r.ledger.prove(action).disclose(Disclose.NAME, Disclose.CONTEXT).bytes(), r.trust());
    // the demand counts as long as the amount is not seen, and nobody has met it
    assertThat(verdict.finding()).isNotEqualTo(Verdict.Finding.PROVEN);
    assertThat(r.refusal(action)).isEmpty();
  }

  @Test
  void aPolicyOfTheTimeOfTheAction_decides() {
    Requested request = approved();
    demand(Approvals.of(2).from(r.controllers).validFor(ofHours(8)));
    assertThat(r.admission(Action.of(request).by(r.reconKey))).contains(Reason.APPROVAL_MISSING);
    Acted early = r.turnRogue().ledger.append(Action.of(request).by(r.reconKey));
    r.turnHonest();
    demand(Approvals.of(1).from(r.controllers).validFor(ofHours(8)));
    assertThat(r.refusal(early)).contains(Reason.APPROVAL_MISSING);
  }
}
