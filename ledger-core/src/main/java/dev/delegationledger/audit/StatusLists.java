package dev.delegationledger.audit;

import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The status lists that are not live. It takes sixteen bytes for each fact, and 24 to 48 for each
 * record that has one. For one audit, on one thread.
 */
final class StatusLists {
  private static final long FIRST = -1;
  private static final int WORD_BITS = 24;
  private static final int MAX_KEPT = 1_000;

  /** By record, the number of its newest fact. */
  private final LongTable newest = new LongTable(1);

  /** Two longs for each fact: the record that caused it; the number before it, and what it says. */
  private final LongPages facts = new LongPages();

  private final List<String> words = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Those that were asked for last: the list of genesis is asked for by every rule. */
  private final Map<Long, StatusList> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** What has happened to the record at {@code index}. */
  StatusList get(long index) {
    if (!newest.contains(index)) {
      return StatusList.LIVE;
    }
    StatusList known = kept.get(index);
    if (known == null) {
      known = read(index);
      keep(index, known);
    }
    return known;
  }

  private void keep(long index, StatusList list) {
    kept.put(index, list);
    if (kept.size() > MAX_KEPT) {
      Iterator<Long> oldest = kept.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private StatusList read(long index) {
    List<Fact> found = new ArrayList<>();
    for (long fact = newest.get(index, 0); fact != FIRST; fact = before(fact)) {
      int word = (int) facts.get(2 * fact + 1) & ((1 << WORD_BITS) - 1);
      found.add(new Fact(facts.get(2 * fact), words.get(word)));
    }
    Collections.reverse(found);
    return StatusList.of(found);
  }

  private long before(long fact) {
    return facts.get(2 * fact + 1) >> WORD_BITS;
  }

  /** Puts a list that goes on from the one that is there. */
  void put(long index, StatusList list) {
    int known = get(index).facts().size();
    for (Fact fact : list.facts().subList(known, list.facts().size())) {
      long before = newest.contains(index) ? newest.get(index, 0) : FIRST;
      newest.put(index, facts.size() / 2);
      facts.add(fact.at());
      facts.add((before << WORD_BITS) | number(fact.is()));
    }
    keep(index, list);
  }

  private int number(String word) {
    Integer known = numbers.get(word);
    if (known == null) {
      known = words.size();
      if (known >>> WORD_BITS != 0) {
        throw new IllegalStateException("facts of more kinds than there can be");
      }
      words.add(word);
      numbers.put(word, known);
    }
    return known;
  }

  /** Whether something happened to the record at {@code index}. */
  boolean has(long index) {
    return newest.contains(index);
  }

  /** The records that something happened to, smallest first. */
  long[] indexes() {
    return newest.sortedKeys();
  }
}
