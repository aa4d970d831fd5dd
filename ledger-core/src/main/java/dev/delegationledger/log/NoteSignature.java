package dev.delegationledger.log;

import dev.delegationledger.model.Bytes;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A signature line of a note (C2SP signed-note): em dash (U+2014), space, key name, space, base64
 * of key id and signature. Nothing in it has been verified.
 *
 * @param name the name of the key
 * @param keyId the four bytes that identify the key and its algorithm
 * @param signature the signature, at least one byte
 */
record NoteSignature(String name, Bytes keyId, Bytes signature) {
  private static final String PREFIX = "\u2014 ";

  /** The line without its newline, if it is spelled exactly so. */
  static Optional<NoteSignature> parse(String line) {
    if (!line.startsWith(PREFIX)) {
      return Optional.empty();
    }
    int space = line.indexOf(' ', PREFIX.length());
    if (space < 0) {
      return Optional.empty();
    }
    String name = line.substring(PREFIX.length(), space);
    byte[] typed;
    try {
      typed = Base64.getDecoder().decode(line.substring(space + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (!KeyName.isValid(name) || typed.length <= KeyText.ID_SIZE) {
      return Optional.empty();
    }
    NoteSignature parsed =
        new NoteSignature(
            name,
            Bytes.of(Arrays.copyOf(typed, KeyText.ID_SIZE)),
            Bytes.of(Arrays.copyOfRange(typed, KeyText.ID_SIZE, typed.length)));
    return parsed.line().equals(line) ? Optional.of(parsed) : Optional.empty();
  }

  /** Whether this line claims to be by {@code key}: name and key id are both the key's. */
  boolean isBy(NoteKey key) {
    return name.equals(key.name()) && keyId.equals(key.keyId());
  }

  /** Whether {@code other} claims to be by the same key. */
  boolean isBySameKeyAs(NoteSignature other) {
    return name.equals(other.name) && keyId.equals(other.keyId);
  }

  /** The line without its newline. */
  String line() {
    byte[] typed = Arrays.copyOf(keyId.toArray(), KeyText.ID_SIZE + signature.size());
    System.arraycopy(signature.toArray(), 0, typed, KeyText.ID_SIZE, signature.size());
    return PREFIX + name + " " + Base64.getEncoder().encodeToString(typed);
  }
}
