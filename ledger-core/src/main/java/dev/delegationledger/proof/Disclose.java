package dev.delegationledger.proof;

import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Named;

/** The kinds of hidden values that a proof may open. What is not opened stays a digest. */
public enum Disclose implements Named {
  /** Names of humans, organisations and services. */
  NAME,
  /** The texts of tasks. */
  TASK,
  /** The values of the arguments, of the action and of its request. */
  ARGUMENTS,
  /** The values of the action's context. */
  CONTEXT,
  /** What the agent meant to do. */
  INTENT,
  /** What came of the action. */
  RESULT,
  /** Why somebody approved, denied, suspended, resumed and the like. */
  REASON;

  /** Whether this kind covers the slot with this name. */
  boolean covers(String slot) {
    return switch (this) {
      case NAME -> slot.equals(SlotName.NAME);
      case TASK -> slot.equals(SlotName.TASK);
      case ARGUMENTS -> SlotName.isArgument(slot);
      case CONTEXT -> SlotName.isContext(slot);
      case INTENT -> slot.equals(SlotName.INTENT);
      case RESULT -> slot.equals(SlotName.RESULT);
      case REASON -> slot.equals(SlotName.REASON);
    };
  }
}
