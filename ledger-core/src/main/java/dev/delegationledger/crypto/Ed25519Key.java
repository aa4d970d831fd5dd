package dev.delegationledger.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** Ed25519 by Bouncy Castle's low-level API, made strict. */
final class Ed25519Key implements PreparedKey {
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
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, message, 0, message.length)
        && Ed25519.validatePublicKeyFull(signature, 0);
  }
}
