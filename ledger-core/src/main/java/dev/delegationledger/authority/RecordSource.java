package dev.delegationledger.authority;

import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the rules find records: the store, a proof file, or a replay. Everything it returns has
 * been tied to one log by its maker: inclusion, index, time and signature are checked.
 */
public interface RecordSource {
  /**
   * The first record whose entry has this signing-input hash, if this source holds it.
   *
   * @throws RefusedException if the record is there and cannot be believed
   */
  Optional<PlacedEntry> find(Hash hash) throws RefusedException;

  /** The index of that record, whether it can be believed or not. */
  OptionalLong indexOf(Hash hash);

  /**
   * The record at {@code index}, if this source holds it: what a fact names as its cause.
   *
   * @throws RefusedException if the record is there and cannot be believed
   */
  Optional<PlacedEntry> at(long index) throws RefusedException;

  /**
   * What has happened to the record at {@code index}, if this source knows.
   *
   * @throws RefusedException if the status is there and cannot be believed
   */
  Optional<StatusList> status(long index) throws RefusedException;

  /**
   * The totals after {@code entry}: what its record states; if it has none yet, what {@link
   * Charging} makes of the ledger so far.
   *
   * @throws RefusedException if the record is there and cannot be believed
   */
  Charges charges(PlacedEntry entry) throws RefusedException;

  /** Whether this source holds the whole ledger: then what it does not hold does not exist. */
  boolean complete();
}
