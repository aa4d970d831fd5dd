package dev.delegationledger.audit;

import dev.delegationledger.authority.Effects;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The status tree as the entries build it: nothing of it is read from the source but the facts that
 * a record caused whose entry is unreadable. For one audit, on one thread.
 */
final class StatusReplay implements RecordSource {
  private final ReplaySource source;
  private final Unbelieved unbelieved;
  private final ReplayedRecords replayed;
  private final Reread entries;
  private final StatusLists lists = new StatusLists();
  private final StatusNodes nodes = new StatusNodes(lists);
  private Hash root = StatusTree.EMPTY_ROOT;

  StatusReplay(
      ReplaySource source, Unbelieved unbelieved, ReplayedRecords replayed, Reread entries) {
    this.source = source;
    this.unbelieved = unbelieved;
    this.replayed = replayed;
    this.entries = entries;
  }

  /** The first record before this one that was readable and holds this entry. */
  OptionalLong earlier(Hash entry) {
    return source.leads(Table.BY_HASH, Keys.hash(entry), replayed::isReadable).stream()
        .mapToLong(Long::longValue)
        .filter(index -> entries.at(index).entry.hash().equals(entry))
        .findFirst();
  }

  /** Applies what the entry of the record at {@code index} changes. */
  void apply(Statement statement, long index) {
    try {
      update(Effects.of(statement, index, this));
    } catch (RefusedException e) {
      throw new IllegalStateException("this source believes itself", e);
    }
  }

  /** Applies what the source says that the unreadable record at {@code index} changed. */
  void applyLost(long index) {
    Map<Long, StatusList> changed = new TreeMap<>();
    source
        .factsOf(index)
        .forEach((target, fact) -> changed.put(target, lists.get(target).plus(fact)));
    update(changed);
  }

  private void update(Map<Long, StatusList> changed) {
    if (changed.isEmpty()) {
      return;
    }
    Map<Long, Hash> leaves = new HashMap<>();
    changed.forEach((index, facts) -> leaves.put(index, facts.leafHash()));
    List<Runnable> puts = new ArrayList<>();
    root =
        StatusTree.update(
            leaves, nodes, (level, index, hash) -> puts.add(() -> nodes.put(level, index, hash)));
    puts.forEach(Runnable::run);
    changed.forEach(lists::put);
  }

  /** The root after what was applied. */
  Hash root() {
    return root;
  }

  /** Compares the stored rows with what was applied, in about the order in which they stand. */
  void compareRows(StoredRows rows) {
    RowReader inOrder = new RowWindow(rows);
    long previous = -1;
    for (long index : lists.indexes()) {
      Rows.status(
          index,
          lists.get(index),
          (table, key, value) ->
              rows.expectValue(
                  table, inOrder.look(table, key), value, index, Reason.STATUS_CONTRADICTION));
      for (int level = 0; level <= StatusTree.HEIGHT; level++) {
        if (index >>> level == previous >>> level) {
          break; // the record before has these nodes above it as well
        }
        Rows.statusNode(
            level,
            index >>> level,
            nodes.node(level, index >>> level).orElseThrow(),
            (table, key, value) ->
                rows.expectValue(
                    table, inOrder.look(table, key), value, index, Reason.NODE_CONTRADICTION));
      }
      previous = index;
    }
  }

  /** Whether something happened to the record at {@code index}. */
  boolean hasStatus(long index) {
    return lists.has(index);
  }

  /** Whether the tree has a node there that is not the default. */
  boolean hasNode(int level, long index) {
    return nodes.has(level, index);
  }

  /** The first record below a node that something happened to. */
  OptionalLong firstBelow(int level, long index) {
    long[] changed = lists.indexes();
    int at = Arrays.binarySearch(changed, index << level);
    int next = at < 0 ? -at - 1 : at;
    return next < changed.length && changed[next] >>> level == index
        ? OptionalLong.of(changed[next])
        : OptionalLong.empty();
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) {
    return Optional.empty();
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    OptionalLong index = earlier(hash);
    return index.isPresent() ? index : unbelieved.indexOf(hash);
  }

  @Override
  public Optional<PlacedEntry> at(long index) {
    return Optional.empty();
  }

  @Override
  public Optional<StatusList> status(long index) {
    return Optional.of(lists.get(index));
  }

  @Override
  public Charges charges(PlacedEntry entry) {
    return Charges.NONE;
  }

  @Override
  public boolean complete() {
    return true;
  }
}
