package dev.delegationledger.crypto;

/**
 * A validated public key in the form that one engine computes with.
 *
 * <p>Every implementation MUST accept exactly the same signatures (the predicate written at {@link
 * VerifyingKey}), MUST NOT throw on any input, and MUST be thread-safe.
 */
interface PreparedKey {
  boolean verify(byte[] message, byte[] signature);
}
