package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.List;

/** Shows that one tree is the beginning of another (RFC 6962 section 2.1.2). Thread-safe. */
public final class ConsistencyProof {
  private ConsistencyProof() {}

  /**
   * Whether {@code path} shows that the tree of {@code size1} leaves under {@code root1} is the
   * beginning of the tree of {@code size2} leaves under {@code root2}. The bounds and the exact
   * length of the path are checked before anything is hashed.
   *
   * <p>For equal sizes the path is empty and the roots are equal. Nothing is proven about the empty
   * tree: a {@code size1} of 0 is false whatever else is given, because every tree begins with it
   * and a claim that needs no evidence must not look like one that had some.
   *
   * @param path the nodes in the order of RFC 6962 section 2.1.2
   * @return false also unless {@code 0 < size1 <= size2}
   */
  public static boolean verify(long size1, long size2, Hash root1, Hash root2, List<Hash> path) {
    if (size1 <= 0 || size1 > size2) {
      return false;
    }
    if (size1 == size2) {
      return path.isEmpty() && root1.equals(root2);
    }
    /*
     * Start at the largest complete subtree that ends where the first tree ends, and climb as an inclusion proof of its
     * last leaf would. The siblings on the left belong to both trees, those on the right to the second alone. That
     * subtree is the whole first tree, whose hash is known, if size1 is a power of two; else the path begins with it.
     */
    int level = Long.numberOfTrailingZeros(size1);
    boolean whole = size1 == 1L << level;
    MerklePath shape = MerklePath.of(size1 - 1, size2);
    int inner = shape.inner() - level;
    int given = whole ? 0 : 1;
    if (path.size() != given + inner + shape.border()) {
      return false;
    }
    Hash start = whole ? root1 : path.get(0);
    List<Hash> rest = path.subList(given, path.size());
    long sides = (size1 - 1) >>> level;
    return firstRoot(start, rest, inner, sides).equals(root1)
        && MerklePath.climb(start, rest, inner, sides).equals(root2);
  }

  private static Hash firstRoot(Hash start, List<Hash> path, int inner, long sides) {
    Hash hash = start;
    for (int i = 0; i < path.size(); i++) {
      if (i >= inner || ((sides >>> i) & 1) == 1) {
        hash = Merkle.nodeHash(path.get(i), hash);
      }
    }
    return hash;
  }
}
