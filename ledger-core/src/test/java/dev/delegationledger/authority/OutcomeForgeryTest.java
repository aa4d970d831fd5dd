package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Completion;
import dev.delegationledger.Compromise;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Outcome;
import dev.delegationledger.Recorded;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What came of an action: who may say so, and when it comes late. */
final class OutcomeForgeryTest {
  private final Registry r = Registry.open();
  private final Acted action = r.ledger.append(r.refund().by(r.reconKey));

  private void refused(Reason reason, SignedEntry outcome) {
    assertThat(r.admission(outcome)).contains(reason);
    r.turnRogue().ledger.append(outcome);
    assertThat(r.refusal(action)).contains(reason);
  }

  private boolean isLate() {
    assertThat(r.refusal(action)).isEmpty();
    return r.verdict(action).outcome().orElseThrow().late();
  }

  @Test
  void theActorsOutcomeInTime_isProven() {
    r.ledger.append(Outcome.succeeded(action).by(r.reconKey));
    assertThat(isLate()).isFalse();
  }

  @Test
  void theServicesOutcomeInTime_isProven() {
    r.ledger.append(Outcome.succeeded(action).by(r.erp, r.erpKey));
    assertThat(isLate()).isFalse();
  }

  @Test
  void everybodyElse_isRefused() {
    for (Signer other : List.of(r.payerKey, r.janeKey, r.hr, r.erpKey, r.acmeKey)) {
      assertThat(r.admission(Outcome.succeeded(action).by(other)))
          .contains(Reason.OUTCOME_WITHOUT_STANDING);
    }
    refused(Reason.OUTCOME_WITHOUT_STANDING, r.ledger.sign(Outcome.failed(action).by(r.payerKey)));
  }

  @Test
  void whoIsNoService_isRefusedAsOne() {
    SignedEntry good = r.ledger.sign(Outcome.failed(action).by(r.erp, r.erpKey));
    refused(
        Reason.OUTCOME_WITHOUT_STANDING,
        Forge.of(good).set("dl/service", r.jane.hash().base64Url()).by(r.janeKey));
  }

  @Test
  void aServiceWithAnothersKey_isRefused() {
    SignedEntry good = r.ledger.sign(Outcome.failed(action).by(r.erp, r.erpKey));
    refused(Reason.OUTCOME_WITHOUT_STANDING, Forge.of(good).by(r.reconKey));
  }

  @Test
  void aRevokedService_isRefused() {
    r.ledger.append(Revocation.of(r.erp).by(r.hr));
    refused(Reason.ENROLMENT_REVOKED, r.ledger.sign(Outcome.failed(action).by(r.erp, r.erpKey)));
  }

  @Test
  void aCompromisedService_isRefused() {
    long last = action.receipt().record().index();
    r.ledger.append(Compromise.of(r.erp).lastGood(last).by(r.hr));
    refused(Reason.KEY_COMPROMISED, r.ledger.sign(Outcome.failed(action).by(r.erp, r.erpKey)));
  }

  private void late(Draft<Recorded> closing) {
    r.ledger.append(closing);
    r.ledger.append(Outcome.succeeded(action).by(r.reconKey));
    assertThat(isLate()).isTrue();
  }

  @Test
  void afterASuspension_itIsLate() {
    late(Suspension.of(r.payer).by(r.carolKey));
  }

  @Test
  void afterACompletion_itIsLate() {
    late(Completion.of(r.child).by(r.reconKey));
  }

  @Test
  void afterARevocation_itIsLate() {
    late(Revocation.of(r.root).by(r.janeKey));
  }

  @Test
  void afterTheGrantsEnd_itIsLate() {
    r.time.move(java.time.Duration.ofDays(2));
    r.ledger.append(Outcome.succeeded(action).by(r.reconKey));
    assertThat(isLate()).isTrue();
  }

  @Test
  void afterAResumption_itIsInTime() {
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    r.ledger.append(Resumption.of(r.payer).by(r.janeKey));
    r.ledger.append(Outcome.succeeded(action).by(r.reconKey));
    assertThat(isLate()).isFalse();
  }

  @Test
  void theActorsOldKey_stillReportsWhatItDid() {
    r.ledger.append(Enrol.rotation(r.recon).key(r.key()).by(r.reconKey));
    r.ledger.append(Outcome.succeeded(action).by(r.reconKey));
    assertThat(isLate()).isFalse();
  }
}
