package dev.delegationledger.audit;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The store as an audit reads it: what cannot be read is a finding, not the end of the audit; and
 * every row that was expected and is there is counted, so that rows which nothing expects stand
 * out. For one audit, on one thread.
 */
final class StoredRows {
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

  /** Reads without an opinion on what should be there. */
  Row look(Table table, byte[] key) {
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
    Row row = lookFor(table, key, index);
    if (row.isAbsent()) {
      findings.add(index, gone, "read " + table + ": expected a row, got none");
    }
    return row.value();
  }

  /**
   * Reads a row that may be there for the record at {@code index}; that it is not is no finding.
   */
  Row lookFor(Table table, byte[] key, long index) {
    Row row = look(table, key);
    meet(table, row);
    if (row.failure().isPresent()) {
      findings.add(unreadable(table, index, row.failure().get()));
    }
    return row;
  }

  /** As {@link #expect}; {@code reason} also if it has another value. */
  void expectValue(Table table, byte[] key, byte[] value, long index, Reason reason) {
    Optional<byte[]> stored = expect(table, key, index, reason);
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
