package dev.delegationledger.witness;

import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of an {@code add-checkpoint} request (C2SP tlog-witness): a checkpoint for a witness to
 * cosign, and the proof that it continues one that the witness cosigned before. Nothing of it has
 * been verified. Immutable.
 *
 * @param oldSize the size of the checkpoint that the witness is said to have cosigned last; 0 if it
 *     has cosigned none
 * @param proof the consistency proof from that size (RFC 6962 section 2.1.2), at most 63 hashes
 * @param checkpoint the new checkpoint under the log's signature
 */
public record AddCheckpoint(long oldSize, List<Hash> proof, SignedCheckpoint checkpoint) {
  /** The most bytes of a body: a checkpoint, a size and a proof as long as any. */
  public static final int MAX_SIZE = SignedCheckpoint.MAX_SIZE + 4096;

  /** The most hashes of a proof. */
  public static final int MAX_PROOF = 63;

  private static final String OLD = "old ";
  private static final int MAX_DIGITS = 13;

  /**
   * @throws IllegalArgumentException if the size or the number of hashes is out of bounds
   */
  public AddCheckpoint {
    proof = List.copyOf(proof);
    if (oldSize < 0 || oldSize > Merkle.MAX_SIZE || proof.size() > MAX_PROOF) {
      throw new IllegalArgumentException(
          "expected an old size up to 2^40 and at most " + MAX_PROOF + " hashes");
    }
  }

  /**
   * Reads a body. There is exactly one spelling of each: it equals the {@link #toBytes} of what is
   * returned.
   *
   * @throws RefusedException with {@link Reason#CHECKPOINT_MALFORMED} on any other bytes
   */
  public static AddCheckpoint parse(byte[] body) throws RefusedException {
    String text = utf8(body);
    int blank = text.indexOf("\n\n");
    if (blank < 0) {
      throw malformed("expected an empty line before the checkpoint");
    }
    String[] lines = text.substring(0, blank).split("\n", MAX_PROOF + 2);
    if (lines.length > MAX_PROOF + 1) {
      throw malformed("expected at most " + MAX_PROOF + " lines of proof");
    }
    List<Hash> proof = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      proof.add(hash(lines[i]));
    }
    return new AddCheckpoint(
        oldSize(lines[0]), proof, SignedCheckpoint.parse(text.substring(blank + 2)));
  }

  private static String utf8(byte[] body) throws RefusedException {
    if (body.length > MAX_SIZE) {
      throw malformed("expected at most " + MAX_SIZE + " bytes, got " + body.length);
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("expected UTF-8");
    }
  }

  private static long oldSize(String line) throws RefusedException {
    String digits = line.startsWith(OLD) ? line.substring(OLD.length()) : "";
    if (digits.length() <= MAX_DIGITS && digits.matches("0|[1-9][0-9]*")) {
      long size = Long.parseLong(digits);
      if (size <= Merkle.MAX_SIZE) {
        return size;
      }
    }
    throw malformed("expected the line old <size>, at most " + Merkle.MAX_SIZE);
  }

  private static Hash hash(String line) throws RefusedException {
    try {
      return Hash.fromBase64(line);
    } catch (IllegalArgumentException e) {
      throw malformed("expected 32 bytes in base64 on each line of proof");
    }
  }

  /** The body as {@link #parse} reads it. */
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder(OLD).append(oldSize).append('\n');
    proof.forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint.text()).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static RefusedException malformed(String detail) {
    return RefusedException.of(Reason.CHECKPOINT_MALFORMED, "read add-checkpoint: " + detail);
  }
}
