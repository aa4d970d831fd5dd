package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Recorded;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.Transfer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A principal is the line of its enrolments: what ends one of them ends it (section 3). */
class LineTest {
  private final Registry r = Registry.open();
  private final InMemorySigner newKey = r.key();

  private Enrolled rotated(Enrolled principal, InMemorySigner outgoing) {
    return r.ledger.append(Enrol.rotation(principal).key(newKey).by(outgoing));
  }

  private static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  @Test
  void revokedNewKey_endsWhatTheOldOneGranted() {
    Enrolled next = rotated(r.jane, r.janeKey);
    assertThat(r.admission(r.refund().by(r.reconKey))).isEmpty();
    r.ledger.append(Revocation.of(next).by(r.hr));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_REVOKED);
    Acted forged = r.turnRogue().ledger.append(r.refund().by(r.reconKey));
    assertThat(r.refusal(forged)).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void revokedOldKey_endsTheNewOneToo() {
    Enrolled next = rotated(r.payer, r.payerKey);
    Granted handedOff = r.ledger.append(r.root.narrowTo(next).allTools().by(r.payerKey));
    assertThat(r.admission(refund(handedOff).by(newKey))).isEmpty();
    r.ledger.append(Revocation.of(r.payer).by(r.hr));
    assertThat(r.admission(refund(handedOff).by(newKey))).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void revocationOfTheNewKeyOfALeaver_hasItsSuccessorOwn() {
    Recorded transfer = r.ledger.append(Transfer.of(r.payer).to(r.bob).by(r.janeKey));
    r.approve(transfer, r.bobKey);
    Enrolled next = rotated(r.bob, r.bobKey);
    Recorded leaving = r.ledger.append(Revocation.of(next).successor(r.dave).by(r.hr2));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_REVOKED);
    r.approve(leaving, r.daveKey);
    assertThat(r.refusal(r.ledger.append(r.refund().by(r.reconKey)))).isEmpty();
  }

  @Test
  void suspendedGrantOfAService_isResumedByAnAuthority() {
    Granted grant =
        r.ledger.append(
            Grant.to(r.erp)
                .task("T-19", "book")
                .tool("erp:refund", t -> t.any("id"))
                .expiresIn(Duration.ofDays(1))
                .by(r.janeKey));
    assertThat(r.admission(refund(grant).by(r.erpKey))).isEmpty();
    r.ledger.append(Suspension.of(grant).by(r.janeKey));
    assertThat(r.admission(refund(grant).by(r.erpKey))).contains(Reason.GRANT_SUSPENDED);
    assertThat(r.admission(Resumption.of(grant).by(r.janeKey)))
        .contains(Reason.RESUMER_WITHOUT_STANDING);
    r.ledger.append(Resumption.of(grant).by(r.hr));
    assertThat(r.refusal(r.ledger.append(refund(grant).by(r.erpKey)))).isEmpty();
  }
}
