package dev.delegationledger.authority;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import java.util.Optional;

/**
 * What is left of the limits that one grant states: whatever is done under it, or under a grant
 * below it, was charged to them. Immutable.
 *
 * @param limits what the grant states
 * @param charged the grant's record, and what it had been charged
 */
public record LimitLeft(Statement.Limits limits, Charges.Total charged) {
  /** How many actions are left, if the grant limits them. */
  public Optional<Long> uses() {
    return limits.uses().map(most -> Math.max(0, most - charged.uses()));
  }

  /** How much is left to spend in minor units, if the grant limits that. */
  public Optional<Long> spend() {
    return limits.spend().map(spend -> Math.max(0, spend.total() - charged.spent()));
  }
}
