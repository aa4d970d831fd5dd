package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Unsigned;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes entries of the keys of the pool: as if signed, or signed in earnest. For one thread. */
final class Signing {
  private final Map<String, String> proven = new HashMap<>();
  private final Map<String, Disclosure> disclosures = new HashMap<>();
  private final Map<Hash, Disclosure> byDigest = new HashMap<>();
  private final SecureRandom salts = seeded("salts");
  private final boolean open;

  /**
   * @param open whether everybody sees what is hidden in an entry
   */
  Signing(boolean open) {
    this.open = open;
  }

  boolean isOpen() {
    return open;
  }

  static SecureRandom seeded(String seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed.getBytes(StandardCharsets.UTF_8));
      return random;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The statement as if signed. */
  VerifiedEntry entry(Statement statement) {
    try {
      return Unsigned.entry(statement, open ? disclosures(statement) : List.of());
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An action that was signed, with what everybody sees of it. */
  VerifiedEntry shown(SignedEntry action) {
    return entry(action.statement());
  }

  /** The statement, signed, with all that is hidden in it disclosed. */
  SignedEntry signed(Statement statement) {
    return SignedEntry.sign(
        statement, KeyPool.POOL.of(statement.issued().signer()).signer(), disclosures(statement));
  }

  private List<Disclosure> disclosures(Statement statement) {
    List<Disclosure> all = new ArrayList<>();
    for (Slot slot : statement.slots().values()) {
      if (slot instanceof Slot.Hidden hidden && byDigest.containsKey(hidden.digest())) {
        all.add(byDigest.get(hidden.digest()));
      }
    }
    return all;
  }

  Slot hidden(String name, Value value) {
    Disclosure disclosure =
        disclosures.computeIfAbsent(name + "=" + value, k -> Disclosure.create(salts, name, value));
    byDigest.put(disclosure.digest(), disclosure);
    return new Slot.Hidden(disclosure.digest());
  }

  String possession(
      KeyPool.Key key, String ledger, PrincipalKind kind, String id, KeyPool.Key enroller) {
    return proven.computeIfAbsent(
        key.name() + ledger + kind + id + enroller.name(),
        k -> Possession.prove(key.signer(), ledger, kind, id, enroller.thumbprint()));
  }

  String possessionForLedger(KeyPool.Key key, String ledger, KeyPool.Key outgoing) {
    return proven.computeIfAbsent(
        key.name() + ledger + "#" + outgoing.name(),
        k -> Possession.proveForLedger(key.signer(), ledger, outgoing.thumbprint()));
  }

  String possession(KeyPool.Key key, String ledger, KeyPool.Key adder) {
    return proven.computeIfAbsent(
        key.name() + ledger + adder.name(),
        k -> Possession.prove(key.signer(), ledger, adder.thumbprint()));
  }
}
