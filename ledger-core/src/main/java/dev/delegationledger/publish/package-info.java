/**
 * Shows a ledger's checkpoints to witnesses over HTTP (C2SP tlog-witness), beside appending. The
 * only package that speaks to a network.
 */
@NullMarked
package dev.delegationledger.publish;

import org.jspecify.annotations.NullMarked;
