package dev.delegationledger.evidence;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Hash;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where records stand and what has happened to them, for what one more record changes; no rule is
 * judged by it, so nobody asks it for an entry or a total. For one thread.
 */
abstract class StatusSource implements RecordSource {
  private final Map<Hash, Long> indexes = new HashMap<>();

  /** The first record with an entry is the one that is referred to. */
  final void add(Hash hash, long index) {
    indexes.putIfAbsent(hash, index);
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    Long index = indexes.get(hash);
    return index == null ? OptionalLong.empty() : OptionalLong.of(index);
  }

  @Override
  public final Optional<PlacedEntry> find(Hash hash) {
    return Optional.empty();
  }

  @Override
  public final Optional<PlacedEntry> at(long index) {
    return Optional.empty();
  }

  @Override
  public final Charges charges(PlacedEntry entry) {
    return Charges.NONE;
  }
}
