package dev.delegationledger.audit;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import java.util.OptionalLong;

/** Takes what a replay cannot decide for want of a hidden value. For one replay, on one thread. */
interface Unseen {
  /**
   * Takes a finding, if it may be for want of a hidden value.
   *
   * @param found where a rule found it
   * @return whether it may; if not it is a finding now
   */
  boolean defer(Refusal finding, OptionalLong found);

  /** As {@link #defer}, of an action that was charged more, in an amount that is hidden. */
  boolean deferCharges(Refusal mismatch);

  /** Whether it says that a value is hidden. */
  static boolean isHidden(Refusal finding) {
    return finding.reason() == Reason.ARGUMENT_NOT_DISCLOSED
        || finding.reason() == Reason.CONTEXT_NOT_DISCLOSED;
  }
}
