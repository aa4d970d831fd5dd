package dev.delegationledger.log;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A named Ed25519 key that signs notes (C2SP signed-note, signature type 0x01), written {@code
 * <name>+<key id>+<base64>}. A verifier pins it; it is never read from what it is to verify.
 * Immutable, compared by content. Thread-safe.
 */
public final class VerifierKey {
  /** The bytes of a key id, which stands before the signature in each signature line. */
  static final int ID_SIZE = 4;

  private static final byte ED25519 = 0x01;
  private static final int RAW_SIZE = 32;

  private final String name;
  private final VerifyingKey key;
  private final Bytes keyId;

  private VerifierKey(String name, VerifyingKey key) {
    this.name = name;
    this.key = key;
    this.keyId = keyId(name, key.raw().toArray());
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
    String[] parts = text.split("\\+", 3); // base64 may contain a plus, a name and a key id do not
    if (parts.length != 3 || !KeyName.isValid(parts[0])) {
      throw malformed("expected <name>+<key id>+<base64>");
    }
    byte[] typed = decode(parts[2]);
    if (typed.length != 1 + RAW_SIZE || typed[0] != ED25519) {
      throw malformed("expected a signature type of 0x01 and an Ed25519 key of 32 bytes");
    }
    VerifierKey parsed =
        new VerifierKey(parts[0], ed25519(Arrays.copyOfRange(typed, 1, typed.length)));
    if (!parsed.keyId.toString().equals(parts[1])) {
      throw malformed("expected the key id " + parsed.keyId + " for this name and key");
    }
    if (!parsed.text().equals(text)) {
      throw malformed("expected canonical base64 with padding");
    }
    return parsed;
  }

  /**
   * A key under a name.
   *
   * @throws IllegalArgumentException unless the name is not empty and without spaces, plus and
   *     control characters, and the key is an Ed25519 key
   */
  public static VerifierKey of(String name, VerifyingKey key) {
    if (!KeyName.isValid(name)) {
      throw new IllegalArgumentException(
          "the name of a key is not empty and has no space, plus or control character");
    }
    if (key.suite() != Suite.ED25519) {
      throw new IllegalArgumentException("notes are signed with Ed25519, got " + key.suite());
    }
    return new VerifierKey(name, key);
  }

  /** The name of the key: the origin of the ledger it signs for. */
  public String name() {
    return name;
  }

  /** The key itself. */
  public VerifyingKey key() {
    return key;
  }

  /**
   * The four bytes that stand before its signatures: {@code SHA-256(name || 0x0A || 0x01 ||
   * key)[:4]}. A short label, not a fingerprint: anyone can make another key with the same id.
   */
  public Bytes keyId() {
    return keyId;
  }

  /** The key as {@link #parse} reads it. */
  public String text() {
    byte[] typed = new byte[1 + RAW_SIZE];
    typed[0] = ED25519;
    System.arraycopy(key.raw().toArray(), 0, typed, 1, RAW_SIZE);
    return name + "+" + keyId + "+" + Base64.getEncoder().encodeToString(typed);
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

  private static Bytes keyId(String name, byte[] raw) {
    byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] hash = Sha256.of(named, new byte[] {ED25519}, raw).toArray();
    return Bytes.of(Arrays.copyOf(hash, ID_SIZE));
  }

  private static byte[] decode(String base64) throws RefusedException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw malformed("expected standard base64 after the key id");
    }
  }

  private static VerifyingKey ed25519(byte[] raw) throws RefusedException {
    try {
      return VerifyingKey.of(Suite.ED25519, Bytes.of(raw));
    } catch (RefusedException e) {
      throw malformed(e.refusal().detail());
    }
  }

  private static RefusedException malformed(String detail) {
    return RefusedException.of(Reason.TRUST_MALFORMED, "verifier key: " + detail);
  }
}
