package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The nodes of one tree in memory; a node that is missing is a failure for the log's tree. */
final class TestNodes implements NodeReader, NodeSink {
  private final Map<List<Long>, Hash> nodes = new HashMap<>();

  @Override
  public void node(int level, long index, Hash hash) {
    nodes.put(List.of((long) level, index), hash);
  }

  @Override
  public Hash node(int level, long index) {
    return Objects.requireNonNull(
        nodes.get(List.of((long) level, index)), () -> "no node " + level + "/" + index);
  }

  Optional<Hash> find(int level, long index) {
    return Optional.ofNullable(nodes.get(List.of((long) level, index)));
  }

  int count() {
    return nodes.size();
  }

  /** The nodes of the log's tree over leaves that hold their own index as text. */
  static TestNodes ofLog(int size) {
    TestNodes nodes = new TestNodes();
    MerkleFrontier frontier = MerkleFrontier.empty();
    MerkleReference.leaves(size).forEach(leaf -> frontier.append(leaf, nodes));
    return nodes;
  }
}
