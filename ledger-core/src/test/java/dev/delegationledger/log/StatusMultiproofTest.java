package dev.delegationledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** One proof of several statuses against the slow reference, and against its mutations. */
class StatusMultiproofTest {
  private static final long LAST = (1L << 40) - 1;
  private static final Hash LIVE = StatusList.LIVE.leafHash();
  private static final Hash FOREIGN = Sha256.of(new byte[] {42});

  @Property(tries = 60)
  void proofs_areThoseOfTheReferenceAndVerify(
      @ForAll("changed") Map<Long, Hash> changed, @ForAll("indexes") Set<Long> some) {
    NavigableSet<Long> indexes = proven(changed, some);
    TestNodes nodes = new TestNodes();
    Hash root = StatusTree.update(changed, nodes::find, nodes);
    StatusMultiproof proof = StatusMultiproof.of(indexes, nodes::find);

    assertThat(proof.bytes().toString())
        .isEqualTo(MultiproofReference.status(indexes, new TreeMap<>(changed)));
    assertThat(proof.verify(leaves(indexes, changed), root)).isTrue();
  }

  @Property(tries = 20)
  void everyFlippedBitAndMovedHash_isFalse(
      @ForAll("changed") Map<Long, Hash> changed, @ForAll("indexes") Set<Long> some) {
    NavigableSet<Long> indexes = proven(changed, some);
    NavigableMap<Long, Hash> leaves = leaves(indexes, changed);
    TestNodes nodes = new TestNodes();
    Hash root = StatusTree.update(changed, nodes::find, nodes);
    Bytes bytes = StatusMultiproof.of(indexes, nodes::find).bytes();
    int flagBytes = (JoinedPaths.siblings(indexes, StatusTree.CAPACITY).size() + 7) / 8;

    Mutations.flips(bytes, flipped -> assertThat(verify(flipped, leaves, root)).isFalse());
    List<Hash> others = List.of(FOREIGN, LIVE, root);
    for (Bytes mutated : Mutations.ofHashes(flagBytes, bytes, others)) {
      assertThat(verify(mutated, leaves, root)).as("%s", mutated).isFalse();
    }
    assertThat(verify(Bytes.of(new byte[0]), leaves, root)).isFalse();
    assertThat(verify(bytes, leaves, FOREIGN)).isFalse();
  }

  /** All of these lead to the root: only the rule about constants can refuse them. */
  @Property(tries = 20)
  void everyConstantThatIsGiven_isFalse(
      @ForAll("changed") Map<Long, Hash> changed, @ForAll("indexes") Set<Long> some) {
    NavigableSet<Long> indexes = proven(changed, some);
    TestNodes nodes = new TestNodes();
    Hash root = StatusTree.update(changed, nodes::find, nodes);
    byte[] bytes = StatusMultiproof.of(indexes, nodes::find).bytes().toArray();
    List<JoinedPaths.Place> places = JoinedPaths.siblings(indexes, StatusTree.CAPACITY);
    int flagBytes = (places.size() + 7) / 8;
    BitSet flags = BitSet.valueOf(Arrays.copyOf(bytes, flagBytes));
    for (int k = flags.nextClearBit(0); k < places.size(); k = flags.nextClearBit(k + 1)) {
      BitSet more = (BitSet) flags.clone();
      more.set(k);
      List<Hash> given = new ArrayList<>(Hashes.from(flagBytes, bytes));
      given.add(flags.get(0, k).cardinality(), StatusTree.DEFAULTS.get(places.get(k).level()));
      byte[] flagged = Arrays.copyOf(more.toByteArray(), flagBytes);
      Bytes padded = Bytes.of(Hashes.append(flagged, given));
      assertThat(verify(padded, leaves(indexes, changed), root)).as("sibling %s", k).isFalse();
    }
  }

  @Property(tries = 40)
  void anyOtherSetOfLeaves_isFalse(
      @ForAll("changed") Map<Long, Hash> changed, @ForAll("indexes") Set<Long> some) {
    NavigableSet<Long> indexes = proven(changed, some);
    TestNodes nodes = new TestNodes();
    Hash root = StatusTree.update(changed, nodes::find, nodes);
    Bytes bytes = StatusMultiproof.of(indexes, nodes::find).bytes();
    for (long index : indexes) {
      NavigableMap<Long, Hash> leaves = leaves(indexes, changed);
      leaves.put(index, FOREIGN);
      assertThat(verify(bytes, leaves, root)).as("bent %s", index).isFalse();
      leaves.put(index, changed.containsKey(index) ? LIVE : StatusTree.DEFAULTS.get(1));
      assertThat(verify(bytes, leaves, root)).as("closed or opened %s", index).isFalse();
      leaves.remove(index);
      // true of fewer leaves, where it is their proof by the same bytes: a constant takes only a
      // flag
      boolean theirs =
          bytes.equals(StatusMultiproof.of(leaves.navigableKeySet(), nodes::find).bytes());
      assertThat(verify(bytes, leaves, root)).as("without %s", index).isEqualTo(theirs);
    }
    NavigableMap<Long, Hash> more = leaves(indexes, changed);
    more.put(indexes.contains(77L) ? 78L : 77L, FOREIGN);
    assertThat(verify(bytes, more, root)).isFalse();
  }

  @Test
  void treeWithoutFacts_costsItsFlags() {
    NavigableSet<Long> one = new TreeSet<>(Set.of(LAST));
    Bytes bytes = StatusMultiproof.of(one, new TestNodes()::find).bytes();
    assertThat(bytes).isEqualTo(Bytes.of(new byte[5]));
    assertThat(verify(bytes, leaves(one, Map.of()), StatusTree.EMPTY_ROOT)).isTrue();
  }

  @Test
  void livenessOfRevokedRecord_hasNoProof() {
    TestNodes nodes = new TestNodes();
    Hash revoked = StatusList.LIVE.plus(new Fact(9, "revoked")).leafHash();
    Hash root = StatusTree.update(Map.of(5L, revoked), nodes::find, nodes);
    Bytes bytes = StatusMultiproof.of(new TreeSet<>(Set.of(5L)), nodes::find).bytes();

    assertThat(verify(bytes, new TreeMap<>(Map.of(5L, revoked)), root)).isTrue();
    assertThat(verify(bytes, new TreeMap<>(Map.of(5L, LIVE)), root)).isFalse();
    assertThat(verify(bytes, new TreeMap<>(Map.of(4L, LIVE)), root)).isFalse();
    assertThat(verify(bytes, new TreeMap<>(Map.of(4L, revoked)), root)).isFalse();
  }

  @Test
  void nodeStoredThoughItIsTheDefault_isElidedAllTheSame() {
    TestNodes nodes = new TestNodes();
    StatusTree.update(Map.of(1L, LIVE), nodes::find, nodes);
    assertThat(StatusMultiproof.of(new TreeSet<>(Set.of(0L)), nodes::find).bytes())
        .isEqualTo(Bytes.of(new byte[5]));
  }

  @Test
  void flagsBehindTheLastSibling_areFalse() {
    NavigableSet<Long> two = new TreeSet<>(Set.of(0L, 1L)); // 39 siblings, so one spare flag
    byte[] bytes = StatusMultiproof.of(two, new TestNodes()::find).bytes().toArray();
    assertThat(bytes).hasSize(5);
    bytes[4] = (byte) 0x80;
    Bytes withHash = Bytes.of(Hashes.append(bytes, List.of(FOREIGN)));
    NavigableMap<Long, Hash> leaves = leaves(two, Map.of());
    assertThat(verify(withHash, leaves, StatusTree.EMPTY_ROOT)).isFalse();
    assertThat(verify(Bytes.of(bytes), leaves, StatusTree.EMPTY_ROOT)).isFalse();
  }

  @Test
  void indexBeyondTheTree_isRefused_andSoIsNothing() {
    TestNodes nodes = new TestNodes();
    Hash root = StatusTree.update(Map.of(0L, FOREIGN, LAST, FOREIGN), nodes::find, nodes);
    for (long index : List.of(0L, LAST)) {
      Bytes bytes = StatusMultiproof.of(new TreeSet<>(Set.of(index)), nodes::find).bytes();
      assertThat(verify(bytes, new TreeMap<>(Map.of(index, FOREIGN)), root)).isTrue();
      // the low 40 bits are the same, so only the bound can refuse these
      for (long high : List.of(1L << 40, 1L << 62, Long.MIN_VALUE)) {
        NavigableMap<Long, Hash> beyond = new TreeMap<>(Map.of(index | high, FOREIGN));
        assertThat(verify(bytes, beyond, root)).isFalse();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> StatusMultiproof.of(beyond.navigableKeySet(), nodes::find));
      }
    }
    assertThat(verify(Bytes.of(new byte[0]), new TreeMap<>(), root)).isFalse();
    assertThat(verify(root.bytes(), new TreeMap<>(), root)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatusMultiproof.of(new TreeSet<>(), nodes::find));
  }

  @Provide
  Arbitrary<Map<Long, Hash>> changed() {
    Arbitrary<Hash> leaf =
        Arbitraries.longs()
            .between(1, 1000)
            .map(at -> StatusList.LIVE.plus(new Fact(at, "revoked")).leafHash());
    return Arbitraries.maps(index(), leaf).ofMinSize(1).ofMaxSize(8);
  }

  @Provide
  Arbitrary<Set<Long>> indexes() {
    return index().set().ofMinSize(1).ofMaxSize(3);
  }

  private static Arbitrary<Long> index() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(0, 20),
        Arbitraries.longs().between(0, LAST),
        Arbitraries.longs().between(LAST - 20, LAST));
  }

  /** The indexes, and those of a changed leaf and of a neighbour of one. */
  private static NavigableSet<Long> proven(Map<Long, Hash> changed, Set<Long> some) {
    NavigableSet<Long> leaves = new TreeSet<>(changed.keySet());
    NavigableSet<Long> indexes = new TreeSet<>(some);
    indexes.add(leaves.first());
    indexes.add(leaves.last() ^ 1);
    return indexes;
  }

  private static NavigableMap<Long, Hash> leaves(
      NavigableSet<Long> indexes, Map<Long, Hash> changed) {
    NavigableMap<Long, Hash> leaves = new TreeMap<>();
    indexes.forEach(index -> leaves.put(index, changed.getOrDefault(index, LIVE)));
    return leaves;
  }

  private static boolean verify(Bytes bytes, NavigableMap<Long, Hash> leaves, Hash root) {
    return new StatusMultiproof(bytes).verify(leaves, root);
  }
}
