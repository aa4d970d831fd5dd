package dev.delegationledger.crypto;

/**
 * Signs with one private key, wherever that lives: in memory, in a hardware module, at a service.
 *
 * <p>Implementations MUST be thread-safe, MUST sign exactly the bytes given, and MUST return a
 * signature in the encoding of {@link Suite} that verifies under {@link #publicKey()}. A failure to
 * sign is an unchecked exception.
 */
public interface Signer {
  /** The public half of the key; the same at every call. */
  VerifyingKey publicKey();

  /** A signature of 64 bytes over {@code message}, which is not changed or kept. */
  byte[] sign(byte[] message);
}
