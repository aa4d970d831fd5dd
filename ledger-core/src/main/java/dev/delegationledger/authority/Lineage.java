package dev.delegationledger.authority;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.AgentFacts;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import java.util.Map;
import java.util.Optional;

/**
 * A judged enrolment and everything it hangs on: the enrolment whose key it rotated, the agent that
 * spawned it, and what its first enrolment states. A rotation inherits all of that.
 *
 * @param rotated what this one follows, if it is a rotation
 * @param spawner the agent that spawned it
 * @param owner who owned it when it was enrolled; see {@link OwnershipRules} for later
 * @param operator the organisation it states
 * @param template the archetype entry it states
 * @param roles whom it states in each role
 */
record Lineage(
    PlacedEntry self,
    Optional<Lineage> rotated,
    Optional<Lineage> spawner,
    Optional<Assignee> owner,
    Optional<Lineage> operator,
    Optional<PlacedEntry> template,
    Map<AgentRole, Assignee> roles) {

  /** A human, an organisation, a service. */
  static Lineage byAuthority(PlacedEntry self) {
    return new Lineage(
        self,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** The same principal under its next key. */
  Lineage rotatedTo(PlacedEntry next) {
    return new Lineage(next, Optional.of(this), spawner, owner, operator, template, roles);
  }

  Statement.Enrolment statement() {
    return self.as(Statement.Enrolment.class);
  }

  Hash key() {
    return Jwk.thumbprint(statement().key());
  }

  String id() {
    return statement().id();
  }

  PrincipalKind principal() {
    return statement().principal();
  }

  /** The first enrolment of the principal: all but the key comes from it. */
  Lineage first() {
    return rotated.map(Lineage::first).orElse(this);
  }

  /** What an agent states about itself. */
  Optional<AgentFacts> facts() {
    return first().statement().agent();
  }

  /** The agent itself, or the first of those that spawned it. */
  Lineage topmost() {
    return spawner.map(Lineage::topmost).orElse(this);
  }

  /** The operator: the agent's own, or the one it inherits. */
  Optional<Lineage> operatorInForce() {
    return operator.or(() -> spawner.flatMap(Lineage::operatorInForce));
  }

  /** The model: the agent's own, or the one it inherits. */
  Optional<Statement.Model> model() {
    return facts().flatMap(AgentFacts::model).or(() -> spawner.flatMap(Lineage::model));
  }

  /** Who has a role other than owner, as this agent states it. */
  Optional<Assignee> inRole(AgentRole role) {
    return Optional.ofNullable(roles.get(role));
  }

  /** How many principals stand above this one. */
  int depth() {
    return spawner.map(above -> above.depth() + 1).orElse(owner.isPresent() ? 1 : 0);
  }
}
