package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTest {
  private static final TestNodes NODES = TestNodes.ofLog(8);
  private static final NodeReader NONE =
      (level, index) -> {
        throw new AssertionError("asked for node " + level + "/" + index);
      };

  @Test
  void hashes_areThoseOfRfc6962() {
    assertThat(Merkle.EMPTY_ROOT)
        .isEqualTo(hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    assertThat(Merkle.leafHash(new byte[0]))
        .isEqualTo(hex("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
    assertThat(Merkle.nodeHash(Merkle.leafHash(new byte[0]), Merkle.leafHash(new byte[] {0})))
        .isEqualTo(hex("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
  }

  @Test
  void frontier_handsOutEachCompleteNodeOnce() {
    List<String> nodes = new ArrayList<>();
    MerkleFrontier frontier = MerkleFrontier.empty();
    for (Hash leaf : MerkleReference.leaves(7)) {
      frontier.append(leaf, (level, index, hash) -> nodes.add(level + "/" + index));
    }
    assertThat(nodes)
        .containsExactly(
            "0/0", "0/1", "1/0", "0/2", "0/3", "1/1", "2/0", "0/4", "0/5", "1/2", "0/6");
  }

  @Test
  void frontierAfterFailedSink_isAsItWas() {
    MerkleFrontier frontier = MerkleFrontier.of(3, NODES);
    Hash before = frontier.root();
    Hash leaf = MerkleReference.leaves(4).get(3);

    assertThatThrownBy(
            () ->
                frontier.append(
                    leaf,
                    (level, index, hash) -> {
                      if (level == 1) {
                        throw new IllegalStateException("full");
                      }
                    }))
        .hasMessage("full");

    assertThat(frontier.root()).isEqualTo(before);
    assertThat(frontier.size()).isEqualTo(3);
    frontier.append(leaf, (level, index, hash) -> {});
    assertThat(frontier.root()).isEqualTo(MerkleTree.root(4, NODES));
  }

  @Test
  void copiedFrontier_growsAlone() {
    MerkleFrontier frontier = MerkleFrontier.of(5, NODES);
    MerkleFrontier copy = frontier.copy();
    copy.append(MerkleReference.leaves(6).get(5), (level, index, hash) -> {});

    assertThat(frontier.root()).isEqualTo(MerkleTree.root(5, NODES));
    assertThat(copy.root()).isEqualTo(MerkleTree.root(6, NODES));
  }

  @Test
  void fullLog_takesNoMore() {
    MerkleFrontier full = MerkleFrontier.of(Merkle.MAX_SIZE, (level, index) -> Hash.ZERO);

    assertThatThrownBy(() -> full.append(Hash.ZERO, (level, index, hash) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("full");
  }

  @Test
  void largestLog_hasRootAndPaths() {
    long size = Merkle.MAX_SIZE - 1;
    NodeReader same = (level, index) -> Hash.ZERO;
    Hash root = MerkleTree.root(size, same);

    List<Hash> last = MerkleTree.inclusionPath(size - 1, size, same);
    assertThat(InclusionProof.verify(size - 1, size, Hash.ZERO, last, root)).isTrue();
    assertThat(last).hasSize(39);
  }

  @Test
  void sizesOutOfBounds_areTheCallersMistake() {
    for (long size : List.of(-1L, Merkle.MAX_SIZE + 1, Long.MAX_VALUE, Long.MIN_VALUE)) {
      assertThatIllegalArgumentException().isThrownBy(() -> MerkleTree.root(size, NONE));
      assertThatIllegalArgumentException().isThrownBy(() -> MerkleFrontier.of(size, NONE));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MerkleTree.inclusionPath(0, size, NONE));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MerkleTree.consistencyPath(1, size, NONE));
    }
    for (long index : List.of(-1L, 8L)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MerkleTree.inclusionPath(index, 8, NODES));
    }
    for (long size1 : List.of(-1L, 0L, 9L)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MerkleTree.consistencyPath(size1, 8, NODES));
    }
  }

  @Test
  void proofsForAbsurdNumbers_areFalse() {
    for (long size : List.of(Long.MAX_VALUE, Long.MIN_VALUE, -1L, 0L)) {
      List<Hash> none = List.of();
      assertThat(InclusionProof.verify(0, size, Hash.ZERO, none, Hash.ZERO)).isFalse();
      assertThat(InclusionProof.verify(size - 1, size, Hash.ZERO, none, Hash.ZERO)).isFalse();
      assertThat(ConsistencyProof.verify(1, size, Hash.ZERO, Hash.ZERO, none)).isFalse();
      assertThat(ConsistencyProof.verify(size - 1, size, Hash.ZERO, Hash.ZERO, none)).isFalse();
    }
    assertThat(ConsistencyProof.verify(0, 0, Merkle.EMPTY_ROOT, Merkle.EMPTY_ROOT, List.of()))
        .isFalse();
  }

  private static Hash hex(String text) {
    return Hash.of(HexFormat.of().parseHex(text));
  }
}
