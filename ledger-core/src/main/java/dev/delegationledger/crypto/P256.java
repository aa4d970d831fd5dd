package dev.delegationledger.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/** ECDSA on P-256 with SHA-256 by Bouncy Castle's curve made for speed. */
final class P256 {
  /** The length of a coordinate, of a scalar, and of half a signature, in bytes. */
  static final int FIELD_SIZE = 32;

  /** The length of a raw public key and of a signature in bytes. */
  static final int PAIR_SIZE = 2 * FIELD_SIZE;

  private static final ECDomainParameters DOMAIN = domain();

  private P256() {}

  private static ECDomainParameters domain() {
    X9ECParameters parameters = CustomNamedCurves.getByName("secp256r1");
    return new ECDomainParameters(parameters);
  }

  /** Decodes {@code x || y}; null unless both are field elements and the point is on the curve. */
  static @Nullable PreparedKey prepare(byte[] raw) {
    if (raw.length != PAIR_SIZE) {
      return null;
    }
    BigInteger x = unsigned(raw, 0);
    BigInteger y = unsigned(raw, FIELD_SIZE);
    BigInteger p = DOMAIN.getCurve().getField().getCharacteristic();
    if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
      return null;
    }
    // The cofactor is 1, so a point on the curve other than infinity is of prime order; affine
    // coordinates cannot spell infinity.
    ECPoint point = DOMAIN.getCurve().createPoint(x, y);
    return point.isValid() ? new PublicKey(new ECPublicKeyParameters(point, DOMAIN)) : null;
  }

  /** Whether a private scalar is in [1, n - 1]. */
  static boolean isScalar(byte[] d) {
    return d.length == FIELD_SIZE && inRange(unsigned(d, 0));
  }

  /** The raw public key of a private scalar in range. */
  static byte[] publicKey(byte[] d) {
    ECPoint point = new FixedPointCombMultiplier().multiply(DOMAIN.getG(), unsigned(d, 0));
    return Arrays.copyOfRange(point.normalize().getEncoded(false), 1, 1 + PAIR_SIZE);
  }

  /** The signature with the nonce of RFC 6979, so that no randomness can weaken the key. */
  static byte[] sign(byte[] d, byte[] message) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(unsigned(d, 0), DOMAIN));
    BigInteger[] pair = signer.generateSignature(Sha256.of(message).toArray());
    byte[] signature = new byte[PAIR_SIZE];
    BigIntegers.asUnsignedByteArray(pair[0], signature, 0, FIELD_SIZE);
    BigIntegers.asUnsignedByteArray(pair[1], signature, FIELD_SIZE, FIELD_SIZE);
    return signature;
  }

  /** Whether a signature has its exact length, and both its halves lie in [1, n - 1]. */
  static boolean isInRange(byte[] signature) {
    return signature.length == PAIR_SIZE
        && inRange(unsigned(signature, 0))
        && inRange(unsigned(signature, FIELD_SIZE));
  }

  private static boolean inRange(BigInteger scalar) {
    return scalar.signum() > 0 && scalar.compareTo(DOMAIN.getN()) < 0;
  }

  private static BigInteger unsigned(byte[] bytes, int from) {
    return new BigInteger(1, bytes, from, FIELD_SIZE);
  }

  private static final class PublicKey implements PreparedKey {
    private final ECPublicKeyParameters key;

    PublicKey(ECPublicKeyParameters key) {
      this.key = key;
    }

    @Override
    public boolean verify(byte[] message, byte[] signature) {
      if (!isInRange(signature)) {
        return false;
      }
      BigInteger r = unsigned(signature, 0);
      BigInteger s = unsigned(signature, FIELD_SIZE);
      ECDSASigner verifier = new ECDSASigner();
      verifier.init(false, key);
      return verifier.verifySignature(Sha256.of(message).toArray(), r, s);
    }
  }
}
