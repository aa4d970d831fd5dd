/**
 * The log: records and their one order (a Merkle tree as in RFC 6962 section 2), what has happened
 * to each of them (the status tree), and signed checkpoints (C2SP tlog-checkpoint). Pure functions
 * over bytes: nothing in here reads a file, a clock or a random source, and nothing in here knows
 * what an entry means.
 */
@NullMarked
package dev.delegationledger.log;

import org.jspecify.annotations.NullMarked;
