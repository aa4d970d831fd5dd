package dev.delegationledger.view;

import dev.delegationledger.model.RefusedException;

/**
 * Findings about a tree node that were met inside a tree walk, which cannot throw them. Stateless.
 */
public final class Contradictions {
  /** Something that reads a ledger. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Reads.
     *
     * @throws RefusedException what it found
     * @throws IllegalStateException that wraps what it found inside a tree walk
     */
    T read() throws RefusedException;
  }

  private Contradictions() {}

  /**
   * What {@code reading} gives.
   *
   * @throws RefusedException what it found; also one that it wrapped is thrown as what it is
   */
  public static <T> T thrown(Reading<T> reading) throws RefusedException {
    try {
      return reading.read();
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof RefusedException contradiction) {
        throw contradiction;
      }
      throw e;
    }
  }
}
