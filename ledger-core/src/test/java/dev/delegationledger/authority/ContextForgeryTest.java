package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Archetype;
import dev.delegationledger.Completion;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Group;
import dev.delegationledger.Grouped;
import dev.delegationledger.Outcome;
import dev.delegationledger.Policy;
import dev.delegationledger.Recorded;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.Transfer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.Scene;
import org.junit.jupiter.api.Test;

/** The context that grants ask of a call; and what only the whole ledger shows. */
final class ContextForgeryTest {
  private final Registry r = Registry.open();

  private static Action refund(Granted grant) {
    return Action.under(grant).tool("erp:refund").arg("id", "R-1");
  }

  private void refused(Reason reason, Action action, Signer holder) {
    SignedEntry entry = r.ledger.sign(action.by(holder));
    assertThat(r.admission(entry)).contains(reason);
    Acted recorded = (Acted) r.turnRogue().ledger.append(entry);
    assertThat(r.refusal(recorded)).contains(reason);
    r.turnHonest();
  }

  @Test
  void contextThatTheRootStates_isAskedOfTheLeaf() {
    refused(Reason.CONTEXT_MISSING, refund(r.child).audience(Registry.SERVER), r.reconKey);
    refused(
        Reason.CONTEXT_MISSING, refund(r.child).context("environment", "production"), r.reconKey);
    refused(
        Reason.CONTEXT_OUT_OF_SCOPE,
        refund(r.child).context("environment", "staging").audience(Registry.SERVER),
        r.reconKey);
    refused(
        Reason.CONTEXT_OUT_OF_SCOPE,
        refund(r.child).context("environment", "production").audience("https://erp.example.org"),
        r.reconKey);
  }

  @Test
  void whatTheLeafAdds_isAskedToo() {
    Granted narrow =
        r.ledger.append(
            r.root
                .narrowTo(r.recon)
                .tool("erp:refund")
                .context(c -> c.oneOf("dataset", "a", "b"))
                .expiresIn(ofDays(1))
                .by(r.payerKey));
    Action good =
        refund(narrow)
            .context("environment", "production")
            .context("dataset", "b")
            .audience(Registry.SERVER);
    assertThat(r.refusal(r.ledger.append(good.by(r.reconKey)))).isEmpty();
    refused(
        Reason.CONTEXT_MISSING,
        refund(narrow).context("environment", "production").audience(Registry.SERVER),
        r.reconKey);
    refused(
        Reason.CONTEXT_OUT_OF_SCOPE,
        refund(narrow)
            .context("environment", "production")
            .context("dataset", "c")
            .audience(Registry.SERVER),
        r.reconKey);
  }

  @Test
  void hiddenContext_isUndecided() {
    SignedEntry hidden =
        Forge.of(r.ledger.sign(r.refund().by(r.reconKey))).withoutDisclosures().by(r.reconKey);
    assertThat(r.admission(hidden)).contains(Reason.CONTEXT_NOT_DISCLOSED);
    Acted recorded = r.ledger.append(r.refund().by(r.reconKey));
    Verdict verdict =
        Scene.verify(
            r.ledger.prove(recorded).disclose(Disclose.NAME, Disclose.ARGUMENTS).bytes(),
            r.trust());
    assertThat(Scene.reason(verdict)).contains(Reason.CONTEXT_NOT_DISCLOSED);
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.UNDECIDED);
    assertThat(r.refusal(recorded)).isEmpty();
  }

  @Test
  void theSpawnCap_countsWhatIsAlive() {
    Enrolled second = r.ledger.append(Enrol.agent("second").key(r.key()).by(r.payerKey));
    assertThat(r.admission(Enrol.agent("third").key(r.key()).by(r.payerKey)))
        .contains(Reason.SPAWN_CAP_REACHED);
    assertThat(r.admission(Enrol.agent("third").key(r.key()).by(r.reconKey)))
        .contains(Reason.SPAWN_CAP_REACHED);
    r.ledger.append(Revocation.of(second).by(r.payerKey));
    r.ledger.append(Enrol.agent("third").key(r.key()).by(r.payerKey));
    assertThat(r.admission(Enrol.agent("fourth").key(r.key()).by(r.payerKey)))
        .contains(Reason.SPAWN_CAP_REACHED);
    r.ledger.append(Policy.of().otherwise(Tier.LOW).maxSpawned(3).by(r.hr));
    assertThat(r.admission(Enrol.agent("fourth").key(r.key()).by(r.payerKey))).isEmpty();
  }

  @Test
  void theSpawnCap_countsTheOwnersOtherAgentsToo() {
    var otherKey = r.key();
    r.ledger.append(r.agent().key(otherKey).by(r.janeKey));
    r.ledger.append(Enrol.agent("second").key(r.key()).by(otherKey));
    assertThat(r.admission(Enrol.agent("third").key(r.key()).by(otherKey)))
        .contains(Reason.SPAWN_CAP_REACHED);
    assertThat(r.admission(Enrol.agent("third").key(r.key()).by(r.payerKey)))
        .contains(Reason.SPAWN_CAP_REACHED);
  }

  @Test
  void theSpawnCap_countsWhatWasTransferredToTheOwner_andLeftToIt() {
    r.ledger.append(Policy.of().otherwise(Tier.LOW).maxSpawned(2).by(r.hr));
    countsTheReconcilerFor(r.team, r.janeKey);
    InMemorySigner kimKey = r.key(); // nothing else leads from Kim or Lee to the payer
    InMemorySigner leeKey = r.key();
    Enrolled kim = r.ledger.append(Enrol.human().name("Kim Loe").key(kimKey).by(r.hr));
    Enrolled lee = r.ledger.append(Enrol.human().name("Lee Ray").key(leeKey).by(r.hr));
    r.approve(r.ledger.append(Transfer.of(r.payer).to(kim).by(r.janeKey)), kimKey);
    countsTheReconcilerFor(kim, kimKey);
    r.approve(r.ledger.append(Revocation.of(kim).successor(lee).by(r.hr)), leeKey);
    countsTheReconcilerFor(lee, leeKey);
  }

  private void countsTheReconcilerFor(Recorded owner, InMemorySigner signer) {
    InMemorySigner key = r.key();
    Enrol another = Enrol.agent("another").operator(r.acme).model("acme", "m", "1");
    Enrolled spare =
        r.ledger.append(
            (owner instanceof Grouped group
                    ? another.owner(group)
                    : another.owner((Enrolled) owner))
                .key(key)
                .by(signer));
    Enrolled second = r.ledger.append(Enrol.agent("second").key(r.key()).by(key));
    assertThat(r.admission(Enrol.agent("third").key(r.key()).by(key)))
        .contains(Reason.SPAWN_CAP_REACHED);
    r.ledger.append(Revocation.of(second).by(key));
    assertThat(r.admission(Enrol.agent("third").key(r.key()).by(key))).isEmpty();
    r.ledger.append(Revocation.of(spare).by(signer));
  }

  @Test
  void keys_areEnrolledOnceInWhateverRole() {
    assertThat(r.admission(Enrol.human().name("Mallory Roe").key(r.janeRecoveryKey).by(r.hr)))
        .contains(Reason.KEY_ALREADY_ENROLLED);
    assertThat(
            r.admission(
                Enrol.human()
                    .name("Mallory Roe")
                    .key(r.key())
                    .recovery(r.payerKey.publicKey())
                    .by(r.hr)))
        .contains(Reason.KEY_ALREADY_ENROLLED);
    assertThat(
            r.admission(Enrol.human().id(r.payer.id()).name("Mallory Roe").key(r.key()).by(r.hr)))
        .contains(Reason.PRINCIPAL_ALREADY_ENROLLED);
  }

  private void usedTwice(Draft<?> first, Draft<?> second, Signer signer) {
    SignedEntry one = r.ledger.sign(first);
    r.ledger.append(one);
    SignedEntry good = r.ledger.sign(second);
    SignedEntry again = Forge.of(good).set("jti", one.statement().issued().jti()).by(signer);
    assertThat(r.admission(again)).as(again.kind().typ()).contains(Reason.JTI_REUSED);
    assertThat(r.admission(good)).isEmpty();
  }

  @Test
  void theSameJtiAgain_isRefusedOfAllThatOpens() {
    usedTwice(r.payment(1).by(r.reconKey), r.payment(2).by(r.reconKey), r.reconKey);
    usedTwice(r.refund().by(r.reconKey), r.refund().by(r.reconKey), r.reconKey);
    usedTwice(
        Approval.of(r.requested(3)).approve().by(r.carolKey),
        Approval.of(r.requested(4)).approve().by(r.carolKey),
        r.carolKey);
    usedTwice(Registry.archetype().by(r.hr), Archetype.of("x").tool("erp:refund").by(r.hr), r.hr);
    usedTwice(
        Transfer.of(r.payer).to(r.bob).by(r.janeKey),
        Transfer.of(r.payer).to(r.erin).by(r.janeKey),
        r.janeKey);
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    r.ledger.append(Suspension.of(r.recon).by(r.carolKey));
    usedTwice(
        Resumption.of(r.payer).by(r.janeKey), Resumption.of(r.recon).by(r.janeKey), r.janeKey);
    usedTwice(r.policy().by(r.hr), Policy.of().otherwise(Tier.LOW).by(r.hr), r.hr);
  }

  @Test
  void theSameJtiAgain_doesNotStandInTheWayOfClosing() {
    String used = r.child.id();
    SignedEntry completion = r.ledger.sign(Completion.of(r.child).by(r.payerKey));
    assertThat(r.admission(Forge.of(completion).set("jti", used).by(r.payerKey))).isEmpty();
    SignedEntry revocation = r.ledger.sign(Revocation.of(r.child).by(r.payerKey));
    assertThat(r.admission(Forge.of(revocation).set("jti", used).by(r.payerKey))).isEmpty();
    SignedEntry suspension = r.ledger.sign(Suspension.of(r.child).by(r.payerKey));
    assertThat(r.admission(Forge.of(suspension).set("jti", used).by(r.payerKey))).isEmpty();
  }

  @Test
  void aJti_isTheSignersOwn() {
    SignedEntry other = r.ledger.sign(r.refund().by(r.reconKey));
    assertThat(r.admission(Forge.of(other).set("jti", r.child.id()).by(r.reconKey))).isEmpty();
  }

  @Test
  void idsOfAgentsAndGroups_areTakenOnce() {
    Group again = Registry.group(r.team.id(), r.jane, r.bob);
    assertThat(r.admission(again.by(r.hr))).contains(Reason.PRINCIPAL_ALREADY_ENROLLED);
    assertThat(r.admission(Registry.group(r.payer.id(), r.jane, r.bob).by(r.hr)))
        .contains(Reason.PRINCIPAL_ALREADY_ENROLLED);
    assertThat(r.admission(r.agent().id(r.payer.id()).key(r.key()).by(r.janeKey)))
        .contains(Reason.PRINCIPAL_ALREADY_ENROLLED);
    String id = "urn:uuid:7d444840-9dc0-11d1-b245-5ffdce74fad2";
    assertThat(r.admission(r.agent().id(id).key(r.key()).by(r.janeKey))).isEmpty();
    r.ledger.append(Registry.group(id, r.jane, r.bob).by(r.hr));
    assertThat(r.admission(r.agent().id(id).key(r.key()).by(r.janeKey)))
        .contains(Reason.PRINCIPAL_ALREADY_ENROLLED);
    Enrol second = Enrol.human().id(r.jane.id()).name("Jane Doe").key(r.key());
    assertThat(r.admission(second.by(r.hr))).isEmpty();
  }

  @Test
  void anAction_hasOneOutcome() {
    Acted action = r.ledger.append(r.refund().by(r.reconKey));
    r.ledger.append(Outcome.failed(action).by(r.reconKey));
    SignedEntry second = r.ledger.sign(Outcome.succeeded(action).by(r.erp, r.erpKey));
    assertThat(r.admission(second)).contains(Reason.OUTCOME_ALREADY_RECORDED);
    r.turnRogue().ledger.append(second);
    assertThat(r.audit().findings())
        .singleElement()
        .satisfies(f -> assertThat(f.reason()).isEqualTo(Reason.OUTCOME_ALREADY_RECORDED));
  }
}
