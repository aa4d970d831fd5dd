package dev.delegationledger.log;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A verified cosignature (C2SP tlog-cosignature): its key states that, when it signed, this was the
 * largest checkpoint of this log it had seen, and consistent with every one before. It states
 * nothing about what the log holds. There is none that did not verify. Immutable. Thread-safe.
 */
public final class Cosignature {
  /** The latest time that a cosignature may state: the last second of the year 9999. */
  static final long MAX_TIMESTAMP = 253_402_300_799L;

  private final CosignerKey key;
  private final Checkpoint checkpoint;
  private final long timestamp;
  private final NoteSignature line;

  private Cosignature(CosignerKey key, Checkpoint checkpoint, long timestamp, NoteSignature line) {
    this.key = key;
    this.checkpoint = checkpoint;
    this.timestamp = timestamp;
    this.line = line;
  }

  /*
   * A timestamp of zero is how an ML-DSA-44 cosigner says that it states no time. A witness must
   * state one, so such a line counts as little as one that does not verify.
   */
  static Cosignature verify(CosignerKey key, Checkpoint checkpoint, NoteSignature line)
      throws RefusedException {
    byte[] stamped = line.signature().toArray();
    int expected = Long.BYTES + key.algorithm().signatureSize();
    if (stamped.length != expected) {
      throw invalid(
          key, "expected a time and a signature of " + expected + " bytes, got " + stamped.length);
    }
    ByteBuffer reader = ByteBuffer.wrap(stamped);
    long timestamp = reader.getLong();
    if (timestamp <= 0 || timestamp > MAX_TIMESTAMP) {
      throw invalid(key, "expected a time from 1970 to 9999 in seconds");
    }
    byte[] signature = new byte[reader.remaining()];
    reader.get(signature);
    Optional<byte[]> message = CosignedMessage.of(key, checkpoint, timestamp);
    if (message.isEmpty() || !key.accepts(message.get(), signature)) {
      throw invalid(key, "the signature line does not verify");
    }
    return new Cosignature(key, checkpoint, timestamp, line);
  }

  static Cosignature sign(
      CosignerKey key, Checkpoint checkpoint, long timestamp, byte[] signature) {
    byte[] stamped =
        ByteBuffer.allocate(Long.BYTES + signature.length)
            .putLong(timestamp)
            .put(signature)
            .array();
    try {
      return verify(key, checkpoint, new NoteSignature(key.name(), key.keyId(), Bytes.of(stamped)));
    } catch (RefusedException e) {
      throw new IllegalStateException("the cosigner's signature does not verify under " + key, e);
    }
  }

  /** Whose it is. */
  public CosignerKey key() {
    return key;
  }

  /** What it is about. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** When its cosigner says it signed, in seconds since the epoch: above zero, at most in 9999. */
  public long timestamp() {
    return timestamp;
  }

  /** The signature line without its newline, as it stands under the checkpoint. */
  public String line() {
    return line.line();
  }

  NoteSignature signature() {
    return line;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cosignature that
        && key.equals(that.key)
        && checkpoint.equals(that.checkpoint)
        && line.equals(that.line);
  }

  @Override
  public int hashCode() {
    return 31 * checkpoint.hashCode() + line.hashCode();
  }

  @Override
  public String toString() {
    return "cosignature by " + key + " at " + timestamp + " of size " + checkpoint.size();
  }

  static RefusedException invalid(CosignerKey key, String detail) {
    return RefusedException.of(
        Reason.COSIGNATURE_INVALID, "check cosignature of " + key + ": " + detail);
  }
}
