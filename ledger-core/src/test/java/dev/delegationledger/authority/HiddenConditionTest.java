package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Approvals;
import dev.delegationledger.AuthorityChange;
import dev.delegationledger.Compromise;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Group;
import dev.delegationledger.Grouped;
import dev.delegationledger.Recorded;
import dev.delegationledger.Request;
import dev.delegationledger.Requested;
import dev.delegationledger.Transfer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What whoever holds the ledger's key, a proof, or an authority's key gets out of the edges. */
final class HiddenConditionTest {
  private final Scene s = Scene.open();

  @Test
  void hidingWhatTheConditionIsAbout_provesNothingThatIsRefusedInFull() {
    Granted grant = s.ledger.append(refunds().by(s.janeKey));
    s.turnRogue();
    Acted forged =
        s.ledger.append(
            Action.under(grant)
                .tool("erp:refund")
                .arg("id", "R-1")
                .arg("amount", "500")
                .by(s.payerKey));
    assertThat(s.refusal(forged)).contains(Reason.APPROVAL_MISSING);
    Verdict hidden = s.verify(s.ledger.prove(forged).disclose(Disclose.NAME).bytes());
    assertThat(Scene.reason(hidden)).contains(Reason.ARGUMENT_NOT_DISCLOSED);
  }

  @Test
  void hidingTheArgumentsOfTheRequestAlone_refusesNothingThatIsProvenInFull()
      throws RefusedException {
    Granted grant = s.ledger.append(refunds().by(s.janeKey));
    Requested request =
        s.ledger.append(
            Request.under(grant)
                .tool("erp:refund")
                .arg("id", "R-1")
                .arg("amount", "500")
                .by(s.payerKey));
    s.ledger.append(Approval.of(request).approve().by(s.bobKey));
    Acted paid = s.ledger.append(Action.of(request).by(s.payerKey));
    assertThat(s.refusal(paid)).isEmpty();
    AuthorityProof full = AuthorityProof.parse(s.proof(paid));
    TreeMap<Long, List<String>> disclosures = new TreeMap<>(full.disclosures());
    disclosures.remove(request.receipt().record().index());
    Verdict hidden =
        s.verify(
            new AuthorityProof(
                    full.action(),
                    full.checkpoint(),
                    full.records(),
                    full.recordNodes(),
                    full.statuses(),
                    full.statusNodes(),
                    disclosures)
                .toBytes());
    assertThat(Scene.reason(hidden)).contains(Reason.ARGUMENT_NOT_DISCLOSED);
  }

  /** Refunds whose condition for the approval is a range that holds no number. */
  private Grant refunds() {
    return Grant.to(s.payer)
        .task("T-18", "refund")
        .tool("erp:refund", t -> t.any("id").any("amount"))
        .approval(
            Approvals.of(1)
                .from(s.bob)
                .validFor(ofHours(1))
                .when("erp:refund", t -> t.range("amount", 2, 1)))
        .expiresIn(ofDays(1));
  }

  @Test
  void aFactOnGenesisThatIsNeitherPolicyNorAuthority_leadsToNoRecord() throws RefusedException {
    Recorded transfer = s.ledger.append(Transfer.of(s.payer).to(s.bob).by(s.janeKey));
    SignedEntry approval =
        Forge.of(s.ledger.sign(Approval.of(transfer).approve().by(s.bobKey)))
            .set("dl/target", StoredLedger.over(s.store).signedEntry(0).hash().toString())
            .by(s.bobKey);
    s.turnRogue();
    Recorded onGenesis = s.ledger.append(approval);
    Acted paid = s.pay();
    s.pay();
    assertThat(AuthorityProof.parse(s.proof(paid)).records().keySet())
        .doesNotContain(onGenesis.receipt().record().index());
  }

  @Test
  void aThiefOfOneAuthority_cannotKeepTheOthersFromRotatingTheirKeys() {
    for (int i = 0; i < 64; i++) {
      InMemorySigner key = s.key();
      s.ledger.append(AuthorityChange.adding(key).by(s.hr));
      s.ledger.append(AuthorityChange.ending(key.publicKey()).by(s.hr));
    }
    s.ledger.append(AuthorityChange.ending(s.hr.publicKey()).by(s.hr2));
    assertThat(s.admission(AuthorityChange.adding(s.key()).inPlaceOf(s.hr2.publicKey()).by(s.hr2)))
        .isEmpty();
  }

  @Test
  void aThiefOfOneAuthority_cannotKeepTheOthersFromTheLastWord() {
    for (int i = 0; i < 64; i++) {
      long good = s.ledger.checkpoint().checkpoint().size() - 1;
      s.ledger.append(Compromise.of(s.payer).lastGood(good).by(s.hr));
    }
    s.ledger.append(AuthorityChange.ending(s.hr.publicKey()).by(s.hr2));
    long good = s.payer.receipt().record().index();
    assertThat(s.admission(Compromise.of(s.payer).lastGood(good).by(s.hr2))).isEmpty();
  }

  @Test
  void movedFromTeamToTeamAndDeclaredGoodUntilThen_whatWasDoneBeforeStaysProven() {
    Acted paid = s.pay();
    assertThat(s.refusal(paid)).isEmpty();
    InMemorySigner owner = s.janeKey;
    for (int members : List.of(32, 32, 32, 29)) {
      InMemorySigner next = s.key();
      Recorded move = s.ledger.append(Transfer.of(s.payer).to(team(members, next)).by(owner));
      s.ledger.append(Approval.of(move).approve().by(next));
      owner = next;
    }
    long good = s.ledger.checkpoint().checkpoint().size() - 1;
    s.ledger.append(Compromise.of(s.payer).lastGood(good).by(owner));
    assertThat(s.refusal(paid)).isEmpty();
  }

  private Grouped team(int members, InMemorySigner first) {
    Group team = Group.of("urn:example:team:" + s.ledger.checkpoint().checkpoint().size());
    for (int i = 0; i < members; i++) {
      InMemorySigner key = i == 0 ? first : s.key();
      Enrolled member = s.ledger.append(Enrol.human().name("Kim Loe").key(key).by(s.hr));
      team.member(member);
      if (i == 0) {
        team.onCall(Scene.BEGIN, Scene.BEGIN.plus(ofDays(30)), member);
      }
    }
    return s.ledger.append(team.expiresIn(ofDays(60)).by(s.hr));
  }
}
