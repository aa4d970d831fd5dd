package dev.delegationledger.authority;

import java.util.HashSet;
import java.util.Set;

/**
 * What a judgement rested on that can change: the leaves of the status tree it read, and the span
 * of time in which every comparison with a time would come out the same. All else that the rules
 * read is records, of which there will only be more, and none that an earlier one refers to. For
 * one judgement, used by one thread.
 */
final class Grounds {
  private final long judgedAtMs;
  private final Set<Long> leaves = new HashSet<>();
  private long fromMs = Long.MIN_VALUE;
  private long untilMs = Long.MAX_VALUE;

  Grounds(Position judgedFor) {
    this.judgedAtMs = judgedFor.timeMs();
  }

  /** The status of the record at {@code index} was read. */
  void read(long index) {
    leaves.add(index);
  }

  /**
   * A time was compared with {@code boundaryMs}: from there on the answer is another one. Which
   * time it was is not asked; one that never moves only makes the span shorter than need be.
   */
  void compared(long boundaryMs) {
    if (boundaryMs <= judgedAtMs) {
      fromMs = Math.max(fromMs, boundaryMs);
    } else {
      untilMs = Math.min(untilMs, boundaryMs);
    }
  }

  long fromMs() {
    return fromMs;
  }

  long untilMs() {
    return untilMs;
  }

  long[] leaves() {
    return leaves.stream().mapToLong(Long::longValue).sorted().toArray();
  }
}
