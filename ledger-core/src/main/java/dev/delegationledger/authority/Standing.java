package dev.delegationledger.authority;

import dev.delegationledger.model.Refusal;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether something was alive at one moment. Immutable.
 *
 * @param refusal why it was not, as an action would have been refused; empty if it was alive
 * @param since the record that closed it, or, of something that ended by itself, the first record
 *     at which it was over; empty if it was alive, and where no one record accounts for it: nobody
 *     is on call, it has not begun, approvals are missing, it never stood
 */
public record Standing(Optional<Refusal> refusal, OptionalLong since) {
  /** Alive. */
  public static final Standing ALIVE = new Standing(Optional.empty(), OptionalLong.empty());

  static Standing refused(Refusal refusal, OptionalLong since) {
    return new Standing(Optional.of(refusal), since);
  }

  /** Alive, unless something was noted that could not be decided: that refuses too. */
  static Standing after(Trail trail) {
    return trail
        .firstUndecided()
        .map(undecided -> refused(undecided, OptionalLong.empty()))
        .orElse(ALIVE);
  }

  /** Whether it was alive. */
  public boolean isAlive() {
    return refusal.isEmpty();
  }
}
