package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gate says to an action that waits for humans, and to one that is sent again. */
final class RegistryGateTest {
  private final Registry r = Registry.open();

  @AfterEach
  void theWholeLedger_isSound() {
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }

  private SignedEntry approved() {
    Requested request = r.requested(84_000);
    r.approve(request, r.carolKey);
    return r.ledger.sign(Action.of(request).by(r.reconKey));
  }

  private Reason refused(SignedEntry action) {
    ActionRefused refused = catchThrowableOfType(ActionRefused.class, () -> r.ledger.act(action));
    assertThat(refused).isNotNull();
    assertThat(r.ledger.authorize(action).why()).contains(refused.refusal());
    return refused.reason();
  }

  @Test
  void anActionWithoutItsApproval_isPendingUntilItIsGiven() {
    Requested request = r.requested(84_000);
    SignedEntry action = r.ledger.sign(Action.of(request).by(r.reconKey));
    assertThat(r.ledger.authorize(action)).isInstanceOf(Decision.Pending.class);
    assertThat(catchThrowableOfType(ApprovalPending.class, () -> r.ledger.act(action))).isNotNull();
    r.approve(request, r.carolKey);
    assertThat(r.ledger.authorize(action).isPermitted()).isTrue();
    assertThat(r.ledger.act(action).repeated()).isFalse();
  }

  @Test
  void aDeniedAction_isNotPendingAnyMore() {
    Requested request = r.requested(84_000);
    SignedEntry action = r.ledger.sign(Action.of(request).by(r.reconKey));
    r.ledger.append(Approval.of(request).deny().by(r.carolKey));
    assertThat(refused(action)).isEqualTo(Reason.REQUEST_DENIED);
  }

  @Test
  void aRetryOfAnApprovedAction_isPermittedAndSaysSo() {
    SignedEntry action = approved();
    assertThat(r.ledger.act(action).repeated()).isFalse();
    r.time.move(Duration.ofSeconds(30));
    assertThat(r.ledger.authorize(action).isPermitted()).isTrue();
    assertThat(r.ledger.act(action).repeated()).isTrue();
  }

  @Test
  void anotherActionOfAUsedRequest_isRefused() {
    Requested request = r.requested(84_000);
    r.approve(request, r.carolKey);
    r.ledger.act(r.ledger.sign(Action.of(request).by(r.reconKey)));
    assertThat(refused(r.ledger.sign(Action.of(request).by(r.reconKey))))
        .isEqualTo(Reason.REQUEST_USED);
  }

  @Test
  void aRetryAfterTheApproverWasRevoked_waitsForAnother() {
    SignedEntry action = approved();
    r.ledger.act(action);
    r.ledger.append(Revocation.of(r.carol).by(r.hr));
    assertThat(r.ledger.authorize(action).reason()).contains(Reason.APPROVAL_MISSING);
  }

  @Test
  void aRetryWhileSuspended_isRefused() {
    SignedEntry action = approved();
    r.ledger.act(action);
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    assertThat(refused(action)).isEqualTo(Reason.ENROLMENT_SUSPENDED);
    r.ledger.append(Resumption.of(r.payer).by(r.janeKey));
    assertThat(r.ledger.act(action).repeated()).isTrue();
  }

  @Test
  void aRetryOfTheLastUse_isPermittedAndTheNextUseIsNot() {
    for (int i = 0; i < 9; i++) {
      r.ledger.append(r.refund().by(r.reconKey));
    }
    SignedEntry last = r.ledger.sign(r.refund().by(r.reconKey));
    r.ledger.act(last);
    assertThat(r.ledger.act(last).repeated()).isTrue();
    assertThat(refused(r.ledger.sign(r.refund().by(r.reconKey)))).isEqualTo(Reason.USES_EXHAUSTED);
  }
}
