package dev.delegationledger.audit;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Hash;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Leads from a hash, a key, an id or a jti to records, by the rows that their entries give. Of each
 * row it keeps 63 bits of a hash and the record: 24 to 48 bytes for what is looked up, and 16 more
 * where that leads to several records. What two rows have in common by accident leads astray, which
 * whoever looks up sees in the record. For one replay, on one thread.
 */
final class RecordIndex {
  private static final int ROW = 2;

  /** By what is looked up: its one record, or the complement of its newest row. */
  private final LongTable newest = new LongTable(1);

  /** For each row the record, and what was the newest before it. */
  private final LongPages rows = new LongPages();

  /** Takes what the entry of the record at {@code index} gives. */
  void add(SignedEntry entry, long index) {
    Rows.lookups(
        entry,
        index,
        (table, key, value) ->
            put(tag(table, Arrays.copyOf(key, key.length - Keys.INDEX_BYTES)), index));
  }

  private void put(long tag, long index) {
    if (!newest.contains(tag)) {
      newest.put(tag, index);
      return;
    }
    long before = newest.get(tag, 0);
    newest.put(tag, ~(rows.size() / ROW));
    rows.add(index);
    rows.add(before);
  }

  /** The records, smallest first, that may be what is looked up. */
  List<Long> leads(Table table, byte[] lookedUp, LongPredicate wanted) {
    long tag = tag(table, lookedUp);
    List<Long> found = new ArrayList<>();
    if (newest.contains(tag)) {
      long at = newest.get(tag, 0);
      while (at < 0) {
        found.add(rows.get(ROW * ~at));
        at = rows.get(ROW * ~at + 1);
      }
      found.add(at);
    }
    found.removeIf(index -> !wanted.test(index));
    Collections.reverse(found);
    return found;
  }

  /** Nobody can choose two things to look up that have the same one, but by trying for long. */
  private static long tag(Table table, byte[] lookedUp) {
    byte[] name = table.name().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer of = ByteBuffer.allocate(name.length + 1 + lookedUp.length);
    Hash hash = Sha256.of(of.put(name).put((byte) ':').put(lookedUp).array());
    return ByteBuffer.wrap(hash.toArray()).getLong() & Long.MAX_VALUE;
  }
}
