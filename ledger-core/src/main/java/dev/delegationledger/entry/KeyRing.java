package dev.delegationledger.entry;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Hash;
import java.util.Optional;

/**
 * Finds the key with a given thumbprint. A key found this way says nothing about who may use it.
 */
@FunctionalInterface
public interface KeyRing {
  /** The key whose SHA-256 JWK thumbprint (RFC 7638) is {@code thumbprint}, if it is known. */
  Optional<VerifyingKey> key(Hash thumbprint);
}
