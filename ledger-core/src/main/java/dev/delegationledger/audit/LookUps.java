package dev.delegationledger.audit;

import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Leads from a hash, a key, an id or a jti to the records that were replayed: by the store's rows,
 * and by the rows that are not there and should be. Every row that a replayed record gives is
 * either found in the store or kept here, so nothing is missed; what a row of nobody's leads to,
 * the caller has to see for itself. For one audit, on one thread.
 */
final class LookUps {
  private final StoredRows rows;
  private final Map<Table, NavigableSet<byte[]>> missing = new EnumMap<>(Table.class);

  LookUps(StoredRows rows) {
    this.rows = rows;
  }

  /** Takes a row that a replayed record gives and that cannot be read. */
  void miss(Table table, byte[] key) {
    missing.computeIfAbsent(table, t -> new TreeSet<>(Arrays::compareUnsigned)).add(key);
  }

  /**
   * The records, smallest first, that may be what is looked up. That they are must be read in them.
   *
   * @param wanted which records are of interest
   */
  List<Long> leads(Table table, byte[] lookedUp, LongPredicate wanted) {
    List<Long> found = rows.hints(table, lookedUp, wanted);
    NavigableSet<byte[]> absent = missing.get(table);
    if (absent == null) {
      return found;
    }
    NavigableSet<Long> all = new TreeSet<>(found);
    for (byte[] key : absent.tailSet(lookedUp, true)) {
      if (!Keys.startsWith(key, lookedUp)) {
        break;
      }
      long index = Keys.trailingIndex(key);
      if (key.length == lookedUp.length + Keys.INDEX_BYTES && wanted.test(index)) {
        all.add(index);
      }
    }
    return new ArrayList<>(all);
  }
}
