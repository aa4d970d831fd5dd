package dev.delegationledger.authority.reference;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.KeyRing;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same few keys in every run. Everybody knows all of them. */
final class KeyPool implements KeyRing {
  private static final int SIZE = 48;

  /** A key with its names. */
  record Key(String name, InMemorySigner signer, Hash thumbprint) {
    VerifyingKey open() {
      return signer.publicKey();
    }
  }

  static final KeyPool POOL = new KeyPool();

  private final List<Key> keys = new ArrayList<>();
  private final Map<Hash, Key> byThumbprint = new HashMap<>();

  private KeyPool() {
    for (int i = 0; i < SIZE; i++) {
      byte[] seed = new byte[32];
      seed[0] = (byte) i;
      seed[31] = 77;
      InMemorySigner signer = InMemorySigner.ed25519(Bytes.of(seed));
      Key key = new Key("k" + i, signer, Jwk.thumbprint(signer.publicKey()));
      keys.add(key);
      byThumbprint.put(key.thumbprint(), key);
    }
  }

  Key get(int index) {
    return keys.get(index);
  }

  List<Key> all() {
    return keys;
  }

  Key of(Hash thumbprint) {
    return Optional.ofNullable(byThumbprint.get(thumbprint)).orElseThrow();
  }

  @Override
  public Optional<VerifyingKey> key(Hash thumbprint) {
    return Optional.ofNullable(byThumbprint.get(thumbprint)).map(Key::open);
  }
}
