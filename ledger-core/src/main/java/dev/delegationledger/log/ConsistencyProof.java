package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    // a path of RFC 6962 leaves out its first node where that is the first tree, whose root is
    // known
    boolean whole = Long.bitCount(size1) == 1;
    List<Hash> all = new ArrayList<>(whole ? List.of(root1) : List.of());
    all.addAll(path);
    return prefixRoot(size1, size2, root2, all).filter(root1::equals).isPresent();
  }

  /**
   * The root over the first {@code size1} of {@code size2} leaves, if {@code path} leads to {@code
   * root2}. The bounds and the exact length of the path are checked before anything is hashed.
   *
   * @param path the nodes in the order of RFC 6962 section 2.1.2, the first one also where that
   *     leaves it out because {@code size1} is a power of two; none for equal sizes
   * @return empty also unless {@code 0 < size1 <= size2}
   */
  static Optional<Hash> prefixRoot(long size1, long size2, Hash root2, List<Hash> path) {
    if (size1 <= 0 || size1 > size2) {
      return Optional.empty();
    }
    if (size1 == size2) {
      return path.isEmpty() ? Optional.of(root2) : Optional.empty();
    }
    /*
     * Start at the largest complete subtree that ends where the first tree ends, and climb as an inclusion proof of its
     * last leaf would. The siblings on the left belong to both trees, those on the right to the second alone.
     */
    int level = Long.numberOfTrailingZeros(size1);
    MerklePath shape = MerklePath.of(size1 - 1, size2);
    int inner = shape.inner() - level;
    if (path.size() != 1 + inner + shape.border()) {
      return Optional.empty();
    }
    Hash start = path.get(0);
    List<Hash> rest = path.subList(1, path.size());
    long sides = (size1 - 1) >>> level;
    return MerklePath.climb(start, rest, inner, sides).equals(root2)
        ? Optional.of(firstRoot(start, rest, inner, sides))
        : Optional.empty();
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
