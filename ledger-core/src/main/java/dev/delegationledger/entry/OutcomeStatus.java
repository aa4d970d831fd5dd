package dev.delegationledger.entry;

import dev.delegationledger.model.Named;

/** What came of an action. */
public enum OutcomeStatus implements Named {
  /** The tool reported success. */
  SUCCEEDED,
  /** The tool reported failure, or was not reached. */
  FAILED,
  /** The agent gave up before it called the tool. */
  ABANDONED
}
