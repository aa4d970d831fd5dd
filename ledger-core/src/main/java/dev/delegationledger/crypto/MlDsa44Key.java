package dev.delegationledger.crypto;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;

/**
 * An ML-DSA-44 public key (FIPS 204) and the one predicate for its signatures: "pure" ML-DSA with
 * the empty context. For cosignatures; it is no suite that an entry can be signed with. Immutable,
 * thread-safe, compared by raw bytes.
 */
public final class MlDsa44Key {
  /** The bytes of a public key (FIPS 204 table 2). */
  public static final int SIZE = 1312;

  /** The bytes of a signature (FIPS 204 table 2). */
  public static final int SIGNATURE_SIZE = 2420;

  private final Bytes raw;
  private final MLDSAPublicKeyParameters key;

  private MlDsa44Key(Bytes raw) {
    this.raw = raw;
    this.key = new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_44, raw.toArray());
  }

  /**
   * The key with this encoding (FIPS 204 algorithm 22). Every string of that length is one: the
   * encoding has no spelling that is not canonical.
   *
   * @throws RefusedException with {@link Reason#KEY_INVALID} on another length
   */
  public static MlDsa44Key of(Bytes raw) throws RefusedException {
    if (raw.size() != SIZE) {
      throw RefusedException.of(
          Reason.KEY_INVALID,
          "key check failed: expected an ml-dsa-44 public key of "
              + SIZE
              + " bytes, got "
              + raw.size());
    }
    return new MlDsa44Key(raw);
  }

  /** The raw public key, {@value #SIZE} bytes. */
  public Bytes raw() {
    return raw;
  }

  /**
   * Whether {@code signature} is a valid signature over exactly {@code message} (FIPS 204 algorithm
   * 3). Never throws, whatever the bytes; neither array is changed or kept.
   */
  public boolean verify(byte[] message, byte[] signature) {
    if (signature.length != SIGNATURE_SIZE) {
      return false;
    }
    MLDSASigner verifier = new MLDSASigner(); // holds state, so each call has its own
    verifier.init(false, key);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MlDsa44Key that && raw.equals(that.raw);
  }

  @Override
  public int hashCode() {
    return raw.hashCode();
  }

  /** The algorithm and the digest of the raw key, which is too long to show. */
  @Override
  public String toString() {
    return "ml-dsa-44:sha256:" + Sha256.of(raw.toArray());
  }
}
