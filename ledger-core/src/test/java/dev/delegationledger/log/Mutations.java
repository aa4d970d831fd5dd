package dev.delegationledger.log;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** What can be done to the bytes of a proof. */
final class Mutations {
  private Mutations() {}

  /** Every bit flipped, one at a time. */
  static void flips(Bytes bytes, Consumer<Bytes> proof) {
    for (int bit = 0; bit < bytes.size() * 8; bit++) {
      byte[] flipped = bytes.toArray();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      proof.accept(Bytes.of(flipped));
    }
  }

  /**
   * Of hashes that begin at {@code from}: each one dropped, doubled, replaced and swapped with the
   * next; one more of each of {@code others} in front, between and behind; half a hash.
   */
  static List<Bytes> ofHashes(int from, Bytes bytes, List<Hash> others) {
    byte[] before = Arrays.copyOf(bytes.toArray(), from);
    List<Hash> hashes = Hashes.from(from, bytes.toArray());
    List<List<Hash>> lists = new ArrayList<>();
    for (int i = 0; i <= hashes.size(); i++) {
      for (Hash other : others) {
        lists.add(with(hashes, i, i, List.of(other)));
        if (i < hashes.size()) {
          lists.add(with(hashes, i, i + 1, List.of(other)));
        }
      }
      if (i < hashes.size()) {
        lists.add(with(hashes, i, i + 1, List.of()));
        lists.add(with(hashes, i, i, List.of(hashes.get(i))));
      }
      if (i + 1 < hashes.size()) {
        lists.add(with(hashes, i, i + 2, List.of(hashes.get(i + 1), hashes.get(i))));
      }
    }
    List<Bytes> mutated = new ArrayList<>();
    for (List<Hash> list : lists) {
      mutated.add(Bytes.of(Hashes.append(before, list)));
    }
    mutated.add(Bytes.of(Arrays.copyOf(bytes.toArray(), bytes.size() + Hash.SIZE / 2)));
    if (bytes.size() > 0) {
      mutated.add(Bytes.of(Arrays.copyOf(bytes.toArray(), bytes.size() - 1)));
    }
    mutated.removeIf(bytes::equals);
    return mutated;
  }

  private static List<Hash> with(List<Hash> hashes, int from, int to, List<Hash> instead) {
    List<Hash> changed = new ArrayList<>(hashes.subList(0, from));
    changed.addAll(instead);
    changed.addAll(hashes.subList(to, hashes.size()));
    return changed;
  }
}
