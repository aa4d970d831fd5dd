package dev.delegationledger.entry;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which keys a statement gives a role: the authorities of genesis, an enrolled key and its recovery
 * key, the key of an added authority, the new key of the ledger. Who looks up signers looks among
 * these and no others.
 */
public final class BoundKeys {
  private BoundKeys() {}

  /** The keys that {@code statement} binds, by their SHA-256 JWK thumbprints (RFC 7638). */
  public static Map<Hash, VerifyingKey> of(Statement statement) {
    Map<Hash, VerifyingKey> keys = new LinkedHashMap<>();
    if (statement instanceof Statement.Genesis genesis) {
      genesis.authorities().forEach(key -> put(keys, key));
    } else if (statement instanceof Statement.Enrolment enrolment) {
      put(keys, enrolment.key());
      enrolment.recovery().ifPresent(key -> put(keys, key));
    } else if (statement instanceof Statement.AuthorityChange change) {
      change.add().ifPresent(added -> put(keys, added.key()));
    } else if (statement instanceof Statement.LedgerKeyChange change) {
      put(keys, change.key());
    }
    return Collections.unmodifiableMap(keys);
  }

  private static void put(Map<Hash, VerifyingKey> keys, VerifyingKey key) {
    keys.put(Jwk.thumbprint(key), key);
  }
}
