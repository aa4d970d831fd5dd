package dev.delegationledger.append;

import dev.delegationledger.authority.Effects;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Ruling;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.LedgerState;
import dev.delegationledger.view.NodeKey;
import dev.delegationledger.view.Overlay;
import dev.delegationledger.view.Rows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The records of one batch while they are being made: nothing of it is in the store yet. For one
 * thread.
 */
final class Staging {
  /** A row of a tree. */
  private static final long NODE_BYTES = NodeKey.BYTES + Hash.SIZE;

  private final Overlay overlay;
  private MerkleFrontier frontier;
  private final BiFunction<Integer, Long, Optional<Hash>> storedStatusNode;
  private final Map<Integer, Map<Long, Hash>> statusNodes = new HashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<RawRecord> records = new ArrayList<>();
  private final List<PlacedEntry> entries = new ArrayList<>();
  private final Set<Long> erased = new TreeSet<>();
  private long bytes;
  private Hash previous;
  private Hash statusRoot;

  /** A row to be written, or deleted if it has no value. Its arrays belong to it alone. */
  private static final class Row {
    private final Table table;
    private final byte[] key;
    private final byte @Nullable [] value;

    Row(Table table, byte[] key, byte @Nullable [] value) {
      this.table = table;
      this.key = key;
      this.value = value;
    }
  }

  Staging(
      LedgerState ledger,
      MerkleFrontier frontier,
      Hash previous,
      Hash statusRoot,
      BiFunction<Integer, Long, Optional<Hash>> storedStatusNode) {
    this.overlay = new Overlay(ledger);
    this.frontier = frontier.copy();
    this.previous = previous;
    this.statusRoot = statusRoot;
    this.storedStatusNode = storedStatusNode;
  }

  /** For more records on top of these, which are taken as a whole or left. */
  Staging further() {
    return new Staging(overlay, frontier, previous, statusRoot, this::statusNode);
  }

  /** Takes what was staged on top of this; nothing else was since. */
  void take(Staging more) {
    for (int i = 0; i < more.entries.size(); i++) {
      overlay.add(more.entries.get(i), more.records.get(i).charges());
    }
    overlay.put(more.overlay.statuses());
    more.statusNodes.forEach(
        (level, nodes) -> statusNodes.computeIfAbsent(level, l -> new HashMap<>()).putAll(nodes));
    rows.addAll(more.rows);
    records.addAll(more.records);
    entries.addAll(more.entries);
    erased.addAll(more.erased);
    frontier = more.frontier;
    previous = more.previous;
    statusRoot = more.statusRoot;
    bytes += more.bytes;
  }

  /** The ledger with what is staged so far. */
  Overlay ledger() {
    return overlay;
  }

  List<RawRecord> records() {
    return records;
  }

  List<PlacedEntry> entries() {
    return entries;
  }

  /** The records of which something is erased. */
  Set<Long> erased() {
    return erased;
  }

  long size() {
    return frontier.size();
  }

  /** The length of all rows, keys and values. */
  long bytes() {
    return bytes;
  }

  MerkleFrontier frontier() {
    return frontier;
  }

  /**
   * Makes the record of {@code placed}, which stands at {@link #size()}, if it is admitted.
   *
   * @return what it rests on
   * @throws Inadmissible why it is not
   */
  Ruling admit(PlacedEntry placed, Admission admission) throws RefusedException {
    Ruling ruling = admission.judge(placed, overlay);
    if (ruling.refusal().isPresent()) {
      throw new Inadmissible(ruling);
    }
    Optional<Refusal> undisclosed = Rules.undisclosed(placed.entry().signed().hiddenSlots());
    if (undisclosed.isPresent()) {
      throw new Inadmissible(new Ruling(undisclosed, List.of(), ruling.grants()));
    }
    try {
      add(placed, admission.charge(placed, overlay));
      return ruling;
    } catch (RefusedException e) {
      throw new Inadmissible(new Ruling(Optional.of(e.refusal()), List.of(), ruling.grants()));
    }
  }

  /**
   * Makes the record of {@code placed}, which stands at {@link #size()}.
   *
   * @param charges what it states of them
   */
  void add(PlacedEntry placed, Charges charges) throws RefusedException {
    SignedEntry entry = placed.entry().signed();
    Map<Long, StatusList> effects = Effects.of(placed, overlay);
    Map<Long, Hash> leaves = new HashMap<>();
    effects.forEach((index, facts) -> leaves.put(index, facts.leafHash()));
    Hash newStatusRoot = leaves.isEmpty() ? statusRoot : statusUpdate(leaves);
    RawRecord record = record(placed, newStatusRoot, charges);
    overlay.add(placed, charges);
    overlay.put(effects);
    statusRoot = newStatusRoot;
    previous = record.leafHash();
    records.add(record);
    entries.add(placed);
    frontier.append(
        record.leafHash(), (level, index, hash) -> Rows.node(level, index, hash, this::row));
    row(Table.RECORDS, Keys.index(record.index()), record.bytes().toArray());
    Rows.lookups(entry, record.index(), this::row);
    effects.forEach((index, facts) -> Rows.status(index, facts, this::row));
    charges.totals().forEach(total -> Rows.charged(total, this::row));
    entry
        .disclosures()
        .values()
        .forEach(
            disclosure ->
                row(
                    Table.DISCLOSURES,
                    Keys.disclosure(record.index(), disclosure.digest()),
                    disclosure.encoded().getBytes(StandardCharsets.US_ASCII)));
    if (entry.statement() instanceof Statement.Erasure erasure) {
      erase(erasure);
    }
  }

  /** After the rows of the records before it: its target may be of the same batch. */
  private void erase(Statement.Erasure erasure) throws RefusedException {
    Optional<PlacedEntry> found = overlay.find(erasure.target());
    if (found.isEmpty()) {
      return; // the rules refuse it; where they are not asked it erases nothing
    }
    PlacedEntry target = found.get();
    for (Hash digest : erasure.digests(target.entry().statement()).values()) {
      put(new Row(Table.DISCLOSURES, Keys.disclosure(target.index(), digest), null));
    }
    erased.add(target.index());
  }

  private RawRecord record(PlacedEntry placed, Hash newStatusRoot, Charges charges)
      throws RefusedException {
    try {
      return RawRecord.of(
          placed.entry().signed().compact(),
          placed.index(),
          placed.position().timeMs(),
          previous,
          newStatusRoot,
          charges);
    } catch (RefusedException tooLarge) {
      throw new RefusedException(
          Refusal.at(
              placed.index(),
              Reason.RECORD_TOO_LARGE,
              "make record: expected at most " + RawRecord.MAX_SIZE + " bytes"));
    }
  }

  private Hash statusUpdate(Map<Long, Hash> leaves) {
    List<Runnable> changes = new ArrayList<>();
    Hash root =
        StatusTree.update(
            leaves,
            this::statusNode,
            (level, index, hash) ->
                changes.add(
                    () ->
                        statusNodes.computeIfAbsent(level, l -> new HashMap<>()).put(index, hash)));
    changes.forEach(Runnable::run);
    bytes += changes.size() * NODE_BYTES;
    return root;
  }

  private Optional<Hash> statusNode(int level, long index) {
    Hash staged = statusNodes.getOrDefault(level, Map.of()).get(index);
    return staged == null ? storedStatusNode.apply(level, index) : Optional.of(staged);
  }

  private void row(Table table, byte[] key, byte[] value) {
    put(new Row(table, key, value));
  }

  private void put(Row row) {
    rows.add(row);
    bytes += row.key.length + (row.value == null ? 0 : row.value.length);
  }

  /** The head after the staged records, not yet signed. */
  Head head(Optional<SignedCheckpoint> newestSigned) {
    return Head.after(records.get(records.size() - 1), frontier.root(), newestSigned);
  }

  /** One batch of all staged rows and {@code head}. */
  Batch batch(Head head) {
    Batch batch = Batch.withHead(head.toBytes());
    for (Row row : rows) {
      byte[] value = row.value;
      if (value == null) {
        batch.delete(row.table, row.key);
      } else {
        batch.put(row.table, row.key, value);
      }
    }
    // each record of the batch changes them up to the root: only the newest is stored
    statusNodes.forEach(
        (level, nodes) ->
            nodes.forEach((index, hash) -> Rows.statusNode(level, index, hash, batch::put)));
    return batch;
  }
}
