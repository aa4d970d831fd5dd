package dev.delegationledger.log;

import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Signer;
import java.util.function.UnaryOperator;

/**
 * Cosigns checkpoints with one key (C2SP tlog-cosignature). It only signs: whether a checkpoint may
 * be cosigned is for its caller, which MUST have verified that it is consistent with every one of
 * that log it ever cosigned, and MUST have stored it durably before. Thread-safe.
 */
public final class Cosigner {
  private final CosignerKey key;
  private final UnaryOperator<byte[]> signer;

  private Cosigner(CosignerKey key, UnaryOperator<byte[]> signer) {
    this.key = key;
    this.signer = signer;
  }

  /**
   * A cosigner with an Ed25519 key, which MUST NOT be used for anything else.
   *
   * @throws IllegalArgumentException as {@link CosignerKey#of(String,
   *     dev.delegationledger.crypto.VerifyingKey)}
   */
  public static Cosigner of(String name, Signer signer) {
    return new Cosigner(CosignerKey.of(name, signer.publicKey()), signer::sign);
  }

  /**
   * A cosigner with an ML-DSA-44 key.
   *
   * @throws IllegalArgumentException as {@link CosignerKey#of(String,
   *     dev.delegationledger.crypto.MlDsa44Key)}
   */
  public static Cosigner of(String name, MlDsa44Signer signer) {
    return new Cosigner(CosignerKey.of(name, signer.publicKey()), signer::sign);
  }

  /** What verifies its cosignatures. */
  public CosignerKey key() {
    return key;
  }

  /**
   * The cosignature of a checkpoint.
   *
   * @param timestamp now, in seconds since the epoch
   * @throws IllegalArgumentException unless the time lies between 1970 and 9999, or if the
   *     algorithm cannot sign an origin of this length
   * @throws IllegalStateException if what the key signed does not verify
   */
  public Cosignature cosign(Checkpoint checkpoint, long timestamp) {
    if (timestamp <= 0 || timestamp > Cosignature.MAX_TIMESTAMP) {
      throw new IllegalArgumentException("expected a time from 1970 to 9999, got " + timestamp);
    }
    byte[] message =
        CosignedMessage.of(key, checkpoint, timestamp)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "cosign: expected an origin of at most "
                            + CosignedMessage.MAX_NAME
                            + " bytes"));
    return Cosignature.sign(key, checkpoint, timestamp, signer.apply(message));
  }

  /** The public key only. */
  @Override
  public String toString() {
    return "cosigner " + key;
  }
}
