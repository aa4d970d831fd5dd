package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * Leaf hashes, and what leads from them to the root of a log's tree. Immutable.
 *
 * @param hashes by index
 * @param nodes what stands beside their paths; what it is good for, {@link #areUnder} says
 */
public record IncludedLeaves(NavigableMap<Long, Hash> hashes, InclusionMultiproof nodes) {
  public IncludedLeaves {
    hashes = Collections.unmodifiableNavigableMap(new TreeMap<>(hashes));
  }

  /**
   * Some leaves of a stored tree.
   *
   * @throws IllegalArgumentException unless there is an index, and each is in {@code [0, size)}
   */
  public static IncludedLeaves of(NavigableSet<Long> indexes, long size, NodeReader nodes) {
    InclusionMultiproof proof = InclusionMultiproof.of(indexes, size, nodes);
    NavigableMap<Long, Hash> hashes = new TreeMap<>();
    indexes.forEach(index -> hashes.put(index, nodes.node(0, index)));
    return new IncludedLeaves(hashes, proof);
  }

  /** Whether these leaves stand at their indexes of the log that {@code checkpoint} stands for. */
  public boolean areUnder(Checkpoint checkpoint) {
    return nodes.verify(hashes, checkpoint.size(), checkpoint.root());
  }
}
