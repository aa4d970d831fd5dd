package dev.delegationledger.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** Ed25519 by Bouncy Castle's low-level API, made strict. */
final class Ed25519Key implements PreparedKey {
  /** The length of a signature in bytes. */
  static final int SIGNATURE_SIZE = Ed25519.SIGNATURE_SIZE;

  private final Ed25519.PublicPoint point;

  private Ed25519Key(Ed25519.PublicPoint point) {
    this.point = point;
  }

  /** Decodes a public key; null unless it is canonical and of prime order. */
  static @Nullable Ed25519Key prepare(byte[] raw) {
    if (raw.length != Ed25519.PUBLIC_KEY_SIZE) {
      return null;
    }
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(raw, 0);
    return point == null ? null : new Ed25519Key(point);
  }

  /** The raw public key of a seed of 32 bytes. */
  static byte[] publicKey(byte[] seed) {
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    return publicKey;
  }

  /** The signature with a seed and the public key that follows from it. */
  static byte[] sign(byte[] seed, byte[] publicKey, byte[] message) {
    byte[] signature = new byte[SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /** Whether R, the first half of a signature, is the canonical encoding of the identity. */
  static boolean startsWithIdentity(byte[] signature) {
    int others = 0;
    for (int i = 1; i < Ed25519.PUBLIC_KEY_SIZE; i++) {
      others |= signature[i];
    }
    return signature[0] == 1 && others == 0;
  }

  /*
   * Bouncy Castle checks S < L, that R is canonical, and the equation multiplied by the cofactor 8,
   * which also holds for an R with a component of small order. With A of prime order, demanding
   * that R is of prime order too leaves only the signatures that satisfy the equation without the
   * cofactor: the same set that an engine accepts which recomputes R and compares bytes, except
   * that R is never the identity. The cheaper test comes first so that a wrong signature costs
   * only that one.
   */
  @Override
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, message, 0, message.length)
        && Ed25519.validatePublicKeyFull(signature, 0);
  }
}
