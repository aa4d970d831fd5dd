package dev.delegationledger.entry;

import dev.delegationledger.model.Named;

/** What a slot is about, as a policy's retention sees it: all arguments are one family. */
public enum SlotFamily implements Named {
  /** {@link SlotName#NAME}. */
  NAME,
  /** {@link SlotName#TASK}. */
  TASK,
  /** {@link SlotName#INTENT}. */
  INTENT,
  /** Every argument of a call. */
  ARGUMENT,
  /** Every value of a call's context. */
  CONTEXT,
  /** {@link SlotName#RESULT}. */
  RESULT,
  /** {@link SlotName#REASON}. */
  REASON,
  /** {@link SlotName#PRESENTED}. */
  PRESENTED;

  /**
   * The family of a slot.
   *
   * @throws IllegalArgumentException if no entry has a slot of this name
   */
  public static SlotFamily of(String slot) {
    if (SlotName.isArgument(slot)) {
      return ARGUMENT;
    }
    if (SlotName.isContext(slot)) {
      return CONTEXT;
    }
    return Named.ofCode(SlotFamily.class, slot)
        .filter(family -> family != ARGUMENT && family != CONTEXT)
        .orElseThrow(() -> new IllegalArgumentException("no entry has a slot " + slot));
  }
}
