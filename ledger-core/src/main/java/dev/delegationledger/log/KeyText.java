package dev.delegationledger.log;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a verifier key spells (C2SP signed-note): a name, a signature type and a raw key, of which
 * nothing has been validated but the name.
 *
 * @param name the name of the key
 * @param type the signature type identifier byte
 * @param raw the encoding of the public key
 */
record KeyText(String name, byte type, Bytes raw) {
  /** The bytes of a key id, which stands before the signature in each signature line. */
  static final int ID_SIZE = 4;

  /**
   * @throws IllegalArgumentException unless the name is not empty and without spaces, plus and
   *     control characters
   */
  KeyText {
    if (!KeyName.isValid(name)) {
      throw new IllegalArgumentException(
          "the name of a key is not empty and has no space, plus or control character");
    }
  }

  /**
   * Reads a verifier key of any type. There is exactly one spelling of each: it equals the {@link
   * #text} of what is returned.
   *
   * @throws RefusedException with {@link Reason#TRUST_MALFORMED} on any other spelling, or a key id
   *     that is not the hash of this name, type and key
   */
  static KeyText parse(String text) throws RefusedException {
    String[] parts = text.split("\\+", 3); // base64 may contain a plus, a name and a key id do not
    if (parts.length != 3 || !KeyName.isValid(parts[0])) {
      throw malformed("expected <name>+<key id>+<base64>");
    }
    byte[] typed = decode(parts[2]);
    if (typed.length == 0) {
      throw malformed("expected a signature type and a key");
    }
    Bytes raw = Bytes.of(Arrays.copyOfRange(typed, 1, typed.length));
    KeyText parsed = new KeyText(parts[0], typed[0], raw);
    Bytes keyId = parsed.keyId();
    if (!keyId.toString().equals(parts[1])) {
      throw malformed("expected the key id " + keyId + " for this name and key");
    }
    if (!parsed.text().equals(text)) {
      throw malformed("expected canonical base64 with padding");
    }
    return parsed;
  }

  /** The first four bytes of the hash of name, newline, type and key. */
  Bytes keyId() {
    byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] hash = Sha256.of(named, new byte[] {type}, raw.toArray()).toArray();
    return Bytes.of(Arrays.copyOf(hash, ID_SIZE));
  }

  /** The verifier key as {@link #parse} reads it. */
  String text() {
    byte[] typed = new byte[1 + raw.size()];
    typed[0] = type;
    System.arraycopy(raw.toArray(), 0, typed, 1, raw.size());
    return name + "+" + keyId() + "+" + Base64.getEncoder().encodeToString(typed);
  }

  private static byte[] decode(String base64) throws RefusedException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw malformed("expected standard base64 after the key id");
    }
  }

  /** Why a verifier key cannot be read. */
  static RefusedException malformed(String detail) {
    return RefusedException.of(Reason.TRUST_MALFORMED, "verifier key: " + detail);
  }
}
