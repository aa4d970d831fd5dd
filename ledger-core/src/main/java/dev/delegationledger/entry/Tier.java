package dev.delegationledger.entry;

import dev.delegationledger.model.Named;

/** How much harm a tool can do, as the policy sees it. */
public enum Tier implements Named {
  /** Nothing lasting. */
  LOW,
  /** Can be undone. */
  MEDIUM,
  /** Hard to undo. */
  HIGH,
  /** Must never happen on an agent's word alone. */
  CRITICAL
}
