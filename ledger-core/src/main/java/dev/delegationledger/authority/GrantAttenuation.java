package dev.delegationledger.authority;

import dev.delegationledger.aat.GrantTerms;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Limits;
import dev.delegationledger.entry.Statement.Spend;
import dev.delegationledger.entry.Statement.Task;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.scope.Attenuation;
import dev.delegationledger.scope.Subsumption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A child grant gives the same as its parent or less: what {@link GrantTerms} says of any two
 * grants, and one rule for each thing that {@code dl} adds. What a child does not state it
 * inherits. Pure functions over grants.
 */
final class GrantAttenuation {
  private final List<Statement.Grant> above;
  private final Statement.Grant parent;
  private final Statement.Grant child;

  private GrantAttenuation(List<Statement.Grant> above, Statement.Grant child) {
    this.above = above;
    this.parent = above.get(above.size() - 1);
    this.child = child;
  }

  /**
   * The first rule that {@code child} breaks, if it breaks one.
   *
   * @param above the grants above it, root first; at least one
   */
  static Optional<Refusal> check(List<Statement.Grant> above, Statement.Grant child) {
    GrantAttenuation rules = new GrantAttenuation(above, child);
    GrantTerms parent = terms(rules.parent);
    GrantTerms terms = terms(child);
    return terms
        .linked(parent)
        .or(() -> terms.endsWith(parent))
        .or(() -> terms.notIssuedBefore(parent))
        .or(rules::begins)
        .or(rules::task)
        .or(() -> Attenuation.check(rules.parent.scope(), child.scope()))
        .or(rules::limits)
        .or(rules::context)
        .or(rules::quorum);
  }

  /** What a grant of a ledger states of what every grant does. */
  static GrantTerms terms(Statement.Grant grant) {
    return new GrantTerms(
        grant.issued().signer(),
        grant.holder(),
        grant.issued().issuedAt(),
        grant.expiresAt(),
        grant.depth(),
        grant.maxDepth(),
        grant.scope());
  }

  private Optional<Refusal> begins() {
    long begun = above.stream().mapToLong(g -> g.notBefore().orElse(0L)).max().orElse(0);
    return child.notBefore().orElse(Long.MAX_VALUE) < begun
        ? refusal(Reason.PREDATES_PARENT, "check nbf: expected it not before that of a grant above")
        : Optional.empty();
  }

  private Optional<Refusal> task() {
    String inherited = nearest(Statement.Grant::task).map(Task::id).orElse("");
    String taskId = child.task().map(Task::id).orElse(inherited);
    return taskId.equals(inherited) || taskId.startsWith(inherited + "/")
        ? Optional.empty()
        : refusal(
            Reason.TASK_WIDENED,
            "check task: expected the parent's id, or one below it and a slash");
  }

  private Optional<Refusal> limits() {
    Limits limits = child.limits();
    Optional<Long> uses = nearest(g -> g.limits().uses());
    if (limits.uses().orElse(0L) > uses.orElse(Long.MAX_VALUE)) {
      return refusal(
          Reason.LIMIT_WIDENED,
          "check uses: expected at most " + uses.orElseThrow() + ", got " + limits.uses().get());
    }
    Optional<Spend> bound = nearest(g -> g.limits().spend());
    return bound.isPresent() && limits.spend().isPresent()
        ? spend(bound.get(), limits.spend().get())
        : Optional.empty();
  }

  private Optional<Refusal> spend(Spend bound, Spend spend) {
    long perAction =
        nearest(g -> g.limits().spend().flatMap(Spend::perAction)).orElse(bound.total());
    if (spend.total() > bound.total() || spend.perAction().orElse(0L) > perAction) {
      return refusal(
          Reason.LIMIT_WIDENED,
          "check spend: expected at most "
              + bound.total()
              + " in total and "
              + perAction
              + " an action, got "
              + spend.total()
              + " and "
              + spend.perAction().map(String::valueOf).orElse("none"));
    }
    boolean sameTerms =
        spend.currency().equals(bound.currency())
            && spend.amounts().entrySet().stream()
                .allMatch(tool -> tool.getValue().equals(bound.amounts().get(tool.getKey())));
    if (!sameTerms) {
      return refusal(
          Reason.SPEND_CHANGED,
          "check spend: expected the currency and the amount argument of the grant above");
    }
    return Optional.empty();
  }

  private Optional<Refusal> context() {
    for (Map.Entry<String, Constraint> stated : child.context().entrySet()) {
      for (Statement.Grant grant : above) {
        Constraint allowed = grant.context().get(stated.getKey());
        if (allowed != null && !Subsumption.subsumes(allowed, stated.getValue())) {
          return refusal(
              Reason.CONTEXT_WIDENED,
              "check context: expected "
                  + stated.getKey()
                  + " within that of the grant at depth "
                  + grant.depth());
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Refusal> quorum() {
    return child.quorum().isPresent()
        ? refusal(Reason.QUORUM_NOT_ROOT, "check quorum: expected one in a root grant only")
        : Optional.empty();
  }

  /** What the nearest grant above states that states it. */
  private <T> Optional<T> nearest(Function<Statement.Grant, Optional<T>> stated) {
    for (int i = above.size() - 1; i >= 0; i--) {
      Optional<T> found = stated.apply(above.get(i));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> refusal(Reason reason, String detail) {
    return Optional.of(Refusal.of(reason, detail));
  }
}
