package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.AppendRefused;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Genesis;
import dev.delegationledger.Granted;
import dev.delegationledger.Permit;
import dev.delegationledger.Revocation;
import dev.delegationledger.model.Reason;
import dev.delegationledger.rocksdb.RocksDbStore;
import java.io.IOException;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;

/** Runs a ledger as it is meant to be: what it refuses never reaches the tool. */
final class HonestOperator {
  private static final String INVOICE = "INV-4711";

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
      Delegation delegation = Delegation.in(ledger, people);
      out.println("Jane Doe, whom HR enrolled, lets a payables agent prepare vendor payments");
      out.println("  her grant: " + delegation.root().allows());
      out.println("It spawns a reconciler, and passes a part of that on for one day");
      out.println("  its grant: " + delegation.narrow().allows());

      Acted reading = readInvoice(ledger, delegation);
      Acted payment = payInvoice(ledger, delegation, reading);
      refuseWhatIsForbidden(ledger, delegation);

      incident.proven(Incident.LEDGER, ledger, reading);
      incident.provenPayment(ledger, payment);
    }
    requireOnePayment();
  }

  private Acted readInvoice(DelegationLedger ledger, Delegation delegation) {
    Permit permit =
        ledger.act(
            Action.under(delegation.narrow())
                .tool(Delegation.READ)
                .arg("invoice", INVOICE)
                .by(people.reconciler()));
    Erp.Invoice invoice = erp.read(permit);
    ledger.append(permit.succeeded(invoice.amount()).by(people.reconciler()));
    return permit.action();
  }

  private Acted payInvoice(DelegationLedger ledger, Delegation delegation, Acted reading) {
    Permit permit =
        ledger.act(
            Action.under(delegation.narrow())
                .tool(Delegation.PAY)
                .arg("invoice", INVOICE)
                .arg("vendor", Delegation.VENDOR)
                .arg("amount", 84_000)
                .intent("pay " + INVOICE + ", which is due today")
                .causedBy(reading)
                .by(people.reconciler()));
    String booking = erp.pay(permit); // the tool runs on the permit's arguments, and only then
    ledger.append(permit.succeeded(booking).by(people.reconciler()));
    out.println("The reconciler pays " + INVOICE + " through the ERP");
    erp.book().forEach(paid -> out.println("  " + booking + ": " + paid));
    return permit.action();
  }

  private void refuseWhatIsForbidden(DelegationLedger ledger, Delegation delegation) {
    out.println();
    out.println("What the ledger refuses, so that the ERP is never asked");
    refused(
        "an amount above the ceiling",
        Reason.ARGUMENT_OUT_OF_SCOPE,
        () -> erp.pay(ledger.act(Forbidden.amountAboveTheCeiling(delegation, people))));
    refused(
        "a tool never granted",
        Reason.TOOL_NOT_GRANTED,
        () -> ledger.act(Forbidden.toolNeverGranted(delegation, people)));
    // The action does not even get a chance: the sub-grant it needs is refused, and both with it.
    refused(
        "an action under a sub-grant wider than its parent (the sub-grant itself is refused)",
        Reason.SCOPE_WIDENED,
        () ->
            ledger.appendAll(
                batch -> {
                  Granted wider = batch.add(Forbidden.widerSubGrant(delegation, people));
                  return batch.add(Forbidden.actionUnder(wider, people));
                }));
    ledger.append(
        Revocation.of(delegation.root()).reason("the payment run is over").by(people.jane()));
    refused(
        "an action after Jane revoked her grant",
        Reason.GRANT_REVOKED,
        () -> erp.pay(ledger.act(Forbidden.actionAfterTheRevocation(delegation, people))));
  }

  private void refused(String what, Reason expected, Runnable attempt) {
    try {
      attempt.run();
    } catch (AppendRefused refused) {
      if (refused.reason() != expected) {
        throw new IllegalStateException(what + ": expected " + expected, refused);
      }
      out.println("  " + what);
      out.println("    " + expected.code() + ": " + refused.refusal().detail());
      return;
    }
    throw new IllegalStateException(what + ": expected " + expected + ", got no refusal");
  }

  private void requireOnePayment() {
    if (erp.book().size() != 1) {
      throw new IllegalStateException("expected one payment in the book, got " + erp.book());
    }
  }
}
