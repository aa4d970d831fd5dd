package dev.delegationledger.log;

import dev.delegationledger.model.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * The growing right edge of the log's tree: the roots of the complete subtrees that the first
 * {@code size} leaves fall into, largest first. An append costs two hashes on average and at most
 * 40. Mutable, not thread-safe: the sequencer owns it.
 */
public final class MerkleFrontier {
  /** One root for each bit set in {@link #size}, the highest bit first. */
  private final List<Hash> peaks;

  private long size;

  private MerkleFrontier(long size, List<Hash> peaks) {
    this.size = size;
    this.peaks = peaks;
  }

  /** The frontier of the tree without leaves. */
  public static MerkleFrontier empty() {
    return new MerkleFrontier(0, new ArrayList<>());
  }

  /**
   * The frontier of the first {@code size} leaves, read from stored nodes. It trusts them: compare
   * {@link #root} with a root that was signed.
   *
   * @throws IllegalArgumentException unless {@code 0 <= size <= Merkle.MAX_SIZE}
   */
  public static MerkleFrontier of(long size, NodeReader nodes) {
    Merkle.requireSize(size);
    List<Hash> peaks = new ArrayList<>();
    long begin = 0;
    for (long rest = size; rest != 0; rest -= Long.highestOneBit(rest)) {
      int level = Long.numberOfTrailingZeros(Long.highestOneBit(rest));
      peaks.add(nodes.node(level, begin >>> level));
      begin += 1L << level;
    }
    return new MerkleFrontier(size, peaks);
  }

  /**
   * Adds a leaf and hands every node that it completes to {@code sink}, the leaf itself (level 0)
   * first. An exception from the sink leaves the frontier as it was.
   *
   * @throws IllegalStateException if the log is full
   */
  public void append(Hash leaf, NodeSink sink) {
    if (size == Merkle.MAX_SIZE) {
      throw new IllegalStateException("the log is full at " + size + " leaves");
    }
    int merged = Long.numberOfTrailingZeros(~size);
    Hash node = leaf;
    sink.node(0, size, node);
    for (int level = 1; level <= merged; level++) {
      node = Merkle.nodeHash(peaks.get(peaks.size() - level), node);
      sink.node(level, size >>> level, node);
    }
    peaks.subList(peaks.size() - merged, peaks.size()).clear();
    peaks.add(node);
    size++;
  }

  /** The root over all leaves so far; {@link Merkle#EMPTY_ROOT} for none. */
  public Hash root() {
    if (peaks.isEmpty()) {
      return Merkle.EMPTY_ROOT;
    }
    Hash root = peaks.get(peaks.size() - 1);
    for (int i = peaks.size() - 2; i >= 0; i--) {
      root = Merkle.nodeHash(peaks.get(i), root);
    }
    return root;
  }

  /** The number of leaves. */
  public long size() {
    return size;
  }

  /** An independent copy, to try an append on. */
  public MerkleFrontier copy() {
    return new MerkleFrontier(size, new ArrayList<>(peaks));
  }
}
