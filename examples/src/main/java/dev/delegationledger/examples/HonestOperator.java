package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Granted;
import dev.delegationledger.Revocation;
import dev.delegationledger.model.Reason;
import dev.delegationledger.rocksdb.RocksDbStore;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;

/** Runs a ledger as it is meant to be: what it refuses never reaches the tool. */
final class HonestOperator {
  private final Incident incident;
  private final People people;
  private final PrintStream out;
  private final Erp erp = new Erp();

  HonestOperator(Incident incident, People people, PrintStream out) {
    this.incident = incident;
    this.people = people;
    this.out = out;
  }

  void run(Clock clock, SecureRandom random) throws IOException {
    Genesis genesis =
        Genesis.of("acme.example/payables", people.operator()).authority(people.hr().publicKey());
    try (DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            RocksDbStore.at(incident.folderOf(Incident.LEDGER)), genesis, clock, random)) {
      incident.trust(ledger, people.hr().publicKey());
      Delegation delegation = Delegation.in(ledger, people, clock.instant());
      out.println("Jane Doe, whom HR enrolled, lets a payables agent prepare vendor payments");
      out.println("  her grant: " + delegation.root().allows());
      out.println("It spawns a reconciler, and passes a part of that on for one day");
      out.println("  its grant: " + delegation.narrow().allows());

      Stage stage = new Stage(ledger, delegation, people, erp, incident, out);
      Acted payment = new ApprovedPayment(stage).play();
      Enrolled gate = new Gatekeeper(stage).takeUpDuty();
      refuseWhatIsForbidden(stage);
      Acted second = new MidTask(stage).play();
      refuseAfterTheRevocation(stage);
      new LostKey(stage).play(payment, second);
      incident.provenPayment(ledger, payment); // the declaration does not reach back to it
      new ForeignAgent(stage, gate, random).run(clock);
    }
    requireTwoPayments();
  }

  private void refuseWhatIsForbidden(Stage stage) {
    Delegation delegation = stage.delegation();
    stage.scene(
        "What the ledger refuses, so that the ERP is never asked; the ERP's gate has it recorded");
    stage.refused(
        "an amount above the ceiling",
        Reason.ARGUMENT_OUT_OF_SCOPE,
        () -> erp.pay(stage.ledger().act(Forbidden.amountAboveTheCeiling(delegation, people))));
    stage.refused(
        "a tool never granted",
        Reason.TOOL_NOT_GRANTED,
        () -> stage.ledger().act(Forbidden.toolNeverGranted(delegation, people)));
    // The action does not even get a chance: the sub-grant it needs is refused, and both with it.
    stage.refused(
        "an action under a sub-grant wider than its parent (the sub-grant itself is refused)",
        Reason.SCOPE_WIDENED,
        () ->
            stage
                .ledger()
                .appendAll(
                    batch -> {
                      Granted wider = batch.add(Forbidden.widerSubGrant(delegation, people));
                      return batch.add(Forbidden.actionUnder(wider, people));
                    }));
  }

  private void refuseAfterTheRevocation(Stage stage) {
    Delegation delegation = stage.delegation();
    stage
        .ledger()
        .append(
            Revocation.of(delegation.root()).reason("the payment run is over").by(people.jane()));
    stage.scene("Jane revokes her grant");
    stage.refused(
        "an action after Jane revoked her grant",
        Reason.GRANT_REVOKED,
        () -> erp.pay(stage.ledger().act(Forbidden.actionAfterTheRevocation(delegation, people))));
  }

  private void requireTwoPayments() {
    if (erp.book().size() != 2) {
      throw new IllegalStateException("expected two payments in the book, got " + erp.book());
    }
  }
}
