package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.List;

/**
 * The way from the leaf at {@code index} up to the root of a tree of {@code size} leaves, in two
 * parts.
 *
 * <p>Below level {@code inner} the node and its sibling both lie left of the tree's ragged right
 * edge or on it, and the sibling's side follows from a bit of the index. From there on the node
 * itself is the right edge: where it has a sibling at all, that is a complete subtree to its left.
 * There are {@code border} of those.
 *
 * @param inner siblings whose side is decided by the index, one for each of the lowest levels
 * @param border siblings further up, every one of them on the left
 */
record MerklePath(int inner, int border) {
  /** The path of a leaf; the caller has checked {@code 0 <= index < size}. */
  static MerklePath of(long index, long size) {
    int inner = Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
    return new MerklePath(inner, Long.bitCount(index >>> inner));
  }

  /** The number of siblings on the whole path. */
  int length() {
    return inner + border;
  }

  /**
   * Climbs {@code path}; bit i of {@code sides} says that sibling i, below the border, stands on
   * the left.
   */
  static Hash climb(Hash from, List<Hash> path, int inner, long sides) {
    Hash hash = from;
    for (int i = 0; i < path.size(); i++) {
      boolean left = i >= inner || ((sides >>> i) & 1) == 1;
      hash = left ? Merkle.nodeHash(path.get(i), hash) : Merkle.nodeHash(hash, path.get(i));
    }
    return hash;
  }
}
