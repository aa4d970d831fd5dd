package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.Constraint.Range;
import java.util.Optional;

/** Builds constraints for a child grant out of its parent's. Thread-safe. */
public final class Narrowing {
  private Narrowing() {}

  /**
   * The range {@code min} to {@code max}, cut to what {@code parent} allows if that is a range: of
   * two bounds the tighter one stays, so a bound that is not given is inherited and one that is too
   * wide has no effect. The result is then subsumed by {@code parent}, and empty if they do not
   * meet. Under a wildcard the plain range is subsumed too; under any other type it is the plain
   * range, which the attenuation check refuses.
   */
  public static Range range(Constraint parent, Optional<Bound> min, Optional<Bound> max) {
    Range asked = new Range(min, max);
    return parent instanceof Range allowed ? Ranges.intersection(allowed, asked) : asked;
  }
}
