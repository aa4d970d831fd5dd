package dev.delegationledger.entry;

import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which entries a statement refers to, as hashes of their signing inputs. The store's look-ups, the
 * closed set of a proof and the rules follow these and no others.
 */
public final class References {
  private final List<Hash> found = new ArrayList<>();

  private References() {}

  /**
   * What the statement rests on, in the order of its schema; what caused an action is not among it,
   * see {@link #cause}, nor what a grant renews, see {@link #renewed}.
   */
  public static List<Hash> of(Statement statement) {
    References references = new References();
    references.collect(statement);
    return List.copyOf(references.found);
  }

  /** The grant that a grant renews: no authority rests on it. */
  public static Optional<Hash> renewed(Statement statement) {
    return statement instanceof Statement.Grant grant
        ? grant.replaces().map(Statement.Renewal::grant)
        : Optional.empty();
  }

  /** The entry that led to an action: it must exist; what it rests on is another matter. */
  public static Optional<Hash> cause(Statement statement) {
    return statement instanceof Statement.Action action ? action.causedBy() : Optional.empty();
  }

  /**
   * Under which hashes the statement is looked up: what it rests on, and what it is about without
   * that having to be recorded. The index of a store and that of a batch hold these and no others.
   */
  public static Set<Hash> lookedUp(Statement statement) {
    Set<Hash> hashes = new LinkedHashSet<>(of(statement));
    used(statement).ifPresent(hashes::add);
    return hashes;
  }

  /** What is used up by a foreign call: no second one may name it. */
  private static Optional<Hash> used(Statement statement) {
    return statement instanceof Statement.ForeignCall call
        ? Optional.of(call.use())
        : Optional.empty();
  }

  private void collect(Statement statement) {
    switch (statement.kind()) {
      case GENESIS, ARCHETYPE, AUTHORITY, LEDGER_KEY -> {}
      case ENROLMENT -> enrolment((Statement.Enrolment) statement);
      case GRANT -> grant((Statement.Grant) statement);
      case ACTION -> {
        Statement.Action action = (Statement.Action) statement;
        add(action.call().grant());
        add(action.request());
      }
      case REQUEST -> add(((Statement.Request) statement).call().grant());
      case OUTCOME -> {
        Statement.Outcome outcome = (Statement.Outcome) statement;
        add(outcome.action());
        add(outcome.service());
      }
      case REVOCATION -> {
        Statement.Revocation revocation = (Statement.Revocation) statement;
        add(revocation.target());
        add(revocation.successor());
      }
      case POLICY -> ((Statement.Policy) statement).demands().values().forEach(this::demands);
      case GROUP -> {
        Statement.Group group = (Statement.Group) statement;
        found.addAll(group.members());
        add(group.replaces());
      }
      case APPROVAL -> {
        Statement.Approval approval = (Statement.Approval) statement;
        add(approval.target());
        add(approval.approver());
      }
      case TRANSFER -> {
        Statement.Transfer transfer = (Statement.Transfer) statement;
        add(transfer.agent());
        add(transfer.owner());
      }
      case SUSPENSION -> add(((Statement.Suspension) statement).target());
      case RESUMPTION -> add(((Statement.Resumption) statement).target());
      case COMPLETION -> found.addAll(((Statement.Completion) statement).targets());
      case COMPROMISE -> add(((Statement.Compromise) statement).target());
      case DENIAL -> add(((Statement.Denial) statement).service());
      case FOREIGN_CALL -> add(((Statement.ForeignCall) statement).service());
      case ERASURE -> {
        Statement.Erasure erasure = (Statement.Erasure) statement;
        add(erasure.target());
        add(erasure.by());
        add(erasure.policy());
      }
    }
  }

  private void enrolment(Statement.Enrolment enrolment) {
    add(enrolment.rotates());
    enrolment
        .agent()
        .ifPresent(
            agent -> {
              add(agent.operator());
              add(agent.owner());
              add(agent.spawner());
              add(agent.template());
              found.addAll(agent.roles().values());
            });
  }

  private void grant(Statement.Grant grant) {
    add(grant.parent());
    add(grant.delegator());
    add(grant.delegate());
    demands(grant.demands());
    grant.quorum().ifPresent(quorum -> add(quorum.group()));
  }

  private void demands(Collection<Demand> demands) {
    demands.forEach(demand -> found.addAll(demand.from()));
  }

  private void add(Hash reference) {
    found.add(reference);
  }

  private void add(Optional<Hash> reference) {
    reference.ifPresent(found::add);
  }
}
