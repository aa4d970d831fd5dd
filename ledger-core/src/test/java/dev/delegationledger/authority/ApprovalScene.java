package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Approvals;
import dev.delegationledger.Granted;
import dev.delegationledger.Policy;
import dev.delegationledger.Requested;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;

/** The registry, with what the forgers of approvals do in it. */
abstract class ApprovalScene {
  final Registry r = Registry.open();

  static Action pay(Granted grant, long amount) {
    return Action.under(grant)
        .tool("erp:pay")
        .arg("vendor", "V-7")
        .arg("amount", amount)
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  void demand(Approvals approvals) {
    r.ledger.append(
        Policy.of()
            .tool("erp:pay", Tier.HIGH)
            .otherwise(Tier.LOW)
            .tier(Tier.HIGH, approvals)
            .by(r.hr));
  }

  /** The action is neither admitted nor, recorded all the same, proven. */
  void refused(Reason reason, Action action) {
    SignedEntry entry = r.ledger.sign(action.by(r.reconKey));
    assertThat(r.admission(entry)).contains(reason);
    Acted recorded = (Acted) r.turnRogue().ledger.append(entry);
    assertThat(r.refusal(recorded)).contains(reason);
  }

  void proven(Action action) {
    assertThat(r.refusal(r.ledger.append(action.by(r.reconKey)))).isEmpty();
  }

  Requested asked() {
    return r.requested(84_000);
  }

  Requested approved() {
    Requested request = asked();
    r.approve(request, r.carolKey);
    return request;
  }

  void worthless(Requested request, Signer human) {
    assertThat(r.admission(Approval.of(request).approve().by(human)))
        .contains(Reason.APPROVER_WITHOUT_STANDING);
    r.turnRogue();
    r.approve(request, human);
    r.turnHonest();
    refused(Reason.APPROVAL_MISSING, Action.of(request));
  }
}
