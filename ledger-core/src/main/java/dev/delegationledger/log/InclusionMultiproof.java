package dev.delegationledger.log;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;

/**
 * Shows that several leaves stand at their indexes of one tree (RFC 6962 section 2.1): the hashes
 * beside their joined paths, row by row from the leaves up, each row from left to right, and
 * nothing that follows from the leaves themselves. There is exactly one for a set of indexes and a
 * tree. Immutable, compared by content.
 *
 * @param bytes the hashes one after another; what they are good for, {@link #verify} says
 */
public record InclusionMultiproof(Bytes bytes) {
  /**
   * The proof of the leaves at {@code indexes} in the tree of the first {@code size} leaves.
   *
   * @throws IllegalArgumentException unless there is an index, each is in {@code [0, size)}, and
   *     {@code size <= Merkle.MAX_SIZE}
   */
  public static InclusionMultiproof of(NavigableSet<Long> indexes, long size, NodeReader nodes) {
    Merkle.requireSize(size);
    if (!areWithin(indexes, size)) {
      throw new IllegalArgumentException(
          "expected leaves of a tree of " + size + ", got the indexes " + indexes);
    }
    List<Hash> siblings =
        JoinedPaths.siblings(indexes, size).stream()
            .map(at -> MerkleTree.node(at.level(), at.index(), size, nodes))
            .toList();
    return new InclusionMultiproof(Bytes.of(Hashes.append(new byte[0], siblings)));
  }

  /**
   * The proof of one leaf: its inclusion path (RFC 6962 section 2.1.1), the leaf's sibling first.
   */
  public static InclusionMultiproof ofPath(List<Hash> path) {
    return new InclusionMultiproof(Bytes.of(Hashes.append(new byte[0], path)));
  }

  /**
   * Whether these hashes lead from {@code leaves} to {@code root}. The bounds and the exact number
   * of hashes are checked before anything is hashed, and at most 40 hashes are made for each leaf.
   *
   * <p>The number of leaves of the tree is proven only if its last one is among {@code leaves}, as
   * with a single path ({@link InclusionProof}). Take the size from whatever vouches for the root.
   *
   * @param leaves the leaves' hashes by index
   * @param size the number of leaves of the tree
   * @param root the root the verifier trusts
   * @return false also where there is no leaf, where an index is not in {@code [0, size)}, and
   *     where {@code size > Merkle.MAX_SIZE}
   */
  public boolean verify(NavigableMap<Long, Hash> leaves, long size, Hash root) {
    if (size > Merkle.MAX_SIZE || !areWithin(leaves.navigableKeySet(), size)) {
      return false;
    }
    int count = JoinedPaths.siblings(leaves.navigableKeySet(), size).size();
    if (bytes.size() != count * Hash.SIZE) {
      return false;
    }
    List<Hash> siblings = Hashes.from(0, bytes.toArray());
    return JoinedPaths.root(leaves, size, siblings, Merkle::nodeHash).equals(root);
  }

  private static boolean areWithin(NavigableSet<Long> indexes, long size) {
    return !indexes.isEmpty() && indexes.first() >= 0 && indexes.last() < size;
  }
}
