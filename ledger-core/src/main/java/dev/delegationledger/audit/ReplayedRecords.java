package dev.delegationledger.audit;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.model.Hash;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * What is remembered of every record that was replayed, in eight bytes: the first seven of the hash
 * of its bytes, the kind of its entry, and how far that is believed. For one audit, on one thread.
 */
final class ReplayedRecords {
  private static final long READABLE = 1 << 6;
  private static final long GOOD = 1 << 7;
  private static final long KIND = READABLE - 1;
  private static final long HASH = -1L << Byte.SIZE;
  private static final List<Kind> KINDS = List.of(Kind.values());

  private final LongPages words = new LongPages();

  /** The next record has an entry that is the one that stood there. */
  void addReadable(Hash leaf, Kind kind) {
    words.add((beginning(leaf) & HASH) | READABLE | KINDS.indexOf(kind));
  }

  /** The next record has none. */
  void addLost() {
    words.add(0);
  }

  /** The entry of this record was verified. */
  void believe(long index) {
    words.set(index, words.get(index) | GOOD);
  }

  /** How many were replayed. */
  long size() {
    return words.size();
  }

  boolean isReadable(long index) {
    return has(index, READABLE);
  }

  boolean isBelieved(long index) {
    return has(index, GOOD);
  }

  private boolean has(long index, long flag) {
    return index >= 0 && index < words.size() && (words.get(index) & flag) != 0;
  }

  boolean isBelieved(long index, Set<Kind> kinds) {
    return isBelieved(index) && kinds.contains(KINDS.get((int) (words.get(index) & KIND)));
  }

  /**
   * Compares what was read again with what was replayed.
   *
   * @throws IllegalStateException if it is not the same: somebody has written to the store
   */
  void requireSame(long index, Hash leaf) {
    if (((words.get(index) ^ beginning(leaf)) & HASH) != 0) {
      throw new IllegalStateException(
          "replay: expected records that nobody changes, read record " + index + " in two ways");
    }
  }

  private static long beginning(Hash leaf) {
    return ByteBuffer.wrap(leaf.toArray()).getLong();
  }
}
