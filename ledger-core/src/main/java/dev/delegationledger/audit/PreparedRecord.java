package dev.delegationledger.audit;

import dev.delegationledger.entry.KeyRing;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;

/**
 * All of one record that needs no other: it is read, hashed and parsed, what else it gives is read
 * too, and its signature is checked with the key that the store's look-up rows lead to. None of it
 * is a finding, or believed, before its turn. Immutable.
 *
 * @param stored what stands at the index
 * @param entry its entry with the rows that it gives, if it is in the format
 * @param malformed why there is no entry in the record, if there is a record
 * @param ahead its signature, if that was good under the key that was found
 * @param characters about how much it holds
 */
record PreparedRecord(
    StoredRecord stored,
    Optional<EntryRows> entry,
    Optional<Refusal> malformed,
    Optional<CheckedAhead> ahead,
    long characters) {

  /**
   * Prepares a record.
   *
   * @param keys where to look for the signer's key; empty if no signature is to be checked
   */
  static PreparedRecord of(RowReader rows, long index, Optional<? extends KeyRing> keys) {
    StoredRecord stored = StoredRecord.read(rows, index);
    if (stored.record().isEmpty()) {
      return new PreparedRecord(stored, Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }
    RawRecord record = stored.record().get();
    try {
      SignedEntry entry = SignedEntry.of(record.jws(), List.of());
      EntryRows read = EntryRows.read(entry, index, rows);
      return new PreparedRecord(
          stored,
          Optional.of(read),
          Optional.empty(),
          keys.flatMap(ring -> CheckedAhead.of(read.opened(), ring)),
          record.jws().length() + read.disclosed());
    } catch (RefusedException malformed) {
      Refusal why = malformed.refusal().orAt(index);
      return new PreparedRecord(
          stored, Optional.empty(), Optional.of(why), Optional.empty(), record.jws().length());
    }
  }
}
