package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Completion;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Recorded;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is closed stays closed, and what was done meanwhile stays void. */
final class ClosedForgeryTest extends ClosingScene {
  private void closesWhenForged(Reason reason, Draft<Recorded> closing) {
    Acted before = refunded();
    r.turnRogue().ledger.append(closing);
    r.turnHonest();
    refused(reason, r.ledger.sign(r.refund().by(r.reconKey)));
    assertThat(r.refusal(before)).isEmpty();
  }

  @Test
  void whatIsClosedForGood_isNotResumed() {
    r.ledger.append(Suspension.of(r.child).by(r.payerKey));
    r.ledger.append(Revocation.of(r.child).by(r.payerKey));
    assertThat(r.admission(Resumption.of(r.child).by(r.janeKey))).contains(Reason.NOT_SUSPENDED);
    r.turnRogue().ledger.append(Resumption.of(r.child).by(r.janeKey));
    assertThat(r.refusal(refunded())).contains(Reason.GRANT_REVOKED);
  }

  @Test
  void whatWasGrantedWhileSuspended_staysVoidAfterwards() {
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    SignedEntry entry = r.ledger.sign(r.childGrant().by(r.payerKey));
    assertThat(r.admission(entry)).contains(Reason.ENROLMENT_SUSPENDED);
    Granted forged = (Granted) r.turnRogue().ledger.append(entry);
    r.turnHonest().ledger.append(Resumption.of(r.payer).by(r.janeKey));
    Action action =
        Action.under(forged)
            .tool("erp:refund")
            .arg("id", "R-1")
            .context("environment", "production")
            .audience(Registry.SERVER);
    SignedEntry refund = r.ledger.sign(action.by(r.reconKey));
    assertThat(r.admission(refund)).contains(Reason.ENROLMENT_SUSPENDED);
    assertThat(r.refusal((Acted) r.turnRogue().ledger.append(refund)))
        .contains(Reason.ENROLMENT_SUSPENDED);
  }

  @Test
  void the256thSuspension_revokes() {
    for (int i = 0; i < 255; i++) {
      r.ledger.append(Suspension.of(r.child).by(r.payerKey));
    }
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.GRANT_SUSPENDED);
    opens(Resumption.of(r.child).by(r.janeKey));
    r.ledger.append(Suspension.of(r.child).by(r.payerKey));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.GRANT_REVOKED);
    assertThat(r.admission(Resumption.of(r.child).by(r.janeKey))).contains(Reason.NOT_SUSPENDED);
    Acted after = r.turnRogue().ledger.append(r.refund().by(r.reconKey));
    assertThat(r.refusal(after)).contains(Reason.GRANT_REVOKED);
  }

  @Test
  void aCompletedGrant_isClosed() {
    closes(Reason.GRANT_COMPLETED, Completion.of(r.child).by(r.reconKey));
    assertThat(r.admission(Resumption.of(r.child).by(r.janeKey))).contains(Reason.NOT_SUSPENDED);
  }

  @Test
  void completedTogether_allAreClosed() {
    closes(Reason.GRANT_COMPLETED, Completion.of(r.root, r.child).by(r.payerKey));
  }

  @Test
  void closedByNobody_isClosedWhereThatIsRecorded() {
    // nobody has to be believed who says stop; but an honest ledger does not record it
    for (Draft<Recorded> closing :
        List.of(
            Suspension.of(r.child).by(r.erinKey),
            Completion.of(r.child).by(r.erinKey),
            Revocation.of(r.child).by(r.erinKey))) {
      assertThat(r.admission(closing)).isPresent();
    }
    closesWhenForged(Reason.GRANT_SUSPENDED, Suspension.of(r.child).by(r.erinKey));
    r.ledger.append(Resumption.of(r.child).by(r.janeKey));
    closesWhenForged(Reason.GRANT_COMPLETED, Completion.of(r.child).by(r.erinKey));
    assertThat(r.admission(Resumption.of(r.child).by(r.janeKey))).contains(Reason.NOT_SUSPENDED);
  }

  @Test
  void aSupersededGrant_isClosedAndItsRenewalGoesOn() {
    Acted before = refunded();
    Granted renewal = r.ledger.append(r.childGrant().closing(r.child).by(r.payerKey));
    refused(Reason.GRANT_SUPERSEDED, r.ledger.sign(r.refund().by(r.reconKey)));
    assertThat(r.refusal(before)).isEmpty();
    assertThat(r.refusal(r.ledger.append(refund(renewal).by(r.reconKey)))).isEmpty();
    assertThat(r.admission(Resumption.of(r.child).by(r.janeKey))).contains(Reason.NOT_SUSPENDED);
  }

  @Test
  void aGrantBelowASupersededOne_fallsWithIt() {
    Granted renewal = r.ledger.append(r.rootGrant().closing(r.root).by(r.janeKey));
    refused(Reason.GRANT_SUPERSEDED, r.ledger.sign(r.refund().by(r.reconKey)));
    refused(
        Reason.GRANT_SUPERSEDED,
        r.ledger.sign(refund(forgedChild(Reason.GRANT_SUPERSEDED)).by(r.reconKey)));
    assertThat(r.refusal(r.ledger.append(refund(renewal).by(r.payerKey)))).isEmpty();
  }

  @Test
  void whatWasGrantedUnderASuspendedGrant_staysVoidAfterwards() {
    r.ledger.append(Suspension.of(r.root).by(r.janeKey));
    Granted forged = forgedChild(Reason.GRANT_SUSPENDED);
    r.ledger.append(Resumption.of(r.root).by(r.janeKey));
    refused(Reason.GRANT_SUSPENDED, r.ledger.sign(refund(forged).by(r.reconKey)));
    Granted good = r.ledger.append(r.childGrant().by(r.payerKey));
    assertThat(r.refusal(r.ledger.append(refund(good).by(r.reconKey)))).isEmpty();
  }

  @Test
  void whoWasSpawnedWhileItsSpawnerWasSuspended_staysVoidAfterwards() {
    Signer lowKey = r.key();
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    SignedEntry spawn = r.ledger.sign(Enrol.agent("low").key(lowKey).by(r.payerKey));
    assertThat(r.admission(spawn)).contains(Reason.ENROLMENT_SUSPENDED);
    Enrolled forged = (Enrolled) r.turnRogue().ledger.append(spawn);
    r.turnHonest().ledger.append(Resumption.of(r.payer).by(r.janeKey));
    SignedEntry grant = r.ledger.sign(r.rootGrant(forged).by(r.janeKey));
    assertThat(r.admission(grant)).contains(Reason.ENROLMENT_SUSPENDED);
    Granted given = (Granted) r.turnRogue().ledger.append(grant);
    r.turnHonest();
    refused(Reason.ENROLMENT_SUSPENDED, r.ledger.sign(refund(given).by(lowKey)));
  }

  @Test
  void whoRotatedWhileSuspended_staysVoidAfterwards() {
    InMemorySigner next = r.key();
    r.ledger.append(Suspension.of(r.recon).by(r.carolKey));
    SignedEntry rotation = r.ledger.sign(Enrol.rotation(r.recon).key(next).by(r.reconKey));
    assertThat(r.admission(rotation)).contains(Reason.ENROLMENT_SUSPENDED);
    Enrolled forged = (Enrolled) r.turnRogue().ledger.append(rotation);
    r.turnHonest().ledger.append(Resumption.of(r.recon).by(r.janeKey));
    SignedEntry grant = r.ledger.sign(r.rootGrant(forged).by(r.janeKey));
    assertThat(r.admission(grant)).contains(Reason.ENROLMENT_SUSPENDED);
  }

  @Test
  void aSuspendedAgent_stopsUnderItsNextKeyToo() {
    InMemorySigner next = r.key();
    Enrolled rotated = r.ledger.append(Enrol.rotation(r.recon).key(next).by(r.reconKey));
    Granted fresh = r.ledger.append(r.rootGrant(rotated).by(r.janeKey));
    assertThat(r.refusal(r.ledger.append(refund(fresh).by(next)))).isEmpty();
    r.ledger.append(Suspension.of(r.recon).by(next));
    refused(Reason.ENROLMENT_SUSPENDED, r.ledger.sign(refund(fresh).by(next)));
    r.ledger.append(Resumption.of(r.recon).by(r.janeKey));
    assertThat(r.refusal(r.ledger.append(refund(fresh).by(next)))).isEmpty();
  }

  @Test
  void whatWasApprovedWhileTheGrantWasSuspended_staysVoidAfterwards() {
    Granted joint = r.ledger.append(r.rootGrant().quorum(r.controllers, 1).by(r.janeKey));
    r.ledger.append(Suspension.of(joint).by(r.janeKey));
    SignedEntry approval = r.ledger.sign(Approval.of(joint).approve().by(r.carolKey));
    assertThat(r.admission(approval)).contains(Reason.GRANT_SUSPENDED);
    r.turnRogue().ledger.append(approval);
    r.turnHonest().ledger.append(Resumption.of(joint).by(r.janeKey));
    refused(Reason.QUORUM_MISSING, r.ledger.sign(refund(joint).by(r.payerKey)));
    r.approve(joint, r.daveKey);
    assertThat(r.refusal(r.ledger.append(refund(joint).by(r.payerKey)))).isEmpty();
  }

  @Test
  void the256thSuspensionOfAnAgent_revokes() {
    for (int i = 0; i < 255; i++) {
      r.ledger.append(Suspension.of(r.payer).trigger("budget").by(r.carolKey));
    }
    opens(Resumption.of(r.payer).by(r.janeKey));
    r.ledger.append(Suspension.of(r.payer).by(r.payerKey));
    assertThat(r.admission(Resumption.of(r.payer).by(r.janeKey))).contains(Reason.NOT_SUSPENDED);
    refused(Reason.ENROLMENT_REVOKED, r.ledger.sign(r.refund().by(r.reconKey)));
    assertThat(r.audit().findings()).hasSize(1);
  }

  @Test
  void whatCannotBeSuspended_isClosedWhereThatIsRecorded() {
    SignedEntry suspension =
        Forge.of(r.ledger.sign(Suspension.of(r.payer).by(r.hr)))
            .set("dl/target", r.jane.hash().base64Url())
            .by(r.hr);
    assertThat(r.admission(suspension)).contains(Reason.NOT_SUSPENDABLE);
    r.turnRogue().ledger.append(suspension);
    r.turnHonest();
    refused(Reason.ENROLMENT_SUSPENDED, r.ledger.sign(r.refund().by(r.reconKey)));
    SignedEntry opening =
        Forge.of(r.ledger.sign(Resumption.of(r.payer).by(r.hr)))
            .set("dl/target", r.jane.hash().base64Url())
            .by(r.hr);
    assertThat(r.admission(opening)).contains(Reason.NOT_SUSPENDABLE);
    r.turnRogue().ledger.append(opening);
    r.turnHonest();
    refused(Reason.ENROLMENT_SUSPENDED, r.ledger.sign(r.refund().by(r.reconKey)));
  }

  @Test
  void anUnknownTrigger_closesWhereItIsRecorded() {
    Draft<Recorded> closing = Suspension.of(r.payer).trigger("weather").by(r.carolKey);
    assertThat(r.admission(closing)).contains(Reason.TRIGGER_UNKNOWN);
    closesWhenForged(Reason.ENROLMENT_SUSPENDED, closing);
    r.ledger.append(Resumption.of(r.payer).by(r.janeKey));
    assertThat(r.refusal(refunded())).isEmpty();
  }

  @Test
  void theNextKeysHandle_standsForTheAgent() {
    InMemorySigner next = r.key();
    Enrolled rotated = r.ledger.append(Enrol.rotation(r.payer).key(next).by(r.payerKey));
    r.ledger.append(Suspension.of(rotated).by(r.carolKey));
    refused(Reason.ENROLMENT_SUSPENDED, r.ledger.sign(r.refund().by(r.reconKey)));
    r.ledger.append(Resumption.of(rotated).by(r.janeKey));
    assertThat(r.refusal(refunded())).isEmpty();
    r.ledger.append(Revocation.of(rotated).by(r.carolKey));
    refused(Reason.ENROLMENT_REVOKED, r.ledger.sign(r.refund().by(r.reconKey)));
  }
}
