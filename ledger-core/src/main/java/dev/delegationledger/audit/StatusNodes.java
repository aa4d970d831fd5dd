package dev.delegationledger.audit;

import dev.delegationledger.log.StatusNodeReader;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The nodes of the status tree that differ from the default. Those below a level are made again
 * from the status lists when they are asked for, so that at most one node for each 32 records is
 * kept, in 60 to 120 bytes. For one audit, on one thread.
 */
final class StatusNodes implements StatusNodeReader {
  /** The lowest level that is kept; a node of it stands over 64 leaves. */
  private static final int KEPT = 6;

  private static final int LEVEL_SHIFT = StatusTree.HEIGHT + 1;

  private final StatusLists lists;
  private final LongTable kept = new LongTable(Hash.SIZE / Long.BYTES);

  StatusNodes(StatusLists lists) {
    this.lists = lists;
  }

  @Override
  public Optional<Hash> node(int level, long index) {
    if (level < KEPT) {
      return has(level, index) ? Optional.of(made(level, index)) : Optional.empty();
    }
    long key = key(level, index);
    if (!kept.contains(key)) {
      return Optional.empty();
    }
    ByteBuffer hash = ByteBuffer.allocate(Hash.SIZE);
    for (int i = 0; i < Hash.SIZE / Long.BYTES; i++) {
      hash.putLong(kept.get(key, i));
    }
    return Optional.of(Hash.of(hash.array()));
  }

  /** Puts a node; one of the lower levels follows from the status lists anyway. */
  void put(int level, long index, Hash hash) {
    if (level >= KEPT) {
      ByteBuffer bytes = ByteBuffer.wrap(hash.toArray());
      kept.put(
          key(level, index), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }
  }

  /** Whether there is a node that is not the default. */
  boolean has(int level, long index) {
    if (level >= KEPT) {
      return kept.contains(key(level, index));
    }
    for (long leaf = index << level; leaf < (index + 1) << level; leaf++) {
      if (lists.has(leaf)) {
        return true;
      }
    }
    return false;
  }

  private Hash made(int level, long index) {
    if (level == 0) {
      return lists.get(index).leafHash();
    }
    Hash left = node(level - 1, 2 * index).orElse(StatusTree.DEFAULTS.get(level - 1));
    Hash right = node(level - 1, 2 * index + 1).orElse(StatusTree.DEFAULTS.get(level - 1));
    return StatusTree.nodeHash(left, right);
  }

  private static long key(int level, long index) {
    return ((long) level << LEVEL_SHIFT) | index;
  }
}
