package dev.delegationledger;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.CompactJws;
import java.nio.charset.StandardCharsets;

/** What a bare loop over the signatures of entries has for each. Immutable, thread-safe. */
public final class BareSignature {
  private final VerifyingKey key;
  private final byte[] message;
  private final byte[] signature;

  BareSignature(VerifyingKey key, CompactJws jws) {
    this.key = key;
    this.message = jws.signingInput().getBytes(StandardCharsets.US_ASCII);
    this.signature = jws.signature().toArray();
  }

  /** Checks it. */
  public boolean isGood() {
    return key.verify(message, signature);
  }
}
