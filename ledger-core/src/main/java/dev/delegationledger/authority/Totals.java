package dev.delegationledger.authority;

import dev.delegationledger.log.Charges;
import dev.delegationledger.model.RefusedException;

/** What grants have been charged so far. */
@FunctionalInterface
public interface Totals {
  /**
   * What the grant in the record at {@code grant} has been charged so far; nothing yet is zero.
   *
   * @throws RefusedException if that cannot be believed
   */
  Charges.Total charged(long grant) throws RefusedException;
}
