package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.All;
import dev.delegationledger.model.Constraint.Any;
import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.Constraint.Contains;
import dev.delegationledger.model.Constraint.Exact;
import dev.delegationledger.model.Constraint.NotOneOf;
import dev.delegationledger.model.Constraint.OneOf;
import dev.delegationledger.model.Constraint.PathWithin;
import dev.delegationledger.model.Constraint.Prefix;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.Constraint.Subset;
import dev.delegationledger.model.Constraint.UrlWithin;
import dev.delegationledger.model.Constraint.Wildcard;
import java.util.List;
import java.util.stream.Collectors;

/** Constraints told to a person, and how deep they nest. Thread-safe. */
public final class Constraints {
  /**
   * The deepest nesting of a constraint: MAX_CONSTRAINT_DEPTH of
   * draft-niyikiza-oauth-attenuating-agent-tokens-01 section 3.4. A constraint without nested ones
   * has depth 1.
   */
  public static final int MAX_DEPTH = 32;

  private Constraints() {}

  /**
   * The constraint on one line of printable ASCII, to be read after the name of its argument:
   * {@code = "V-7"}, {@code <= 100000}, {@code one of ["a", "b"]}. Complete, whatever its size.
   */
  public static String describe(Constraint constraint) {
    if (constraint instanceof Exact exact) {
      return "= " + Ascii.json(exact.value());
    } else if (constraint instanceof Range range) {
      return describe(range);
    } else if (constraint instanceof OneOf oneOf) {
      return "one of " + Ascii.json(oneOf.values());
    } else if (constraint instanceof NotOneOf notOneOf) {
      return "none of " + Ascii.json(notOneOf.excluded());
    } else if (constraint instanceof Contains contains) {
      return "contains all of " + Ascii.json(contains.required());
    } else if (constraint instanceof Subset subset) {
      return "subset of " + Ascii.json(subset.allowed());
    } else if (constraint instanceof Wildcard) {
      return "any value";
    } else if (constraint instanceof All all) {
      return "all of " + describe(all.constraints());
    } else if (constraint instanceof Any any) {
      return "any of " + describe(any.constraints());
    } else if (constraint instanceof PathWithin within) {
      return "path within " + Ascii.quote(within.root().value());
    } else if (constraint instanceof UrlWithin within) {
      return "URL within " + Ascii.quote(within.root().toString());
    } else if (constraint instanceof Prefix prefix) {
      return "starts with " + Ascii.quote(prefix.value());
    }
    throw new AssertionError("unknown constraint type " + constraint.getClass());
  }

  private static String describe(List<Constraint> clauses) {
    return clauses.stream().map(Constraints::describe).collect(Collectors.joining("; ", "(", ")"));
  }

  private static String describe(Range range) {
    if (range.min().isEmpty() && range.max().isEmpty()) {
      return "any number";
    } else if (range.max().isEmpty()) {
      return atLeast(range.min().get());
    } else if (range.min().isEmpty()) {
      return atMost(range.max().get());
    }
    Bound min = range.min().get();
    Bound max = range.max().get();
    if (min.inclusive() && max.inclusive()) {
      return Ascii.number(min.value()) + ".." + Ascii.number(max.value());
    }
    return atLeast(min) + " and " + atMost(max);
  }

  private static String atLeast(Bound min) {
    return (min.inclusive() ? ">= " : "> ") + Ascii.number(min.value());
  }

  private static String atMost(Bound max) {
    return (max.inclusive() ? "<= " : "< ") + Ascii.number(max.value());
  }

  /** Whether {@code constraint} nests no deeper than {@code levels}. */
  static boolean isWithinDepth(Constraint constraint, int levels) {
    if (levels < 1) {
      return false;
    } else if (constraint instanceof All all) {
      return all.constraints().stream().allMatch(c -> isWithinDepth(c, levels - 1));
    } else if (constraint instanceof Any any) {
      return any.constraints().stream().allMatch(c -> isWithinDepth(c, levels - 1));
    }
    return true;
  }
}
