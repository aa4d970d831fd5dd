package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Policies and archetypes: who may sign one, and which is in force (docs/rules.md, section 2). */
final class PolicyRules {
  private final Walk walk;
  private final Set<Long> judged = new HashSet<>();

  PolicyRules(Walk walk) {
    this.walk = walk;
  }

  void judgePolicy(PlacedEntry entry) throws RefusedException {
    if (judged.contains(entry.index())) {
      return;
    }
    walk.evidence.requireForm(entry, NO_HOP);
    walk.authorities.requireAuthority(entry);
    for (List<Demand> demands : entry.as(Statement.Policy.class).demands().values()) {
      requireApprovers(demands, entry.position(), NO_HOP);
    }
    judged.add(entry.index());
  }

  void judgeArchetype(PlacedEntry entry) throws RefusedException {
    if (judged.contains(entry.index())) {
      return;
    }
    walk.evidence.requireForm(entry, NO_HOP);
    walk.authorities.requireAuthority(entry);
    judged.add(entry.index());
  }

  /** Refuses demands on somebody who is neither a human nor a group. */
  void requireApprovers(List<Demand> demands, Position citing, OptionalInt hop)
      throws RefusedException {
    for (Demand demand : demands) {
      for (Hash reference : demand.from()) {
        walk.assignee(reference, citing, Reason.APPROVER_WITHOUT_STANDING, hop);
      }
    }
  }

  /** The policy in force at {@code at}: the newest one at or before it. */
  Optional<PlacedEntry> inForceAt(Position at) throws RefusedException {
    PlacedEntry genesis = walk.evidence.ledger().genesis();
    List<Fact> policies = walk.evidence.facts(genesis, FactKind.POLICY, at.index());
    if (policies.isEmpty()) {
      return Optional.empty();
    }
    Fact newest = policies.get(policies.size() - 1);
    PlacedEntry policy =
        walk.evidence
            .cause(newest, genesis)
            .orElseThrow(
                () ->
                    Evidence.refuse(
                        newest.at(),
                        Reason.STATUS_CONTRADICTION,
                        "follow fact: expected a policy in record " + newest.at()));
    walk.trail.aside(() -> judgePolicy(policy));
    return Optional.of(policy);
  }

  /** What the policy in force at {@code at} says. */
  Optional<Statement.Policy> statementAt(Position at) throws RefusedException {
    return inForceAt(at).map(policy -> policy.as(Statement.Policy.class));
  }
}
