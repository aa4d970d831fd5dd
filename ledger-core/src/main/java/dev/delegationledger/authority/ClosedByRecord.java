package dev.delegationledger.authority;

import dev.delegationledger.model.RefusedException;

/** A refusal that one later record accounts for: it closed what is refused. */
final class ClosedByRecord extends RefusedException {
  private static final long serialVersionUID = 1L;

  private final long record;

  ClosedByRecord(RefusedException refused, long record) {
    super(refused.refusal());
    this.record = record;
  }

  /** The index of the record that closed it. */
  long record() {
    return record;
  }
}
