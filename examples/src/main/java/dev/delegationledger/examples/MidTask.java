package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Permit;
import dev.delegationledger.Resumption;
import dev.delegationledger.Suspension;
import dev.delegationledger.model.Reason;
import java.io.IOException;

/** The sub-agent is suspended between looking an invoice up and paying it, and then resumed. */
final class MidTask {
  private static final String INVOICE = "INV-4712";

  private final Stage stage;

  MidTask(Stage stage) {
    this.stage = stage;
  }

  /** The payment that it made once it was resumed. */
  Acted play() throws IOException {
    stage.scene("Carol suspends the reconciler in mid-task");
    Permit reading =
        stage
            .ledger()
            .act(
                Action.under(stage.delegation().narrow())
                    .tool(Delegation.READ)
                    .arg("invoice", INVOICE)
                    .by(stage.people().reconciler()));
    Erp.Invoice due = stage.erp().read(reading);
    stage.ledger().append(reading.succeeded(due.amount()).by(stage.people().reconciler()));
    stage
        .ledger()
        .append(
            Suspension.of(stage.delegation().reconciler())
                .because("reads more than it pays")
                .by(stage.people().carol()));
    stage.refused(
        "a payment by the suspended reconciler",
        Reason.ENROLMENT_SUSPENDED,
        () ->
            stage
                .erp()
                .pay(
                    stage
                        .ledger()
                        .act(Forbidden.nothingWrong(stage.delegation(), stage.people()))));
    stage
        .ledger()
        .append(
            Resumption.of(stage.delegation().reconciler())
                .because("looked into it: a retry")
                .by(stage.people().bob()));
    stage.say("Bob, on call for the agent's owners, resumes it, and it pays " + INVOICE);
    Permit permit = stage.ledger().act(Forbidden.nothingWrong(stage.delegation(), stage.people()));
    String booking = stage.erp().pay(permit);
    stage.ledger().append(permit.succeeded(booking).by(stage.people().reconciler()));
    stage.incident().proven(Incident.LEDGER, stage.ledger(), permit.action());
    return permit.action();
  }
}
