/**
 * A witness to embed (C2SP tlog-witness, without its HTTP): it cosigns the checkpoints of logs that
 * it knows, each only if it continues the one before. It knows nothing of what a log holds.
 */
@NullMarked
package dev.delegationledger.witness;

import org.jspecify.annotations.NullMarked;
