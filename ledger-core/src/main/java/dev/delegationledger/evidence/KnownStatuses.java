package dev.delegationledger.evidence;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The records and statuses of a file, for what a record changes. What is asked for and is not there
 * is remembered: a file that leaves out the target of a revocation must not make an honest ledger's
 * root look wrong. For one thread.
 */
final class KnownStatuses implements RecordSource {
  private final Map<Hash, Long> indexes = new HashMap<>();
  private final Map<Long, StatusList> statuses;
  private Optional<Hash> missing = Optional.empty();

  KnownStatuses(NavigableMap<Long, Hash> hashes, Map<Long, StatusList> statuses) {
    hashes.forEach((index, hash) -> indexes.putIfAbsent(hash, index));
    this.statuses = statuses;
  }

  /**
   * @throws RefusedException {@code record-missing} if a record was asked for that is not there
   */
  void requireAllFound(long citing) throws RefusedException {
    if (missing.isPresent()) {
      throw new RefusedException(
          Refusal.at(
              citing,
              Reason.RECORD_MISSING,
              "follow reference: expected a record with entry " + missing.get()));
    }
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    Long index = indexes.get(hash);
    if (index == null) {
      missing = missing.or(() -> Optional.of(hash));
      return OptionalLong.empty();
    }
    return OptionalLong.of(index);
  }

  @Override
  public Optional<StatusList> status(long index) throws RefusedException {
    StatusList list = statuses.get(index);
    if (list == null) {
      throw new RefusedException(
          Refusal.at(
              index,
              Reason.STATUS_MISSING,
              "read evidence: expected the status of record " + index));
    }
    return Optional.of(list);
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) {
    return Optional.empty();
  }

  @Override
  public Optional<PlacedEntry> at(long index) {
    return Optional.empty();
  }

  @Override
  public Charges charges(PlacedEntry entry) {
    return Charges.NONE;
  }

  @Override
  public boolean complete() {
    return false;
  }
}
