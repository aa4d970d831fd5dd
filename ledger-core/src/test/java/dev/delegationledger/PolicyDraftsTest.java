package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the builders write of policies, archetypes, groups, authorities and enrolments. */
final class PolicyDraftsTest {
  private static final Instant MONDAY = Instant.parse("2026-01-05T08:00:00Z");
  private static final Instant FRIDAY = Instant.parse("2026-01-09T08:00:00Z");

  private final Registry r = Registry.open();

  @AfterEach
  void close() {
    r.ledger.close();
  }

  private <S extends Statement> S signed(Draft<?> draft, Class<S> kind) {
    return kind.cast(r.ledger.sign(draft).statement());
  }

  @Test
  void aPolicy_saysWhatItWasTold() {
    Statement.Policy policy = (Statement.Policy) r.policy.entry().statement();
    assertThat(policy.tools()).isEqualTo(Map.of("erp:pay", Tier.HIGH));
    assertThat(policy.otherwise()).isEqualTo(Tier.LOW);
    assertThat(policy.demands())
        .isEqualTo(
            Map.of(
                Tier.HIGH,
                List.of(
                    new Statement.Demand(
                        1, List.of(r.controllers.hash()), Set.of(), 28_800, Optional.empty()))));
    assertThat(policy.maxGrantSeconds()).contains(2_592_000L);
    assertThat(policy.maxAgentSeconds()).contains(5_184_000L);
    assertThat(policy.maxSpawned()).contains(2L);
    assertThat(policy.required())
        .containsExactlyInAnyOrder(
            AgentRole.PROVISIONER, AgentRole.CONTROL_OWNER, AgentRole.DATA_APPROVER);
    assertThat(policy.distinct()).isTrue();
  }

  @Test
  void aPolicy_demandsNothingByItself() {
    Statement.Policy policy =
        signed(
            Policy.of().otherwise(Tier.CRITICAL).require(AgentRole.OWNER).by(r.hr),
            Statement.Policy.class);
    assertThat(policy.demands()).isEmpty();
    assertThat(policy.maxGrantSeconds()).isEmpty();
    assertThat(policy.required()).isEmpty();
    assertThat(policy.distinct()).isFalse();
    assertThatIllegalStateException()
        .isThrownBy(() -> Policy.of().by(r.hr))
        .withMessageContaining(".otherwise(");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Policy.of().tool("x", Tier.LOW).tool("x", Tier.HIGH));
  }

  @Test
  void anArchetype_saysWhatItWasTold() {
    Statement.Archetype archetype = r.archetype.statement();
    assertThat(archetype.label()).isEqualTo("payables");
    assertThat(r.archetype.label()).isEqualTo("payables");
    assertThat(archetype.mayHold().tools()).containsOnlyKeys("erp:pay", "erp:refund");
    assertThat(archetype.mayHold().constraints("erp:pay"))
        .containsEntry("vendor", new Constraint.Wildcard());
    assertThat(archetype.maxGrantSeconds()).contains(1_209_600L);
    assertThatIllegalStateException()
        .isThrownBy(() -> Archetype.of("x").by(r.hr))
        .withMessageContaining(".tool(");
  }

  @Test
  void aGroup_saysWhatItWasTold() {
    Statement.Group group = r.team.statement();
    assertThat(group.id()).isEqualTo("urn:example:team");
    assertThat(group.members()).containsExactly(r.jane.hash(), r.bob.hash());
    assertThat(group.rota())
        .containsExactly(
            new Statement.Shift(
                Registry.BEGIN.getEpochSecond(), Registry.HANDOVER.getEpochSecond(), r.jane.hash()),
            new Statement.Shift(
                Registry.HANDOVER.getEpochSecond(),
                Registry.ROTA_ENDS.getEpochSecond(),
                r.bob.hash()));
    assertThat(group.expiresAt() - group.issued().issuedAt()).isEqualTo(5_184_000);
    assertThat(group.replaces()).isEmpty();
  }

  @Test
  void theNextVersionOfAGroup_namesTheOneBefore() {
    Statement.Group group =
        signed(Group.replacing(r.team).member(r.bob).by(r.hr), Statement.Group.class);
    assertThat(group.id()).isEqualTo(r.team.id());
    assertThat(group.replaces()).contains(r.team.hash());
    assertThat(group.members()).containsExactly(r.bob.hash());
    assertThat(group.expiresAt() - group.issued().issuedAt()).isEqualTo(31_536_000);
    assertThatIllegalStateException()
        .isThrownBy(() -> Group.replacing(r.team).by(r.hr))
        .withMessageContaining(".member(");
  }

  @Test
  void shifts_standInOrderAndDoNotOverlap() {
    Statement.Group group =
        signed(
            Group.of("urn:example:g")
                .onCall(FRIDAY, FRIDAY.plusSeconds(9), r.bob)
                .onCall(MONDAY, FRIDAY, r.jane)
                .by(r.hr),
            Statement.Group.class);
    assertThat(group.rota())
        .extracting(Statement.Shift::member)
        .containsExactly(r.jane.hash(), r.bob.hash());
    assertThat(group.members()).containsExactly(r.bob.hash(), r.jane.hash());
    Group overlapped = Group.of("urn:example:g").onCall(MONDAY, FRIDAY, r.jane);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> overlapped.onCall(FRIDAY.minusSeconds(1), FRIDAY.plusSeconds(1), r.bob));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> overlapped.onCall(MONDAY.minusSeconds(1), FRIDAY.plusSeconds(1), r.bob));
    assertThatIllegalArgumentException().isThrownBy(() -> overlapped.onCall(FRIDAY, FRIDAY, r.bob));
  }

  @Test
  void anAuthority_isAddedEndedOrReplaced() {
    InMemorySigner added = r.key();
    Statement.AuthorityChange add =
        signed(AuthorityChange.adding(added).by(r.hr), Statement.AuthorityChange.class);
    assertThat(add.add().orElseThrow().key()).isEqualTo(added.publicKey());
    assertThat(add.end()).isEmpty();
    Statement.AuthorityChange end =
        signed(AuthorityChange.ending(r.hr2.publicKey()).by(r.hr), Statement.AuthorityChange.class);
    assertThat(end.add()).isEmpty();
    assertThat(end.end()).contains(Jwk.thumbprint(r.hr2.publicKey()));
    String proof = Possession.prove(added, r.ledger.id(), Jwk.thumbprint(r.hr.publicKey()));
    Statement.AuthorityChange both =
        signed(
            AuthorityChange.adding(added.publicKey(), proof).inPlaceOf(r.hr2.publicKey()).by(r.hr),
            Statement.AuthorityChange.class);
    assertThat(both.add()).contains(new Statement.AddedAuthority(added.publicKey(), proof));
    assertThat(both.end()).isEqualTo(end.end());
    assertThatIllegalStateException()
        .isThrownBy(() -> AuthorityChange.ending(r.hr.publicKey()).inPlaceOf(r.hr2.publicKey()));
  }

  @Test
  void anOwnedAgent_statesItsRolesTemplateAndTriggers() {
    Statement.AgentFacts facts = r.payer.statement().agent().orElseThrow();
    assertThat(facts.archetype()).isEqualTo("payables");
    assertThat(facts.template()).contains(r.archetype.hash());
    assertThat(facts.owner()).contains(r.team.hash());
    assertThat(facts.roles())
        .isEqualTo(
            Map.of(
                AgentRole.PROVISIONER,
                r.erin.hash(),
                AgentRole.CONTROL_OWNER,
                r.controllers.hash(),
                AgentRole.DATA_APPROVER,
                r.frank.hash()));
    assertThat(facts.triggers()).containsExactly("anomaly", "budget");
    assertThat(r.jane.statement().recovery()).contains(r.janeRecoveryKey.publicKey());
    assertThat(r.bob.statement().recovery()).isEmpty();
  }

  @Test
  void aRotation_statesTheKeyAndNothingThatItInherits() {
    InMemorySigner next = r.key();
    r.time.move(Duration.ofDays(1));
    Statement.Enrolment rotation =
        signed(Enrol.rotation(r.payer).key(next).by(r.payerKey), Statement.Enrolment.class);
    assertThat(rotation.rotates()).contains(r.payer.hash());
    assertThat(rotation.id()).isEqualTo(r.payer.id());
    assertThat(rotation.principal()).isEqualTo(r.payer.kind());
    assertThat(rotation.key()).isEqualTo(next.publicKey());
    assertThat(rotation.issued().signer()).isEqualTo(Jwk.thumbprint(r.payerKey.publicKey()));
    assertThat(rotation.expiresAt()).isEqualTo(r.payer.statement().expiresAt());
    assertThat(rotation.agent()).isEmpty();
    Statement.Enrolment jane =
        signed(
            Enrol.rotation(r.jane)
                .key(r.key())
                .recovery(next.publicKey())
                .expiresIn(Duration.ofDays(2))
                .by(r.janeKey),
            Statement.Enrolment.class);
    assertThat(jane.name()).isEmpty();
    assertThat(jane.recovery()).contains(next.publicKey());
    assertThat(jane.expiresAt() - jane.issued().issuedAt()).isEqualTo(172_800);
  }

  @Test
  void aRotation_endsNoLaterAndChangesNothing() {
    Statement.Enrolment rotation =
        signed(
            Enrol.rotation(r.payer).key(r.key()).expiresIn(Duration.ofDays(99)).by(r.payerKey),
            Statement.Enrolment.class);
    assertThat(rotation.expiresAt()).isEqualTo(r.payer.statement().expiresAt());
    assertThatIllegalStateException().isThrownBy(() -> Enrol.rotation(r.jane).name("Jane Roe"));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.rotation(r.jane).id("urn:x:y"));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.rotation(r.jane).mayGrant("erp:pay"));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.rotation(r.payer).owner(r.bob));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.rotation(r.payer).triggers("x"));
    assertThatIllegalStateException()
        .isThrownBy(() -> Enrol.rotation(r.payer).by(r.payerKey))
        .withMessageContaining(".key(");
  }

  @Test
  void rolesTemplatesAndTriggers_areForAgents() {
    assertThatIllegalStateException().isThrownBy(() -> Enrol.human().controlOwner(r.bob));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.service().template(r.archetype));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.organisation().triggers("x"));
    assertThatIllegalStateException().isThrownBy(() -> Enrol.organisation().owner(r.team));
  }

  @Test
  void everyHandle_fitsItsKind() {
    Requested request = r.ledger.append(r.payment(84_000).by(r.reconKey));
    assertThat(found(request)).isInstanceOf(Requested.class);
    assertThat(found(r.team)).isInstanceOf(Grouped.class);
    assertThat(found(r.archetype)).isInstanceOf(Archetyped.class);
    assertThat(found(r.policy).getClass()).isEqualTo(Recorded.class);
    assertThat(r.ledger.enrolled(r.team.id())).isEmpty();
    assertThat(r.ledger.enrolled(r.janeRecoveryKey.publicKey())).isEmpty();
    SignedEntry approval = r.ledger.sign(Approval.of(request).approve().by(r.carolKey));
    assertThat(r.ledger.append(approval).getClass()).isEqualTo(Recorded.class);
  }

  private Recorded found(Recorded handle) {
    return r.ledger.find(handle.hash()).orElseThrow();
  }
}
