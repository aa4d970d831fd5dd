package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Hash;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class StatusTreeTest {
  private static final long LAST = (1L << 40) - 1;
  private static final Hash FOREIGN = Sha256.of(new byte[] {42});

  @Test
  void treeWithoutFacts_costsNothing() {
    TestNodes nodes = new TestNodes();

    assertThat(StatusTree.root(nodes::find)).isEqualTo(StatusTree.EMPTY_ROOT);
    assertThat(StatusTree.EMPTY_ROOT).isEqualTo(StatusReference.root(new TreeMap<>()));
    assertThat(StatusTree.prove(LAST, nodes::find)).isEmpty();
    assertThat(verify(LAST, StatusList.LIVE.leafHash(), new TreeMap<>(), StatusTree.EMPTY_ROOT))
        .isTrue();
    assertThat(StatusTree.DEFAULTS).hasSize(41).doesNotHaveDuplicates();
  }

  @Test
  void updateWithoutChanges_isTheOldRoot() {
    assertThat(StatusTree.update(Map.of(), new TestNodes()::find, new TestNodes()))
        .isEqualTo(StatusTree.EMPTY_ROOT);
  }

  @Test
  void update_handsOutEachChangedNodeOnce() {
    TestNodes nodes = new TestNodes();
    int[] calls = new int[1];
    Hash root =
        StatusTree.update(
            Map.of(4L, FOREIGN, 5L, FOREIGN),
            nodes::find,
            (level, index, hash) -> {
              calls[0]++;
              nodes.node(level, index, hash);
            });
    assertThat(calls[0]).isEqualTo(nodes.count()).isEqualTo(2 + StatusTree.HEIGHT);
    assertThat(nodes.find(StatusTree.HEIGHT, 0)).contains(root);
  }

  @Property(tries = 30)
  void batches_giveTheRootsAndProofsOfTheReference(
      @ForAll("history") List<Map<Long, Hash>> history) {
    TestNodes nodes = new TestNodes();
    SortedMap<Long, Hash> leaves = new TreeMap<>();
    for (Map<Long, Hash> batch : history) {
      leaves.putAll(batch);
      Hash root = StatusTree.update(batch, nodes::find, nodes);
      assertThat(root).isEqualTo(StatusReference.root(leaves));
      assertThat(StatusTree.root(nodes::find)).isEqualTo(root);
    }
    Hash root = StatusTree.root(nodes::find);
    for (long index : somePlaces(leaves)) {
      SortedMap<Integer, Hash> siblings = StatusTree.prove(index, nodes::find);
      assertThat(siblings).isEqualTo(StatusReference.proof(index, leaves));
      assertThat(verify(index, StatusReference.node(0, index, leaves), siblings, root)).isTrue();
    }
  }

  @Property(tries = 30)
  void everyMutationOfAProof_isFalse(@ForAll("batch") Map<Long, Hash> batch) {
    TestNodes nodes = new TestNodes();
    Hash root = StatusTree.update(batch, nodes::find, nodes);
    for (long index : somePlaces(new TreeMap<>(batch))) {
      Hash leaf = nodes.find(0, index).orElse(StatusTree.DEFAULTS.get(0));
      SortedMap<Integer, Hash> siblings = StatusTree.prove(index, nodes::find);

      for (int level = 0; level < StatusTree.HEIGHT; level++) {
        if (siblings.containsKey(level)) {
          assertThat(verify(index, leaf, without(siblings, level), root)).isFalse();
        }
        for (Hash other : List.of(FOREIGN, StatusTree.DEFAULTS.get(level), leaf, root)) {
          if (!other.equals(siblings.get(level))) {
            assertThat(verify(index, leaf, with(siblings, level, other), root))
                .as("sibling %s of %s", level, index)
                .isFalse();
          }
        }
      }
      for (int level : new int[] {-1, 40, 41, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        assertThat(verify(index, leaf, with(siblings, level, FOREIGN), root)).isFalse();
      }
      assertThat(verify(index, leaf, siblings, FOREIGN)).isFalse();
      assertThat(verify(index, Hash.ZERO, siblings, root)).isFalse();
    }
  }

  @Test
  void livenessOfRevokedRecord_hasNoProof() {
    TestNodes nodes = new TestNodes();
    Hash revoked = StatusList.LIVE.plus(new Fact(9, "revoked")).leafHash();
    Hash root = StatusTree.update(Map.of(5L, revoked), nodes::find, nodes);
    SortedMap<Integer, Hash> siblings = StatusTree.prove(5, nodes::find);

    assertThat(verify(5, revoked, siblings, root)).isTrue();
    assertThat(verify(5, StatusList.LIVE.leafHash(), siblings, root)).isFalse();
    assertThat(verify(4, StatusList.LIVE.leafHash(), siblings, root)).isFalse();
    assertThat(verify(4, revoked, siblings, root)).isFalse();
  }

  @Test
  void indexBeyondTheTree_isRefused() {
    TestNodes nodes = new TestNodes();
    Hash root = StatusTree.update(Map.of(0L, FOREIGN, LAST, FOREIGN), nodes::find, nodes);
    for (long index : List.of(0L, LAST)) {
      SortedMap<Integer, Hash> siblings = StatusTree.prove(index, nodes::find);
      assertThat(verify(index, FOREIGN, siblings, root)).isTrue();
      // the low 40 bits are the same, so only the bound can refuse these
      for (long high : List.of(1L << 40, 1L << 62, Long.MIN_VALUE)) {
        assertThat(verify(index | high, FOREIGN, siblings, root)).isFalse();
      }
    }
    for (long index : List.of(-1L, 1L << 40, Long.MAX_VALUE)) {
      assertThatIllegalArgumentException().isThrownBy(() -> StatusTree.prove(index, nodes::find));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> StatusTree.update(Map.of(index, FOREIGN), nodes::find, nodes));
    }
  }

  @Test
  void nodeStoredThoughItIsTheDefault_isElidedAllTheSame() {
    TestNodes nodes = new TestNodes();
    StatusTree.update(Map.of(1L, StatusTree.DEFAULTS.get(0)), nodes::find, nodes);

    assertThat(StatusTree.root(nodes::find)).isEqualTo(StatusTree.EMPTY_ROOT);
    assertThat(StatusTree.prove(0, nodes::find)).isEmpty();
  }

  @Provide
  Arbitrary<List<Map<Long, Hash>>> history() {
    return batch().list().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<Map<Long, Hash>> batch() {
    Arbitrary<Long> index =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 20),
            Arbitraries.longs().between(0, LAST),
            Arbitraries.longs().between(LAST - 20, LAST));
    Arbitrary<Hash> leaf =
        Arbitraries.longs()
            .between(1, 1000)
            .map(at -> StatusList.LIVE.plus(new Fact(at, "revoked")).leafHash());
    return Arbitraries.maps(index, leaf).ofMinSize(1).ofMaxSize(12);
  }

  /** A few changed leaves, their neighbours, and both ends. */
  private static List<Long> somePlaces(SortedMap<Long, Hash> leaves) {
    return List.of(leaves.firstKey(), leaves.firstKey() ^ 1, leaves.lastKey(), 0L, LAST);
  }

  private static boolean verify(
      long index, Hash leaf, SortedMap<Integer, Hash> siblings, Hash root) {
    return StatusTree.verify(index, leaf, siblings, root);
  }

  private static SortedMap<Integer, Hash> without(SortedMap<Integer, Hash> siblings, int level) {
    SortedMap<Integer, Hash> mutated = new TreeMap<>(siblings);
    mutated.remove(level);
    return mutated;
  }

  private static SortedMap<Integer, Hash> with(
      SortedMap<Integer, Hash> siblings, int level, Hash sibling) {
    SortedMap<Integer, Hash> mutated = new TreeMap<>(siblings);
    mutated.put(level, sibling);
    return mutated;
  }
}
