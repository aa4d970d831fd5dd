/**
 * How far a ledger has acknowledged, noted outside its store, so that a store which was put back to
 * an older state is not opened as if nothing had happened.
 */
@NullMarked
package dev.delegationledger.anchor;

import org.jspecify.annotations.NullMarked;
