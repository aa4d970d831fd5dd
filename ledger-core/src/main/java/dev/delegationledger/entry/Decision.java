package dev.delegationledger.entry;

import dev.delegationledger.model.Named;

/** A human's answer to one exact statement. */
public enum Decision implements Named {
  /** Yes. */
  APPROVE,
  /** No; it ends what was asked for. */
  DENY
}
