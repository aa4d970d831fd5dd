/**
 * The audit: a whole ledger derived again from its records, and compared with everything that is
 * stored. {@link dev.delegationledger.audit.Audit} is the way in; a finding names the record.
 */
@NullMarked
package dev.delegationledger.audit;

import org.jspecify.annotations.NullMarked;
