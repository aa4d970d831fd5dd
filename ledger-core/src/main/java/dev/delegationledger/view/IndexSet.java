package dev.delegationledger.view;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A set of record indexes, any that a log may have: a bit each, in pages that are there where an
 * index is. One of them costs a page of at most 8 KiB wherever it lies, and neighbours share it.
 * For one thread at a time.
 */
final class IndexSet {
  private static final int PAGE_BITS = 16;
  private static final int IN_PAGE = (1 << PAGE_BITS) - 1;

  private final Map<Long, BitSet> pages = new HashMap<>();

  boolean contains(long index) {
    BitSet page = pages.get(index >> PAGE_BITS);
    return page != null && page.get((int) (index & IN_PAGE));
  }

  void add(long index) {
    pages.computeIfAbsent(index >> PAGE_BITS, at -> new BitSet()).set((int) (index & IN_PAGE));
  }
}
