package dev.delegationledger.audit;

import java.util.Arrays;

/**
 * A map from numbers that are not negative to rows of a fixed number of longs, without an object
 * for any of them. It takes 12 to 24 bytes for each long in it, the key counted too, and half as
 * much again while it grows.
 */
final class LongTable {
  private static final long NONE = -1;
  private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio
  private static final int FIRST_SLOTS = 64;

  private final int stride;
  private long[] slots;
  private int mask;
  private int size;

  /**
   * @param width how many longs a row has
   */
  LongTable(int width) {
    this.stride = 1 + width;
    this.mask = FIRST_SLOTS - 1;
    this.slots = empty(FIRST_SLOTS);
  }

  private long[] empty(int count) {
    long[] none = new long[Math.multiplyExact(count, stride)];
    Arrays.fill(none, NONE);
    return none;
  }

  boolean contains(long key) {
    return slots[slot(key)] == key;
  }

  /** A long of the row under {@code key}, which must be there. */
  long get(long key, int column) {
    return slots[slot(key) + 1 + column];
  }

  /** Puts a row. */
  void put(long key, long... row) {
    if (key < 0 || row.length != stride - 1) {
      throw new IllegalArgumentException("key " + key + " with " + row.length + " longs");
    }
    int slot = slot(key);
    if (slots[slot] == NONE) {
      if (3L * ++size > 2L * (mask + 1)) {
        grow();
        slot = slot(key);
      }
      slots[slot] = key;
    }
    System.arraycopy(row, 0, slots, slot + 1, row.length);
  }

  private void grow() {
    long[] old = slots;
    int count = Math.multiplyExact(mask + 1, 2);
    slots = empty(count);
    mask = count - 1;
    for (int from = 0; from < old.length; from += stride) {
      if (old[from] != NONE) {
        System.arraycopy(old, from, slots, slot(old[from]), stride);
      }
    }
  }

  /** Where the key is, or would be. */
  private int slot(long key) {
    int at = ((int) ((key * SPREAD) >>> 32)) & mask;
    while (slots[at * stride] != key && slots[at * stride] != NONE) {
      at = (at + 1) & mask;
    }
    return at * stride;
  }

  int size() {
    return size;
  }

  /** All keys, smallest first. */
  long[] sortedKeys() {
    long[] keys = new long[size];
    int found = 0;
    for (int from = 0; from < slots.length; from += stride) {
      if (slots[from] != NONE) {
        keys[found++] = slots[from];
      }
    }
    Arrays.sort(keys);
    return keys;
  }
}
