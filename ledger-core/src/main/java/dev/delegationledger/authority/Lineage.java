package dev.delegationledger.authority;

import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import java.util.Optional;

/**
 * An enrolment and everything above it: the agent that spawned it or the human that owns it, up to
 * the enrolment that an authority signed, and the operator it states.
 */
record Lineage(PlacedEntry self, Optional<Lineage> above, Optional<PlacedEntry> statedOperator) {
  Statement.Enrolment statement() {
    return self.as(Statement.Enrolment.class);
  }

  String id() {
    return statement().id();
  }

  PrincipalKind principal() {
    return statement().principal();
  }

  /** The enrolment an authority signed: for an agent its human owner's. */
  Lineage root() {
    return above.map(Lineage::root).orElse(this);
  }

  /** The operator: the agent's own, or the one it inherits. */
  Optional<PlacedEntry> operator() {
    return statedOperator.or(() -> above.flatMap(Lineage::operator));
  }

  /** The model: the agent's own, or the one it inherits. */
  Optional<Statement.Model> model() {
    return statement()
        .agent()
        .flatMap(Statement.AgentFacts::model)
        .or(() -> above.flatMap(Lineage::model));
  }

  /** How many enrolments stand above this one. */
  int depth() {
    return above.map(lineage -> lineage.depth() + 1).orElse(0);
  }
}
