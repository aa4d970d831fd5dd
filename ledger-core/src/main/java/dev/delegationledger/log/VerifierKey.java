package dev.delegationledger.log;

import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;

/**
 * A named Ed25519 key that signs notes (C2SP signed-note, signature type 0x01), written {@code
 * <name>+<key id>+<base64>}. A verifier pins it; it is never read from what it is to verify.
 * Immutable, compared by content. Thread-safe.
 */
public final class VerifierKey implements NoteKey {
  /** The bytes of the bare public key. */
  static final int RAW_SIZE = 32;

  private static final byte ED25519 = 0x01;

  private final String name;
  private final VerifyingKey key;
  private final Bytes keyId;

  private VerifierKey(KeyText text, VerifyingKey key) {
    this.name = text.name();
    this.key = key;
    this.keyId = text.keyId();
  }

  /**
   * Reads a verifier key. There is exactly one spelling of each: it equals the {@link #text} of
   * what is returned.
   *
   * @throws RefusedException with {@link Reason#TRUST_MALFORMED} on any other spelling, a key id
   *     that is not the hash of this name and key, another signature type, or a key that is not
   *     valid in its suite
   */
  public static VerifierKey parse(String text) throws RefusedException {
    KeyText parsed = KeyText.parse(text);
    if (parsed.raw().size() != RAW_SIZE || parsed.type() != ED25519) {
      throw KeyText.malformed("expected a signature type of 0x01 and an Ed25519 key of 32 bytes");
    }
    try {
      return new VerifierKey(parsed, VerifyingKey.of(Suite.ED25519, parsed.raw()));
    } catch (RefusedException e) {
      throw KeyText.malformed(e.refusal().detail());
    }
  }

  /**
   * A key under a name.
   *
   * @throws IllegalArgumentException unless the name is not empty and without spaces, plus and
   *     control characters, and the key is an Ed25519 key
   */
  public static VerifierKey of(String name, VerifyingKey key) {
    if (key.suite() != Suite.ED25519) {
      throw new IllegalArgumentException("notes are signed with Ed25519, got " + key.suite());
    }
    return new VerifierKey(new KeyText(name, ED25519, key.raw()), key);
  }

  /** The name of the key: the origin of the ledger it signs for. */
  @Override
  public String name() {
    return name;
  }

  /** The key itself. */
  public VerifyingKey key() {
    return key;
  }

  /** The first four bytes of the hash of name, signature type and key. */
  @Override
  public Bytes keyId() {
    return keyId;
  }

  /** The verifier key as {@link #parse} reads it. */
  @Override
  public String text() {
    return new KeyText(name, ED25519, key.raw()).text();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && name.equals(that.name) && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + key.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
