package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Denial;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Outcome;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.Transfer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may say that an action was refused, and of which. */
final class DenialForgeryTest {
  private final Registry r = Registry.open();

  private SignedEntry deletion() {
    return r.ledger.sign(
        Action.under(r.child)
            .tool("erp:delete")
            .arg("id", "R-1")
            .audience(Registry.SERVER)
            .context("environment", "production")
            .by(r.reconKey));
  }

  private SignedEntry denied(SignedEntry action) {
    return r.ledger.sign(Denial.of(action, Reason.TOOL_NOT_GRANTED).hop(1).by(r.erp, r.erpKey));
  }

  /** Admission says so, and the audit says so of an operator who recorded it all the same. */
  private void refused(Reason reason, SignedEntry denial) {
    assertThat(r.admission(denial)).contains(reason);
    r.turnRogue().ledger.append(denial);
    assertThat(r.audit().findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.reason()).isEqualTo(reason));
  }

  @Test
  void aDenialByAService_isSound() {
    r.ledger.append(denied(deletion()));
    assertThat(r.audit().findings()).isEmpty();
  }

  @Test
  void everybodyElse_isRefused() {
    for (Signer other : List.of(r.payerKey, r.reconKey, r.janeKey, r.hr, r.acmeKey, r.key())) {
      assertThat(
              r.admission(Denial.of(deletion(), Reason.TOOL_NOT_GRANTED).hop(1).by(r.erp, other)))
          .contains(Reason.DENIAL_WITHOUT_STANDING);
    }
    for (Enrolled other : List.of(r.jane, r.acme, r.payer)) {
      assertThat(
              r.admission(
                  Denial.of(deletion(), Reason.TOOL_NOT_GRANTED).hop(1).by(other, r.erpKey)))
          .contains(Reason.DENIAL_WITHOUT_STANDING);
    }
    refused(
        Reason.DENIAL_WITHOUT_STANDING,
        r.ledger.sign(Denial.of(deletion(), Reason.TOOL_NOT_GRANTED).hop(1).by(r.acme, r.acmeKey)));
  }

  @Test
  void anActionThatTheServiceMadeUp_isRefused() {
    assertThat(r.admission(denied(Forge.of(deletion()).signedWith(r.erpKey))))
        .contains(Reason.SIGNATURE_INVALID);
  }

  @Test
  void anActionOfOneWhoIsUnknown_isRefused() {
    assertThat(r.admission(denied(Forge.of(deletion()).by(r.key()))))
        .contains(Reason.NOT_THE_HOLDER);
  }

  @Test
  void aDenialOfWhatIsPermitted_isUnfounded() {
    refused(Reason.DENIAL_UNFOUNDED, denied(r.ledger.sign(r.refund().by(r.reconKey))));
  }

  @Test
  void aDenialOfARecordedActionThatMayGoOn_isUnfounded() {
    Acted refund = r.ledger.append(r.refund().by(r.reconKey));
    assertThat(r.admission(denied(refund.entry()))).contains(Reason.DENIAL_UNFOUNDED);
    r.ledger.append(Outcome.failed(refund).by(r.reconKey));
    assertThat(
            r.admission(
                Denial.of(refund.entry(), Reason.OUTCOME_ALREADY_RECORDED).by(r.erp, r.erpKey)))
        .isEmpty();
  }

  @Test
  void theDenialOfARetry_saysWhatTheGateSays() {
    Acted refund = r.ledger.append(r.refund().by(r.reconKey));
    r.time.move(Duration.ofSeconds(61));
    assertThat(r.ledger.authorize(refund.entry()).reason()).contains(Reason.ACTION_STALE);
    r.ledger.append(Denial.of(refund.entry(), Reason.ACTION_STALE).by(r.erp, r.erpKey));
    assertThat(r.audit().findings()).isEmpty();
    assertThat(r.refusal(refund)).isEmpty(); // that it came again takes nothing from the first time
  }

  @Test
  void whatIsDenied_usesUpNeitherItsIdNorALimit() {
    SignedEntry early = r.ledger.sign(r.refund().by(r.reconKey));
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    assertThat(r.ledger.authorize(early).reason()).contains(Reason.ENROLMENT_SUSPENDED);
    r.ledger.append(
        Denial.of(early, Reason.ENROLMENT_SUSPENDED)
            .record(r.payer.receipt().index())
            .hop(0)
            .by(r.erp, r.erpKey));
    r.ledger.append(Resumption.of(r.payer).by(r.carolKey));
    Acted now = (Acted) r.ledger.append(early);
    assertThat(now.receipt().record().charges().totals().get(0).uses()).isEqualTo(1);
    assertThat(r.refusal(now)).isEmpty();
  }

  @Test
  void aDenial_canBeTheCauseOfAnActionAndNothingElse() {
    SignedEntry denial = denied(deletion());
    var recorded = r.ledger.append(denial);
    Acted caused = r.ledger.append(r.refund().causedBy(recorded).by(r.reconKey));
    assertThat(r.refusal(caused)).isEmpty();
    for (SignedEntry about :
        List.of(
            Forge.of(r.ledger.sign(Revocation.of(r.root).by(r.janeKey)))
                .set("dl/target", recorded.hash().base64Url())
                .by(r.janeKey),
            Forge.of(r.ledger.sign(Transfer.of(r.payer).to(r.jane).by(r.janeKey)))
                .set("dl/agent", recorded.hash().base64Url())
                .by(r.janeKey))) {
      assertThat(r.admission(about)).isPresent();
    }
    assertThat(r.audit().findings()).isEmpty();
  }

  @Test
  void aRevokedService_isRefused() {
    SignedEntry denial = denied(deletion());
    r.ledger.append(Revocation.of(r.erp).by(r.hr));
    refused(Reason.ENROLMENT_REVOKED, denial);
  }
}
