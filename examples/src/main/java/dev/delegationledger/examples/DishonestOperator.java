package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.Compromise;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Genesis;
import dev.delegationledger.Granted;
import dev.delegationledger.Recorded;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.Suspension;
import dev.delegationledger.model.Reason;
import dev.delegationledger.rocksdb.RocksDbStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * Runs a ledger that asks no rule, for agents that obey none. All its signatures and hashes are
 * right; what they say is not.
 */
final class DishonestOperator {
  private final Incident incident;
  private final People people;
  private final PrintStream out;

  DishonestOperator(Incident incident, People people, PrintStream out) {
    this.incident = incident;
    this.people = people;
    this.out = out;
  }

  void run(Clock clock, SecureRandom random) throws IOException {
    Genesis genesis =
        Genesis.of("rogue.example/payables", people.rogueOperator())
            .authority(people.hr().publicKey());
    Path folder = incident.folderOf(Incident.ROGUE);
    DelegationLedger.openOrCreate(RocksDbStore.at(folder), genesis, clock, random).close();
    Granted granted;
    try (DelegationLedger ledger =
        RogueLedger.open(RocksDbStore.at(folder), people.rogueOperator(), clock, random)) {
      incident.trust(ledger, people.hr().publicKey());
      // Jane, Acme and the agents do the same as in the honest ledger.
      Delegation delegation = Delegation.in(ledger, people, clock.instant());
      Acted permitted = ledger.append(Forbidden.nothingWrong(delegation, people));

      Acted tooMuch = ledger.append(Forbidden.amountAboveTheCeiling(delegation, people));
      Acted notGranted = ledger.append(Forbidden.toolNeverGranted(delegation, people));
      Granted wider = ledger.append(Forbidden.widerSubGrant(delegation, people));
      Acted underWider = ledger.append(Forbidden.actionUnder(wider, people));
      Acted unapproved = ledger.append(Forbidden.unapprovedPayment(delegation, people));
      ledger.append(Suspension.of(delegation.reconciler()).by(people.carol()));
      Acted suspended = ledger.append(Forbidden.nothingWrong(delegation, people));
      Recorded resumed = ledger.append(Resumption.of(delegation.reconciler()).by(people.bob()));
      ledger.append(
          Compromise.of(delegation.reconciler())
              .lastGood(resumed.receipt().index())
              .by(people.bob()));
      Acted stolen = ledger.append(Forbidden.nothingWrong(delegation, people));
      ledger.append(Revocation.of(delegation.root()).by(people.jane()));
      Acted tooLate = ledger.append(Forbidden.actionAfterTheRevocation(delegation, people));
      out.println();
      out.println("A dishonest operator writes all of it into a ledger of its own, past the rules");

      incident.proven(Incident.ROGUE, ledger, permitted);
      incident.refused(Incident.ROGUE, ledger, tooMuch, Reason.ARGUMENT_OUT_OF_SCOPE);
      incident.refused(Incident.ROGUE, ledger, notGranted, Reason.TOOL_NOT_GRANTED);
      incident.refused(Incident.ROGUE, ledger, underWider, Reason.SCOPE_WIDENED);
      incident.refused(Incident.ROGUE, ledger, unapproved, Reason.APPROVAL_MISSING);
      incident.refused(Incident.ROGUE, ledger, suspended, Reason.ENROLMENT_SUSPENDED);
      incident.refused(Incident.ROGUE, ledger, stolen, Reason.KEY_COMPROMISED);
      incident.refused(Incident.ROGUE, ledger, tooLate, Reason.GRANT_REVOKED);
      granted = delegation.root();
    }
    new Rewriter(incident, people, granted).run(clock, random);
  }
}
