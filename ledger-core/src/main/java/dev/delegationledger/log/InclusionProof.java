package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.List;

/** Shows that a leaf stands at one index of a tree (RFC 6962 section 2.1.1). Thread-safe. */
public final class InclusionProof {
  private InclusionProof() {}

  /**
   * Whether {@code path} leads from {@code leaf} at {@code index} to {@code root}. The bounds and
   * the exact length of the path are checked before anything is hashed.
   *
   * <p>A path proves the place of the leaf, not the number of leaves: trees of other sizes can have
   * the same way to it. Take the size from whatever vouches for the root.
   *
   * @param index the place of the leaf, from 0
   * @param size the number of leaves of the tree
   * @param leaf the leaf's hash
   * @param path the siblings from the leaf upwards, exactly as many as the tree has there
   * @param root the root the verifier trusts
   * @return false also where {@code index} is not in {@code [0, size)} (so always for the empty
   *     tree)
   */
  public static boolean verify(long index, long size, Hash leaf, List<Hash> path, Hash root) {
    if (index < 0 || index >= size) {
      return false;
    }
    MerklePath shape = MerklePath.of(index, size);
    return path.size() == shape.length()
        && MerklePath.climb(leaf, path, shape.inner(), index).equals(root);
  }
}
