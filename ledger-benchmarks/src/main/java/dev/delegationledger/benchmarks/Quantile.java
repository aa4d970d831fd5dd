package dev.delegationledger.benchmarks;

import java.util.Arrays;

/** The value that a share of all does not exceed. */
final class Quantile {
  private Quantile() {}

  /**
   * The least of the values that at least {@code share} of them do not exceed.
   *
   * @param values at least one; not changed
   */
  static double of(double share, long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
