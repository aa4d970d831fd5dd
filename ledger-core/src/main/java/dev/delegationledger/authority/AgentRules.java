package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalId;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.AgentFacts;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The enrolment of an agent: owned or spawned, and what it states (docs/rules.md, section 3). */
final class AgentRules {
  /** The most spawners between an agent and the human who owns the first. */
  static final int MAX_SPAWN_DEPTH = 32;

  private final Walk walk;

  AgentRules(Walk walk) {
    this.walk = walk;
  }

  Lineage judge(PlacedEntry enrolment, AgentFacts agent, int below) throws RefusedException {
    Optional<Assignee> owner = Optional.empty();
    Optional<Lineage> spawner = Optional.empty();
    if (agent.owner().isPresent()) {
      owner = Optional.of(owner(enrolment, agent.owner().get()));
    } else {
      spawner = Optional.of(spawner(enrolment, agent.spawner().orElseThrow(), below));
    }
    Optional<Lineage> operator = operator(enrolment, agent);
    Map<AgentRole, Assignee> roles = roles(enrolment, agent);
    Optional<PlacedEntry> template = template(enrolment, agent);
    Lineage lineage =
        new Lineage(enrolment, Optional.empty(), spawner, owner, operator, template, roles);
    requirePolicy(lineage);
    return lineage;
  }

  private Assignee owner(PlacedEntry enrolment, Hash reference) throws RefusedException {
    Position own = enrolment.position();
    Assignee owner = walk.assignee(reference, own, Reason.OWNER_NOT_HUMAN);
    Optional<Lineage> signer =
        owner.human().isPresent()
            ? owner.human().filter(human -> human.key().equals(enrolment.signer()))
            : walk.ownership.withKey(owner, enrolment.signer(), own);
    requireSigner(enrolment, signer);
    walk.ownership.requireAlive(owner, own, NO_HOP);
    if (signer.isPresent()) { // of a group it need not be the one on call
      walk.enrolments.requireAlive(signer.get(), own, NO_HOP);
    }
    return owner;
  }

  private Lineage spawner(PlacedEntry enrolment, Hash reference, int below)
      throws RefusedException {
    Position own = enrolment.position();
    PlacedEntry above = walk.evidence.follow(reference, Kind.ENROLMENT, own, NO_HOP);
    Lineage spawner = walk.enrolments.judge(above, below + 1);
    if (spawner.principal() != PrincipalKind.AGENT) {
      throw refuse(
          enrolment.index(),
          Reason.ENROLLER_WITHOUT_STANDING,
          "check enroller: expected an agent, got " + spawner.principal().code());
    }
    requireSigner(enrolment, Optional.of(spawner).filter(s -> s.key().equals(enrolment.signer())));
    String id = enrolment.as(Statement.Enrolment.class).id();
    if (!PrincipalId.isDirectlyBelow(spawner.id(), id)) {
      throw refuse(
          enrolment.index(),
          Reason.SPAWNED_OUTSIDE_SPAWNER,
          "check id: expected one segment below " + spawner.id());
    }
    if (spawner.depth() > MAX_SPAWN_DEPTH) {
      throw spawnedTooDeep(enrolment);
    }
    walk.enrolments.requireAlive(spawner, own, NO_HOP);
    return spawner;
  }

  private void requireSigner(PlacedEntry enrolment, Optional<Lineage> signer)
      throws RefusedException {
    if (signer.isEmpty()) {
      throw refuse(
          enrolment.index(),
          Reason.ENROLLER_WITHOUT_STANDING,
          "check enroller: expected the key of the owner or the spawner it names, got "
              + enrolment.signer());
    }
    walk.keys.requireMaySign(signer.get(), enrolment, NO_HOP);
  }

  static RefusedException spawnedTooDeep(PlacedEntry enrolment) {
    return refuse(
        enrolment.index(),
        Reason.SPAWN_TOO_DEEP,
        "follow spawners: expected at most " + MAX_SPAWN_DEPTH);
  }

  private Optional<Lineage> operator(PlacedEntry enrolment, AgentFacts agent)
      throws RefusedException {
    if (agent.operator().isEmpty()) {
      return Optional.empty();
    }
    Position own = enrolment.position();
    Lineage operator = walk.enrolments.follow(agent.operator().get(), own, NO_HOP);
    if (operator.principal() != PrincipalKind.ORGANISATION) {
      throw refuse(
          own.index(),
          Reason.OPERATOR_NOT_ORGANISATION,
          "check operator: expected organisation, got " + operator.principal().code());
    }
    walk.enrolments.requireAlive(operator, own, NO_HOP);
    return Optional.of(operator);
  }

  private Map<AgentRole, Assignee> roles(PlacedEntry enrolment, AgentFacts agent)
      throws RefusedException {
    Map<AgentRole, Assignee> roles = new TreeMap<>();
    for (Map.Entry<AgentRole, Hash> role : agent.roles().entrySet()) {
      Assignee assignee =
          walk.assignee(role.getValue(), enrolment.position(), Reason.ROLE_NOT_HUMAN);
      walk.ownership.requireAlive(assignee, enrolment.position(), NO_HOP);
      roles.put(role.getKey(), assignee);
    }
    return roles;
  }

  private Optional<PlacedEntry> template(PlacedEntry enrolment, AgentFacts agent)
      throws RefusedException {
    if (agent.template().isEmpty()) {
      return Optional.empty();
    }
    PlacedEntry template =
        walk.evidence.follow(agent.template().get(), Kind.ARCHETYPE, enrolment.position(), NO_HOP);
    walk.policies.judgeArchetype(template);
    String label = template.as(Statement.Archetype.class).label();
    if (!label.equals(agent.archetype())) {
      throw refuse(
          enrolment.index(),
          Reason.ARCHETYPE_MISMATCH,
          "check archetype: expected the label of record " + template.index());
    }
    walk.status.requireOpen(template, enrolment.position(), NO_HOP);
    return Optional.of(template);
  }

  private void requirePolicy(Lineage agent) throws RefusedException {
    Position own = agent.self().position();
    Optional<Statement.Policy> policy = walk.policies.statementAt(own);
    if (policy.isEmpty()) {
      return;
    }
    long lifetime = agent.statement().expiresAt() - agent.statement().issued().issuedAt();
    if (lifetime > policy.get().maxAgentSeconds().orElse(Long.MAX_VALUE)) {
      throw refuse(
          own.index(),
          Reason.POLICY_LIFETIME,
          "check exp: expected at most " + policy.get().maxAgentSeconds().get() + " s after iat");
    }
    if (agent.owner().isEmpty()) {
      return;
    }
    for (AgentRole role : policy.get().required()) {
      if (role != AgentRole.OWNER && !agent.roles().containsKey(role)) {
        throw refuse(own.index(), Reason.ROLE_MISSING, "check roles: expected a " + role.code());
      }
    }
    if (policy.get().distinct()) {
      requireDistinct(agent);
    }
  }

  private void requireDistinct(Lineage agent) throws RefusedException {
    Position own = agent.self().position();
    Set<String> humans = new HashSet<>();
    Map<AgentRole, Assignee> all = new TreeMap<>(agent.roles());
    all.put(AgentRole.OWNER, agent.owner().orElseThrow());
    for (Map.Entry<AgentRole, Assignee> role : all.entrySet()) {
      String human = walk.ownership.humanAt(role.getValue(), own).orElseThrow().id();
      if (!humans.add(human)) {
        throw refuse(
            own.index(),
            Reason.ROLES_NOT_DISTINCT,
            "check roles: expected a different human as " + role.getKey().code());
      }
    }
  }
}
