package dev.delegationledger.scope;

/** What is known of a question that may depend on a value nobody showed (Kleene's three values). */
public enum Answer {
  /** It holds, whatever is hidden. */
  YES,
  /** It does not hold, whatever is hidden. */
  NO,
  /** What is hidden may decide it. */
  UNKNOWN;

  static Answer of(boolean known) {
    return known ? YES : NO;
  }
}
