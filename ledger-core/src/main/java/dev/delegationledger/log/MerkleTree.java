package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * Roots and paths of the log's tree, computed from its complete subtrees (RFC 6962 section 2.1).
 * Each call reads O(log size) nodes. Thread-safe as far as the reader is.
 */
public final class MerkleTree {
  private MerkleTree() {}

  /**
   * The root over the first {@code size} leaves; {@link Merkle#EMPTY_ROOT} for none.
   *
   * @throws IllegalArgumentException unless {@code 0 <= size <= Merkle.MAX_SIZE}
   */
  public static Hash root(long size, NodeReader nodes) {
    Merkle.requireSize(size);
    return size == 0 ? Merkle.EMPTY_ROOT : rangeRoot(0, size, nodes);
  }

  /**
   * The inclusion path of the leaf at {@code index}, from the leaf upwards (RFC 6962 section
   * 2.1.1).
   *
   * @throws IllegalArgumentException unless {@code 0 <= index < size <= Merkle.MAX_SIZE}
   */
  public static List<Hash> inclusionPath(long index, long size, NodeReader nodes) {
    Merkle.requireSize(size);
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "a tree of " + size + " leaves has no leaf at index " + index);
    }
    List<Hash> path = new ArrayList<>();
    addSiblings(0, index, size, nodes, path);
    return List.copyOf(path);
  }

  /**
   * The proof that the first {@code size1} leaves are the beginning of the first {@code size2} (RFC
   * 6962 section 2.1.2); empty for equal sizes.
   *
   * @throws IllegalArgumentException unless {@code 0 < size1 <= size2 <= Merkle.MAX_SIZE}
   */
  public static List<Hash> consistencyPath(long size1, long size2, NodeReader nodes) {
    Merkle.requireSize(size2);
    if (size1 <= 0 || size1 > size2) {
      throw new IllegalArgumentException(
          "consistency needs 0 < size1 <= size2, got " + size1 + " and " + size2);
    }
    if (size1 == size2) {
      return List.of();
    }
    List<Hash> path = prefixPath(size1, size2, nodes);
    return Long.bitCount(size1) == 1 ? path.subList(1, path.size()) : path;
  }

  /** As {@link #consistencyPath}, with its first node also where the RFC leaves that out. */
  static List<Hash> prefixPath(long size1, long size2, NodeReader nodes) {
    int level = Long.numberOfTrailingZeros(size1);
    List<Hash> path = new ArrayList<>();
    path.add(nodes.node(level, (size1 - 1) >>> level));
    addSiblings(level, size1 - 1, size2, nodes, path);
    return List.copyOf(path);
  }

  private static void addSiblings(
      int fromLevel, long index, long size, NodeReader nodes, List<Hash> path) {
    for (int level = fromLevel; 1L << level < size; level++) {
      long sibling = (index >>> level) ^ 1;
      if (sibling << level < size) {
        path.add(node(level, sibling, size, nodes));
      }
    }
  }

  /**
   * The node at a place of the tree of {@code size} leaves: the root over those of the leaves
   * {@code [index << level, (index + 1) << level)} that the tree has, which are not none.
   */
  static Hash node(int level, long index, long size, NodeReader nodes) {
    long begin = index << level;
    return rangeRoot(begin, Math.min(begin + (1L << level), size), nodes);
  }

  /**
   * The root over a non-empty range that begins at a multiple of a power of two not below its
   * length.
   */
  private static Hash rangeRoot(long begin, long end, NodeReader nodes) {
    long length = end - begin;
    int level = Long.numberOfTrailingZeros(length);
    Hash hash = nodes.node(level, (end - 1) >>> level);
    for (long left = length & (length - 1); left != 0; left &= left - 1) {
      level = Long.numberOfTrailingZeros(left);
      hash = Merkle.nodeHash(nodes.node(level, (begin + left - 1) >>> level), hash);
    }
    return hash;
  }
}
