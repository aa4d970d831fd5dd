package dev.delegationledger.crypto;

import org.jspecify.annotations.Nullable;

/** What computes signature checks. Every engine accepts exactly the same keys and signatures. */
interface Engine {
  /** Decodes a raw public key; null unless it is valid as {@link VerifyingKey} says. */
  @Nullable PreparedKey prepare(Suite suite, byte[] raw);
}
