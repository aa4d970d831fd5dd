package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What stands beside the paths of several leaves, found from the root down and put in order
 * afterwards: slow and obvious.
 */
final class MultiproofReference {
  private static final int HEIGHT = 40;

  /** A subtree without any of the leaves whose sibling has one. */
  private record Beside(int level, long begin, Hash hash) {}

  private final List<Beside> found = new ArrayList<>();
  private final SortedSet<Long> indexes;

  private MultiproofReference(SortedSet<Long> indexes) {
    this.indexes = indexes;
  }

  /** The hashes of an inclusion multiproof in the tree over {@code leaves}. */
  static List<Hash> inclusion(SortedSet<Long> indexes, List<Hash> leaves) {
    MultiproofReference reference = new MultiproofReference(indexes);
    reference.below(0, leaves);
    return reference.ordered().stream().map(Beside::hash).toList();
  }

  private void below(long begin, List<Hash> leaves) {
    if (leaves.size() == 1) {
      return;
    }
    int k = Integer.highestOneBit(leaves.size() - 1); // the largest power of two below the size
    int level = Integer.numberOfTrailingZeros(k);
    List<Hash> left = leaves.subList(0, k);
    List<Hash> right = leaves.subList(k, leaves.size());
    boolean inLeft = has(begin, begin + k);
    boolean inRight = has(begin + k, begin + leaves.size());
    if (inLeft) {
      below(begin, left);
    } else {
      found.add(new Beside(level, begin, MerkleReference.root(left)));
    }
    if (inRight) {
      below(begin + k, right);
    } else {
      found.add(new Beside(level, begin + k, MerkleReference.root(right)));
    }
  }

  /** The bytes of a status multiproof in the tree with these leaves, as hexadecimal text. */
  static String status(SortedSet<Long> indexes, SortedMap<Long, Hash> leaves) {
    MultiproofReference reference = new MultiproofReference(indexes);
    reference.below(HEIGHT, 0, leaves);
    StringBuilder bits = new StringBuilder();
    StringBuilder given = new StringBuilder();
    for (Beside beside : reference.ordered()) {
      Hash live = StatusReference.node(beside.level(), 0, new TreeMap<>());
      bits.append(beside.hash().equals(live) ? 0 : 1);
      given.append(beside.hash().equals(live) ? "" : beside.hash().bytes().toString());
    }
    StringBuilder flags = new StringBuilder();
    for (int begin = 0; begin < bits.length(); begin += 8) {
      String eight = bits.substring(begin, Math.min(begin + 8, bits.length()));
      int flagged = Integer.parseInt(new StringBuilder(eight).reverse().toString(), 2);
      flags.append("%02x".formatted(flagged));
    }
    return flags + given.toString();
  }

  private void below(int level, long index, SortedMap<Long, Hash> leaves) {
    if (!has(index << level, (index + 1) << level)) {
      found.add(new Beside(level, index << level, StatusReference.node(level, index, leaves)));
    } else if (level > 0) {
      below(level - 1, 2 * index, leaves);
      below(level - 1, 2 * index + 1, leaves);
    }
  }

  private boolean has(long from, long to) {
    return !indexes.subSet(from, to).isEmpty();
  }

  private List<Beside> ordered() {
    return found.stream()
        .sorted(Comparator.comparingInt(Beside::level).thenComparingLong(Beside::begin))
        .toList();
  }
}
