/**
 * Evidence of misbehaviour: one file that convicts a ledger's key to whoever has it pinned, of
 * having signed what no honest ledger signs. The checker derives what is wrong with the code that
 * admission, verifier and audit use; a file only brings what that code needs.
 */
@NullMarked
package dev.delegationledger.evidence;

import org.jspecify.annotations.NullMarked;
