/**
 * Hashing, suites, keys and signers. The only importer of Bouncy Castle and of the Corretto
 * provider; it imports nothing else of this project but the model. One strict predicate decides
 * what a valid key and a valid signature is, whatever engine computes it.
 */
@NullMarked
package dev.delegationledger.crypto;

import org.jspecify.annotations.NullMarked;
