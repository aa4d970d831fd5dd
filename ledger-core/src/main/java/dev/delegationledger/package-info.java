/**
 * The ledger as an embedding engineer writes against it: {@link
 * dev.delegationledger.DelegationLedger}, the drafts of statements, and the handles of what was
 * recorded.
 */
@NullMarked
package dev.delegationledger;

import org.jspecify.annotations.NullMarked;
