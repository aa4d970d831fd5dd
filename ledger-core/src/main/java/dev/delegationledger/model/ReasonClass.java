package dev.delegationledger.model;

/** What a reason says about the evidence; it fixes the exit code of {@code ledger-verify}. */
public enum ReasonClass {
  /** The evidence was altered or contradicts itself. */
  INTEGRITY(1),
  /** Something needed is missing or unknown to this program. */
  UNDECIDED(2),
  /** The evidence is intact, and shows that nobody authorised this. */
  AUTHORITY(3),
  /** The bytes are not in the format; nothing was concluded from them. */
  MALFORMED(65);

  private final int exitCode;

  ReasonClass(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The process exit code for a verdict with a reason of this class. */
  public int exitCode() {
    return exitCode;
  }
}
