package dev.delegationledger.aat;

import java.util.EnumSet;
import java.util.Set;

/** How far one judgement came. For one judgement, used by one thread. */
final class Steps {
  private final Set<AatCheck> passed = EnumSet.noneOf(AatCheck.class);
  private AatCheck current = AatCheck.CHAIN_SIZE;

  /** What follows belongs to {@code check}: it is the one that fails if something does. */
  void begin(AatCheck check) {
    current = check;
  }

  /** {@code check} passed for everything that it is about. */
  void passed(AatCheck check) {
    passed.add(check);
  }

  AatCheck current() {
    return current;
  }

  Set<AatCheck> passed() {
    return passed;
  }
}
