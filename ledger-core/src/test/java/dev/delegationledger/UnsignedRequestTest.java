package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.MissingApprovals;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gate is asked about an action that waits for humans, and that nobody has signed. */
final class UnsignedRequestTest {
  private final Registry r = Registry.open();

  @AfterEach
  void theWholeLedger_isSound() {
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }

  @Test
  void anActionWithoutItsApproval_isPendingUntilItIsGiven_andItsRequestIsUsedOnce() {
    Requested request = r.requested(84_000);
    Decision.Pending pending = (Decision.Pending) r.ledger.authorize(Action.of(request));
    assertThat(pending.refusal().reason()).isEqualTo(Reason.APPROVAL_MISSING);
    assertThat(pending.missing()).hasSize(1);
    MissingApprovals missing = pending.missing().get(0);
    assertThat(missing.given()).isZero();
    assertThat(missing.needed()).isEqualTo(1);
    assertThat(missing.toString())
        .isEqualTo("record " + missing.demandedBy() + " demands 1 approvals, got 0");
    r.approve(request, r.carolKey);
    assertThat(r.ledger.authorize(Action.of(request)).isPermitted()).isTrue();
    r.ledger.act(Action.of(request).by(r.reconKey));
    assertThat(r.ledger.authorize(Action.of(request)).reason()).contains(Reason.REQUEST_USED);
  }

  @Test
  void whoeverIsMissing_isNamed_andWhoAnsweredIsNot() {
    List<List<Signer>> orders =
        List.of(List.of(r.carolKey, r.frankKey), List.of(r.frankKey, r.carolKey));
    for (List<Signer> order : orders) {
      Requested request = r.requested(120_000);
      List<MissingApprovals> both = missing(request);
      assertThat(both)
          .extracting(MissingApprovals::demandedBy)
          .containsExactlyInAnyOrder(r.policy.receipt().index(), r.root.receipt().index());
      assertThat(both).allMatch(one -> one.needed() == 1 && one.given() == 0);
      r.approve(request, order.get(0));
      assertThat(missing(request)).hasSize(1);
      assertThat(both).containsAll(missing(request));
      r.approve(request, order.get(1));
      assertThat(r.ledger.authorize(Action.of(request)).isPermitted()).isTrue();
    }
  }

  private List<MissingApprovals> missing(Requested request) {
    Decision.Pending pending = (Decision.Pending) r.ledger.authorize(Action.of(request));
    assertThat(pending.refusal().reason()).isEqualTo(Reason.APPROVAL_MISSING);
    return pending.missing();
  }

  @Test
  void aRequestOfWhichSomethingIsErased_cannotBeRepeated() {
    Requested request = r.requested(84_000);
    r.approve(request, r.carolKey);
    assertThat(r.ledger.authorize(Action.of(request)).isPermitted()).isTrue();
    r.ledger.append(Erasure.of(request).slot(SlotName.INTENT).by(r.hr));
    Requested now = (Requested) r.ledger.find(request.hash()).orElseThrow();
    assertThat(r.ledger.authorize(Action.of(now)).reason()).contains(Reason.DISCLOSURE_REQUIRED);
  }

  @Test
  void aDeniedRequest_isDenied() {
    Requested request = r.requested(84_000);
    r.ledger.append(Approval.of(request).deny().by(r.carolKey));
    assertThat(r.ledger.authorize(Action.of(request)).reason()).contains(Reason.REQUEST_DENIED);
  }

  @Test
  void theSameCallInOtherSlots_doesNotUseTheRequest() {
    Requested request = r.requested(84_000);
    r.approve(request, r.carolKey);
    Requested other = r.requested(84_001);
    Action action = Action.of(request);
    assertThat(r.ledger.authorize(action).isPermitted()).isTrue();
    assertThat(r.ledger.authorize(Action.of(other))).isInstanceOf(Decision.Pending.class);
  }
}
