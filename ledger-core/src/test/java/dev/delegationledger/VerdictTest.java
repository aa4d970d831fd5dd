package dev.delegationledger;

import static dev.delegationledger.authority.Check.ACTION_FORM;
import static dev.delegationledger.authority.Check.ALIVE_WHEN_GRANTED;
import static dev.delegationledger.authority.Check.ALIVE_WHEN_USED;
import static dev.delegationledger.authority.Check.APPROVALS;
import static dev.delegationledger.authority.Check.CHAIN;
import static dev.delegationledger.authority.Check.CONSISTENCY;
import static dev.delegationledger.authority.Check.CONTEXT;
import static dev.delegationledger.authority.Check.COSIGNATURES;
import static dev.delegationledger.authority.Check.HUMAN_ENTITLEMENT;
import static dev.delegationledger.authority.Check.HUMAN_NAME;
import static dev.delegationledger.authority.Check.LIMITS;
import static dev.delegationledger.authority.Check.OUTCOME;
import static dev.delegationledger.authority.Check.SCOPE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.Scene;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a verdict says: all that was checked, and nothing beyond it. */
final class VerdictTest {
  private final Registry r = Registry.open();

  private static long index(Recorded entry) {
    return entry.receipt().record().index();
  }

  private static Optional<Reason> reason(Verdict verdict) {
    return verdict.refusal().map(Refusal::reason);
  }

  private static Set<Check> allBut(Check... checks) {
    EnumSet<Check> all = EnumSet.allOf(Check.class);
    all.removeAll(List.of(checks));
    return all;
  }

  @Test
  void aProvenAction_isToldInFull() {
    Requested request = r.requested(84_000);
    r.time.move(ofSeconds(5));
    Recorded approval = r.approve(request, r.carolKey);
    r.time.move(ofSeconds(5));
    Acted paid = r.ledger.append(Action.of(request).causedBy(approval).by(r.reconKey));
    Verdict verdict = r.verdict(paid);

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.refusal()).isEmpty();
    assertThat(verdict.human())
        .contains(new Verdict.Human(r.jane.id(), Optional.of("Jane Doe"), "enrolled-by-authority"));
    assertThat(verdict.approvedBy())
        .containsExactly(
            new Verdict.Approver(
                index(approval),
                Registry.BEGIN.plusSeconds(5).toEpochMilli(),
                index(request),
                new Verdict.Human(
                    r.carol.id(), Optional.of("Carol Poe"), "enrolled-by-authority")));
    Verdict.Action action = verdict.action().orElseThrow();
    assertThat(action.id()).isEqualTo(paid.entry().statement().issued().jti());
    assertThat(action.hash()).isEqualTo(paid.hash());
    assertThat(action.index()).isEqualTo(index(paid));
    assertThat(action.timeMs()).isEqualTo(Registry.BEGIN.plusSeconds(10).toEpochMilli());
    assertThat(action.tool()).isEqualTo("erp:pay");
    assertThat(action.audience()).contains(Registry.SERVER);
    assertThat(action.arguments())
        .isEqualTo(
            Map.of(
                "vendor", Optional.of(Value.of("V-7")), "amount", Optional.of(Value.of(84_000))));
    assertThat(action.context())
        .isEqualTo(Map.of("environment", Optional.of(Value.of("production"))));
    assertThat(action.intent()).contains("settle invoice 2231");
    assertThat(action.charges()).isEqualTo(index(r.root) + ":1:84000");
    assertThat(action.causedBy()).contains(approval.hash());
    assertThat(verdict.outcome()).isEmpty();
    assertThat(verdict.checks().performed())
        .isEqualTo(allBut(COSIGNATURES, CONSISTENCY, OUTCOME, HUMAN_ENTITLEMENT));
    assertThat(verdict.checks().performedCodes())
        .startsWith("checkpoint-signature", "inclusion")
        .hasSameSizeAs(verdict.checks().performed());
    assertThat(verdict.checks().failed()).isEmpty();
    assertThat(verdict.checks().notPerformed())
        .containsExactlyInAnyOrder(COSIGNATURES, CONSISTENCY, OUTCOME, HUMAN_ENTITLEMENT);
    assertThat(verdict.checkpoint()).contains(r.ledger.checkpoint().checkpoint());
    assertThat(verdict.ignoredClaims()).isEmpty();
  }

  @Test
  void itsHops_sayWhoGaveWhatToWhom_andWhatBecameOfIt() {
    Acted paid = r.paid();
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    long suspended = index(r.ledger.append(Resumption.of(r.payer).by(r.janeKey))) - 1;
    long revoked = index(r.ledger.append(Revocation.of(r.child).by(r.janeKey)));
    long halted = index(r.ledger.append(Suspension.of(r.root).by(r.janeKey)));
    List<Verdict.Hop> chain = r.verdict(paid).chain();

    Verdict.Hop root = chain.get(0);
    assertThat(root.index()).isEqualTo(index(r.root));
    assertThat(root.hash()).isEqualTo(r.root.hash());
    assertThat(root.delegator()).isEqualTo(r.jane.id());
    assertThat(root.delegate()).isEqualTo(r.payer.id());
    assertThat(root.taskId()).contains("T-17");
    assertThat(root.taskText()).contains("prepare vendor payments");
    assertThat(root.recordedAtMs()).isEqualTo(Registry.BEGIN.toEpochMilli());
    assertThat(root.expiresAt()).isEqualTo(Registry.BEGIN.plus(ofDays(7)).getEpochSecond());
    assertThat(root.allows()).contains("erp:pay").contains("erp:refund");
    assertThat(root.narrowed()).isEmpty();
    assertThat(root.revokedAt()).isEmpty();
    assertThat(root.grantFacts()).containsExactly(new Fact(halted, "suspended"));
    assertThat(root.delegateFacts())
        .containsExactly(new Fact(suspended, "suspended"), new Fact(suspended + 1, "resumed"));

    Verdict.Hop child = chain.get(1);
    assertThat(child.delegator()).isEqualTo(r.payer.id());
    assertThat(child.delegate()).isEqualTo(r.recon.id());
    assertThat(child.taskId()).isEmpty();
    assertThat(child.narrowed()).isNotEmpty();
    assertThat(child.revokedAt()).contains(revoked);
    assertThat(child.grantFacts()).containsExactly(new Fact(revoked, "revoked"));
    assertThat(child.delegateFacts()).isEmpty();
    assertThat(chain).hasSize(2);
  }

  @Test
  void whoAnswersForTheAgent_isSaidApart() {
    Verdict.AnswersFor found = r.verdict(r.paid()).answersFor().orElseThrow();
    assertThat(found.agent()).isEqualTo(r.recon.id());
    assertThat(found.archetype()).contains("reconciler");
    assertThat(found.owner().flatMap(Verdict.Human::name)).contains("Jane Doe");
    assertThat(found.ownerGroup()).contains("urn:example:team");
    assertThat(found.roles())
        .containsOnlyKeys(AgentRole.PROVISIONER, AgentRole.CONTROL_OWNER, AgentRole.DATA_APPROVER);
    assertThat(found.operator()).contains(r.acme.id());
    assertThat(found.operatorName()).contains("Acme Ltd");
    assertThat(found.model()).contains("acme/m/1");
  }

  @Test
  void anOutcome_isTold_andWhetherItCameLate() {
    Acted paid = r.paid();
    r.time.move(ofDays(1));
    long at = index(r.ledger.append(Outcome.succeeded(paid, "done").by(r.reconKey)));
    Verdict verdict = r.verdict(paid);
    assertThat(verdict.outcome())
        .contains(
            new Verdict.Outcome(
                at,
                Registry.BEGIN.plus(ofDays(1)).toEpochMilli(),
                "succeeded",
                Optional.of(Value.of("done")),
                false));
    assertThat(verdict.checks().performed()).contains(OUTCOME);

    Acted refund = r.ledger.append(r.refund().by(r.reconKey));
    r.ledger.append(Revocation.of(r.child).by(r.janeKey));
    r.ledger.append(Outcome.failed(refund).by(r.reconKey));
    assertThat(r.verdict(refund).outcome().orElseThrow().late()).isTrue();
    assertThat(r.verdict(refund).finding()).isEqualTo(Finding.PROVEN);
  }

  @Test
  void aRefusal_namesTheCheckThatFailed_andTellsOnlyWhatPassed() {
    r.ledger.append(Revocation.of(r.child).by(r.janeKey));
    r.turnRogue();
    Acted refund = r.ledger.append(r.refund().by(r.reconKey));
    Verdict verdict = r.verdict(refund);
    assertThat(verdict.finding()).isEqualTo(Finding.REFUSED);
    assertThat(reason(verdict)).contains(Reason.GRANT_REVOKED);
    assertThat(verdict.checks().failed()).containsExactly(ALIVE_WHEN_USED);
    assertThat(verdict.checks().performed()).contains(ACTION_FORM, CHAIN, ALIVE_WHEN_GRANTED);
    assertThat(verdict.checks().notPerformed())
        .containsExactlyInAnyOrder(
            COSIGNATURES,
            CONSISTENCY,
            SCOPE,
            CONTEXT,
            LIMITS,
            APPROVALS,
            OUTCOME,
            HUMAN_NAME,
            HUMAN_ENTITLEMENT);
    assertThat(verdict.outcome()).isEmpty();
    assertThat(verdict.chain()).hasSize(2);
    assertThat(verdict.answersFor()).isPresent();
  }

  @Test
  void aGrantThatDoesNotPass_isNotTold_norWhoAnswersForItsHolder() {
    r.turnRogue();
    Granted wide =
        (Granted)
            r.ledger.append(
                Forge.of(r.ledger.sign(r.childGrant().by(r.payerKey)))
                    .set("del_depth", 2)
                    .by(r.payerKey));
    Acted refund = r.ledger.append(refund(wide).by(r.reconKey));
    Verdict verdict = r.verdict(refund);
    assertThat(reason(verdict)).contains(Reason.DEPTH_MISMATCH);
    assertThat(verdict.chain()).extracting(Verdict.Hop::index).containsExactly(index(r.root));
    assertThat(verdict.answersFor()).isEmpty();
  }

  @Test
  void anOutcomeOfARefusedAction_isNotTold() {
    r.ledger.append(Revocation.of(r.child).by(r.janeKey));
    r.turnRogue();
    Acted refund = r.ledger.append(r.refund().by(r.reconKey));
    r.ledger.append(Outcome.succeeded(refund).by(r.reconKey));
    assertThat(r.verdict(refund).outcome()).isEmpty();
  }

  @Test
  void whatIsHidden_leavesItsCheckOpen() {
    Acted paid = r.paid();
    Verdict verdict = verify(r.ledger.prove(paid).disclose(Disclose.NAME).bytes());
    assertThat(reason(verdict)).contains(Reason.ARGUMENT_NOT_DISCLOSED);
    assertThat(verdict.finding()).isEqualTo(Finding.UNDECIDED);
    assertThat(verdict.checks().failed()).isEmpty();
    assertThat(verdict.checks().notPerformed()).contains(SCOPE, CONTEXT, LIMITS, APPROVALS);
    assertThat(verdict.checks().performed()).contains(ALIVE_WHEN_USED, HUMAN_NAME);
    assertThat(verdict.action().orElseThrow().arguments())
        .isEqualTo(Map.of("vendor", Optional.empty(), "amount", Optional.empty()));
  }

  @Test
  void aHumanWithoutAName_isNotProven() {
    Acted paid = r.paid();
    Verdict verdict =
        verify(r.ledger.prove(paid).disclose(Disclose.ARGUMENTS, Disclose.CONTEXT).bytes());
    assertThat(reason(verdict)).contains(Reason.NAME_NOT_DISCLOSED);
    assertThat(verdict.refusal().orElseThrow().index()).hasValue(index(r.jane));
    assertThat(verdict.checks().notPerformed()).contains(HUMAN_NAME);
    assertThat(verdict.human().orElseThrow().name()).isEmpty();
  }

  @Test
  void aHumanEnrolledByAnAuthorityThatIsNotTrusted_isSaidToBe() {
    Granted given = r.ledger.append(r.rootGrant(r.erp).by(r.bobKey));
    Acted refund = r.ledger.append(refund(given).by(r.erpKey));
    assertThat(r.verdict(refund).human().orElseThrow().binding())
        .isEqualTo("enrolled-by-authority");
    String hrOnly = r.trust().replace("," + Keys.toJwk(r.hr2.publicKey()), "");
    Verdict verdict = Scene.verify(r.proof(refund), hrOnly);
    assertThat(reason(verdict)).contains(Reason.AUTHORITY_NOT_TRUSTED);
    assertThat(verdict.human())
        .contains(
            new Verdict.Human(
                r.bob.id(), Optional.of("Bob Roe"), "enrolled-by-untrusted-authority"));
  }

  @Test
  void anEntitlement_isCheckedWhereItIsStated() {
    InMemorySigner key = r.key();
    Enrolled kim =
        r.ledger.append(
            Enrol.human()
                .name("Kim Loe")
                .key(key)
                .mayGrant("erp:refund", t -> t.any("id"))
                .by(r.hr));
    Granted refunds =
        r.ledger.append(
            Grant.to(r.payer)
                .task("T-18", "refund")
                .tool("erp:refund", t -> t.any("id"))
                .expiresIn(ofDays(1))
                .by(key));
    Acted refund =
        r.ledger.append(Action.under(refunds).tool("erp:refund").arg("id", "R-1").by(r.payerKey));
    assertThat(r.verdict(refund).checks().performed()).contains(HUMAN_ENTITLEMENT);
    assertThat(r.verdict(refund).human().map(Verdict.Human::id)).contains(kim.id());

    r.turnRogue();
    Granted pays =
        r.ledger.append(
            Grant.to(r.payer)
                .task("T-18", "refund")
                .tool("erp:pay", t -> t.any("id"))
                .expiresIn(ofDays(1))
                .by(key));
    Acted pay = r.ledger.append(Action.under(pays).tool("erp:pay").arg("id", "R-1").by(r.payerKey));
    assertThat(reason(r.verdict(pay))).contains(Reason.EXCEEDS_ENTITLEMENT);
    assertThat(r.verdict(pay).checks().failed()).contains(HUMAN_ENTITLEMENT);
  }

  @Test
  void claimsThatMeanNothingHere_areListed_whereverTheyStand() {
    Scene s = Scene.open();
    InMemorySigner kimKey = s.key();
    InMemorySigner orgKey = s.key();
    InMemorySigner agentKey = s.key();
    InMemorySigner nextKey = s.key();
    InMemorySigner spawnedKey = s.key();
    Enrolled kim =
        said(
            s, Enrol.human().name("Kim Loe").key(kimKey).by(s.hr), s.hr, "c_human", Enrolled.class);
    Enrolled org =
        said(
            s,
            Enrol.organisation().name("Org").key(orgKey).by(s.hr),
            s.hr,
            "c_operator",
            Enrolled.class);
    Enrolled agent =
        said(
            s,
            Enrol.agent("worker")
                .owner(kim)
                .operator(org)
                .model("acme", "m", "1")
                .key(agentKey)
                .by(kimKey),
            kimKey,
            "c_agent",
            Enrolled.class);
    Enrolled next =
        said(
            s, Enrol.rotation(agent).key(nextKey).by(agentKey), agentKey, "c_next", Enrolled.class);
    Granted root =
        said(
            s,
            Grant.to(next)
                .task("T-18", "refund")
                .tool("erp:refund", t -> t.any("id"))
                .approval(Approvals.of(1).from(s.bob).validFor(ofHours(1)))
                .delegable(1)
                .expiresIn(ofDays(1))
                .by(kimKey),
            kimKey,
            "c_root",
            Granted.class);
    Enrolled spawned =
        said(
            s,
            Enrol.agent("helper").key(spawnedKey).by(nextKey),
            nextKey,
            "c_spawned",
            Enrolled.class);
    Granted child =
        said(
            s,
            root.narrowTo(spawned).tool("erp:refund").expiresIn(ofHours(1)).by(nextKey),
            nextKey,
            "c_child",
            Granted.class);
    Requested request =
        s.ledger.append(
            Request.under(child)
                .tool("erp:refund")
                .arg("id", "R-1")
                .expiresIn(ofHours(1))
                .by(spawnedKey));
    said(s, Approval.of(request).approve().by(s.bobKey), s.bobKey, "c_approval", Recorded.class);
    Acted refund = said(s, Action.of(request).by(spawnedKey), spawnedKey, "c_action", Acted.class);
    said(s, Outcome.succeeded(refund).by(spawnedKey), spawnedKey, "c_outcome", Recorded.class);

    Verdict verdict = s.verdict(refund);
    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.ignoredClaims())
        .containsExactlyInAnyOrder(
            "c_human",
            "c_operator",
            "c_agent",
            "c_next",
            "c_root",
            "c_spawned",
            "c_child",
            "c_approval",
            "c_action",
            "c_outcome");
  }

  @Test
  void claimsOfWhoStandsBehindAnAgent_areListed_evenIfTheySignedNothingOfTheChain() {
    Scene s = Scene.open();
    InMemorySigner kimKey = s.key();
    InMemorySigner agentKey = s.key();
    InMemorySigner spawnedKey = s.key();
    Enrolled kim =
        said(
            s, Enrol.human().name("Kim Loe").key(kimKey).by(s.hr), s.hr, "c_owner", Enrolled.class);
    said(
        s,
        Enrol.agent("worker")
            .owner(kim)
            .operator(s.acme)
            .model("acme", "m", "1")
            .key(agentKey)
            .by(kimKey),
        kimKey,
        "c_spawner",
        Enrolled.class);
    Enrolled spawned =
        said(
            s,
            Enrol.agent("helper").key(spawnedKey).by(agentKey),
            agentKey,
            "c_spawned",
            Enrolled.class);
    Granted root =
        s.ledger.append(
            Grant.to(spawned)
                .task("T-19", "refund")
                .tool("erp:refund", t -> t.any("id"))
                .expiresIn(ofDays(1))
                .by(s.janeKey));
    Acted refund =
        s.ledger.append(Action.under(root).tool("erp:refund").arg("id", "R-1").by(spawnedKey));
    Verdict verdict = s.verdict(refund);
    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.ignoredClaims())
        .containsExactlyInAnyOrder("c_owner", "c_spawner", "c_spawned");
  }

  private static <T extends Recorded> T said(
      Scene s, Draft<T> draft, Signer signer, String claim, Class<T> handle) {
    return handle.cast(s.ledger.append(Forge.of(s.ledger.sign(draft)).set(claim, 1).by(signer)));
  }

  private static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  private Verdict verify(byte[] proof) {
    return Scene.verify(proof, r.trust());
  }
}
