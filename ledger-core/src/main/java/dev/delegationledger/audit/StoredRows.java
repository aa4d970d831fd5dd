package dev.delegationledger.audit;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The store as an audit reads it: what cannot be read is a finding, not the end of the audit; and
 * every row that was expected and is there is counted, so that rows which nothing expects stand
 * out. For one audit, on one thread; only what says so may be called by others too.
 */
final class StoredRows implements RowReader {
  private final ReadableStore store;
  private final Findings findings;
  private final Map<Table, Long> met = new EnumMap<>(Table.class);
  private final Set<Table> unscannable = EnumSet.noneOf(Table.class);

  StoredRows(ReadableStore store, Findings findings) {
    this.store = store;
    this.findings = findings;
  }

  /** One row, or why there is none. */
  static final class Row {
    private final Optional<byte[]> value;
    private final Optional<String> failure;

    private Row(Optional<byte[]> value, Optional<String> failure) {
      this.value = value;
      this.failure = failure;
    }

    Optional<byte[]> value() {
      return value;
    }

    /** What the store said when it could not read the row. */
    Optional<String> failure() {
      return failure;
    }

    boolean isAbsent() {
      return value.isEmpty() && failure.isEmpty();
    }
  }

  /** Rows of one table next to each other: all from one key on, before another. */
  static final class Stretch {
    private final byte[] from;
    private byte @Nullable [] to; // null: to the end of the table
    private final NavigableMap<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);

    private Stretch(byte[] from) {
      this.from = from;
    }

    /** Whether this says what stands under {@code key}. */
    boolean holds(byte[] key) {
      return Arrays.compareUnsigned(from, key) <= 0
          && (to == null || Arrays.compareUnsigned(key, to) < 0);
    }

    /** Whether this is what was read from {@code key} on, however little that was. */
    boolean beginsAt(byte[] key) {
      return Arrays.equals(from, key);
    }

    /** The row under a key that this {@linkplain #holds}. */
    Row row(byte[] key) {
      return new Row(Optional.ofNullable(rows.get(key)), Optional.empty());
    }
  }

  /**
   * The rows from {@code from} on, at most so many, until they have so many bytes; none if the
   * store cannot read them all. Thread-safe.
   */
  Stretch stretch(Table table, byte[] from, int maxRows, int maxBytes) {
    Stretch stretch = new Stretch(from);
    int[] bytes = {0};
    try {
      store.scan(
          table,
          from,
          (key, value) -> {
            if (stretch.rows.size() == maxRows || bytes[0] > maxBytes) {
              stretch.to = key;
              return false;
            }
            bytes[0] += key.length + value.length;
            stretch.rows.put(key, value);
            return true;
          });
      return stretch;
    } catch (StoreException unreadable) {
      stretch.to = from; // whoever asks for one of them is told
      return stretch;
    }
  }

  /** Reads without an opinion on what should be there. Thread-safe. */
  @Override
  public Row look(Table table, byte[] key) {
    try {
      return new Row(Optional.ofNullable(store.get(table, key)), Optional.empty());
    } catch (StoreException e) {
      return new Row(Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  /** Notes that a row which should be there was met, whatever is in it. */
  void meet(Table table, Row row) {
    if (row.value().isPresent()) {
      met.merge(table, 1L, Long::sum);
    }
  }

  /**
   * Reads a row that should be there for the record at {@code index}; what is not is a finding.
   *
   * @param gone the reason if it is not there
   */
  Optional<byte[]> expect(Table table, byte[] key, long index, Reason gone) {
    return expect(table, look(table, key), index, gone);
  }

  private Optional<byte[]> expect(Table table, Row row, long index, Reason gone) {
    lookFor(table, row, index);
    if (row.isAbsent()) {
      findings.add(index, gone, "read " + table + ": expected a row, got none");
    }
    return row.value();
  }

  /** Takes a row that may be there for the record at {@code index}; its absence is no finding. */
  void lookFor(Table table, Row row, long index) {
    meet(table, row);
    if (row.failure().isPresent()) {
      findings.add(unreadable(table, index, row.failure().get()));
    }
  }

  /** As {@link #expect}; {@code reason} also if it has another value. */
  void expectValue(Table table, byte[] key, byte[] value, long index, Reason reason) {
    expectValue(table, look(table, key), value, index, reason);
  }

  /**
   * As {@link #expectValue(Table, byte[], byte[], long, Reason)}, of a row that was read before.
   */
  void expectValue(Table table, Row row, byte[] value, long index, Reason reason) {
    Optional<byte[]> stored = expect(table, row, index, reason);
    if (stored.isPresent() && !Arrays.equals(stored.get(), value)) {
      findings.add(index, reason, "read " + table + ": expected the value that the records give");
    }
  }

  /** Shows all rows from {@code fromKey} on; false if the store could not. */
  boolean scan(Table table, byte[] fromKey, RowVisitor visitor) {
    try {
      store.scan(table, fromKey, visitor);
      return true;
    } catch (StoreException e) {
      if (unscannable.add(table)) {
        findings.add(Refusal.of(Reason.STORE_UNREADABLE, "scan " + table + ": " + e.getMessage()));
      }
      return false;
    }
  }

  /**
   * Where look-up rows lead, smallest first, as far as the store can be read: for whoever believes
   * none of it. Thread-safe.
   *
   * @param wanted which records are of interest
   */
  List<Long> hints(Table table, byte[] lookedUp, LongPredicate wanted) {
    List<Long> found = new ArrayList<>();
    try {
      RowVisitor leads =
          (key, value) -> {
            if (key.length == lookedUp.length + Keys.INDEX_BYTES
                && wanted.test(Keys.trailingIndex(key))) {
              found.add(Keys.trailingIndex(key));
            }
            return true;
          };
      store.scan(table, lookedUp, leads.within(lookedUp)); // no filter is asked
    } catch (StoreException unreadable) {
      // the search for extra rows reports it
    }
    return found;
  }

  /** The head, empty if there is none. */
  Optional<byte[]> head() {
    try {
      return Optional.ofNullable(store.head());
    } catch (StoreException e) {
      findings.add(Refusal.of(Reason.STORE_UNREADABLE, "read head: " + e.getMessage()));
      return Optional.empty();
    }
  }

  /** How many expected rows of {@code table} are there. */
  long met(Table table) {
    return met.getOrDefault(table, 0L);
  }

  static Refusal unreadable(Table table, long index, String failure) {
    return Refusal.at(index, Reason.STORE_UNREADABLE, "read " + table + ": " + failure);
  }
}
