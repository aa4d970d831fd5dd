package dev.delegationledger.proof;

import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Hash;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The leaves of the log's tree that the records of a proof tell. */
final class RecordLeaves {
  private RecordLeaves() {}

  /**
   * The leaf hashes of the records and, for each with an odd index whose record before it is not
   * among them, the leaf hash that it states for that one: its own sibling, which a proof need not
   * give then. Whether any of them is in a tree is for the proof to show.
   */
  static NavigableMap<Long, Hash> of(NavigableMap<Long, RawRecord> records) {
    NavigableMap<Long, Hash> leaves = new TreeMap<>();
    records.forEach(
        (index, record) -> {
          if ((index & 1) == 1) {
            leaves.putIfAbsent(index - 1, record.previous());
          }
          leaves.put(index, record.leafHash());
        });
    return leaves;
  }
}
