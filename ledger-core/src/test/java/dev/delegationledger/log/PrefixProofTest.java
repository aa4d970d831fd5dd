package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PrefixProofTest {
  private static final int MOST = 40;

  @Test
  void everyPrefix_hasTheRootOfTheFirstLeaves() {
    for (int whole = 1; whole <= MOST; whole++) {
      for (int size = 1; size <= whole; size++) {
        assertThat(proof(size, whole).rootWithin(checkpoint(whole))).hasValue(root(size));
      }
    }
  }

  @Test
  void proof_isThatOfTheRfcWithItsFirstHash() {
    for (int whole = 2; whole <= MOST; whole++) {
      for (int size = 1; size < whole; size++) {
        List<Hash> expected = new ArrayList<>();
        if (Integer.bitCount(size) == 1) {
          expected.add(root(size));
        }
        expected.addAll(MerkleReference.proof(size, MerkleReference.leaves(whole)));
        assertThat(hashes(proof(size, whole))).isEqualTo(expected);
      }
    }
  }

  @Test
  void otherHashes_leadNowhere() {
    for (int whole = 1; whole <= 17; whole++) {
      for (int size = 1; size <= whole; size++) {
        PrefixProof proof = proof(size, whole);
        for (Bytes bytes :
            Mutations.ofHashes(0, proof.bytes(), List.of(Hash.ZERO, root(size), root(whole)))) {
          if (bytes.size() % Hash.SIZE == 0) {
            assertThat(new PrefixProof(size, bytes).rootWithin(checkpoint(whole))).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void anotherTree_isNotLedTo() {
    PrefixProof proof = proof(6, 11);
    assertThat(proof.rootWithin(new Checkpoint("example.com/log", 11, root(10)))).isEmpty();
    assertThat(proof.rootWithin(checkpoint(10))).isEmpty();
    assertThat(proof.rootWithin(checkpoint(5))).isEmpty();
    assertThat(new PrefixProof(7, proof.bytes()).rootWithin(checkpoint(11))).isEmpty();
  }

  @Test
  void sizeOfNoTree_isRefused() {
    TestNodes nodes = TestNodes.ofLog(3);
    assertThatThrownBy(() -> PrefixProof.of(0, 3, nodes))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PrefixProof.of(4, 3, nodes))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PrefixProof(0, Bytes.of(new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PrefixProof(1, Bytes.of(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PrefixProof proof(int size, int whole) {
    return PrefixProof.of(size, whole, TestNodes.ofLog(whole));
  }

  private static Checkpoint checkpoint(int size) {
    return new Checkpoint("example.com/log", size, root(size));
  }

  private static Hash root(int size) {
    return MerkleReference.root(MerkleReference.leaves(size));
  }

  private static List<Hash> hashes(PrefixProof proof) {
    return Hashes.from(0, proof.bytes().toArray());
  }
}
