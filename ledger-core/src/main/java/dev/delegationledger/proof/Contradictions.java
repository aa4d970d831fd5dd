package dev.delegationledger.proof;

import dev.delegationledger.model.RefusedException;

/** Findings about a tree node that were met inside a tree walk, which cannot throw them. */
final class Contradictions {
  /** Something that reads a ledger. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws RefusedException;
  }

  private Contradictions() {}

  /** What {@code reading} gives; a finding that it wrapped is thrown as what it is. */
  static <T> T thrown(Reading<T> reading) throws RefusedException {
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
