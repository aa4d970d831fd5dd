package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Draft;
import dev.delegationledger.Granted;

/** What must not work, as the agents would sign it. */
final class Forbidden {
  private Forbidden() {}

  /** A payment to the right vendor, of one cent more than the sub-agent may pay. */
  static Draft<Acted> amountAboveTheCeiling(Delegation delegation, People people) {
    return pay(delegation.narrow(), Delegation.VENDOR, Delegation.RECONCILER_CEILING + 1, people);
  }

  /** A tool that nobody in the chain granted. */
  static Draft<Acted> toolNeverGranted(Delegation delegation, People people) {
    return Action.under(delegation.narrow())
        .tool("erp:create-vendor")
        .arg("name", "Totally Honest Ltd")
        .by(people.reconciler());
  }

  /** A grant by which the payables agent gives more than it has: any vendor at all. */
  static Draft<Granted> widerSubGrant(Delegation delegation, People people) {
    return delegation
        .root()
        .narrowTo(delegation.reconciler())
        .tool(Delegation.PAY, t -> t.any("vendor"))
        .by(people.payables());
  }

  /** A payment that only such a grant allows. */
  static Draft<Acted> actionUnder(Granted wider, People people) {
    return pay(wider, "V-666", 20_000, people);
  }

  /** A payment within every limit, recorded after the revocation. */
  static Draft<Acted> actionAfterTheRevocation(Delegation delegation, People people) {
    return nothingWrong(delegation, people);
  }

  /** A payment within every limit. */
  static Draft<Acted> nothingWrong(Delegation delegation, People people) {
    return pay(delegation.narrow(), Delegation.VENDOR, 12_500, people);
  }

  /** A payment within the grants, of an amount that two humans would have to approve. */
  static Draft<Acted> unapprovedPayment(Delegation delegation, People people) {
    return pay(delegation.narrow(), Delegation.VENDOR, HousePolicy.THRESHOLD, people);
  }

  private static Draft<Acted> pay(Granted grant, String vendor, long cents, People people) {
    return Action.under(grant)
        .tool(Delegation.PAY)
        .arg("invoice", "INV-4712")
        .arg("vendor", vendor)
        .arg("amount", cents)
        .by(people.reconciler());
  }
}
