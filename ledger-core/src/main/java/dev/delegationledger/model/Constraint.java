package dev.delegationledger.model;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

/**
 * What an argument's value must satisfy, as data: the nine types of
 * draft-niyikiza-oauth-attenuating-agent-tokens-01 section 3.4, and three of this project's own,
 * the {@link Extension}s. Immutable.
 */
public sealed interface Constraint {
  /**
   * A type that the draft does not have. An enforcement point that knows only the draft denies a
   * call under it, as it must with every type that it does not know.
   */
  sealed interface Extension extends Constraint {}

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

  /** The value is a string: an absolute path in normal form, equal to {@code root} or below it. */
  record PathWithin(NormalPath root) implements Extension {}

  /**
   * The value is a string: a URL that {@link NormalUrl#parse} reads, with the scheme, host and port
   * of {@code root}, and a path equal to that of {@code root} or below it. Its query may be any.
   */
  record UrlWithin(NormalUrl root) implements Extension {}

  /**
   * The value is a string in normalization form C that starts with {@code value}, code unit by code
   * unit. What follows may be anything. In form C on both sides, since a combining character after
   * the prefix could turn its last one into another wherever the string is normalized.
   */
  record Prefix(String value) implements Extension {
    /**
     * @throws IllegalArgumentException if it is empty, not in form C, or has unpaired surrogates
     */
    public Prefix {
      if (!isValid(new Value.Str(value).value())) {
        throw new IllegalArgumentException("a prefix is in normalization form C and not empty");
      }
    }

    /** Whether {@code value}, a string of Unicode scalar values, can be a prefix. */
    public static boolean isValid(String value) {
      return !value.isEmpty() && Normalizer.isNormalized(value, Normalizer.Form.NFC);
    }
  }
}
