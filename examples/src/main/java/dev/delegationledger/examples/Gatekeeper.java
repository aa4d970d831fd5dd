package dev.delegationledger.examples;

import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;

/** The service in front of the ERP: what the ledger refuses from here on, it has recorded. */
final class Gatekeeper {
  private final Stage stage;

  Gatekeeper(Stage stage) {
    this.stage = stage;
  }

  Enrolled takeUpDuty() {
    Enrolled gate =
        stage
            .ledger()
            .append(
                Enrol.service()
                    .id("https://erp.acme.example/gate")
                    .name("ERP gate")
                    .key(stage.people().gate())
                    .by(stage.people().hr()));
    stage.ledger().recordDenials(gate, stage.people().gate());
    return gate;
  }
}
