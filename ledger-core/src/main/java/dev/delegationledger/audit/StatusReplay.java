package dev.delegationledger.audit;

import dev.delegationledger.authority.Effects;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The status tree as the entries build it, in memory: nothing of it is read from the store but the
 * facts that a record caused whose entry is unreadable. For one audit, on one thread.
 */
final class StatusReplay implements RecordSource {
  private final StoredRows rows;
  private final Unbelieved unbelieved;
  private final Map<Hash, Long> indexes = new HashMap<>();
  private final NavigableMap<Long, StatusList> statuses = new TreeMap<>();
  private final Map<Integer, Map<Long, Hash>> nodes = new HashMap<>();
  private Hash root = StatusTree.EMPTY_ROOT;
  private @Nullable Map<Long, Map<Long, Fact>> storedFacts;

  StatusReplay(StoredRows rows, Unbelieved unbelieved) {
    this.rows = rows;
    this.unbelieved = unbelieved;
  }

  /** Notes where an entry stands; the earlier record that holds it already, if there is one. */
  OptionalLong place(Hash entry, long index) {
    Long earlier = indexes.putIfAbsent(entry, index);
    return earlier == null ? OptionalLong.empty() : OptionalLong.of(earlier);
  }

  /** Applies what the entry of the record at {@code index} changes, and says it. */
  Map<Long, StatusList> apply(Statement statement, long index) {
    try {
      return update(Effects.of(statement, index, this));
    } catch (RefusedException e) {
      throw new IllegalStateException("this source believes itself", e);
    }
  }

  /** Applies what the store says that the unreadable record at {@code index} changed. */
  Map<Long, StatusList> applyStored(long index) {
    Map<Long, StatusList> changed = new TreeMap<>();
    storedFacts()
        .getOrDefault(index, Map.of())
        .forEach((target, fact) -> changed.put(target, facts(target).plus(fact)));
    return update(changed);
  }

  private Map<Long, StatusList> update(Map<Long, StatusList> changed) {
    if (changed.isEmpty()) {
      return changed;
    }
    Map<Long, Hash> leaves = new HashMap<>();
    changed.forEach((index, facts) -> leaves.put(index, facts.leafHash()));
    List<Runnable> puts = new ArrayList<>();
    root =
        StatusTree.update(
            leaves,
            (level, index) -> Optional.ofNullable(nodes.getOrDefault(level, Map.of()).get(index)),
            (level, index, hash) ->
                puts.add(
                    () -> nodes.computeIfAbsent(level, l -> new HashMap<>()).put(index, hash)));
    puts.forEach(Runnable::run);
    statuses.putAll(changed);
    return changed;
  }

  /** The root after what was applied. */
  Hash root() {
    return root;
  }

  /** Compares the stored rows with what was applied. */
  void compareRows() {
    statuses.forEach(
        (index, facts) ->
            Rows.status(
                index,
                facts,
                (table, key, value) ->
                    rows.expectValue(table, key, value, index, Reason.STATUS_CONTRADICTION)));
    nodes.forEach(
        (level, hashes) ->
            hashes.forEach(
                (index, hash) ->
                    Rows.statusNode(
                        level,
                        index,
                        hash,
                        (table, key, value) ->
                            rows.expectValue(
                                table,
                                key,
                                value,
                                firstBelow(level, index).orElseThrow(),
                                Reason.NODE_CONTRADICTION))));
  }

  /** Whether something happened to the record at {@code index}. */
  boolean hasStatus(long index) {
    return statuses.containsKey(index);
  }

  /** Whether the tree has a node there that is not the default. */
  boolean hasNode(int level, long index) {
    return nodes.getOrDefault(level, Map.of()).containsKey(index);
  }

  /** The first record below a node that something happened to. */
  OptionalLong firstBelow(int level, long index) {
    Long first = statuses.ceilingKey(index << level);
    return first != null && first >>> level == index
        ? OptionalLong.of(first)
        : OptionalLong.empty();
  }

  private StatusList facts(long index) {
    return statuses.getOrDefault(index, StatusList.LIVE);
  }

  /** The stored facts by the record that caused them, then by the record they are about. */
  private Map<Long, Map<Long, Fact>> storedFacts() {
    if (storedFacts == null) {
      Map<Long, Map<Long, Fact>> found = new HashMap<>();
      rows.scan(
          Table.STATUS,
          new byte[0],
          (key, value) -> {
            if (key.length == Keys.INDEX_BYTES) {
              long target = Keys.trailingIndex(key);
              for (Fact fact : parse(target, value)) {
                if (target >= 0 && target < fact.at()) {
                  found.computeIfAbsent(fact.at(), at -> new TreeMap<>()).put(target, fact);
                }
              }
            }
            return true;
          });
      storedFacts = found;
    }
    return storedFacts;
  }

  private static List<Fact> parse(long target, byte[] facts) {
    try {
      return Rows.readStatus(target, facts).facts();
    } catch (RefusedException altered) {
      return List.of(); // the comparison of the rows reports it
    }
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) {
    return Optional.empty();
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    Long index = indexes.get(hash);
    return index == null ? unbelieved.indexOf(hash) : OptionalLong.of(index);
  }

  @Override
  public Optional<PlacedEntry> at(long index) {
    return Optional.empty();
  }

  @Override
  public Optional<StatusList> status(long index) {
    return Optional.of(facts(index));
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
