package dev.delegationledger.audit;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Fact;
import dev.delegationledger.store.Table;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * What a replay asks for again of the records that it has taken: where an entry stands, and the
 * bytes there. A stored ledger answers with its rows, a reader of records with an index of its own.
 * None of it is believed: the replay sees for itself that the record is the one that it took, and
 * gives what was looked up. For one replay, on one thread.
 */
interface ReplaySource {
  /**
   * The records, smallest first, that may be what is looked up. None that is may be left out.
   *
   * @param wanted which records are of interest
   */
  List<Long> leads(Table table, byte[] lookedUp, LongPredicate wanted);

  /**
   * The bytes of a record that was taken.
   *
   * @throws dev.delegationledger.store.StoreException if they cannot be read any more
   * @throws IllegalStateException if there are none any more
   */
  byte[] record(long index);

  /** The entry of the record at {@code index}, with every disclosure of it that there is. */
  SignedEntry opened(SignedEntry entry, long index);

  /** By target, the facts that an unreadable record caused, as far as anything says so. */
  Map<Long, Fact> factsOf(long index);
}
