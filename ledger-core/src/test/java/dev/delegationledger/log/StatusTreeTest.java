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
  void batches_giveTheRootsOfTheReference(@ForAll("history") List<Map<Long, Hash>> history) {
    TestNodes nodes = new TestNodes();
    SortedMap<Long, Hash> leaves = new TreeMap<>();
    for (Map<Long, Hash> batch : history) {
      leaves.putAll(batch);
      Hash root = StatusTree.update(batch, nodes::find, nodes);
      assertThat(root).isEqualTo(StatusReference.root(leaves));
      assertThat(StatusTree.root(nodes::find)).isEqualTo(root);
    }
  }

  @Test
  void indexBeyondTheTree_isRefused() {
    TestNodes nodes = new TestNodes();
    for (long index : List.of(-1L, 1L << 40, Long.MAX_VALUE)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> StatusTree.update(Map.of(index, FOREIGN), nodes::find, nodes));
    }
  }

  @Test
  void nodeStoredThoughItIsTheDefault_changesNothing() {
    TestNodes nodes = new TestNodes();
    StatusTree.update(Map.of(1L, StatusTree.DEFAULTS.get(0)), nodes::find, nodes);
    assertThat(StatusTree.root(nodes::find)).isEqualTo(StatusTree.EMPTY_ROOT);
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
}
