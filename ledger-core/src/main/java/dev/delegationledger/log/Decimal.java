package dev.delegationledger.log;

import java.util.OptionalLong;

/** The one way this log writes a number: ASCII digits, without sign and without leading zeros. */
final class Decimal {
  /** The largest number, 2^53 - 1: exact in every JSON reader. */
  static final long MAX = (1L << 53) - 1;

  private static final int MAX_DIGITS = 16;

  private Decimal() {}

  /**
   * The number that {@code text} spells, if it is spelled this way and not above {@code max} (at
   * most {@link #MAX}).
   */
  static OptionalLong parse(String text, long max) {
    boolean framed =
        !text.isEmpty()
            && text.length() <= MAX_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
    if (!framed) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(text);
    return number <= max ? OptionalLong.of(number) : OptionalLong.empty();
  }
}
