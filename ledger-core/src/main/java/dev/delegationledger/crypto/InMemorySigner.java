package dev.delegationledger.crypto;

import dev.delegationledger.model.Bytes;
import java.security.SecureRandom;

/**
 * A signer whose private key lives in this process. Thread-safe. Nothing but {@link
 * #exportPrivateKey()} shows the private key; no message or text form does.
 *
 * <p>Both suites sign deterministically (RFC 8032, RFC 6979): the same message gives the same
 * signature.
 */
public final class InMemorySigner implements Signer {
  static final int SECRET_SIZE = 32;

  private final VerifyingKey publicKey;
  private final byte[] secret;

  private InMemorySigner(Suite suite, byte[] publicKey, byte[] secret) {
    this.publicKey =
        VerifyingKey.validated(suite, Bytes.of(publicKey))
            .orElseThrow(() -> new IllegalStateException("a derived public key is valid"));
    this.secret = secret;
  }

  /**
   * The Ed25519 key with this seed, the private key of RFC 8032 section 5.1.5.
   *
   * @throws IllegalArgumentException unless the seed has 32 bytes
   */
  public static InMemorySigner ed25519(Bytes seed) {
    if (seed.size() != SECRET_SIZE) {
      throw new IllegalArgumentException("an ed25519 seed has 32 bytes, got " + seed.size());
    }
    byte[] secret = seed.toArray();
    return new InMemorySigner(Suite.ED25519, publicKey(Suite.ED25519, secret), secret);
  }

  /**
   * The P-256 key with this private scalar, 32 bytes big-endian.
   *
   * @throws IllegalArgumentException unless it has 32 bytes and lies in [1, n - 1]
   */
  public static InMemorySigner es256(Bytes d) {
    byte[] secret = d.toArray();
    if (!P256.isScalar(secret)) {
      throw new IllegalArgumentException("an es256 private key is 32 bytes in [1, n - 1]");
    }
    return new InMemorySigner(Suite.ES256, publicKey(Suite.ES256, secret), secret);
  }

  /** A fresh key from the given source of randomness. */
  public static InMemorySigner generate(Suite suite, SecureRandom random) {
    byte[] secret = new byte[SECRET_SIZE];
    random.nextBytes(secret);
    return switch (suite) {
      case ED25519 -> ed25519(Bytes.of(secret));
      case ES256 -> {
        while (!P256.isScalar(secret)) {
          random.nextBytes(secret);
        }
        yield es256(Bytes.of(secret));
      }
    };
  }

  @Override
  public VerifyingKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) {
    return sign(publicKey.suite(), secret, publicKey.raw().toArray(), message);
  }

  /** The raw public key of a secret in range. */
  static byte[] publicKey(Suite suite, byte[] secret) {
    return switch (suite) {
      case ED25519 -> Ed25519Key.publicKey(secret);
      case ES256 -> P256.publicKey(secret);
    };
  }

  /** A signature with a secret and the public key that follows from it. */
  static byte[] sign(Suite suite, byte[] secret, byte[] publicKey, byte[] message) {
    return switch (suite) {
      case ED25519 -> Ed25519Key.sign(secret, publicKey, message);
      case ES256 -> P256.sign(secret, message);
    };
  }

  /**
   * The private key itself: the Ed25519 seed or the P-256 scalar, 32 bytes. For writing it to a key
   * file; the returned bytes print as they are, so they must never reach a message or a log.
   */
  public Bytes exportPrivateKey() {
    return Bytes.of(secret);
  }

  /** The public key only. */
  @Override
  public String toString() {
    return "signer of " + publicKey;
  }
}
