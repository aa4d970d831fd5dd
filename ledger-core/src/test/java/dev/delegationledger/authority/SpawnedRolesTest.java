package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Policy;
import dev.delegationledger.Requested;
import dev.delegationledger.Resumption;
import dev.delegationledger.Suspension;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import org.junit.jupiter.api.Test;

/** An agent may spawn, and state who is to watch what it spawned; not who is to let it pass. */
final class SpawnedRolesTest {
  private final Registry r = Registry.open();
  private final InMemorySigner key = r.key();

  /** The payer's own choice: Bob in the role of Frank, Erin in that of Carol. */
  private final Enrolled helper =
      r.ledger.append(
          Enrol.agent("helper").dataApprover(r.bob).controlOwner(r.erin).key(key).by(r.payerKey));

  private final Granted grant =
      r.ledger.append(
          r.root
              .narrowTo(helper)
              .tool("erp:pay")
              .tool("erp:refund")
              .expiresIn(ofDays(1))
              .by(r.payerKey));

  private Action refund() {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  /** A payment for which Jane demands the agent's data approver. */
  private Requested asked() {
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    return r.ledger.append(Registry.payment(grant, 300_000).by(key));
  }

  @Test
  void dataApproverThatTheSpawnerChose_doesNotApprove() {
    Requested request = asked();
    assertThat(r.admission(Approval.of(request).approve().by(r.bobKey)))
        .contains(Reason.APPROVER_WITHOUT_STANDING);
    r.turnRogue();
    r.approve(request, r.bobKey);
    assertThat(r.refusal(r.ledger.append(Action.of(request).by(key))))
        .contains(Reason.APPROVAL_MISSING);
  }

  @Test
  void dataApproverOfTheSpawner_approves() {
    Requested request = asked();
    r.approve(request, r.frankKey);
    assertThat(r.refusal(r.ledger.append(Action.of(request).by(key)))).isEmpty();
  }

  @Test
  void controlOwnerThatTheSpawnerChose_suspendsAndDoesNotResume() {
    r.ledger.append(Suspension.of(helper).by(r.erinKey));
    assertThat(r.admission(refund().by(key))).contains(Reason.ENROLMENT_SUSPENDED);
    assertThat(r.admission(Resumption.of(helper).by(r.erinKey)))
        .contains(Reason.RESUMER_WITHOUT_STANDING);
    r.turnRogue();
    r.ledger.append(Resumption.of(helper).by(r.erinKey));
    assertThat(r.refusal(r.ledger.append(refund().by(key)))).contains(Reason.ENROLMENT_SUSPENDED);
  }

  @Test
  void controlOwnerThatTheSpawnerChose_doesNotResumeAGrant() {
    r.ledger.append(Suspension.of(grant).by(r.janeKey));
    assertThat(r.admission(Resumption.of(grant).by(r.erinKey)))
        .contains(Reason.RESUMER_WITHOUT_STANDING);
    r.turnRogue();
    r.ledger.append(Resumption.of(grant).by(r.erinKey));
    assertThat(r.refusal(r.ledger.append(refund().by(key)))).contains(Reason.GRANT_SUSPENDED);
  }

  @Test
  void controlOwnerOfTheSpawner_resumes() {
    r.ledger.append(Suspension.of(helper).by(r.erinKey));
    r.ledger.append(Resumption.of(helper).by(r.carolKey));
    assertThat(r.refusal(r.ledger.append(refund().by(key)))).isEmpty();
  }
}
