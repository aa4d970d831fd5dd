package dev.delegationledger.log;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Hash;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The status tree as it is written: recursive over all of its leaves, from the root down, nothing
 * kept.
 */
final class StatusReference {
  private static final int HEIGHT = 40;

  private StatusReference() {}

  /** The root over these leaf hashes, every other leaf live. */
  static Hash root(SortedMap<Long, Hash> leaves) {
    return node(HEIGHT, 0, leaves);
  }

  /** The node at a place. */
  static Hash node(int level, long index, SortedMap<Long, Hash> leaves) {
    if (leaves.subMap(index << level, (index + 1) << level).isEmpty()) {
      return live(level);
    }
    return level == 0
        ? Optional.ofNullable(leaves.get(index)).orElseThrow()
        : parent(node(level - 1, 2 * index, leaves), node(level - 1, 2 * index + 1, leaves));
  }

  private static Hash live(int level) {
    Hash hash = Sha256.of(new byte[] {2});
    for (int i = 0; i < level; i++) {
      hash = parent(hash, hash);
    }
    return hash;
  }

  private static Hash parent(Hash left, Hash right) {
    return Sha256.of(new byte[] {3}, left.toArray(), right.toArray());
  }
}
