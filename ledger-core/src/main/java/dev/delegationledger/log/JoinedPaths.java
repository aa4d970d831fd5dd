package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * The ways from several leaves of a binary tree up to its root, joined where they meet. It is
 * walked row by row from the leaves up, and each row from left to right: the one order in which a
 * proof lists what stands beside the joined paths.
 *
 * <p>The last node of a row of odd length has no sibling and goes up as it is, which makes the tree
 * the one of RFC 6962 section 2.1. Where the width is a power of two there is no such node. The
 * leaves MUST be at least one, each within the width. For k leaves and height h at most k times h
 * nodes are visited.
 */
final class JoinedPaths {
  /** Where a node stands; level 0 holds leaves, {@code index} counts from 0 within the level. */
  record Place(int level, long index) {}

  /** Gives what stands beside a path, asked in the order of the walk. */
  private interface Beside<T> {
    T at(int level, long index);
  }

  private JoinedPaths() {}

  /**
   * The siblings that nobody can compute from the leaves, in the order of the walk.
   *
   * @param leaves their indexes
   * @param width how many leaves the whole tree has
   */
  static List<Place> siblings(NavigableSet<Long> leaves, long width) {
    NavigableMap<Long, Boolean> row = new TreeMap<>();
    leaves.forEach(index -> row.put(index, true));
    List<Place> places = new ArrayList<>();
    walk(row, width, (level, index) -> places.add(new Place(level, index)), (left, right) -> true);
    return places;
  }

  /**
   * The root over the leaves and their siblings.
   *
   * @param leaves their hashes by index
   * @param width how many leaves the whole tree has
   * @param siblings one for each place of {@link #siblings}
   * @param node hashes a left and a right node
   */
  static Hash root(
      NavigableMap<Long, Hash> leaves, long width, List<Hash> siblings, BinaryOperator<Hash> node) {
    Iterator<Hash> next = siblings.iterator();
    return walk(leaves, width, (level, index) -> next.next(), node);
  }

  private static <T> T walk(
      NavigableMap<Long, T> leaves, long width, Beside<T> beside, BinaryOperator<T> node) {
    NavigableMap<Long, T> row = leaves;
    int level = 0;
    for (long across = width; across > 1; across = (across + 1) >>> 1) {
      row = above(level, row, across, beside, node);
      level++;
    }
    return Objects.requireNonNull(row.get(0L));
  }

  private static <T> NavigableMap<Long, T> above(
      int level, NavigableMap<Long, T> row, long across, Beside<T> beside, BinaryOperator<T> node) {
    NavigableMap<Long, T> above = new TreeMap<>();
    for (Map.Entry<Long, T> entry : row.entrySet()) {
      long index = entry.getKey();
      boolean right = (index & 1) == 1;
      if (right && row.containsKey(index - 1)) {
        continue; // its left sibling has made their parent
      }
      T self = entry.getValue();
      T parent = self;
      if (right || index + 1 < across) {
        T known = row.get(index ^ 1);
        T sibling = known == null ? beside.at(level, index ^ 1) : known;
        parent = right ? node.apply(sibling, self) : node.apply(self, sibling);
      }
      above.put(index >>> 1, parent);
    }
    return above;
  }
}
