package dev.delegationledger.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Two things measured by turns, so that what else the machine does falls on both. For one thread.
 */
final class Turns {
  private final List<Double> ratios = new ArrayList<>();
  private final List<Double> firsts = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();

  /** Measures, and gives what it came to per second. */
  @FunctionalInterface
  interface Measured {
    double perSecond() throws Exception;
  }

  /** Measures both once; who begins changes each time. */
  void take(Measured first, Measured second) throws Exception {
    double one;
    double other;
    if (ratios.size() % 2 == 0) {
      one = first.perSecond();
      other = second.perSecond();
    } else {
      other = second.perSecond();
      one = first.perSecond();
    }
    firsts.add(one);
    seconds.add(other);
    ratios.add(one / other);
  }

  /** The rate of the first over that of the second, turn by turn. */
  Figure ratio() {
    return Figure.middle(ratios);
  }

  Figure first() {
    return Figure.middle(firsts);
  }

  Figure second() {
    return Figure.middle(seconds);
  }
}
