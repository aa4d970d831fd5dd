package dev.delegationledger.log;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * The state of a log at one size (C2SP tlog-checkpoint), without extension lines.
 *
 * @param origin the name of the ledger, which is also the name of the key that signs for it
 * @param size the number of records, at most 2^40
 * @param root the root of the log's tree at that size
 */
public record Checkpoint(String origin, long size, Hash root) {
  private static final int LINES = 3;

  /**
   * @throws IllegalArgumentException unless the origin is a valid key name, the size is within
   *     bounds, and the root of an empty log is {@link Merkle#EMPTY_ROOT}
   */
  public Checkpoint {
    if (!KeyName.isValid(origin)) {
      throw new IllegalArgumentException(
          "an origin is not empty and has no space, plus or control character");
    }
    Merkle.requireSize(size);
    if (size == 0 && !root.equals(Merkle.EMPTY_ROOT)) {
      throw new IllegalArgumentException("an empty log has the root " + Merkle.EMPTY_ROOT.base64());
    }
  }

  /**
   * Reads the text that {@link #noteText} writes.
   *
   * @throws RefusedException with {@link Reason#CHECKPOINT_MALFORMED} on any other text
   */
  static Checkpoint parseText(String text) throws RefusedException {
    String[] lines = text.split("\n", -1);
    if (lines.length != LINES + 1 || !lines[LINES].isEmpty()) {
      throw malformed("expected the lines origin, size and root, and no others");
    }
    OptionalLong size = Decimal.parse(lines[1], Merkle.MAX_SIZE);
    if (size.isEmpty()) {
      throw malformed("expected a size without leading zeros, at most " + Merkle.MAX_SIZE);
    }
    try {
      return new Checkpoint(lines[0], size.getAsLong(), root(lines[2]));
    } catch (IllegalArgumentException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  /** What is signed: origin, size and root in standard base64, each with a newline at its end. */
  public String noteText() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  /**
   * This checkpoint under the signature of the ledger's key. The caller MUST have recomputed the
   * root from what is stored, and MUST NOT sign two checkpoints of which one is not the beginning
   * of the other.
   *
   * @param signer an Ed25519 key; it signs under the origin as its name
   * @throws IllegalArgumentException if the signer's key is of another suite
   * @throws IllegalStateException if what it returns does not verify under its public key
   */
  public SignedCheckpoint sign(Signer signer) {
    VerifierKey key = VerifierKey.of(origin, signer.publicKey());
    byte[] message = noteText().getBytes(StandardCharsets.UTF_8);
    byte[] signature = signer.sign(message);
    if (!key.key().verify(message, signature)) {
      throw new IllegalStateException("the signer's signature does not verify under " + key);
    }
    NoteSignature line = new NoteSignature(origin, key.keyId(), Bytes.of(signature));
    return SignedCheckpoint.of(this, SignedNote.of(noteText(), line));
  }

  private static Hash root(String base64) throws RefusedException {
    try {
      return Hash.fromBase64(base64);
    } catch (IllegalArgumentException e) {
      throw malformed("expected the root as 44 characters of standard base64");
    }
  }

  private static RefusedException malformed(String detail) {
    return RefusedException.of(Reason.CHECKPOINT_MALFORMED, "checkpoint: " + detail);
  }
}
