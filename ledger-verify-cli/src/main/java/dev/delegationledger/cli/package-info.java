/**
 * The command {@code ledger-verify}. Only {@link dev.delegationledger.cli.LedgerDirectory} knows
 * RocksDB, so that a proof file is verified without it on the class path.
 */
@NullMarked
package dev.delegationledger.cli;

import org.jspecify.annotations.NullMarked;
