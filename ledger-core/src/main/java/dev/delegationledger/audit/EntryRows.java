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

/** The rows that an entry gives beside its record: look-ups, and what opens its slots. */
final class EntryRows {
  private EntryRows() {}

  /** Compares the stored look-up rows with the entry. */
  static void compareLookups(SignedEntry entry, long index, StoredRows rows) {
    Rows.lookups(
        entry,
        index,
        (table, key, value) ->
            rows.expectValue(table, key, value, index, Reason.LOOKUP_CONTRADICTION));
  }

  /** Compares the stored disclosures with the digests in the entry; the ones that open a slot. */
  static List<Disclosure> compareDisclosures(
      SignedEntry entry, long index, StoredRows rows, ErasureReplay erasures, Findings findings) {
    List<Disclosure> good = new ArrayList<>();
    entry
        .statement()
        .slots()
        .forEach(
            (name, slot) -> {
              if (slot instanceof Slot.Hidden hidden) {
                byte[] key = Keys.disclosure(index, hidden.digest());
                StoredRows.Row row = rows.lookFor(Table.DISCLOSURES, key, index);
                if (row.isAbsent()) {
                  erasures.miss(index, name);
                }
                Optional<byte[]> stored = row.value();
                Optional<Disclosure> opened = stored.flatMap(s -> open(s, name, hidden.digest()));
                if (stored.isPresent() && opened.isEmpty()) {
                  findings.add(
                      index,
                      Reason.DISCLOSURE_MISMATCH,
                      "open slot " + name + ": expected the disclosure of " + hidden.digest());
                }
                opened.ifPresent(good::add);
              }
            });
    return good;
  }

  /** The entry with the disclosures that {@link #compareDisclosures} found good. */
  static SignedEntry opened(SignedEntry entry, List<Disclosure> disclosures) {
    try {
      return disclosures.isEmpty() ? entry : SignedEntry.of(entry.compact(), disclosures);
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
}
