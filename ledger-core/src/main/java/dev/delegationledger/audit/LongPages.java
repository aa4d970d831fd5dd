package dev.delegationledger.audit;

import java.util.ArrayList;
import java.util.List;

/** A list of longs that grows at its end without moving what is in it. Eight bytes for each. */
final class LongPages {
  private static final int PAGE = 1 << 13;

  private final List<long[]> pages = new ArrayList<>();
  private long size;

  void add(long value) {
    if (size % PAGE == 0) {
      pages.add(new long[PAGE]);
    }
    size++;
    set(size - 1, value);
  }

  long get(long at) {
    return pages.get((int) (at / PAGE))[(int) (at % PAGE)];
  }

  void set(long at, long value) {
    pages.get((int) (at / PAGE))[(int) (at % PAGE)] = value;
  }

  long size() {
    return size;
  }
}
