package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Names the rule that refused. */
final class Refused {
  private Refused() {}

  /** The reason that {@code step} was refused for; fails if it was not refused. */
  static Reason reasonOf(ThrowingCallable step) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, step);
    if (refused == null) {
      throw new AssertionError("expected a refusal, got none");
    }
    return refused.refusal().reason();
  }
}
