package dev.delegationledger.jose;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A hidden value opened: base64url of the JSON array {@code [salt, name, value]} (RFC 9901 section
 * 4.2.1, made strict). The entry holds its {@link #digest()}. Immutable and thread-safe; compared
 * by its encoded form, which is what the digest covers.
 *
 * <p>The salt is canonical base64url of {@value #MIN_SALT} to {@value #MAX_SALT} bytes: without it,
 * a digest of a guessable value would give the value away.
 */
public final class Disclosure {
  /** The fewest bytes of a salt: 128 bits. */
  public static final int MIN_SALT = 16;

  /** The most bytes of a salt. */
  public static final int MAX_SALT = 64;

  /** The most characters of the encoded form. */
  public static final int MAX_CHARS = 65_535;

  /** Names that mean something else in an SD-JWT (RFC 9901 section 4.2.1). */
  private static final Set<String> RESERVED = Set.of("_sd", "...");

  private final String encoded;
  private final Bytes salt;
  private final String name;
  private final Value value;

  private Disclosure(String encoded, Bytes salt, String name, Value value) {
    this.encoded = encoded;
    this.salt = salt;
    this.name = name;
    this.value = value;
  }

  /**
   * Reads the encoded form.
   *
   * @throws RefusedException with {@link Reason#DISCLOSURE_MALFORMED} unless it is canonical
   *     base64url of a strict JSON array of exactly a salt, a name that is not reserved, and a
   *     value; the message never shows any of them
   */
  public static Disclosure parse(String encoded) throws RefusedException {
    if (encoded.length() > MAX_CHARS) {
      throw malformed("at most " + MAX_CHARS + " characters", encoded.length());
    }
    Bytes json =
        Base64Url.decode(encoded)
            .orElseThrow(() -> malformed("canonical base64url", "another text"));
    if (!(json(json) instanceof Value.Arr array) || array.items().size() != 3) {
      throw malformed("a JSON array of salt, name and value", "another value");
    }
    List<Value> items = array.items();
    if (!(items.get(0) instanceof Value.Str saltText)
        || !(items.get(1) instanceof Value.Str name)) {
      throw malformed("salt and name as strings", "another type");
    }
    Bytes salt =
        Base64Url.decode(saltText.value())
            .filter(bytes -> bytes.size() >= MIN_SALT && bytes.size() <= MAX_SALT)
            .orElseThrow(
                () -> malformed("a salt in canonical base64url of 16 to 64 bytes", "another text"));
    if (RESERVED.contains(name.value())) {
      throw malformed("a name that is not reserved", "a reserved one");
    }
    return new Disclosure(encoded, salt, name.value(), items.get(2));
  }

  /**
   * A disclosure with a fresh salt of 128 bits.
   *
   * @throws IllegalArgumentException if the name is reserved, or the encoded form would have more
   *     than {@value #MAX_CHARS} characters
   */
  public static Disclosure create(SecureRandom random, String name, Value value) {
    byte[] salt = new byte[MIN_SALT];
    random.nextBytes(salt);
    Value array = Value.arr(List.of(Value.of(Bytes.of(salt).base64Url()), Value.of(name), value));
    try {
      return parse(Bytes.of(Json.canonical(array)).base64Url());
    } catch (RefusedException e) {
      throw new IllegalArgumentException("cannot be disclosed: " + e.refusal().detail(), e);
    }
  }

  /** The salt, {@value #MIN_SALT} to {@value #MAX_SALT} bytes. */
  public Bytes salt() {
    return salt;
  }

  /** The name of the slot that this opens. */
  public String name() {
    return name;
  }

  /** The value that was hidden. */
  public Value value() {
    return value;
  }

  /** The encoded form as it was parsed. */
  public String encoded() {
    return encoded;
  }

  /** The SHA-256 of the encoded form in ASCII (RFC 9901 section 4.2.3). */
  public Hash digest() {
    return Sha256.of(encoded.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Disclosure that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  /** The digest only: what is hidden stays so in messages and logs. */
  @Override
  public String toString() {
    return "disclosure " + digest();
  }

  private static Value json(Bytes json) throws RefusedException {
    try {
      return Json.parse(json.toArray(), MAX_CHARS);
    } catch (JsonException e) {
      throw malformed("strict JSON", "an error at byte " + e.offset());
    }
  }

  private static RefusedException malformed(String expected, Object got) {
    return RefusedException.of(
        Reason.DISCLOSURE_MALFORMED,
        "disclosure check failed: expected " + expected + ", got " + got);
  }
}
