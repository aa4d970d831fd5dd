package dev.delegationledger.proof;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The evidence of a file as admission saw the ledger just before one record: nothing that this
 * record caused, or that came after it, has happened yet. So what the rules say of the record is
 * what they said then.
 */
final class AsAdmitted implements RecordSource {
  private final RecordSource evidence;
  private final long record;

  AsAdmitted(RecordSource evidence, long record) {
    this.evidence = evidence;
    this.record = record;
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
    return evidence.find(hash).filter(entry -> entry.index() < record);
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    OptionalLong index = evidence.indexOf(hash);
    return index.isPresent() && index.getAsLong() < record ? index : OptionalLong.empty();
  }

  @Override
  public Optional<PlacedEntry> at(long index) throws RefusedException {
    return index < record ? evidence.at(index) : Optional.empty();
  }

  @Override
  public Optional<StatusList> status(long index) throws RefusedException {
    return evidence.status(index).map(list -> list.upTo(record - 1));
  }

  @Override
  public Charges charges(PlacedEntry entry) throws RefusedException {
    return evidence.charges(entry);
  }

  @Override
  public boolean complete() {
    return evidence.complete();
  }
}
