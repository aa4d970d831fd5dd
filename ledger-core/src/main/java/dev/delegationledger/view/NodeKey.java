package dev.delegationledger.view;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The place of a node of either tree, as the key of its row.
 *
 * <p>Each tree is cut into pieces of {@value #LEVELS} levels, and the rows of a piece stand next to
 * each other: a path from a leaf to the root is read from a block or two for each piece, not from
 * one for each level. A key is one byte for which {@value #LEVELS} levels of the tree these are,
 * eight for the piece's index among those (big-endian), and one for the node's place within the
 * piece: as in a heap, 2 and 3 are the two below the piece's root, 4 to 7 those below them. The
 * piece's root itself belongs to the piece above.
 *
 * @param level from 0, the leaves
 * @param index within the level, from 0
 */
public record NodeKey(int level, long index) {
  private static final int LEVELS = 5;
  private static final int PIECE_BYTES = 1 + Long.BYTES;

  /** The length of a key. */
  public static final int BYTES = PIECE_BYTES + 1;

  /** How many rows a piece has at most. */
  public static final int PIECE_ROWS = (1 << (LEVELS + 1)) - 2;

  public NodeKey {
    if (level < 0 || index < 0) {
      throw new IllegalArgumentException(
          "a node has a level and an index, got " + level + ", " + index);
    }
  }

  /** The key's bytes. */
  public byte[] bytes() {
    int below = LEVELS - level % LEVELS; // how many levels below the piece's root
    return ByteBuffer.allocate(BYTES)
        .put((byte) (level / LEVELS))
        .putLong(index >>> below)
        .put((byte) ((1 << below) | (index & ((1 << below) - 1))))
        .array();
  }

  /** What every key of the same piece begins with. */
  public static byte[] piece(byte[] key) {
    return Arrays.copyOf(key, PIECE_BYTES);
  }

  /** The node that a key is of; empty for a key that is none of a node's. */
  public static Optional<NodeKey> of(byte[] key) {
    int place = key.length == BYTES ? key[BYTES - 1] : 0;
    if (place < 2 || place > PIECE_ROWS + 1 || key[0] < 0) {
      return Optional.empty();
    }
    int below = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(place);
    long piece = ByteBuffer.wrap(key).getLong(1);
    if (piece < 0 || piece > Long.MAX_VALUE >>> below) {
      return Optional.empty();
    }
    int level = (key[0] + 1) * LEVELS - below;
    return Optional.of(new NodeKey(level, (piece << below) | (place - (1 << below))));
  }
}
