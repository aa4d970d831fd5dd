package dev.delegationledger.log;

/**
 * The rule for the name of a note's key, which is also the origin of a ledger (C2SP signed-note):
 * not empty, without Unicode spaces and without plus (U+002B). Beyond that document, without
 * control characters of any block and without unpaired surrogates.
 */
final class KeyName {
  private KeyName() {}

  /** Whether {@code name} may name a key. */
  static boolean isValid(String name) {
    return !name.isEmpty() && name.codePoints().allMatch(KeyName::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return c != '+'
        && !Character.isSpaceChar(c)
        && !Character.isWhitespace(c)
        && !Character.isISOControl(c)
        && Character.getType(c) != Character.SURROGATE;
  }
}
