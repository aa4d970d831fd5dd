/** Admission and the sequencer: one order for everything, durable before it is acknowledged. */
@NullMarked
package dev.delegationledger.append;

import org.jspecify.annotations.NullMarked;
