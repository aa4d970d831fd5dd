package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One proof of several leaves against the slow reference, and against its mutations. */
class InclusionMultiproofTest {
  private static final int MAX = 300;
  private static final int SMALL = 40;
  private static final List<Hash> LEAVES = MerkleReference.leaves(MAX);
  private static final TestNodes NODES = TestNodes.ofLog(MAX);
  private static final Hash FOREIGN = Sha256.of(new byte[] {42});

  @Property(tries = 500)
  void proofs_areThoseOfTheReferenceAndVerify(
      @ForAll @IntRange(min = 1, max = MAX) int size,
      @ForAll @Size(min = 1, max = 40) Set<@IntRange(max = MAX - 1) Integer> any) {
    NavigableSet<Long> indexes = within(size, any);
    InclusionMultiproof proof = InclusionMultiproof.of(indexes, size, NODES);
    List<Hash> expected = MultiproofReference.inclusion(indexes, LEAVES.subList(0, size));

    assertThat(proof.bytes()).isEqualTo(Bytes.of(Hashes.append(new byte[0], expected)));
    assertThat(proof.verify(leaves(indexes), size, root(size))).isTrue();
  }

  @Property(tries = 200)
  void proofOfOneLeaf_isItsPath(
      @ForAll @IntRange(min = 1, max = MAX) int size, @ForAll @IntRange(max = MAX - 1) int any) {
    long index = any % size;
    Bytes path =
        Bytes.of(
            Hashes.append(new byte[0], MerkleReference.path((int) index, LEAVES.subList(0, size))));
    assertThat(InclusionMultiproof.of(new TreeSet<>(Set.of(index)), size, NODES).bytes())
        .isEqualTo(path);
  }

  @Property(tries = 60)
  void everyFlippedBitAndMovedHash_isFalse(
      @ForAll @IntRange(min = 1, max = SMALL) int size,
      @ForAll @Size(min = 1, max = 6) Set<@IntRange(max = SMALL - 1) Integer> any) {
    NavigableSet<Long> indexes = within(size, any);
    NavigableMap<Long, Hash> leaves = leaves(indexes);
    Bytes bytes = InclusionMultiproof.of(indexes, size, NODES).bytes();
    Hash root = root(size);

    Mutations.flips(bytes, flipped -> assertThat(verify(flipped, leaves, size, root)).isFalse());
    List<Hash> others = List.of(FOREIGN, root, leaves.firstEntry().getValue());
    for (Bytes mutated : Mutations.ofHashes(0, bytes, others)) {
      assertThat(verify(mutated, leaves, size, root)).as("%s", mutated).isFalse();
    }
    assertThat(verify(bytes, leaves, size, FOREIGN)).isFalse();
  }

  @Property(tries = 60)
  void anyOtherSetOfLeaves_isFalse(
      @ForAll @IntRange(min = 1, max = SMALL) int size,
      @ForAll @Size(min = 1, max = 6) Set<@IntRange(max = SMALL - 1) Integer> any) {
    NavigableSet<Long> indexes = within(size, any);
    Bytes bytes = InclusionMultiproof.of(indexes, size, NODES).bytes();
    for (long index = -1; index <= size; index++) {
      NavigableMap<Long, Hash> changed = leaves(indexes);
      if (changed.remove(index) == null) {
        changed.put(index, FOREIGN);
      }
      assertThat(verify(bytes, changed, size, root(size))).as("set without %s", index).isFalse();
      if (indexes.contains(index)) {
        changed.put(index, FOREIGN);
        assertThat(verify(bytes, changed, size, root(size))).as("bent %s", index).isFalse();
        changed.remove(index);
        changed.putIfAbsent(index + 1, LEAVES.get((int) index));
        assertThat(verify(bytes, changed, size, root(size))).as("moved %s", index).isFalse();
      }
    }
  }

  @Property(tries = 100)
  void proofWithTheLastLeaf_isOfNoOtherSize(
      @ForAll @IntRange(min = 1, max = SMALL) int size,
      @ForAll @Size(max = 6) Set<@IntRange(max = SMALL - 1) Integer> any) {
    NavigableSet<Long> indexes = within(size, any);
    indexes.add(size - 1L);
    Bytes bytes = InclusionMultiproof.of(indexes, size, NODES).bytes();
    for (long other = -1; other <= 4 * SMALL; other++) {
      assertThat(verify(bytes, leaves(indexes), other, root(size)))
          .as("size %s", other)
          .isEqualTo(other == size);
    }
  }

  @Property(tries = 100)
  void proofWithoutTheLastLeaf_isOfOtherSizesOnlyWhereTheSameNodesStandBesideIt(
      @ForAll @IntRange(min = 1, max = SMALL) int size,
      @ForAll @Size(min = 1, max = 6) Set<@IntRange(max = SMALL - 1) Integer> any) {
    NavigableSet<Long> indexes = within(size, any);
    Bytes bytes = InclusionMultiproof.of(indexes, size, NODES).bytes();
    for (long other = indexes.last() + 1; other <= 4 * SMALL; other++) {
      boolean sameWay =
          JoinedPaths.siblings(indexes, other).equals(JoinedPaths.siblings(indexes, size));
      assertThat(verify(bytes, leaves(indexes), other, root(size)))
          .as("size %s", other)
          .isEqualTo(sameWay);
    }
  }

  @Test
  void proofOfAllLeaves_isEmpty() {
    for (int size = 1; size <= 33; size++) {
      NavigableSet<Long> all = new TreeSet<>();
      for (long index = 0; index < size; index++) {
        all.add(index);
      }
      assertThat(InclusionMultiproof.of(all, size, NODES).bytes().size()).isZero();
      assertThat(verify(Bytes.of(new byte[0]), leaves(all), size, root(size))).isTrue();
    }
  }

  @Test
  void proofOfNothing_isFalse() {
    for (long size = 0; size < 4; size++) {
      Hash root = root((int) size);
      assertThat(verify(Bytes.of(new byte[0]), new TreeMap<>(), size, root)).isFalse();
      assertThat(verify(root.bytes(), new TreeMap<>(), size, root)).isFalse();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InclusionMultiproof.of(new TreeSet<>(), 8, NODES));
  }

  @Test
  void indexesAndSizesOutOfBounds_areRefused() {
    Bytes path = InclusionMultiproof.of(new TreeSet<>(Set.of(3L)), 8, NODES).bytes();
    Hash leaf = LEAVES.get(3);
    assertThat(verify(path, new TreeMap<>(Map.of(3L, leaf)), 8, root(8))).isTrue();
    for (long index : List.of(-5L, 8L, 11L, 3L | Long.MIN_VALUE)) {
      NavigableMap<Long, Hash> leaves = new TreeMap<>(Map.of(index, leaf));
      assertThat(verify(path, leaves, 8, root(8))).isFalse();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> InclusionMultiproof.of(leaves.navigableKeySet(), 8, NODES));
    }
    NavigableMap<Long, Hash> first = new TreeMap<>(Map.of(0L, leaf));
    for (long size : List.of(Merkle.MAX_SIZE + 1, Long.MAX_VALUE)) {
      int count = JoinedPaths.siblings(first.navigableKeySet(), Merkle.MAX_SIZE).size() + 1;
      Bytes bytes = Bytes.of(new byte[count * Hash.SIZE]);
      Hash reached =
          JoinedPaths.root(first, size, Hashes.from(0, new byte[64 * 32]), Merkle::nodeHash);
      assertThat(verify(bytes, first, size, reached)).isFalse();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> InclusionMultiproof.of(first.navigableKeySet(), size, NODES));
    }
  }

  private static boolean verify(
      Bytes bytes, NavigableMap<Long, Hash> leaves, long size, Hash root) {
    return new InclusionMultiproof(bytes).verify(leaves, size, root);
  }

  private static NavigableSet<Long> within(int size, Set<Integer> any) {
    NavigableSet<Long> indexes = new TreeSet<>();
    any.forEach(index -> indexes.add((long) index % size));
    return indexes;
  }

  private static NavigableMap<Long, Hash> leaves(NavigableSet<Long> indexes) {
    NavigableMap<Long, Hash> leaves = new TreeMap<>();
    indexes.forEach(index -> leaves.put(index, LEAVES.get(index.intValue())));
    return leaves;
  }

  private static Hash root(int size) {
    return MerkleReference.root(LEAVES.subList(0, size));
  }
}
