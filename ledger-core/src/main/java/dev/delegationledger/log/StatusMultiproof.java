package dev.delegationledger.log;

import dev.delegationledger.log.JoinedPaths.Place;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Shows what several leaves of the status tree hold: the hashes beside their joined paths, without
 * those that are the constant of their level. There is exactly one for a set of indexes and a tree.
 * Immutable, compared by content.
 *
 * <p>Let there be M siblings beside the paths, row by row from the leaves up, each row from left to
 * right. Flag k, the bit of value {@code 2^(k mod 8)} in byte {@code k div 8}, says whether sibling
 * k is given; flags fill up ceil(M/8) bytes, with zeros at the end. Then the given siblings follow
 * in the same order.
 *
 * @param bytes flags and hashes; what they are good for, {@link #verify} says
 */
public record StatusMultiproof(Bytes bytes) {
  /**
   * The proof of the leaves at {@code indexes}.
   *
   * @throws IllegalArgumentException unless there is an index, and each is in {@code [0,
   *     StatusTree.CAPACITY)}
   */
  public static StatusMultiproof of(NavigableSet<Long> indexes, StatusNodeReader nodes) {
    if (!areWithin(indexes)) {
      throw new IllegalArgumentException(
          "a status has an index from 0 to " + (StatusTree.CAPACITY - 1) + ", got " + indexes);
    }
    List<Place> places = JoinedPaths.siblings(indexes, StatusTree.CAPACITY);
    BitSet flags = new BitSet();
    List<Hash> given = new ArrayList<>();
    for (int k = 0; k < places.size(); k++) {
      Place place = places.get(k);
      Hash sibling = StatusTree.node(place.level(), place.index(), nodes);
      if (!isDefault(sibling, place)) {
        flags.set(k);
        given.add(sibling);
      }
    }
    byte[] flagged = Arrays.copyOf(flags.toByteArray(), flagBytes(places.size()));
    return new StatusMultiproof(Bytes.of(Hashes.append(flagged, given)));
  }

  /**
   * Whether this leads from {@code leaves} to {@code root}. The bounds, the exact length and the
   * elision are checked before anything is hashed, and at most 40 hashes are made for each leaf.
   *
   * @param leaves the hashes of the leaves' {@link StatusList}s by index
   * @param root the status root the verifier trusts
   * @return false also where there is no leaf, where an index is not in {@code [0,
   *     StatusTree.CAPACITY)}, and where a given sibling is the constant of its level
   */
  public boolean verify(NavigableMap<Long, Hash> leaves, Hash root) {
    return areWithin(leaves.navigableKeySet())
        && siblings(JoinedPaths.siblings(leaves.navigableKeySet(), StatusTree.CAPACITY))
            .map(all -> JoinedPaths.root(leaves, StatusTree.CAPACITY, all, StatusTree::nodeHash))
            .filter(root::equals)
            .isPresent();
  }

  /** One hash for each place, unless these are not the bytes of a proof with those places. */
  private Optional<List<Hash>> siblings(List<Place> places) {
    byte[] all = bytes.toArray();
    int flagBytes = flagBytes(places.size());
    BitSet flags = BitSet.valueOf(Arrays.copyOf(all, Math.min(flagBytes, all.length)));
    if (flags.length() > places.size()
        || all.length != flagBytes + flags.cardinality() * Hash.SIZE) {
      return Optional.empty();
    }
    Iterator<Hash> given = Hashes.from(flagBytes, all).iterator();
    List<Hash> siblings = new ArrayList<>(places.size());
    for (int k = 0; k < places.size(); k++) {
      Place place = places.get(k);
      Hash sibling = flags.get(k) ? given.next() : StatusTree.DEFAULTS.get(place.level());
      if (flags.get(k) && isDefault(sibling, place)) {
        return Optional.empty();
      }
      siblings.add(sibling);
    }
    return Optional.of(siblings);
  }

  private static boolean isDefault(Hash sibling, Place place) {
    return sibling.equals(StatusTree.DEFAULTS.get(place.level()));
  }

  private static int flagBytes(int flags) {
    return (flags + Byte.SIZE - 1) / Byte.SIZE;
  }

  private static boolean areWithin(NavigableSet<Long> indexes) {
    return !indexes.isEmpty() && indexes.first() >= 0 && indexes.last() < StatusTree.CAPACITY;
  }
}
