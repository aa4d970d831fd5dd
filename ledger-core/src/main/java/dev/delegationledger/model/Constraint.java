package dev.delegationledger.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What an argument's value must satisfy: the nine types of
 * draft-niyikiza-oauth-attenuating-agent-tokens-01 section 3.4, as data. Immutable.
 */
public sealed interface Constraint {
  /** The value equals {@code value}, a string, number, truth value or null. */
  record Exact(Value value) implements Constraint {
    /**
     * @throws IllegalArgumentException if {@code value} is an array or an object
     */
    public Exact {
      if (value instanceof Value.Arr || value instanceof Value.Obj) {
        throw new IllegalArgumentException("exact takes a scalar value");
      }
    }
  }

  /** The value is a number within the bounds; an absent bound is no bound. */
  record Range(Optional<Bound> min, Optional<Bound> max) implements Constraint {}

  /** One end of a range. */
  record Bound(BigDecimal value, boolean inclusive) {
    public Bound {
      value = new Value.Num(value).value();
    }
  }

  /** The value is one of {@code values}. */
  record OneOf(List<Value> values) implements Constraint {
    public OneOf {
      values = List.copyOf(values);
    }
  }

  /** The value is none of {@code excluded}. */
  record NotOneOf(List<Value> excluded) implements Constraint {
    public NotOneOf {
      excluded = List.copyOf(excluded);
    }
  }

  /** The value is an array that holds every element of {@code required}. */
  record Contains(List<Value> required) implements Constraint {
    public Contains {
      required = List.copyOf(required);
    }
  }

  /** The value is an array whose every element is in {@code allowed}. */
  record Subset(List<Value> allowed) implements Constraint {
    public Subset {
      allowed = List.copyOf(allowed);
    }
  }

  /** Any value. */
  record Wildcard() implements Constraint {}

  /** Every one of {@code constraints} holds. */
  record All(List<Constraint> constraints) implements Constraint {
    public All {
      constraints = List.copyOf(constraints);
    }
  }

  /** At least one of {@code constraints} holds. */
  record Any(List<Constraint> constraints) implements Constraint {
    public Any {
      constraints = List.copyOf(constraints);
    }
  }
}
