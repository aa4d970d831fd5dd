package dev.delegationledger.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The bytes that a cosigner signs for one checkpoint at one time (C2SP tlog-cosignature, "Ed25519
 * signed message" and "ML-DSA-44 signed message").
 */
final class CosignedMessage {
  /** The most bytes of a cosigner's name and of an origin in an ML-DSA-44 message. */
  static final int MAX_NAME = 255;

  private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.UTF_8);

  private CosignedMessage() {}

  /**
   * The message; empty if this algorithm has none for this checkpoint, whose origin is too long.
   *
   * @param timestamp in seconds since the epoch
   */
  static Optional<byte[]> of(CosignerKey key, Checkpoint checkpoint, long timestamp) {
    return switch (key.algorithm()) {
      case ED25519 -> Optional.of(ofText(checkpoint, timestamp));
      case ML_DSA_44 -> ofTree(key.name(), checkpoint, timestamp);
    };
  }

  private static byte[] ofText(Checkpoint checkpoint, long timestamp) {
    String text = "cosignature/v1\ntime " + timestamp + "\n" + checkpoint.noteText();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The whole tree: the subtree from 0 up to the size of the checkpoint. */
  private static Optional<byte[]> ofTree(String name, Checkpoint checkpoint, long timestamp) {
    byte[] cosigner = name.getBytes(StandardCharsets.UTF_8);
    byte[] origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
    if (origin.length > MAX_NAME) {
      return Optional.empty();
    }
    byte[] root = checkpoint.root().toArray();
    int size = LABEL.length + 1 + cosigner.length + 8 + 1 + origin.length + 8 + 8 + root.length;
    ByteBuffer message = ByteBuffer.allocate(size);
    message.put(LABEL);
    message.put((byte) cosigner.length).put(cosigner);
    message.putLong(timestamp);
    message.put((byte) origin.length).put(origin);
    message.putLong(0).putLong(checkpoint.size());
    message.put(root);
    return Optional.of(message.array());
  }
}
