package dev.delegationledger.entry;

/**
 * The origin of a ledger: its checkpoint origin and key name (C2SP tlog-checkpoint, signed-note).
 */
public final class Origin {
  private static final int MAX_LENGTH = 256;

  private Origin() {}

  /**
   * Whether {@code origin} is 1 to 256 printable ASCII characters without space, plus or number
   * sign.
   */
  public static boolean isValid(String origin) {
    return !origin.isEmpty()
        && origin.length() <= MAX_LENGTH
        && origin.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '+' && c != '#');
  }
}
