package dev.delegationledger.crypto;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.RefusedException;
import java.security.SecureRandom;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * Signs with an ML-DSA-44 private key (FIPS 204) that lives in this process: the deterministic
 * variant, with the empty context. Thread-safe. Nothing but {@link #exportSeed()} shows the private
 * key; no message or text form does.
 */
public final class MlDsa44Signer {
  /** The bytes of a seed, from which both halves of the key follow. */
  public static final int SEED_SIZE = 32;

  private final Bytes seed;
  private final MLDSAPrivateKeyParameters key;
  private final MlDsa44Key publicKey;

  private MlDsa44Signer(Bytes seed) {
    this.seed = seed;
    this.key = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed.toArray());
    try {
      this.publicKey = MlDsa44Key.of(Bytes.of(key.getPublicKeyParameters().getEncoded()));
    } catch (RefusedException e) {
      throw new IllegalStateException("a derived public key is valid", e);
    }
  }

  /**
   * The key with this seed (FIPS 204 algorithm 6, its xi).
   *
   * @throws IllegalArgumentException unless the seed has {@value #SEED_SIZE} bytes
   */
  public static MlDsa44Signer ofSeed(Bytes seed) {
    if (seed.size() != SEED_SIZE) {
      throw new IllegalArgumentException("an ml-dsa-44 seed has 32 bytes, got " + seed.size());
    }
    return new MlDsa44Signer(seed);
  }

  /** A fresh key from the given source of randomness. */
  public static MlDsa44Signer generate(SecureRandom random) {
    byte[] seed = new byte[SEED_SIZE];
    random.nextBytes(seed);
    return new MlDsa44Signer(Bytes.of(seed));
  }

  /** The public half of the key. */
  public MlDsa44Key publicKey() {
    return publicKey;
  }

  /** A signature of {@value MlDsa44Key#SIGNATURE_SIZE} bytes; the same message gives the same. */
  public byte[] sign(byte[] message) {
    MLDSASigner signer = new MLDSASigner(); // holds state, so each call has its own
    signer.init(true, key);
    signer.update(message, 0, message.length);
    try {
      return signer.generateSignature();
    } catch (CryptoException e) {
      throw new IllegalStateException("sign with ml-dsa-44 failed", e);
    }
  }

  /**
   * The private key itself, its seed. For writing it to a key file; the returned bytes print as
   * they are, so they must never reach a message or a log.
   */
  public Bytes exportSeed() {
    return seed;
  }

  /** The public key only. */
  @Override
  public String toString() {
    return "signer of " + publicKey;
  }
}
