package dev.delegationledger.evidence;

import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The records and statuses of a file, for what a record changes. What is asked for and is not there
 * is remembered: a file that leaves out the target of a revocation must not make an honest ledger's
 * root look wrong. For one thread.
 */
final class KnownStatuses extends StatusSource {
  private final Map<Long, StatusList> statuses;
  private Optional<Hash> missing = Optional.empty();

  KnownStatuses(NavigableMap<Long, Hash> hashes, Map<Long, StatusList> statuses) {
    hashes.forEach((index, hash) -> add(hash, index));
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
    OptionalLong index = super.indexOf(hash);
    if (index.isEmpty()) {
      missing = missing.or(() -> Optional.of(hash));
    }
    return index;
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
  public boolean complete() {
    return false;
  }
}
