package dev.delegationledger.audit;

import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.TestClock;
import dev.delegationledger.view.StoredLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A ledger as its operator shows it to somebody: what it recorded in which order, and what it lies
 * in the records. It holds the ledger's key and signs whatever it shows.
 */
final class Operator {
  /** When the operator records the first entries; whoever signed them did so before. */
  static final Instant BEGIN = Instant.ofEpochSecond(Cast.START).plusSeconds(20);

  private final List<VerifiedEntry> recorded;
  private ReadableStore shown;
  private StoredLedger ledger;

  private Operator(List<VerifiedEntry> recorded, ReadableStore shown, StoredLedger ledger) {
    this.recorded = recorded;
    this.shown = shown;
    this.ledger = ledger;
  }

  /** Records {@code first} at once with the base, and some time later the others. */
  static Operator records(
      Town town, List<VerifiedEntry> first, long laterMs, List<VerifiedEntry> others)
      throws RefusedException {
    MemoryStore store = town.begun();
    TestClock clock = TestClock.at(BEGIN);
    Sequencer sequencer = RogueSequencer.open(store, Cast.LEDGER, clock);
    if (!first.isEmpty()) {
      sequencer.append(first);
    }
    clock.set(BEGIN.plusMillis(laterMs));
    if (!others.isEmpty()) {
      sequencer.append(others);
    }
    List<VerifiedEntry> all = new ArrayList<>(town.base);
    all.addAll(first);
    all.addAll(others);
    return new Operator(all, store, sequencer.ledger());
  }

  /** The same, for other lies. */
  Operator copy() {
    return new Operator(recorded, shown, ledger);
  }

  /** Writes other records in the place of these, and signs. */
  void lie(Forge.Writer writer) throws RefusedException {
    lie(MapStore.copyOf(shown), writer);
  }

  private void lie(MapStore store, Forge.Writer writer) throws RefusedException {
    Forge.rewrite(store, Cast.LEDGER, writer);
    shown = store;
    ledger = StoredLedger.over(store);
  }

  /** From {@code record} on every status root is this one, and nothing has happened to anybody. */
  void forgetStatuses(long record, Hash root) throws RefusedException {
    MapStore store = MapStore.copyOf(shown);
    for (Table table : List.of(Table.STATUS, Table.STATUS_NODES)) {
      store.keys(table).forEach(key -> store.remove(table, key));
    }
    lie(store, line -> (line.index() >= record ? line.statusRoot(root) : line).bytes());
  }

  /** What it shows. */
  StoredLedger ledger() {
    return ledger;
  }

  /** What it shows, row by row. */
  ReadableStore store() {
    return shown;
  }

  /** How many records it shows. */
  int size() {
    return 1 + recorded.size();
  }

  /** Where the actions are. */
  List<Integer> actions() {
    return IntStream.range(1, size())
        .filter(index -> recorded.get(index - 1).signed().kind() == Kind.ACTION)
        .boxed()
        .toList();
  }

  /** Where an entry is. */
  int indexOf(VerifiedEntry entry) {
    return 1 + recorded.indexOf(entry);
  }

  /** The record at an index. */
  RawRecord record(long index) throws RefusedException {
    return ledger.record(index);
  }

  /** The checkpoint over the first {@code size} records. */
  SignedCheckpoint checkpoint(long size) throws RefusedException {
    SignedCheckpoint newest = ledger.head().checkpoint().orElseThrow();
    return newest.checkpoint().size() == size
        ? newest
        : new Checkpoint(Cast.ORIGIN, size, MerkleTree.root(size, ledger::logNode))
            .sign(Cast.LEDGER);
  }
}
