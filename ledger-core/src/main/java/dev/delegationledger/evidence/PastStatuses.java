package dev.delegationledger.evidence;

import dev.delegationledger.authority.Effects;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusNodeReader;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What had happened to each record before one of them, derived again from the entries: what a
 * dishonest operator stored beside its records proves nothing. It remembers what it is asked for.
 * For one thread.
 */
final class PastStatuses extends StatusSource {
  private final Map<Long, StatusList> lists = new TreeMap<>();
  private final NavigableSet<Long> asked = new TreeSet<>();

  /** Where records are read. */
  @FunctionalInterface
  interface Records {
    RawRecord at(long index) throws RefusedException;
  }

  /** The statuses after all records below {@code end}. */
  static PastStatuses before(long end, Records records) throws RefusedException {
    PastStatuses past = new PastStatuses();
    for (long index = 0; index < end; index++) {
      SignedEntry entry;
      try {
        entry = SignedEntry.of(records.at(index).jws(), List.of());
      } catch (RefusedException unreadable) {
        continue; // it changed nothing that anybody could know of
      }
      past.lists.putAll(Effects.of(entry.statement(), index, past));
      past.add(entry.hash(), index);
    }
    past.asked.clear();
    return past;
  }

  /** The records that it was asked about since they were derived. */
  NavigableSet<Long> asked() {
    return asked;
  }

  StatusList list(long index) {
    return lists.getOrDefault(index, StatusList.LIVE);
  }

  /** The nodes of the tree over them. */
  StatusNodeReader nodes() {
    Map<Long, Hash> leaves = new TreeMap<>();
    lists.forEach((index, list) -> leaves.put(index, list.leafHash()));
    Map<Integer, Map<Long, Hash>> nodes = new HashMap<>();
    StatusTree.update(
        leaves,
        (level, index) -> Optional.empty(),
        (level, index, hash) ->
            nodes.computeIfAbsent(level, l -> new HashMap<>()).put(index, hash));
    return (level, index) -> Optional.ofNullable(nodes.getOrDefault(level, Map.of()).get(index));
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    OptionalLong index = super.indexOf(hash);
    index.ifPresent(asked::add);
    return index;
  }

  @Override
  public Optional<StatusList> status(long index) {
    asked.add(index);
    return Optional.of(list(index));
  }

  @Override
  public boolean complete() {
    return true;
  }
}
