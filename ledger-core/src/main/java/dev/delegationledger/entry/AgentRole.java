package dev.delegationledger.entry;

import dev.delegationledger.model.Named;

/** Who is assigned to an agent beside whoever signs for it. Assigned, not signed. */
public enum AgentRole implements Named {
  /** Answers for the agent. */
  OWNER,
  /** Set it up. */
  PROVISIONER,
  /** Monitors it and may stop it. */
  CONTROL_OWNER,
  /** Approved the data and the tools it reaches. */
  DATA_APPROVER
}
