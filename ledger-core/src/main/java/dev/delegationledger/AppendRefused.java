package dev.delegationledger;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;

/**
 * The ledger did not accept an entry; nothing was written. Unchecked and thrown, since a returned
 * "no" that nobody reads would let the caller go on.
 */
public sealed class AppendRefused extends RuntimeException permits ActionRefused, ApprovalPending {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  AppendRefused(Refusal refusal) {
    super(refusal.toString());
    this.refusal = refusal;
  }

  /** What was found. */
  public final Refusal refusal() {
    return refusal;
  }

  /** The rule that refused. */
  public final Reason reason() {
    return refusal.reason();
  }
}
