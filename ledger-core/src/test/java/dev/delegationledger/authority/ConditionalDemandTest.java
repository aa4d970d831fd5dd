package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Action;
import dev.delegationledger.Approvals;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import org.junit.jupiter.api.Test;

/** What excuses a call from a demand with a condition, and what does not (section 8). */
class ConditionalDemandTest {
  private final Registry r = Registry.open();

  private Granted grant() {
    Enrolled holder = r.payer;
    return r.ledger.append(
        Grant.to(holder)
            .task("T-18", "send and refund")
            .tool("erp:refund", t -> t.any("id").any("amount").any("to"))
            .approval(
                Approvals.of(1)
                    .from(r.frank)
                    .validFor(ofHours(1))
                    .when("erp:refund", t -> t.min("amount", 100).exact("to", "V-9")))
            .expiresIn(ofDays(1))
            .by(r.janeKey));
  }

  private Action refund(Granted grant) {
    return Action.under(grant).tool("erp:refund").arg("id", "R-1");
  }

  @Test
  void anArgumentOutsideTheCondition_excuses() {
    Granted grant = grant();
    assertThat(r.admission(refund(grant).arg("amount", 99).arg("to", "V-9").by(r.payerKey)))
        .isEmpty();
    assertThat(
            r.refusal(
                r.ledger.append(refund(grant).arg("amount", 100).arg("to", "V-8").by(r.payerKey))))
        .isEmpty();
  }

  @Test
  void aCallInsideTheCondition_needsTheApproval() {
    Granted grant = grant();
    assertThat(r.admission(refund(grant).arg("amount", 100).arg("to", "V-9").by(r.payerKey)))
        .contains(Reason.APPROVAL_MISSING);
  }

  @Test
  void anAmountPassedAsText_needsTheApproval() {
    Granted grant = grant();
    assertThat(r.admission(refund(grant).arg("amount", "99").arg("to", "V-9").by(r.payerKey)))
        .contains(Reason.APPROVAL_MISSING);
    var forged =
        r.turnRogue()
            .ledger
            .append(refund(grant).arg("amount", "99").arg("to", "V-9").by(r.payerKey));
    assertThat(r.refusal(forged)).contains(Reason.APPROVAL_MISSING);
  }

  @Test
  void anArgumentLeftOut_needsTheApproval() {
    r.ledger.append(
        r.policy()
            .tier(
                Tier.MEDIUM,
                Approvals.of(1)
                    .from(r.frank)
                    .validFor(ofHours(1))
                    .when("erp:refund", t -> t.min("total", 100)))
            .tool("erp:refund", Tier.MEDIUM)
            .by(r.hr));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.APPROVAL_MISSING);
  }

  @Test
  void aNumberWhereTheConditionNamesAText_needsTheApproval() {
    Granted grant = grant();
    assertThat(r.admission(refund(grant).arg("amount", 500).arg("to", 9).by(r.payerKey)))
        .contains(Reason.APPROVAL_MISSING);
  }
}
