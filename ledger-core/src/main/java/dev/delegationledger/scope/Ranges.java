package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.Constraint.Range;
import java.math.BigDecimal;
import java.util.Optional;

/** Exact interval arithmetic. */
final class Ranges {
  private Ranges() {}

  static boolean contains(Range range, BigDecimal number) {
    return range.min().map(b -> beyond(number.compareTo(b.value()), b)).orElse(true)
        && range.max().map(b -> beyond(b.value().compareTo(number), b)).orElse(true);
  }

  private static boolean beyond(int distance, Bound bound) {
    return distance > 0 || (distance == 0 && bound.inclusive());
  }

  /** Whether no number is within the bounds. */
  static boolean isEmpty(Range range) {
    if (range.min().isEmpty() || range.max().isEmpty()) {
      return false;
    }
    Bound min = range.min().get();
    Bound max = range.max().get();
    int order = min.value().compareTo(max.value());
    return order > 0 || (order == 0 && !(min.inclusive() && max.inclusive()));
  }

  /**
   * Whether each bound of {@code child} is at least as tight as the parent's. Bounds are compared
   * one by one: an empty child with a looser bound is not within.
   */
  static boolean isWithin(Range parent, Range child) {
    return tighterMin(parent.min(), child.min()).equals(child.min())
        && tighterMax(parent.max(), child.max()).equals(child.max());
  }

  static Range intersection(Range a, Range b) {
    return new Range(tighterMin(a.min(), b.min()), tighterMax(a.max(), b.max()));
  }

  private static Optional<Bound> tighterMin(Optional<Bound> a, Optional<Bound> b) {
    return tighter(a, b, 1);
  }

  private static Optional<Bound> tighterMax(Optional<Bound> a, Optional<Bound> b) {
    return tighter(a, b, -1);
  }

  private static Optional<Bound> tighter(Optional<Bound> a, Optional<Bound> b, int direction) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    int order = direction * a.get().value().compareTo(b.get().value());
    if (order == 0) {
      return a.get().inclusive() ? b : a;
    }
    return order > 0 ? a : b;
  }
}
