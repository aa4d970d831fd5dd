package dev.delegationledger.benchmarks;

import dev.delegationledger.LoadedLedger;
import dev.delegationledger.Recorded;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.view.StoredLedger;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a ledger said to have recorded, and where: nothing of it may be missing. Thread-safe. */
final class Acknowledged {
  private final Map<Hash, Long> places = new ConcurrentHashMap<>();

  /** Has an entry recorded, and keeps what was said. */
  void append(LoadedLedger ledger, String submission) {
    Recorded recorded = ledger.append(submission);
    places.put(recorded.hash(), recorded.receipt().index());
  }

  /**
   * Looks all of it up in the closed ledger's folder.
   *
   * @throws IllegalStateException if anything is missing or stands elsewhere, or is not alone there
   */
  void requireIn(Path folder) {
    try (ReadableStore store = RocksDbStore.read(folder)) {
      StoredLedger ledger = StoredLedger.over(store);
      places.entrySet().stream()
          .parallel()
          .forEach(
              said -> {
                long index = ledger.indexOf(said.getKey()).orElse(-1);
                if (index != said.getValue()) {
                  throw new IllegalStateException(
                      "look up acknowledged entry: expected record "
                          + said.getValue()
                          + ", got "
                          + index);
                }
              });
      long size = ledger.head().size();
      if (size != places.size() + LoadedLedger.BEFORE) {
        throw new IllegalStateException(
            "count records: expected "
                + places.size()
                + " and "
                + LoadedLedger.BEFORE
                + " before them, got "
                + size);
      }
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }
}
