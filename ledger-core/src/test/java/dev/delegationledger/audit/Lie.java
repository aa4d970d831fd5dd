package dev.delegationledger.audit;

import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.RecordReader;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.StoredLedger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A small ledger whose operator lies in one record, such that the proof of an action hides it:
 * whoever has only that file and the ledger's key sees nothing wrong.
 *
 * @param store what the operator has
 * @param action the action whose proof is good
 * @param reason what is wrong
 * @param record where
 */
record Lie(String name, MapStore store, long action, Reason reason, long record) {
  private static final long ROOT = 4;

  static List<Lie> all() throws RefusedException {
    return List.of(
        falseStatusRoot(),
        replayedRoot(),
        backdated(),
        falseCharges(),
        brokenRule(),
        reusedLabel());
  }

  /** The checkpoint over the first {@code size} records. */
  SignedCheckpoint checkpoint(long size) throws RefusedException {
    return checkpoint(store, size);
  }

  static SignedCheckpoint checkpoint(MapStore store, long size) throws RefusedException {
    StoredLedger stored = StoredLedger.over(store);
    return new Checkpoint(Cast.ORIGIN, size, MerkleTree.root(size, stored::logNode))
        .sign(Cast.LEDGER);
  }

  /** How many records it has. */
  long size() throws RefusedException {
    return StoredLedger.over(store).head().size();
  }

  RecordReader records() {
    return reader(store);
  }

  static RecordReader reader(ReadableStore store) {
    return index -> Optional.ofNullable(store.get(Table.RECORDS, Keys.index(index))).map(Bytes::of);
  }

  /** Jane, Acme, the payer, and a root grant as record 4. */
  private static final class Begun {
    final Cast cast;
    final SignedEntry root;

    Begun(Cast cast, long uses) throws RefusedException {
      this.cast = cast;
      SignedEntry jane = cast.append(cast.human(Cast.JANE, Cast.HR));
      SignedEntry acme = cast.append(cast.organisation(Cast.ACME, Cast.HR));
      SignedEntry payer = cast.append(cast.agent(Cast.PAYER, jane, acme, Cast.JANE));
      root = cast.append(cast.limited(jane, payer, uses, 100, Cast.JANE));
    }
  }

  /** A revocation that changes no status: the tree goes on as if the grant were alive. */
  static Lie falseStatusRoot() throws RefusedException {
    Begun b = new Begun(Cast.rogue(), 3);
    b.cast.append(b.cast.revocation(b.root, Cast.JANE)); // 5
    b.cast.append(b.cast.action(b.root, 10, Cast.PAYER)); // 6
    MapStore store = MapStore.copyOf(b.cast.store);
    Hash alive = Forge.record(store, ROOT).statusRoot();
    forgetStatuses(store);
    Forge.rewrite(
        store, Cast.LEDGER, line -> (line.index() > ROOT ? line.statusRoot(alive) : line).bytes());
    return new Lie("false status root", store, 6, Reason.STATUS_ROOT_MISMATCH, 5);
  }

  private static void forgetStatuses(MapStore store) {
    for (Table table : List.of(Table.STATUS, Table.STATUS_NODES)) {
      store.keys(table).forEach(key -> store.remove(table, key));
    }
  }

  /** A revoked root grant, recorded once more: the same entry, alive at its new place. */
  static Lie replayedRoot() throws RefusedException {
    Begun b = new Begun(Cast.rogue(), 3);
    b.cast.append(b.cast.revocation(b.root, Cast.JANE)); // 5
    b.cast.append(b.cast.outcome(b.root, Cast.PAYER)); // 6, which the root takes the place of
    b.cast.append(b.cast.action(b.root, 10, Cast.PAYER)); // 7
    MapStore store = MapStore.copyOf(b.cast.store);
    String root = Forge.record(store, ROOT).jws();
    Forge.rewrite(
        store,
        Cast.LEDGER,
        line ->
            (line.index() == 6
                    ? line.jws(root)
                    : line.index() == 7 ? line.charges(charges(6, 1, 10)) : line)
                .bytes());
    store.remove(Table.BY_HASH, Keys.row(Keys.hash(b.root.hash()), ROOT));
    store.put(Table.BY_HASH, Keys.row(Keys.hash(b.root.hash()), 6), new byte[0]);
    moveDisclosures(store);
    return new Lie("replayed root", store, 7, Reason.DUPLICATE_ENTRY, 6);
  }

  /** What opens the slots of record 6 from now on is what opened those of the root. */
  private static void moveDisclosures(MapStore store) {
    for (byte[] key : store.keys(Table.DISCLOSURES)) {
      long of = ByteBuffer.wrap(key).getLong();
      if (of == ROOT) {
        byte[] moved = key.clone();
        ByteBuffer.wrap(moved).putLong(6);
        store.put(Table.DISCLOSURES, moved, store.value(Table.DISCLOSURES, key));
      } else if (of == 6) {
        store.remove(Table.DISCLOSURES, key);
      }
    }
  }

  /** An action that is given an earlier time than the record before it has. */
  static Lie backdated() throws RefusedException {
    Begun b = new Begun(Cast.rogue(), 3);
    b.cast.append(b.cast.service(Cast.BANK, Cast.HR)); // 5
    b.cast.append(b.cast.action(b.root, 10, Cast.PAYER)); // 6
    MapStore store = MapStore.copyOf(b.cast.store);
    Forge.rewrite(
        store,
        Cast.LEDGER,
        line -> (line.index() == 6 ? line.timeMs(line.timeMs() - 1500) : line).bytes());
    return new Lie("backdated", store, 6, Reason.TIME_REVERSED, 6);
  }

  /** The second use of a grant that may be used once, counted as the first. */
  static Lie falseCharges() throws RefusedException {
    Begun b =
        new Begun(
            Cast.rogue(
                (entry, ledger) ->
                    entry.index() == 6
                        ? charges(ROOT, 1, 10)
                        : RogueSequencer.right(entry, ledger)),
            1);
    b.cast.append(b.cast.action(b.root, 10, Cast.PAYER)); // 5
    b.cast.append(b.cast.action(b.root, 10, Cast.PAYER)); // 6
    return new Lie("false charges", MapStore.copyOf(b.cast.store), 6, Reason.CHARGES_MISMATCH, 6);
  }

  /** An enrolment by nobody who may enrol, beside a good action. */
  static Lie brokenRule() throws RefusedException {
    Begun b = new Begun(Cast.rogue(), 3);
    b.cast.append(b.cast.service(Cast.BANK, Cast.JANE)); // 5
    b.cast.append(b.cast.action(b.root, 10, Cast.PAYER)); // 6
    return new Lie("broken rule", MapStore.copyOf(b.cast.store), 6, Reason.NOT_AN_AUTHORITY, 5);
  }

  /** An action whose label was used before: only who sees the whole ledger knows. */
  static Lie reusedLabel() throws RefusedException {
    Begun b = new Begun(Cast.rogue(), 3);
    b.cast.append(b.cast.action(b.root, 10, Cast.PAYER)); // 5
    b.cast.repeatLabel();
    b.cast.append(b.cast.action(b.root, 20, Cast.PAYER)); // 6
    return new Lie("reused label", MapStore.copyOf(b.cast.store), 6, Reason.JTI_REUSED, 6);
  }

  static Charges charges(long grant, long uses, long spent) {
    return new Charges(List.of(new Charges.Total(grant, uses, spent)));
  }

  @Override
  public String toString() {
    return name;
  }
}
