package dev.delegationledger.log;

import dev.delegationledger.model.Bytes;
import java.util.Optional;

/**
 * Reads the records of a log by index: of a ledger's store, of exported tiles, of a test. Nothing
 * that it returns is believed. A failure to read is an unchecked exception.
 */
@FunctionalInterface
public interface RecordReader {
  /** The bytes of the record at {@code index}; empty if there is none, or none yet. */
  Optional<Bytes> record(long index);
}
