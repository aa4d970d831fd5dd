package dev.delegationledger.tiles;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Genesis;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.KeptStore;
import dev.delegationledger.testing.TestClock;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import dev.delegationledger.view.StoredLedger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A ledger in memory whose genesis is real and whose other records hold a few bytes that nobody
 * signed: as long as is wanted, in no time. What reads records without their entries cannot tell.
 */
final class SyntheticLog {
  private static final String ORIGIN = "example.com/synthetic";
  private static final int BATCH = 10_000;

  private final MemoryStore store = MemoryStore.empty();
  private final InMemorySigner key;
  private final MerkleFrontier frontier = MerkleFrontier.empty();
  private final List<RawRecord> records = new ArrayList<>();

  private SyntheticLog(SecureRandom random) throws RefusedException {
    key = InMemorySigner.generate(Suite.ED25519, random);
    DelegationLedger.openOrCreate(
            KeptStore.of(store),
            Genesis.of(ORIGIN, key)
                .authority(InMemorySigner.generate(Suite.ED25519, random).publicKey()),
            TestClock.at(Instant.EPOCH),
            random)
        .close();
    byte[] genesis = Objects.requireNonNull(store.get(Table.RECORDS, Keys.index(0)));
    records.add(RawRecord.parse(Bytes.of(genesis)));
    frontier.append(records.get(0).leafHash(), (level, index, hash) -> {});
  }

  /** A log of this many records, signed. */
  static SyntheticLog of(int size) throws RefusedException {
    return new SyntheticLog(new SecureRandom()).grow(size, "e30.e30.AA");
  }

  /** Goes on to this many records, each of which holds {@code entry}, and signs. */
  SyntheticLog grow(int size, String entry) throws RefusedException {
    append(size, entry);
    Checkpoint checkpoint = new Checkpoint(ORIGIN, records.size(), frontier.root());
    Head head = Head.after(newest(), frontier.root(), Optional.of(checkpoint.sign(key)));
    store.commit(store.head(), Batch.withHead(head.toBytes()));
    return this;
  }

  /** Goes on to this many records, as a process does that dies before it signs. */
  void growUnsigned(int size) throws RefusedException {
    append(size, "e30.e30.AA");
    Optional<SignedCheckpoint> older = Head.parse(head()).checkpoint();
    Head head = Head.after(newest(), frontier.root(), older);
    store.commit(store.head(), Batch.withHead(head.toBytes()));
  }

  private void append(int size, String entry) throws RefusedException {
    while (records.size() < size) {
      Batch batch = Batch.withHead(head());
      for (int i = 0; i < BATCH && records.size() < size; i++) {
        add(record(entry), batch);
      }
      store.commit(store.head(), batch);
    }
  }

  private RawRecord record(String entry) throws RefusedException {
    RawRecord newest = records.get(records.size() - 1);
    return RawRecord.of(
        entry,
        records.size(),
        records.size(),
        newest.leafHash(),
        StatusTree.EMPTY_ROOT,
        Charges.NONE);
  }

  private void add(RawRecord record, Batch batch) {
    records.add(record);
    batch.put(Table.RECORDS, Keys.index(record.index()), record.bytes().toArray());
    frontier.append(
        record.leafHash(),
        (level, index, hash) ->
            Rows.node(level, index, hash, (table, row, value) -> batch.put(table, row, value)));
  }

  private byte[] head() {
    return Objects.requireNonNull(store.head());
  }

  private RawRecord newest() {
    return records.get(records.size() - 1);
  }

  /**
   * The same key's other history: as this one up to {@code size}, then other records up to {@code
   * end}.
   */
  SyntheticLog forkedAt(int size, int end) throws RefusedException {
    SyntheticLog fork = new SyntheticLog(this);
    Batch batch = Batch.withHead(fork.head());
    records.subList(1, size).forEach(record -> fork.add(record, batch));
    fork.store.commit(fork.store.head(), batch);
    return fork.grow(end, "e30.e30.BB");
  }

  private SyntheticLog(SyntheticLog original) {
    key = original.key;
    Batch batch = Batch.withHead(original.head());
    add(original.records.get(0), batch);
    store.commit(null, batch);
  }

  /** The records so far. */
  List<RawRecord> records() {
    return Collections.unmodifiableList(records);
  }

  MemoryStore store() {
    return store;
  }

  InMemorySigner key() {
    return key;
  }

  /** The ledger as a reader finds it. */
  StoredLedger ledger() throws RefusedException {
    return over(store);
  }

  static StoredLedger over(ReadableStore store) throws RefusedException {
    return StoredLedger.over(store);
  }

  /** Its export. */
  TileExport export() throws RefusedException {
    return TileExport.of(ledger());
  }
}
