package dev.delegationledger.audit;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An entry with the rows that it gives beside its record, as the store has them: look-ups, and what
 * opens its slots. Immutable.
 */
final class EntryRows {
  private final SignedEntry entry;
  private final SignedEntry opened;
  private final List<Lookup> lookups;
  private final List<Hidden> hidden;

  private EntryRows(
      SignedEntry entry, SignedEntry opened, List<Lookup> lookups, List<Hidden> hidden) {
    this.entry = entry;
    this.opened = opened;
    this.lookups = lookups;
    this.hidden = hidden;
  }

  /** A look-up row that the entry gives, and the one that is there. */
  private static final class Lookup {
    final Table table;
    final byte[] key;
    final byte[] value;
    final StoredRows.Row row;

    Lookup(Table table, byte[] key, byte[] value, StoredRows.Row row) {
      this.table = table;
      this.key = key;
      this.value = value;
      this.row = row;
    }
  }

  /**
   * A hidden slot.
   *
   * @param row what is stored to open it
   * @param opening the same, if it does
   */
  private record Hidden(
      String slot, Hash digest, StoredRows.Row row, Optional<Disclosure> opening) {}

  /** Reads the rows of {@code entry} in the record at {@code index}. */
  static EntryRows read(SignedEntry entry, long index, RowReader rows) {
    List<Lookup> lookups = new ArrayList<>();
    Rows.lookups(
        entry,
        index,
        (table, key, value) -> lookups.add(new Lookup(table, key, value, rows.look(table, key))));
    List<Hidden> hidden = hidden(entry, index, rows);
    return new EntryRows(entry, opened(entry, hidden), lookups, hidden);
  }

  /** The entry with every disclosure that is stored and opens a slot. Thread-safe. */
  static SignedEntry opened(SignedEntry entry, long index, StoredRows rows) {
    return opened(entry, hidden(entry, index, rows));
  }

  private static List<Hidden> hidden(SignedEntry entry, long index, RowReader rows) {
    List<Hidden> hidden = new ArrayList<>();
    entry
        .statement()
        .slots()
        .forEach(
            (name, slot) -> {
              if (slot instanceof Slot.Hidden h) {
                StoredRows.Row row =
                    rows.look(Table.DISCLOSURES, Keys.disclosure(index, h.digest()));
                hidden.add(
                    new Hidden(
                        name,
                        h.digest(),
                        row,
                        row.value().flatMap(stored -> open(stored, name, h.digest()))));
              }
            });
    return hidden;
  }

  private static SignedEntry opened(SignedEntry entry, List<Hidden> hidden) {
    List<Disclosure> good = hidden.stream().flatMap(slot -> slot.opening().stream()).toList();
    try {
      return good.isEmpty() ? entry : entry.disclosing(good);
    } catch (RefusedException e) {
      throw new IllegalStateException("each of these opens a slot of its own", e);
    }
  }

  private static Optional<Disclosure> open(byte[] stored, String slot, Hash digest) {
    if (!Sha256.of(stored).equals(digest)) {
      return Optional.empty();
    }
    try {
      Disclosure disclosure = Disclosure.parse(new String(stored, StandardCharsets.ISO_8859_1));
      return Optional.of(disclosure).filter(d -> d.name().equals(slot));
    } catch (RefusedException malformed) {
      return Optional.empty();
    }
  }

  /** The entry, with nothing disclosed. */
  SignedEntry entry() {
    return entry;
  }

  /** The entry with every disclosure that is stored and opens a slot. */
  SignedEntry opened() {
    return opened;
  }

  /** How many characters of disclosures there are. */
  long disclosed() {
    return opened.disclosures().values().stream().mapToLong(d -> d.encoded().length()).sum();
  }

  /** Compares the stored look-up rows with the entry. */
  void compareLookups(long index, StoredRows rows, StoredSource known) {
    for (Lookup lookup : lookups) {
      if (lookup.row.value().isEmpty()) {
        known.miss(lookup.table, lookup.key);
      }
      rows.expectValue(lookup.table, lookup.row, lookup.value, index, Reason.LOOKUP_CONTRADICTION);
    }
  }

  /** From now on, the entry's look-up rows lead to it. */
  void give(StoredSource source) {
    lookups.forEach(lookup -> source.give(lookup.table, lookup.key));
  }

  /** Compares the stored disclosures with the digests in the entry. */
  void compareDisclosures(long index, StoredRows rows, ErasureReplay erasures, Findings findings) {
    for (Hidden slot : hidden) {
      rows.lookFor(Table.DISCLOSURES, slot.row(), index);
      if (slot.row().isAbsent()) {
        erasures.miss(index, slot.slot());
      } else if (slot.row().value().isPresent() && slot.opening().isEmpty()) {
        findings.add(
            index,
            Reason.DISCLOSURE_MISMATCH,
            "open slot " + slot.slot() + ": expected the disclosure of " + slot.digest());
      }
    }
  }
}
