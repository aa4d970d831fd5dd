package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Archetyped;
import dev.delegationledger.Completion;
import dev.delegationledger.Compromise;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Recorded;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Suspension, resumption and completion: who may, what falls, and what stays void. */
final class SuspensionForgeryTest extends ClosingScene {
  @Test
  void anAgent_isSuspendedByItsClosers() {
    onlyThese(
        Reason.SUSPENDER_WITHOUT_STANDING,
        key -> Suspension.of(r.payer).by(key),
        "hr",
        "hr2",
        "jane",
        "bob",
        "carol",
        "dave",
        "payer");
    onlyThese(
        Reason.SUSPENDER_WITHOUT_STANDING,
        key -> Suspension.of(r.recon).by(key),
        "hr",
        "hr2",
        "jane",
        "bob",
        "carol",
        "dave",
        "payer",
        "recon");
  }

  @Test
  void aGrant_isSuspendedByDelegatorsAndTheDelegatesClosers() {
    onlyThese(
        Reason.SUSPENDER_WITHOUT_STANDING,
        key -> Suspension.of(r.root).by(key),
        "jane",
        "bob",
        "carol",
        "dave",
        "payer");
    onlyThese(
        Reason.SUSPENDER_WITHOUT_STANDING,
        key -> Suspension.of(r.child).by(key),
        "jane",
        "bob",
        "carol",
        "dave",
        "payer",
        "recon");
  }

  @Test
  void anOrganisation_isSuspendedByItselfAndAuthorities() {
    onlyThese(
        Reason.SUSPENDER_WITHOUT_STANDING,
        key -> Suspension.of(r.acme).by(key),
        "hr",
        "hr2",
        "acme");
  }

  @Test
  void anArchetypeAndAGroup_areClosedByAuthorities() {
    onlyThese(
        Reason.SUSPENDER_WITHOUT_STANDING, key -> Suspension.of(r.archetype).by(key), "hr", "hr2");
    onlyThese(
        Reason.REVOKER_WITHOUT_STANDING, key -> Revocation.of(r.archetype).by(key), "hr", "hr2");
    onlyThese(Reason.REVOKER_WITHOUT_STANDING, key -> Revocation.of(r.team).by(key), "hr", "hr2");
  }

  @Test
  void anAgent_isResumedByWhoIsOnCall() {
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    onlyThese(
        Reason.RESUMER_WITHOUT_STANDING, key -> Resumption.of(r.payer).by(key), "jane", "carol");
    r.time.set(Registry.HANDOVER.minusMillis(1));
    onlyThese(
        Reason.RESUMER_WITHOUT_STANDING, key -> Resumption.of(r.payer).by(key), "jane", "carol");
    r.time.set(Registry.HANDOVER);
    onlyThese(
        Reason.RESUMER_WITHOUT_STANDING, key -> Resumption.of(r.payer).by(key), "bob", "dave");
    r.time.set(Registry.ROTA_ENDS);
    onlyThese(Reason.RESUMER_WITHOUT_STANDING, key -> Resumption.of(r.payer).by(key));
  }

  @Test
  void aGrant_isResumedByWhoAnswersForItsDelegate() {
    r.ledger.append(Suspension.of(r.child).by(r.reconKey));
    onlyThese(
        Reason.RESUMER_WITHOUT_STANDING, key -> Resumption.of(r.child).by(key), "jane", "carol");
  }

  @Test
  void organisationsAndArchetypes_areResumedByAuthorities() {
    r.ledger.append(Suspension.of(r.acme).by(r.acmeKey));
    onlyThese(Reason.RESUMER_WITHOUT_STANDING, key -> Resumption.of(r.acme).by(key), "hr", "hr2");
    r.ledger.append(Suspension.of(r.archetype).by(r.hr));
    onlyThese(
        Reason.RESUMER_WITHOUT_STANDING, key -> Resumption.of(r.archetype).by(key), "hr", "hr2");
  }

  @Test
  void suspendedThings_stopUntilResumed() {
    closes(Reason.GRANT_SUSPENDED, Suspension.of(r.child).by(r.payerKey));
    opens(Resumption.of(r.child).by(r.janeKey));
    closes(Reason.GRANT_SUSPENDED, Suspension.of(r.root).by(r.janeKey));
    opens(Resumption.of(r.root).by(r.carolKey));
    closes(Reason.ENROLMENT_SUSPENDED, Suspension.of(r.recon).by(r.carolKey));
    opens(Resumption.of(r.recon).by(r.janeKey));
  }

  @Test
  void whatIsAbove_stopsToo() {
    closes(Reason.ENROLMENT_SUSPENDED, Suspension.of(r.payer).trigger("budget").by(r.daveKey));
    opens(Resumption.of(r.payer).by(r.janeKey));
    closes(Reason.ENROLMENT_SUSPENDED, Suspension.of(r.acme).by(r.hr));
    opens(Resumption.of(r.acme).by(r.hr2));
    closes(Reason.ARCHETYPE_SUSPENDED, Suspension.of(r.archetype).by(r.hr));
  }

  @Test
  void aResumptionWithoutStanding_opensNothing() {
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    r.turnRogue();
    for (Signer bad : Set.of(r.bobKey, r.payerKey, r.hr, r.reconKey, r.erinKey)) {
      r.ledger.append(Resumption.of(r.payer).by(bad));
      assertThat(r.refusal(refunded())).contains(Reason.ENROLMENT_SUSPENDED);
    }
    r.turnHonest();
    opens(Resumption.of(r.payer).by(r.janeKey));
  }

  @Test
  void aResumptionBeforeTheSuspension_opensNothing() {
    r.turnRogue().ledger.append(Resumption.of(r.payer).by(r.janeKey));
    r.turnHonest().ledger.append(Suspension.of(r.payer).by(r.carolKey));
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_SUSPENDED);
    r.turnRogue();
    assertThat(r.refusal(refunded())).contains(Reason.ENROLMENT_SUSPENDED);
  }

  @Test
  void aDeadHuman_resumesNothing() {
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    r.ledger.append(Revocation.of(r.carol).by(r.hr));
    // nobody is on call for the controllers any more
    assertThat(r.admission(Resumption.of(r.payer).by(r.carolKey)))
        .contains(Reason.RESUMER_WITHOUT_STANDING);
    r.turnRogue().ledger.append(Resumption.of(r.payer).by(r.carolKey));
    assertThat(r.refusal(refunded())).contains(Reason.ENROLMENT_SUSPENDED);
  }

  @Test
  void suspensions_areNotBlockedByTimeOrJti() {
    SignedEntry good = r.ledger.sign(Suspension.of(r.payer).by(r.carolKey));
    assertThat(r.admission(Forge.of(good).set("iat", (1L << 53) - 1).by(r.carolKey))).isEmpty();
    assertThat(r.admission(Forge.of(good).set("jti", r.root.id()).by(r.janeKey))).isEmpty();
    assertThat(r.admission(Forge.of(good).set("aud", "x").by(r.carolKey)))
        .contains(Reason.WRONG_LEDGER);
    SignedEntry opening = r.ledger.sign(Resumption.of(r.payer).by(r.janeKey));
    long future = Registry.BEGIN.getEpochSecond() + 31;
    assertThat(r.admission(Forge.of(opening).set("iat", future).by(r.janeKey)))
        .contains(Reason.ISSUED_IN_FUTURE);
    assertThat(r.admission(Forge.of(opening).set("iat", future - 1).by(r.janeKey)))
        .contains(Reason.NOT_SUSPENDED);
  }

  @Test
  void aTrigger_isOneOfTheAgents() {
    assertThat(r.admission(Suspension.of(r.payer).trigger("anomaly").by(r.carolKey))).isEmpty();
    assertThat(r.admission(Suspension.of(r.payer).trigger("weather").by(r.carolKey)))
        .contains(Reason.TRIGGER_UNKNOWN);
    assertThat(r.admission(Suspension.of(r.recon).trigger("anomaly").by(r.carolKey)))
        .contains(Reason.TRIGGER_UNKNOWN);
  }

  @Test
  void onlyWhatCanBeResumed_isSuspended() {
    Archetyped archetype = r.archetype;
    Enrolled next = r.ledger.append(Enrol.rotation(r.recon).key(r.key()).by(r.reconKey));
    SignedEntry good = r.ledger.sign(Suspension.of(archetype).by(r.hr));
    for (Recorded bad : Set.of(r.jane, r.erp, r.team, r.policy, next)) {
      assertThat(r.admission(Forge.of(good).set("dl/target", bad.hash().base64Url()).by(r.hr)))
          .contains(Reason.NOT_SUSPENDABLE);
    }
    assertThat(r.admission(good)).isEmpty();
  }

  @Test
  void aGrant_isCompletedByItsHolderOrADelegator() {
    onlyThese(
        Reason.COMPLETER_WITHOUT_STANDING,
        key -> Completion.of(r.child).by(key),
        "jane",
        "payer",
        "recon");
    onlyThese(
        Reason.COMPLETER_WITHOUT_STANDING,
        key -> Completion.of(r.child, r.root).by(key),
        "jane",
        "payer");
  }

  @Test
  void targetsOfACompletion_areGrantsOfOneTask() {
    Granted other =
        r.ledger.append(
            Grant.to(r.payer)
                .task("T-18", "another")
                .tool("erp:refund", t -> t.any("id"))
                .expiresIn(ofDays(1))
                .by(r.janeKey));
    assertThat(r.admission(Completion.of(r.root, other).by(r.janeKey)))
        .contains(Reason.TASKS_DIFFER);
    SignedEntry good = r.ledger.sign(Completion.of(r.child).by(r.janeKey));
    assertThat(
            r.admission(
                Forge.of(good)
                    .json("dl/targets", "[\"" + r.recon.hash().base64Url() + "\"]")
                    .by(r.janeKey)))
        .contains(Reason.WRONG_KIND);
  }

  @Test
  void aResumptionWithACompromisedKey_opensNothing() {
    Recorded suspension = r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    long last = suspension.receipt().record().index();
    r.ledger.append(Compromise.of(r.carol).lastGood(last).by(r.hr));
    SignedEntry opening = r.ledger.sign(Resumption.of(r.payer).by(r.carolKey));
    // a compromised enrolment is closed, so nobody is on call with it
    assertThat(r.admission(opening)).contains(Reason.RESUMER_WITHOUT_STANDING);
    r.turnRogue().ledger.append(opening);
    r.turnHonest();
    refused(Reason.ENROLMENT_SUSPENDED, r.ledger.sign(r.refund().by(r.reconKey)));
  }

  @Test
  void aResumptionWithAKeyCompromisedSince_isContestedAndOpensNothingMore() {
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    Recorded opening = r.ledger.append(Resumption.of(r.payer).by(r.carolKey));
    long before = opening.receipt().record().index() - 1;
    Acted action = refunded();
    r.ledger.append(Compromise.of(r.carol).lastGood(before).by(r.hr));
    assertThat(r.refusal(action)).contains(Reason.CONTESTED);
    refused(Reason.ENROLMENT_SUSPENDED, r.ledger.sign(r.refund().by(r.reconKey)));
  }

  @Test
  void aResumptionWithTheRotatedKey_opensNothing() {
    InMemorySigner next = r.key();
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    r.ledger.append(Enrol.rotation(r.carol).key(next).by(r.carolKey));
    SignedEntry old = r.ledger.sign(Resumption.of(r.payer).by(r.carolKey));
    assertThat(r.admission(old)).contains(Reason.KEY_ROTATED);
    r.turnRogue().ledger.append(old);
    r.turnHonest();
    refused(Reason.ENROLMENT_SUSPENDED, r.ledger.sign(r.refund().by(r.reconKey)));
    opens(Resumption.of(r.payer).by(next));
  }
}
