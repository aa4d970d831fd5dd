package dev.delegationledger.audit;

import dev.delegationledger.log.Fact;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The facts that unreadable records caused, by the word of the store: nothing else says what they
 * were. For one audit, on one thread.
 */
final class StoredFacts {
  /** For how many records they are kept at once: where one is lost, more are. */
  private static final int WINDOW = 1 << 16;

  private final StoredRows rows;
  private Map<Long, Map<Long, Fact>> found = Map.of();
  private long end;

  StoredFacts(StoredRows rows) {
    this.rows = rows;
  }

  /**
   * What the record at {@code index} caused, by the record it is about. To be asked for in the
   * order of the log.
   */
  Map<Long, Fact> of(long index) {
    if (index >= end) {
      end = index + WINDOW;
      found = read(index);
    }
    return found.getOrDefault(index, Map.of());
  }

  private Map<Long, Map<Long, Fact>> read(long from) {
    Map<Long, Map<Long, Fact>> all = new HashMap<>();
    rows.scan(
        Table.STATUS,
        new byte[0],
        (key, value) -> {
          if (key.length == Keys.INDEX_BYTES) {
            long target = Keys.trailingIndex(key);
            for (Fact fact : parse(target, value)) {
              if (target >= 0 && target < fact.at() && fact.at() >= from && fact.at() < end) {
                all.computeIfAbsent(fact.at(), at -> new TreeMap<>()).put(target, fact);
              }
            }
          }
          return true;
        });
    return all;
  }

  private static List<Fact> parse(long target, byte[] facts) {
    try {
      return Rows.readStatus(target, facts).facts();
    } catch (RefusedException altered) {
      return List.of(); // the comparison of the rows reports it
    }
  }
}
