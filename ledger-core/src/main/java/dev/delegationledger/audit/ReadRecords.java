package dev.delegationledger.audit;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.RecordReader;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.store.Table;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * A reader of records as the source of their replay, with an index of its own. It discloses
 * nothing. For one replay, on one thread.
 */
final class ReadRecords implements ReplaySource {
  private final RecordReader reader;
  private final RecordIndex index = new RecordIndex();

  ReadRecords(RecordReader reader) {
    this.reader = reader;
  }

  /** Takes an entry whose turn it is. */
  void add(SignedEntry entry, long at) {
    index.add(entry, at);
  }

  @Override
  public List<Long> leads(Table table, byte[] lookedUp, LongPredicate wanted) {
    return index.leads(table, lookedUp, wanted);
  }

  @Override
  public byte[] record(long at) {
    return reader.record(at).map(Bytes::toArray).orElseThrow(() -> Reread.changed(at));
  }

  @Override
  public SignedEntry opened(SignedEntry entry, long at) {
    return entry;
  }

  @Override
  public Map<Long, Fact> factsOf(long at) {
    return Map.of(); // nobody signs for a log with such a record
  }
}
