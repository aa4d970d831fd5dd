package dev.delegationledger.examples;

import static java.time.Duration.ofDays;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import java.time.Instant;

/**
 * Who may do what: Jane lets the payables agent prepare vendor payments, and the payables agent
 * lets a sub-agent of its own do a small part of that.
 *
 * @param root what Jane gave the payables agent
 * @param reconciler the sub-agent
 * @param narrow what the payables agent gave the sub-agent
 */
record Delegation(Granted root, Enrolled reconciler, Granted narrow) {
  /** Reads an invoice. Argument: {@code invoice}. */
  static final String READ = "erp:read-invoice";

  /** Pays one. Arguments: {@code invoice}, {@code vendor}, {@code amount} in cents. */
  static final String PAY = "erp:pay";

  /** The most that Jane herself may pass on, the most she does, and what is left at the end. */
  static final long JANES_CEILING = 1_000_000;

  static final long PAYABLES_CEILING = 500_000;
  static final long RECONCILER_CEILING = 100_000;

  /** The one vendor that the sub-agent may pay. */
  static final String VENDOR = "V-7";

  /** What is to have the payables agent suspended. */
  static final String TRIGGER = "anomaly";

  /** The instance of the payables agent. */
  private static final String PAYABLES = "spiffe://acme.example/payables/1";

  /** Records all of it. */
  static Delegation in(DelegationLedger ledger, People people, Instant now) {
    Granted root = fromJane(ledger, people, now);
    // The sub-agent and its grant come into being together or not at all: one synced write.
    return ledger.appendAll(
        batch -> {
          Enrolled reconciler =
              batch.add(
                  Enrol.agent("reconciler")
                      .id(PAYABLES + "/reconciler-1") // below the spawner's
                      .key(people.reconciler())
                      .expiresIn(ofDays(1))
                      .by(people.payables()));
          Granted narrow =
              batch.add(
                  root.narrowTo(reconciler)
                      .task("T-17/a", "reconcile and pay the open invoices of V-7")
                      .tool(READ)
                      .tool(PAY, t -> t.exact("vendor", VENDOR).max("amount", RECONCILER_CEILING))
                      .expiresIn(ofDays(1))
                      .by(people.payables()));
          return new Delegation(root, reconciler, narrow);
        });
  }

  private static Granted fromJane(DelegationLedger ledger, People people, Instant now) {
    Company company = Company.in(ledger, people, now);
    Enrolled payables =
        ledger.append(
            Enrol.agent("payables")
                .id(PAYABLES)
                .owner(company.team()) // whoever of it is on call answers for the agent
                .controlOwner(company.controllers())
                .operator(company.acme())
                .model("example-lab", "example-model", "1")
                .triggers(TRIGGER)
                .expiresIn(ofDays(30))
                .key(people.payables())
                .by(people.jane()));
    return ledger.append(
        Grant.to(payables)
            .task("T-17", "prepare vendor payments")
            .tool(READ, t -> t.any("invoice"))
            .tool(
                PAY,
                t ->
                    t.any("invoice")
                        .oneOf("vendor", VENDOR, "V-8", "V-9")
                        .range("amount", 0, PAYABLES_CEILING))
            .delegable(1)
            .expiresIn(ofDays(7))
            .by(people.jane()));
  }
}
