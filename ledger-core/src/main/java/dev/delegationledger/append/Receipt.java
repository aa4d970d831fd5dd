package dev.delegationledger.append;

import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;

/**
 * The ledger's acknowledgement: the entry is durable, at this place, under this checkpoint. Keep
 * it: a later log that does not contain it is a rewritten one.
 *
 * @param record the record as it stands in the log
 * @param checkpoint signed over a tree that contains it
 * @param repeated whether the entry had been recorded before: the same signing input is the same
 *     entry
 */
public record Receipt(RawRecord record, SignedCheckpoint checkpoint, boolean repeated) {
  /** The record's index. */
  public long index() {
    return record.index();
  }
}
