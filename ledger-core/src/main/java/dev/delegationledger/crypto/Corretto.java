package dev.delegationledger.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The Amazon Corretto Crypto Provider, native code around AWS-LC, held to the one predicate. It is
 * never registered with the platform, so it changes nothing for anybody else in the process.
 */
final class Corretto implements Engine {
  /**
   * What precedes the raw key in a SubjectPublicKeyInfo (RFC 8410 section 4, RFC 5480 section 2).
   */
  private static final byte[] ED25519_INFO = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final byte[] P256_INFO =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private static final byte[] MESSAGE = {'h', 'e', 'a', 'l', 't', 'h', 'y'};

  private final Provider provider = AmazonCorrettoCryptoProvider.INSTANCE;
  private final BouncyCastle reference = new BouncyCastle();

  private Corretto() {}

  /**
   * The engine, if its native library loads, passes its own tests, and tells a good signature from
   * a bent one in each suite.
   *
   * @throws LinkageError if it is not on the class path
   */
  static Optional<Engine> ifHealthy() {
    AmazonCorrettoCryptoProvider library = AmazonCorrettoCryptoProvider.INSTANCE;
    if (library.getLoadingError() != null || library.runSelfTests() != SelfTestStatus.PASSED) {
      return Optional.empty();
    }
    Corretto engine = new Corretto();
    return Arrays.stream(Suite.values()).allMatch(engine::knowsGoodFromBad)
        ? Optional.of(engine)
        : Optional.empty();
  }

  private boolean knowsGoodFromBad(Suite suite) {
    byte[] secret = new byte[InMemorySigner.SECRET_SIZE];
    Arrays.fill(secret, (byte) 1);
    byte[] raw = InMemorySigner.publicKey(suite, secret);
    byte[] good = InMemorySigner.sign(suite, secret, raw, MESSAGE);
    byte[] bent = good.clone();
    bent[bent.length - 1] ^= 1;
    try {
      NativeKey key = new NativeKey(provider, suite, raw, (message, signature) -> false);
      return key.verifies(MESSAGE, good) && !key.verifies(MESSAGE, bent);
    } catch (GeneralSecurityException | RuntimeException unhealthy) {
      return false;
    }
  }

  @Override
  public @Nullable PreparedKey prepare(Suite suite, byte[] raw) {
    PreparedKey valid = reference.prepare(suite, raw);
    if (valid == null) {
      return null;
    }
    try {
      return new NativeKey(provider, suite, raw, valid);
    } catch (GeneralSecurityException unknownToIt) {
      return valid;
    }
  }

  /** A valid key, to be checked with by native code. */
  private static final class NativeKey implements PreparedKey {
    private final Provider provider;
    private final Suite suite;
    private final PublicKey key;
    private final PreparedKey reference;

    /*
     * To make one for this key costs a tenth of what it is made for. It holds state, so whoever
     * uses it has taken it out; a key has one algorithm, so it is always of that.
     */
    private final AtomicReference<@Nullable Signature> idle = new AtomicReference<>();

    NativeKey(Provider provider, Suite suite, byte[] raw, PreparedKey reference)
        throws GeneralSecurityException {
      this.provider = provider;
      this.suite = suite;
      this.reference = reference;
      this.key =
          switch (suite) {
            case ED25519 -> decode(KeyFactory.getInstance("Ed25519"), ED25519_INFO, raw);
            case ES256 -> decode(KeyFactory.getInstance("EC", provider), P256_INFO, raw);
          };
    }

    private static PublicKey decode(KeyFactory factory, byte[] info, byte[] raw)
        throws GeneralSecurityException {
      ByteArrayOutputStream encoded = new ByteArrayOutputStream();
      encoded.writeBytes(info);
      encoded.writeBytes(raw);
      return factory.generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
    }

    /*
     * The library throws on some signatures that it finds malformed, and could throw where it has
     * no memory. Whatever the cause, the reference then decides: by the same predicate.
     */
    @Override
    public boolean verify(byte[] message, byte[] signature) {
      try {
        return verifies(message, signature);
      } catch (GeneralSecurityException | RuntimeException undecided) {
        return reference.verify(message, signature);
      }
    }

    /*
     * For Ed25519 the library checks S < L, recomputes R without the cofactor and compares bytes.
     * With a key of prime order such an R is canonical and of prime order, or the identity, which
     * the predicate does not accept.
     */
    boolean verifies(byte[] message, byte[] signature) throws GeneralSecurityException {
      return switch (suite) {
        case ED25519 ->
            signature.length == Ed25519Key.SIGNATURE_SIZE
                && !Ed25519Key.startsWithIdentity(signature)
                && verifies("EdDSA", message, signature);
        case ES256 ->
            P256.isInRange(signature)
                && verifies("SHA256withECDSAinP1363Format", message, signature);
      };
    }

    private boolean verifies(String algorithm, byte[] message, byte[] signature)
        throws GeneralSecurityException {
      Signature spare = idle.getAndSet(null);
      Signature verifier = spare == null ? initialised(algorithm) : spare;
      verifier.update(message);
      boolean good = verifier.verify(signature);
      idle.set(verifier); // as new, since it has not thrown
      return good;
    }

    private Signature initialised(String algorithm) throws GeneralSecurityException {
      Signature verifier = Signature.getInstance(algorithm, provider);
      verifier.initVerify(key);
      return verifier;
    }
  }
}
