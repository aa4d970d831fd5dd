package dev.delegationledger.model;

/**
 * Carries a {@link Refusal} out of a parsing or verifying step. Checked, and without a stack trace:
 * a finding about the input, not a failure of the program. Public entry points turn it into a value
 * or a typed refusal.
 */
public class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public RefusedException(Refusal refusal) {
    super(refusal.toString(), null, false, false);
    this.refusal = refusal;
  }

  /** A refusal that is about no record in particular. */
  public static RefusedException of(Reason reason, String detail) {
    return new RefusedException(Refusal.of(reason, detail));
  }

  /** The finding. */
  public final Refusal refusal() {
    return refusal;
  }
}
