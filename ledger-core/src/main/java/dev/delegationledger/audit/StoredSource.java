package dev.delegationledger.audit;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Fact;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.StoreException;
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
 * A stored ledger as the source of its replay. From a hash, a key, an id or a jti it leads to the
 * records that were replayed by the store's rows, and by the rows that are not there and should be.
 * Every row that a replayed record gives is either found in the store or kept here, so nothing is
 * missed; what a row of nobody's leads to, the caller has to see for itself. For one audit, on one
 * thread.
 */
final class StoredSource implements ReplaySource {
  private final StoredRows rows;
  private final StoredFacts facts;
  private final Map<Table, NavigableSet<byte[]>> missing = new EnumMap<>(Table.class);
  private final GivenRows given = new GivenRows();
  private boolean allGiven = true;

  StoredSource(StoredRows rows) {
    this.rows = rows;
    this.facts = new StoredFacts(rows);
  }

  /** From now on, a replayed record gives this look-up row. */
  void give(Table table, byte[] key) {
    if (table.isByHash()) {
      given.add(table, Arrays.copyOf(key, key.length - Keys.INDEX_BYTES));
    }
  }

  /** What rows a record gives cannot be told: from now on only the store's rows may lead to it. */
  void lose() {
    allGiven = false;
  }

  /** Takes a row that a replayed record gives and that cannot be read. */
  void miss(Table table, byte[] key) {
    missing.computeIfAbsent(table, t -> new TreeSet<>(Arrays::compareUnsigned)).add(key);
  }

  @Override
  public List<Long> leads(Table table, byte[] lookedUp, LongPredicate wanted) {
    if (allGiven && table.isByHash() && !given.mayHave(table, lookedUp)) {
      return List.of();
    }
    List<Long> found = rows.hints(table, lookedUp, wanted);
    NavigableSet<byte[]> absent = missing.get(table);
    if (absent == null) {
      return found;
    }
    NavigableSet<Long> all = new TreeSet<>(found);
    for (byte[] key : absent.tailSet(lookedUp, true)) {
      if (!RowVisitor.startsWith(key, lookedUp)) {
        break;
      }
      long index = Keys.trailingIndex(key);
      if (key.length == lookedUp.length + Keys.INDEX_BYTES && wanted.test(index)) {
        all.add(index);
      }
    }
    return new ArrayList<>(all);
  }

  @Override
  public byte[] record(long index) {
    StoredRows.Row row = rows.look(Table.RECORDS, Keys.index(index));
    if (row.failure().isPresent()) {
      throw new StoreException("read record " + index + " again: " + row.failure().get());
    }
    return row.value().orElseThrow(() -> Reread.changed(index));
  }

  @Override
  public SignedEntry opened(SignedEntry entry, long index) {
    return EntryRows.opened(entry, index, rows);
  }

  @Override
  public Map<Long, Fact> factsOf(long index) {
    return facts.of(index);
  }
}
