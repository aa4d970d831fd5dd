package dev.delegationledger.append;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A record that a dishonest operator writes by hand, past its own sequencer. */
public final class RogueRecord {
  private RogueRecord() {}

  /**
   * Writes {@code entry} as the next record and signs: it changes no status, whatever it says, and
   * may have been recorded before. No ledger may be open over the store.
   */
  public static void append(Store store, Signer ledgerKey, SignedEntry entry) {
    try {
      StoredLedger ledger = StoredLedger.over(store);
      Head head = ledger.head();
      RawRecord record =
          RawRecord.of(
              entry.compact(),
              head.size(),
              head.lastTimeMs(),
              head.lastLeaf(),
              head.statusRoot(),
              Charges.NONE);
      MerkleFrontier frontier = MerkleFrontier.of(head.size(), ledger::logNode);
      Batch rows = Batch.withHead(head.toBytes());
      rows.put(Table.RECORDS, Keys.index(record.index()), record.bytes().toArray());
      frontier.append(
          record.leafHash(), (level, at, hash) -> Rows.node(level, at, hash, rows::put));
      Rows.lookups(entry, record.index(), rows::put);
      entry
          .disclosures()
          .values()
          .forEach(
              disclosure ->
                  rows.put(
                      Table.DISCLOSURES,
                      Keys.disclosure(record.index(), disclosure.digest()),
                      disclosure.encoded().getBytes(StandardCharsets.US_ASCII)));
      store.commit(store.head(), rows);
      String origin = ledger.identity().origin();
      SignedCheckpoint signed =
          new Checkpoint(origin, frontier.size(), frontier.root()).sign(ledgerKey);
      Head after = Head.after(record, frontier.root(), Optional.of(signed));
      store.commit(store.head(), Batch.withHead(after.toBytes()));
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Takes away the look-up row that leads to the first record of {@code entry}, so that a later one
   * is found in its place; puts it back where it is missing.
   */
  public static void toggleFirst(Store store, SignedEntry entry, long first) {
    byte[] row = Keys.row(Keys.hash(entry.hash()), first);
    Batch batch = Batch.withHead(java.util.Objects.requireNonNull(store.head()));
    if (store.get(Table.BY_HASH, row) == null) {
      batch.put(Table.BY_HASH, row, new byte[0]);
    } else {
      batch.delete(Table.BY_HASH, row);
    }
    store.commit(store.head(), batch);
  }
}
