package dev.delegationledger;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.json.JsonException;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Keys as text: JSON Web Keys (RFC 7517) of exactly the required members, {@code OKP} with {@code
 * Ed25519} or {@code EC} with {@code P-256}. For keys in a file; a key in a device or a service is
 * a {@link dev.delegationledger.crypto.Signer} of its own. Stateless and thread-safe.
 */
public final class Keys {
  private static final int MAX_JWK_BYTES = 4096;

  private Keys() {}

  /** A fresh Ed25519 key. */
  public static InMemorySigner generate(SecureRandom random) {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  /**
   * Reads a private key.
   *
   * @throws IllegalArgumentException if the text is anything else; the message never shows the key
   */
  public static InMemorySigner fromJwk(String privateJwk) {
    try {
      return Jwk.parsePrivate(parse(privateJwk));
    } catch (RefusedException e) {
      throw new IllegalArgumentException("read private key: " + e.refusal().detail(), e);
    }
  }

  /**
   * Reads a public key.
   *
   * @throws IllegalArgumentException if the text is anything else, a private key included
   */
  public static VerifyingKey publicFromJwk(String publicJwk) {
    try {
      return Jwk.parsePublic(parse(publicJwk), "", Reason.KEY_INVALID);
    } catch (RefusedException e) {
      throw new IllegalArgumentException("read public key: " + e.refusal().detail(), e);
    }
  }

  /** The public key as text. */
  public static String toJwk(VerifyingKey key) {
    return Json.canonicalText(Jwk.toValue(key));
  }

  /** The private key as text: the secret itself. */
  public static String toPrivateJwk(InMemorySigner key) {
    return Json.canonicalText(Jwk.toPrivateValue(key));
  }

  private static Value parse(String text) {
    try {
      return Json.parse(text.getBytes(StandardCharsets.UTF_8), MAX_JWK_BYTES);
    } catch (JsonException malformed) {
      throw new IllegalArgumentException(
          "read key: expected strict JSON, got an error at byte " + malformed.offset());
    }
  }
}
