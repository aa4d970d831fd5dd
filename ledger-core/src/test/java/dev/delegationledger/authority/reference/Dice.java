package dev.delegationledger.authority.reference;

import java.util.List;

/**
 * A step's small numbers, read one after the other. Zero is always the plain choice, so that
 * shrinking makes a history plainer.
 */
final class Dice {
  private final List<Integer> numbers;
  private int at;

  Dice(List<Integer> numbers) {
    this.numbers = numbers;
  }

  /** From 0 to {@code bound - 1}. */
  int next(int bound) {
    return at < numbers.size() ? numbers.get(at++) % bound : 0;
  }

  /** True in so many of a hundred cases. */
  boolean chance(int percent) {
    return next(100) >= 100 - percent;
  }

  /** The newest one by choice. */
  <T> T pick(List<T> things) {
    return things.get(things.size() - 1 - next(things.size()));
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  final <T> T of(T... choices) {
    return choices[next(choices.length)];
  }
}
