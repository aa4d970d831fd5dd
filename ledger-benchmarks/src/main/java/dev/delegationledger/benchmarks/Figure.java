package dev.delegationledger.benchmarks;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A value with its error, in the unit of its key.
 *
 * @param error how far the value may be off, as its maker measured it
 */
record Figure(double value, double error) {
  static Figure exactly(double value) {
    return new Figure(value, 0);
  }

  /** The middle one; its error is half of what lies between the quarters. */
  static Figure middle(Collection<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    int count = sorted.size();
    return new Figure(
        sorted.get(count / 2), (sorted.get(count * 3 / 4) - sorted.get(count / 4)) / 2);
  }

  /** This divided by another; the errors add up as shares. */
  Figure over(Figure other) {
    double ratio = value / other.value;
    return new Figure(ratio, ratio * (error / value + other.error / other.value));
  }

  /** The smaller one: what else a machine does only makes a time longer. */
  Figure orLess(Figure other) {
    return other.value < value ? other : this;
  }

  /** In another unit. */
  Figure times(double factor) {
    return new Figure(value * factor, error * factor);
  }
}
