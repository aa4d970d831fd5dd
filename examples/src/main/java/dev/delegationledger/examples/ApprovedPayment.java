package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.ApprovalPending;
import dev.delegationledger.Permit;
import dev.delegationledger.Request;
import dev.delegationledger.Requested;
import dev.delegationledger.crypto.Signer;
import java.io.IOException;

/** The scene that the story is about: a payment that two humans have to approve. */
final class ApprovedPayment {
  private static final String INVOICE = "INV-4711";

  private final Stage stage;

  ApprovedPayment(Stage stage) {
    this.stage = stage;
  }

  /** The payment; its proofs are written later, when more has happened. */
  Acted play() throws IOException {
    Acted reading = readInvoice();
    stage.incident().proven(Incident.LEDGER, stage.ledger(), reading);
    stage.scene("The reconciler asks to pay " + INVOICE + ": 84000 cents, above the threshold");
    Requested request =
        stage
            .ledger()
            .append(
                Request.under(stage.delegation().narrow())
                    .tool(Delegation.PAY)
                    .arg("invoice", INVOICE)
                    .arg("vendor", Delegation.VENDOR)
                    .arg("amount", 84_000)
                    .intent("pay " + INVOICE + ", which is due today")
                    .by(stage.people().reconciler()));
    requirePending(request);
    approve("Carol, on call for the controllers,", request, stage.people().carol());
    requirePending(request);
    approve("Dave, the other controller,", request, stage.people().dave());
    Permit permit =
        stage.ledger().act(Action.of(request).causedBy(reading).by(stage.people().reconciler()));
    String booking = stage.erp().pay(permit); // the tool runs on the permit, and only then
    stage.ledger().append(permit.succeeded(booking).by(stage.people().reconciler()));
    stage.erp().book().forEach(paid -> stage.say(booking + ": " + paid));
    return permit.action();
  }

  private Acted readInvoice() {
    Permit permit =
        stage
            .ledger()
            .act(
                Action.under(stage.delegation().narrow())
                    .tool(Delegation.READ)
                    .arg("invoice", INVOICE)
                    .by(stage.people().reconciler()));
    Erp.Invoice invoice = stage.erp().read(permit);
    stage.ledger().append(permit.succeeded(invoice.amount()).by(stage.people().reconciler()));
    return permit.action();
  }

  /** Not refused for good: the same call goes through once humans have said yes. */
  private void requirePending(Requested request) {
    try {
      stage.erp().pay(stage.ledger().act(Action.of(request).by(stage.people().reconciler())));
    } catch (ApprovalPending pending) {
      stage.say("pending: " + pending.refusal().detail());
      return;
    }
    throw new IllegalStateException("pay: expected to wait for approvals, got a permit");
  }

  private void approve(String who, Requested request, Signer human) {
    stage.ledger().append(Approval.of(request).approve().because("goods received").by(human));
    stage.say(who + " approves");
  }
}
