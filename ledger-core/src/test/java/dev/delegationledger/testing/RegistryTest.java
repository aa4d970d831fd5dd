package dev.delegationledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Compromise;
import dev.delegationledger.Enrol;
import dev.delegationledger.Group;
import dev.delegationledger.Policy;
import dev.delegationledger.Recorded;
import dev.delegationledger.Requested;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.Transfer;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The good case is good: what the rules' tests break one thing at a time. */
final class RegistryTest {
  private final Registry r = Registry.open();

  @AfterEach
  void theWholeLedger_isSound() {
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }

  @Test
  void anApprovedPayment_isProven() {
    assertThat(r.refusal(r.paid())).isEmpty();
  }

  @Test
  void aRefund_needsNoApproval() {
    assertThat(r.refusal(r.ledger.append(r.refund().by(r.reconKey)))).isEmpty();
  }

  @Test
  void aLargePayment_needsItsDataApproverToo() {
    Requested request = r.requested(120_000);
    r.approve(request, r.carolKey);
    assertThat(r.admission(Action.of(request).by(r.reconKey))).contains(Reason.APPROVAL_MISSING);
    r.approve(request, r.frankKey);
    assertThat(r.refusal(r.ledger.append(Action.of(request).by(r.reconKey)))).isEmpty();
  }

  @Test
  void aSuspendedAgent_isRefusedUntilItIsResumed() {
    r.ledger.append(Suspension.of(r.payer).trigger("anomaly").by(r.carolKey));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_SUSPENDED);
    r.ledger.append(Resumption.of(r.payer).by(r.janeKey));
    assertThat(r.refusal(r.ledger.append(r.refund().by(r.reconKey)))).isEmpty();
  }

  @Test
  void anAgentWithARotatedKey_goesOn() {
    var newKey = r.key();
    var rotated = r.ledger.append(Enrol.rotation(r.recon).key(newKey).by(r.reconKey));
    var handedOff = r.ledger.append(r.child.narrowTo(rotated).allTools().by(r.reconKey));
    var action =
        r.ledger.append(
            Action.under(handedOff)
                .tool("erp:refund")
                .arg("id", "R-1")
                .context("environment", "production")
                .audience(Registry.SERVER)
                .by(newKey));
    assertThat(r.refusal(action)).isEmpty();
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.KEY_ROTATED);
  }

  @Test
  void anAcceptedTransfer_keepsTheAgentGoing() {
    Recorded transfer = r.ledger.append(Transfer.of(r.payer).to(r.bob).by(r.janeKey));
    r.approve(transfer, r.bobKey);
    assertThat(r.refusal(r.ledger.append(r.refund().by(r.reconKey)))).isEmpty();
  }

  @Test
  void aHumanWhoLeaves_isSucceeded() {
    Recorded revocation =
        r.ledger.append(Revocation.of(r.erin).successor(r.bob).reason("left").by(r.hr));
    r.approve(revocation, r.bobKey);
    assertThat(r.refusal(r.paid())).isEmpty();
  }

  @Test
  void aDenial_endsTheRequest() {
    Requested request = r.requested(84_000);
    r.ledger.append(Approval.of(request).deny().because("wrong vendor").by(r.carolKey));
    assertThat(r.admission(Action.of(request).by(r.reconKey))).contains(Reason.REQUEST_DENIED);
  }

  @Test
  void aNewPolicyOrGroup_takesThePlaceOfTheOld() {
    r.ledger.append(
        Group.replacing(r.team)
            .member(r.bob)
            .onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.bob)
            .by(r.hr));
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    var action =
        Action.under(r.child)
            .tool("erp:pay")
            .arg("vendor", "V-7")
            .arg("amount", 84_000)
            .context("environment", "production")
            .audience(Registry.SERVER);
    assertThat(r.refusal(r.ledger.append(action.by(r.reconKey)))).isEmpty();
  }

  @Test
  void aCompromise_isDeclaredWithTheRecoveryKey() {
    long lastGood = r.child.receipt().record().index();
    r.ledger.append(Compromise.of(r.jane).lastGood(lastGood).by(r.janeRecoveryKey));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.KEY_COMPROMISED);
  }
}
