package dev.delegationledger.audit;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import java.util.List;
import java.util.Optional;

/**
 * What stands in the store at one index: a record, and the leaf hash that the tree has for it.
 *
 * @param recordRow the row of the record
 * @param record the record, if it is in the format
 * @param own the leaf hash of the bytes that are there, whatever they are
 * @param problem why there is no {@code record}
 * @param nodeRow the row of the tree's leaf
 * @param node the leaf hash in it, if it has 32 bytes
 */
record StoredRecord(
    long index,
    StoredRows.Row recordRow,
    Optional<RawRecord> record,
    Optional<Hash> own,
    Optional<Refusal> problem,
    StoredRows.Row nodeRow,
    Optional<Hash> node) {

  static StoredRecord read(RowReader rows, long index) {
    StoredRows.Row recordRow = rows.look(Table.RECORDS, Keys.index(index));
    StoredRows.Row nodeRow = rows.look(Table.NODES, Keys.node(0, index));
    Optional<RawRecord> record = Optional.empty();
    Optional<Refusal> problem = Optional.empty();
    if (recordRow.failure().isPresent()) {
      problem = Optional.of(StoredRows.unreadable(Table.RECORDS, index, recordRow.failure().get()));
    } else if (recordRow.value().isEmpty()) {
      problem =
          Optional.of(Refusal.at(index, Reason.RECORD_LOST, "read record: expected one, got none"));
    } else {
      try {
        record = Optional.of(RawRecord.parse(Bytes.of(recordRow.value().get())));
      } catch (RefusedException malformed) {
        problem = Optional.of(malformed.refusal().orAt(index));
      }
    }
    return new StoredRecord(
        index,
        recordRow,
        record,
        recordRow.value().map(Merkle::leafHash),
        problem,
        nodeRow,
        nodeRow.value().filter(hash -> hash.length == Hash.SIZE).map(Hash::of));
  }

  /**
   * The entry in it, with nothing disclosed; empty if there is no record.
   *
   * @throws RefusedException if it is malformed
   */
  Optional<SignedEntry> entry() throws RefusedException {
    return record.isEmpty()
        ? Optional.empty()
        : Optional.of(SignedEntry.of(record.get().jws(), List.of()));
  }

  /** Whether the store has anything here, be it unreadable. */
  boolean isThere() {
    return !recordRow.isAbsent() || !nodeRow.isAbsent();
  }

  /** The link that this record carries, if the tree confirms the record. */
  Optional<Hash> confirmedLink() {
    return record.filter(r -> own.equals(node)).map(RawRecord::previous);
  }

  /** Whether there is a record here that says so, and that follows a record with {@code leaf}. */
  boolean follows(Hash leaf) {
    return record.filter(r -> r.index() == index && r.previous().equals(leaf)).isPresent();
  }
}
