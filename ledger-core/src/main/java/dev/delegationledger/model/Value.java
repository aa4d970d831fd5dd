package dev.delegationledger.model;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A JSON value with exact numbers (RFC 8259; no binary floating point). Immutable, compared by
 * content: {@code 1.0} equals {@code 1}. Thread-safe.
 */
public sealed interface Value {
  /** The one {@code null}. */
  Value NULL = new Null();

  /** A text value. */
  static Value of(String text) {
    return new Str(text);
  }

  /** A whole number. */
  static Value of(long number) {
    return new Num(BigDecimal.valueOf(number));
  }

  /** An exact decimal number. */
  static Value of(BigDecimal number) {
    return new Num(number);
  }

  /** A truth value. */
  static Value of(boolean truth) {
    return new Bool(truth);
  }

  /** A list, in order. */
  static Arr arr(List<? extends Value> items) {
    return new Arr(List.copyOf(items));
  }

  /** An object; the order of members carries no meaning. */
  static Obj obj(Map<String, ? extends Value> members) {
    return new Obj(new TreeMap<>(members));
  }

  /** JSON {@code null}. */
  record Null() implements Value {}

  /** JSON {@code true} or {@code false}. */
  record Bool(boolean value) implements Value {}

  /**
   * An exact decimal, held without trailing zeros.
   *
   * @param value at most {@value #MAX_DIGITS} significant digits, its leading digit between
   *     10^-{@value #MAX_EXPONENT} and 10^{@value #MAX_EXPONENT}
   */
  record Num(BigDecimal value) implements Value {
    /** The most significant digits a number may have, trailing zeros not counted. */
    public static final int MAX_DIGITS = 40;

    /** The largest absolute value of the leading digit's power of ten. */
    public static final int MAX_EXPONENT = 128;

    /**
     * @throws IllegalArgumentException outside the bounds
     */
    public Num {
      long leading = (long) value.precision() - value.scale() - 1;
      boolean bounded = value.signum() == 0 || Math.abs(leading) <= MAX_EXPONENT;
      value = value.signum() == 0 ? BigDecimal.ZERO : bounded ? value.stripTrailingZeros() : value;
      if (!bounded || value.precision() > MAX_DIGITS) {
        throw new IllegalArgumentException(
            "a number has at most "
                + MAX_DIGITS
                + " digits and a power of ten within "
                + MAX_EXPONENT);
      }
    }
  }

  /**
   * A string of Unicode scalar values.
   *
   * @param value without unpaired surrogates
   */
  record Str(String value) implements Value {
    /**
     * @throws IllegalArgumentException on an unpaired surrogate
     */
    public Str {
      requireScalarValues(value);
    }
  }

  /** An array. */
  record Arr(List<Value> items) implements Value {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** An object; iteration is in UTF-16 code unit order of the names, as RFC 8785 sorts. */
  record Obj(Map<String, Value> members) implements Value {
    /**
     * @throws IllegalArgumentException on an unpaired surrogate in a name
     */
    public Obj {
      members.keySet().forEach(Value::requireScalarValues);
      members = Collections.unmodifiableMap(new TreeMap<>(members));
    }
  }

  private static void requireScalarValues(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException("unpaired surrogate at UTF-16 offset " + i);
      }
    }
  }
}
