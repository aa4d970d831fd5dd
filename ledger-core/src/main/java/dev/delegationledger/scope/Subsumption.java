package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.All;
import dev.delegationledger.model.Constraint.Any;
import dev.delegationledger.model.Constraint.Contains;
import dev.delegationledger.model.Constraint.Exact;
import dev.delegationledger.model.Constraint.Extension;
import dev.delegationledger.model.Constraint.NotOneOf;
import dev.delegationledger.model.Constraint.OneOf;
import dev.delegationledger.model.Constraint.PathWithin;
import dev.delegationledger.model.Constraint.Prefix;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.Constraint.Subset;
import dev.delegationledger.model.Constraint.UrlWithin;
import dev.delegationledger.model.Constraint.Wildcard;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Whether a child's constraint is at least as restrictive as its parent's: for the draft's nine
 * types the table of draft-niyikiza-oauth-attenuating-agent-tokens-01 section 4.5 (I4), no more and
 * no less. An {@link Extension} stands under a wildcard and under its own type; under it stand its
 * own type, and an {@code exact} or {@code one_of} whose every value it accepts.
 *
 * <p>A pair of types that the table does not permit is refused even where the values would allow
 * it: an {@code exact} under an {@code any}, a {@code one_of} under a {@code range}. What the table
 * permits is sound: every value that the child accepts the parent accepts. An {@code any} without
 * clauses is under nothing but a wildcard, so not under itself.
 *
 * <p>Two clauses are compared at most once, so the work is at most the product of the two sizes,
 * plus the matchings. Thread-safe.
 */
public final class Subsumption {
  private final ValueSets sets = new ValueSets();
  private final Texts texts = new Texts();

  private Subsumption() {}

  /** Whether {@code child} may stand where the parent's grant has {@code parent}. */
  public static boolean subsumes(Constraint parent, Constraint child) {
    return new Subsumption().permits(parent, child);
  }

  private boolean permits(Constraint parent, Constraint child) {
    if (parent instanceof Wildcard) {
      return true;
    } else if (child instanceof Exact exact) {
      return permitsExact(parent, exact.value());
    } else if (parent instanceof Range p && child instanceof Range c) {
      return Ranges.isWithin(p, c);
    } else if (parent instanceof OneOf p && child instanceof OneOf c) {
      return sets.isSubset(c.values(), p.values());
    } else if (parent instanceof NotOneOf p && child instanceof NotOneOf c) {
      return sets.isSubset(p.excluded(), c.excluded());
    } else if (parent instanceof Contains p && child instanceof Contains c) {
      return sets.isSubset(p.required(), c.required());
    } else if (parent instanceof Subset p && child instanceof Subset c) {
      return sets.isSubset(c.allowed(), p.allowed());
    } else if (parent instanceof All p && child instanceof All c) {
      return permitsAll(p.constraints(), c.constraints());
    } else if (parent instanceof Any p && child instanceof Any c) {
      return permitsAny(p.constraints(), c.constraints());
    } else if (parent instanceof Extension p) {
      return permitsUnder(p, child);
    }
    return false;
  }

  /** Types that the draft does not have: each under its own kind, and lists of what passes. */
  private boolean permitsUnder(Extension parent, Constraint child) {
    if (parent instanceof PathWithin p && child instanceof PathWithin c) {
      return c.root().isWithin(p.root());
    } else if (parent instanceof UrlWithin p && child instanceof UrlWithin c) {
      return c.root().isWithin(p.root());
    } else if (parent instanceof Prefix p && child instanceof Prefix c) {
      return c.value().startsWith(p.value());
    }
    return child instanceof OneOf c
        && c.values().stream().allMatch(value -> texts.holds(parent, value));
  }

  private boolean permitsExact(Constraint parent, Value value) {
    if (parent instanceof Exact exact) {
      return exact.value().equals(value);
    } else if (parent instanceof Range range) {
      return value instanceof Value.Num number && Ranges.contains(range, number.value());
    } else if (parent instanceof OneOf oneOf) {
      return sets.contains(oneOf.values(), value);
    }
    return parent instanceof Extension extension && texts.holds(extension, value);
  }

  /** Every clause of the parent needs a clause of the child's for itself. */
  private boolean permitsAll(List<Constraint> parent, List<Constraint> child) {
    if (parent.size() > child.size()) {
      return false;
    }
    List<BitSet> candidates = new ArrayList<>(parent.size());
    for (Constraint clause : parent) {
      BitSet row = new BitSet(child.size());
      for (int column = 0; column < child.size(); column++) {
        row.set(column, permits(clause, child.get(column)));
      }
      if (row.isEmpty()) {
        return false;
      }
      candidates.add(row);
    }
    return Matching.coversEveryRow(candidates, child.size());
  }

  private boolean permitsAny(List<Constraint> parent, List<Constraint> child) {
    return !child.isEmpty()
        && child.stream().allMatch(c -> parent.stream().anyMatch(p -> permits(p, c)));
  }
}
