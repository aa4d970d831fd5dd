package dev.delegationledger.audit;

import dev.delegationledger.store.Table;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Which look-up rows the replayed records gave, in two or three bytes for each: of what was given
 * it never says that it was not, and of what was not given it says so but for a few in a hundred (a
 * filter of B. H. Bloom's kind, 1970). There is a bound: whatever comes after that goes into what
 * is full, and those few become more. Whoever makes them more, by choosing what collides, only
 * makes looking up as slow as it is without this. For one replay, on one thread.
 */
final class GivenRows {
  private static final int FIRST_LONGS = 1 << 8;
  private static final int MOST_LONGS = 1 << 24; // in one part

  /** Of the heap: with 512 MiB, four bits for each row of ten million records. */
  private static final int HEAP_SHARE = 32;

  private static final int BITS = 12; // for each row
  private static final int PROBES = 6;
  private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Each twice as long as the one before it, which is full; all lengths are powers of two. */
  private final List<long[]> parts = new ArrayList<>();

  private final long mostLongs; // in all of them
  private long longs;
  private int inLast;

  GivenRows() {
    this(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  GivenRows(long mostBytes) {
    this.mostLongs = mostBytes / Long.BYTES;
    add(FIRST_LONGS);
  }

  private void add(int length) {
    parts.add(new long[length]);
    longs += length;
    inLast = 0;
  }

  /** Takes what a row is looked up by. */
  void add(Table table, byte[] lookedUp) {
    if (inLast == rows(last())) {
      int next = Math.min(MOST_LONGS, 2 * last().length);
      if (longs + next <= mostLongs) {
        add(next);
      }
    }
    inLast++;
    long[] part = last();
    long tag = tag(table, lookedUp);
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = bit(tag, probe, part);
      part[bit >>> 6] |= 1L << bit;
    }
  }

  private long[] last() {
    return parts.get(parts.size() - 1);
  }

  private static int rows(long[] part) {
    return part.length * Long.SIZE / BITS;
  }

  /** Whether a row with this may have been given; false only if there was none. */
  boolean mayHave(Table table, byte[] lookedUp) {
    long tag = tag(table, lookedUp);
    for (long[] part : parts) {
      if (mayHave(part, tag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayHave(long[] part, long tag) {
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = bit(tag, probe, part);
      if ((part[bit >>> 6] & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int bit(long tag, int probe, long[] part) {
    int step = (int) (tag >>> 32) | 1;
    return ((int) tag + probe * step) & (part.length * Long.SIZE - 1);
  }

  /** What is looked up in these tables is one or two hashes. */
  private static long tag(Table table, byte[] lookedUp) {
    long tag = table.name().hashCode();
    for (int at = 0; at + Long.BYTES <= lookedUp.length; at += Long.BYTES) {
      tag = (tag ^ (long) LONGS.get(lookedUp, at)) * SPREAD;
      tag ^= tag >>> 29;
    }
    return tag;
  }
}
