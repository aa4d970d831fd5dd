package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The fast tree against the slow reference, and every path against its mutations. */
class MerklePropertyTest {
  private static final int MAX = 300;
  private static final List<Hash> LEAVES = MerkleReference.leaves(MAX);
  private static final TestNodes NODES = TestNodes.ofLog(MAX);
  private static final Hash FOREIGN = Sha256.of(new byte[] {42});

  @Property(tries = 300)
  void roots_areThoseOfTheReference(@ForAll @IntRange(max = MAX) int size) {
    Hash expected = MerkleReference.root(LEAVES.subList(0, size));
    MerkleFrontier appended = MerkleFrontier.empty();
    LEAVES.subList(0, size).forEach(leaf -> appended.append(leaf, (level, index, hash) -> {}));

    assertThat(MerkleTree.root(size, NODES)).isEqualTo(expected);
    assertThat(MerkleFrontier.of(size, NODES).root()).isEqualTo(expected);
    assertThat(appended.root()).isEqualTo(expected);
    assertThat(appended.size()).isEqualTo(size);
  }

  @Property(tries = 300)
  void inclusionPaths_areThoseOfTheReferenceAndVerify(
      @ForAll @IntRange(min = 1, max = MAX) int size, @ForAll @IntRange(max = MAX - 1) int any) {
    int index = any % size;
    List<Hash> path = MerkleTree.inclusionPath(index, size, NODES);

    assertThat(path).isEqualTo(MerkleReference.path(index, LEAVES.subList(0, size)));
    assertThat(included(index, size, path)).isTrue();
  }

  @Property(tries = 300)
  void consistencyPaths_areThoseOfTheReferenceAndVerify(
      @ForAll @IntRange(min = 1, max = MAX) int size2, @ForAll @IntRange(max = MAX - 1) int any) {
    int size1 = 1 + any % size2;
    List<Hash> path = MerkleTree.consistencyPath(size1, size2, NODES);

    assertThat(path).isEqualTo(MerkleReference.proof(size1, LEAVES.subList(0, size2)));
    assertThat(consistent(size1, size2, path)).isTrue();
  }

  @Property(tries = 150)
  void inclusion_refusesEveryMutation(
      @ForAll @IntRange(min = 1, max = MAX) int size, @ForAll @IntRange(max = MAX - 1) int any) {
    int index = any % size;
    Hash leaf = LEAVES.get(index);
    Hash root = root(size);
    List<Hash> path = MerkleTree.inclusionPath(index, size, NODES);

    for (List<Hash> mutated : mutations(path, leaf, root)) {
      assertThat(included(index, size, mutated)).as("path %s", mutated).isFalse();
    }
    for (long other = -1; other <= size + 1; other++) {
      assertThat(InclusionProof.verify(other, size, leaf, path, root)).isEqualTo(other == index);
    }
    for (long other = -1; other <= MAX; other++) {
      // the size is vouched for by the checkpoint; here it only counts through the shape of the
      // path
      boolean sameWay =
          index < other && MerklePath.of(index, other).equals(MerklePath.of(index, size));
      assertThat(InclusionProof.verify(index, other, leaf, path, root)).isEqualTo(sameWay);
    }
    assertThat(InclusionProof.verify(index, size, FOREIGN, path, root)).isFalse();
    assertThat(InclusionProof.verify(index, size, leaf, path, FOREIGN)).isFalse();
  }

  @Property(tries = 150)
  void consistency_refusesEveryMutation(
      @ForAll @IntRange(min = 1, max = MAX) int size2, @ForAll @IntRange(max = MAX - 1) int any) {
    int size1 = 1 + any % size2;
    Hash root1 = root(size1);
    Hash root2 = root(size2);
    List<Hash> path = MerkleTree.consistencyPath(size1, size2, NODES);

    for (List<Hash> mutated : mutations(path, root1, root2)) {
      assertThat(consistent(size1, size2, mutated)).as("path %s", mutated).isFalse();
    }
    for (long other = -1; other <= size2 + 1; other++) {
      assertThat(ConsistencyProof.verify(other, size2, root1, root2, path))
          .isEqualTo(other == size1);
    }
    for (long other = -1; other <= MAX; other++) {
      boolean sameWay =
          other == size2
              || (size1 < size2
                  && size1 < other
                  && MerklePath.of(size1 - 1, other).equals(MerklePath.of(size1 - 1, size2)));
      assertThat(ConsistencyProof.verify(size1, other, root1, root2, path)).isEqualTo(sameWay);
    }
    assertThat(ConsistencyProof.verify(size1, size2, FOREIGN, root2, path)).isFalse();
    assertThat(ConsistencyProof.verify(size1, size2, root1, FOREIGN, path)).isFalse();
    assertThat(ConsistencyProof.verify(size1, size2, root2, root1, path)).isEqualTo(size1 == size2);
  }

  /**
   * Each hash changed, dropped, doubled and swapped with the next; hashes put in front and behind.
   */
  private static List<List<Hash>> mutations(List<Hash> path, Hash first, Hash second) {
    List<List<Hash>> mutations = new ArrayList<>();
    for (Hash extra : List.of(first, second, FOREIGN)) {
      for (int i = 0; i <= path.size(); i++) {
        mutations.add(mutated(path, i, extra, false));
        if (i < path.size()) {
          mutations.add(mutated(path, i, extra, true));
        }
      }
    }
    for (int i = 0; i < path.size(); i++) {
      List<Hash> dropped = new ArrayList<>(path);
      dropped.remove(i);
      mutations.add(dropped);
      mutations.add(mutated(path, i, path.get(i), false));
      mutations.add(mutated(path, i, flipped(path.get(i), i), true));
      if (i > 0) {
        List<Hash> swapped = new ArrayList<>(path);
        swapped.set(i, path.get(i - 1));
        swapped.set(i - 1, path.get(i));
        mutations.add(swapped);
      }
    }
    mutations.removeIf(path::equals);
    return mutations;
  }

  private static List<Hash> mutated(List<Hash> path, int at, Hash hash, boolean replace) {
    List<Hash> mutated = new ArrayList<>(path);
    if (replace) {
      mutated.set(at, hash);
    } else {
      mutated.add(at, hash);
    }
    return mutated;
  }

  private static Hash flipped(Hash hash, int bit) {
    byte[] bytes = hash.toArray();
    bytes[bit % Hash.SIZE] ^= (byte) (1 << bit % 8);
    return Hash.of(bytes);
  }

  private static Hash root(int size) {
    return MerkleTree.root(size, NODES);
  }

  private static boolean included(int index, int size, List<Hash> path) {
    return InclusionProof.verify(index, size, LEAVES.get(index), path, root(size));
  }

  private static boolean consistent(int size1, int size2, List<Hash> path) {
    return ConsistencyProof.verify(size1, size2, root(size1), root(size2), path);
  }
}
