package dev.delegationledger.crypto;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Kept;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A public key that was validated when it was made, and the one predicate for its signatures.
 * Immutable, thread-safe, compared by suite and raw bytes.
 *
 * <p>Verifiers of the same algorithm disagree about edge cases; a ledger needs one answer. So, for
 * {@link Suite#ED25519} (RFC 8032 section 5.1.7, and stricter): the key A and the signature's R are
 * canonical encodings of points of prime order, S is below the group order L, and {@code S*B = R +
 * k*A} holds without the cofactor. For {@link Suite#ES256}: the key is two field elements that name
 * a point on the curve, r and s lie in [1, n - 1]. Lengths are exact. A high s is accepted, as RFC
 * 7518 does: nothing may therefore be identified by the bytes of a signature. Every {@link
 * SignatureEngine} computes this predicate.
 */
public final class VerifyingKey {
  /** Keys recur in every entry, and validating one costs as much as a signature check. */
  private static final Kept<Encoded, VerifyingKey> VALIDATED = Kept.atMost(4096);

  private record Encoded(Suite suite, Bytes raw) {}

  private final Suite suite;
  private final Bytes raw;
  private final PreparedKey prepared;

  private VerifyingKey(Suite suite, Bytes raw, PreparedKey prepared) {
    this.suite = suite;
    this.raw = raw;
    this.prepared = prepared;
  }

  /**
   * Validates a raw public key: 32 bytes for Ed25519, {@code x || y} of 64 bytes for ES256.
   *
   * @throws RefusedException with {@link Reason#KEY_INVALID} on any other length, or a key that is
   *     not canonical, not on its curve or not of prime order
   */
  public static VerifyingKey of(Suite suite, Bytes raw) throws RefusedException {
    return validated(suite, raw)
        .orElseThrow(
            () ->
                RefusedException.of(
                    Reason.KEY_INVALID,
                    "key check failed: expected a valid "
                        + suite.code()
                        + " public key, got "
                        + describe(raw)));
  }

  static Optional<VerifyingKey> validated(Suite suite, Bytes raw) {
    Encoded encoded = new Encoded(suite, raw);
    VerifyingKey known = VALIDATED.get(encoded);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<VerifyingKey> key = validate(suite, raw);
    key.ifPresent(valid -> VALIDATED.put(encoded, valid));
    return key;
  }

  private static Optional<VerifyingKey> validate(Suite suite, Bytes raw) {
    @Nullable PreparedKey prepared = SignatureEngine.prepare(suite, raw.toArray());
    return prepared == null
        ? Optional.empty()
        : Optional.of(new VerifyingKey(suite, raw, prepared));
  }

  /** The suite, which decides the algorithm. */
  public Suite suite() {
    return suite;
  }

  /** The raw public key: 32 bytes for Ed25519, {@code x || y} of 64 bytes for ES256. */
  public Bytes raw() {
    return raw;
  }

  /**
   * Whether {@code signature} is a valid signature over exactly {@code message}. Never throws,
   * whatever the bytes; neither array is changed or kept.
   */
  public boolean verify(byte[] message, byte[] signature) {
    return prepared.verify(message, signature);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifyingKey that && suite == that.suite && raw.equals(that.raw);
  }

  @Override
  public int hashCode() {
    return 31 * suite.hashCode() + raw.hashCode();
  }

  /** The suite and the raw key, {@code ed25519:<base64url>}. */
  @Override
  public String toString() {
    return suite.code() + ":" + raw.base64Url();
  }

  private static String describe(Bytes raw) {
    return raw.size() <= P256.PAIR_SIZE ? raw.base64Url() : raw.size() + " bytes";
  }
}
