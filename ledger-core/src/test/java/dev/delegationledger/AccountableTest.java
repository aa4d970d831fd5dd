package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.authority.Accountability;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.testing.Registry;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is accountable for this action, as of its own record? */
final class AccountableTest {
  private final Registry r = Registry.open();

  @AfterEach
  void close() {
    r.ledger.close();
  }

  private static Optional<String> name(Optional<Verdict.Human> human) {
    return human.flatMap(Verdict.Human::name);
  }

  private static Optional<Reason> reason(Accountability accountability) {
    return accountability.refusal().map(Refusal::reason);
  }

  @Test
  void aProvenAction_namesEverybody() {
    Acted paid = r.paid();
    Accountability found = r.ledger.accountable(paid);
    assertThat(found.finding()).isEqualTo(Finding.PROVEN);
    assertThat(found.refusal()).isEmpty();
    assertThat(found.index()).isEqualTo(OptionalLong.of(paid.receipt().record().index()));
    assertThat(found.timeMs()).isEqualTo(OptionalLong.of(Registry.BEGIN.toEpochMilli()));
    assertThat(found.agent()).contains(r.recon.id());
    assertThat(name(found.authorisedBy())).contains("Jane Doe");
    assertThat(found.human().orElseThrow().binding()).isEqualTo("enrolled-by-authority");
    assertThat(found.approvers())
        .extracting(one -> one.human().name())
        .containsExactly(Optional.of("Carol Poe"));
    assertThat(name(found.owner())).contains("Jane Doe");
    assertThat(found.ownerGroup()).contains("urn:example:team");
    assertThat(name(found.controlOwner())).contains("Carol Poe");
    assertThat(name(found.provisioner())).contains("Erin Fay");
    assertThat(name(found.dataApprover())).contains("Frank Orr");
    assertThat(found.operator()).contains(r.acme.id());
    assertThat(found.operatorName()).contains("Acme Ltd");
    assertThat(found.model()).contains("acme/m/1");
    assertThat(found.checkpoint()).contains(r.ledger.checkpoint().checkpoint());
    assertThat(r.ledger.accountable(paid.entry())).isEqualTo(found);
  }

  @Test
  void itSays_whatTheVerdictOnTheProofSays() {
    Acted paid = r.paid();
    assertThat(r.ledger.accountable(paid)).isEqualTo(Accountability.of(r.verdict(paid)));
  }

  @Test
  void whatHappensLater_changesNoName() {
    Acted paid = r.paid();
    Accountability before = r.ledger.accountable(paid);
    r.approve(r.ledger.append(Transfer.of(r.payer).to(r.bob).by(r.janeKey)), r.bobKey);
    r.ledger.append(Revocation.of(r.erin).by(r.hr));
    r.ledger.append(Revocation.of(r.root).by(r.janeKey));
    Accountability after = r.ledger.accountable(paid);
    assertThat(after.finding()).isEqualTo(Finding.PROVEN);
    assertThat(after).usingRecursiveComparison().ignoringFields("checkpoint").isEqualTo(before);
  }

  @Test
  void aTransferredAgent_isAnsweredForByItsNewOwner() {
    r.approve(r.ledger.append(Transfer.of(r.payer).to(r.bob).by(r.janeKey)), r.bobKey);
    Accountability found = r.ledger.accountable(r.ledger.append(r.refund().by(r.reconKey)));
    assertThat(name(found.owner())).contains("Bob Roe");
    assertThat(found.ownerGroup()).isEmpty();
    assertThat(name(found.authorisedBy())).contains("Jane Doe");
  }

  @Test
  void aRefusedAction_wasAuthorisedByNobody() {
    r.ledger.append(Revocation.of(r.root).by(r.janeKey));
    r.turnRogue();
    Acted action = r.ledger.append(r.refund().by(r.reconKey));
    r.turnHonest();
    Accountability found = r.ledger.accountable(action);
    assertThat(found.finding()).isEqualTo(Finding.REFUSED);
    assertThat(reason(found)).contains(Reason.GRANT_REVOKED);
    assertThat(found.authorisedBy()).isEmpty();
    assertThat(name(found.human())).contains("Jane Doe");
    assertThat(name(found.owner())).contains("Jane Doe");
  }

  @Test
  void aContestedAction_isUndecided() {
    long lastGood = r.child.receipt().record().index();
    Acted action = r.ledger.append(r.refund().by(r.reconKey));
    r.ledger.append(Compromise.of(r.recon).lastGood(lastGood).by(r.hr));
    Accountability found = r.ledger.accountable(action);
    assertThat(found.finding()).isEqualTo(Finding.UNDECIDED);
    assertThat(reason(found)).contains(Reason.CONTESTED);
    assertThat(found.authorisedBy()).isEmpty();
  }

  @Test
  void whatIsNoRecordedAction_isRefused() {
    SignedEntry unrecorded = r.ledger.sign(r.refund().by(r.reconKey));
    assertThatIllegalArgumentException().isThrownBy(() -> r.ledger.accountable(unrecorded));
    assertThatIllegalArgumentException().isThrownBy(() -> r.ledger.accountable(r.root.entry()));
  }
}
