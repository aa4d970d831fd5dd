package dev.delegationledger.examples;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Group;
import dev.delegationledger.Grouped;
import dev.delegationledger.crypto.Signer;
import java.time.Instant;

/**
 * Who is there before any agent is: four humans in two groups, the organisation that runs the
 * agents, and the policy that they are under.
 *
 * @param jane gives the authority
 * @param acme operates the agents
 * @param team Jane and Bob, who own the agents; Bob is on call
 * @param controllers Carol and Dave, who approve and watch; Carol is on call
 */
record Company(Enrolled jane, Enrolled acme, Grouped team, Grouped controllers) {
  /** Enrols all of them, as HR does. */
  static Company in(DelegationLedger ledger, People people, Instant now) {
    Enrolled jane =
        ledger.append(
            // The id is in clear for ever, so it says nothing of a person; the name is hidden.
            human("1017", "Jane Doe", people.jane())
                .mayGrant(Delegation.READ)
                .mayGrant(
                    Delegation.PAY,
                    t ->
                        t.any("invoice").any("vendor").range("amount", 0, Delegation.JANES_CEILING))
                .by(people.hr()));
    Enrolled bob = ledger.append(human("1018", "Bob Roe", people.bob()).by(people.hr()));
    Enrolled carol = ledger.append(human("2001", "Carol Poe", people.carol()).by(people.hr()));
    Enrolled dave = ledger.append(human("2002", "Dave Low", people.dave()).by(people.hr()));
    Enrolled acme =
        ledger.append(
            Enrol.organisation()
                .id("https://acme.example")
                .name("Acme Corp")
                .key(people.acme())
                .by(people.hr()));
    Instant begin = now.minus(ofHours(4));
    Grouped team =
        ledger.append(
            Group.of("urn:acme:group:payables")
                .onCall(begin, begin.plus(ofDays(7)), bob)
                .onCall(begin.plus(ofDays(7)), begin.plus(ofDays(14)), jane)
                .by(people.hr()));
    Grouped controllers =
        ledger.append(
            Group.of("urn:acme:group:controllers")
                .member(dave)
                .onCall(begin, begin.plus(ofDays(14)), carol)
                .by(people.hr()));
    ledger.append(HousePolicy.approvedBy(controllers).by(people.hr()));
    return new Company(jane, acme, team, controllers);
  }

  private static Enrol human(String number, String name, Signer key) {
    return Enrol.human().id("urn:acme:staff:" + number).name(name).key(key);
  }
}
