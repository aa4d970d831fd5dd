package dev.delegationledger.audit;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.LedgerState;
import dev.delegationledger.view.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * The records that an audit met and cannot believe. A later entry that rests on one finds it, and
 * learns what is wrong with it: so the one thing that is wrong is reported once, and nothing that
 * rests on it passes. For one audit, on one thread.
 */
final class Unbelieved implements LedgerState {
  private final ReplaySource source;
  private final Map<Long, Refusal> lost = new TreeMap<>();
  private final Map<Hash, Refusal> byHash = new HashMap<>();
  private final Map<Long, Refusal> byIndex = new HashMap<>();
  private final Map<Hash, Long> indexes = new HashMap<>();
  private final Map<Hash, VerifyingKey> keys = new HashMap<>();
  private Map<Hash, VerifyingKey> roles = Map.of();

  Unbelieved(ReplaySource source) {
    this.source = source;
  }

  /** Keys that genesis gives a role. */
  void roles(Map<Hash, VerifyingKey> roles) {
    this.roles = roles;
  }

  /** A record whose entry cannot be read; its look-up rows say what others know it by. */
  void lose(long index, Refusal why) {
    lost.put(index, why);
  }

  /** An entry that can be read and not be believed. */
  void doubt(SignedEntry entry, long index, Refusal why) {
    know(entry.hash(), index, why);
    Rows.keys(entry.statement()).forEach(keys::putIfAbsent);
  }

  /** What references to an unbelieved entry hold. */
  void know(Hash hash, long index, Refusal why) {
    byIndex.putIfAbsent(index, why);
    if (indexes.putIfAbsent(hash, index) == null) {
      byHash.put(hash, why);
    }
  }

  /** Whether the entry of the record at {@code index} cannot be read. */
  boolean isLost(long index) {
    return lost.containsKey(index);
  }

  /** What is wrong with the unreadable record that bound the key, if one did. */
  Optional<Refusal> lostHolder(Hash thumbprint) {
    return lostBy(Table.BY_KEY, Keys.hash(thumbprint)).map(lost::get);
  }

  private Optional<Long> lostBy(Table table, byte[] lookedUp) {
    if (lost.isEmpty()) {
      return Optional.empty();
    }
    return source.leads(table, lookedUp, lost::containsKey).stream().findFirst();
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
    Refusal doubted = byHash.get(hash);
    if (doubted == null) {
      doubted = lostBy(Table.BY_HASH, Keys.hash(hash)).map(lost::get).orElse(null);
    }
    if (doubted != null) {
      throw new RefusedException(doubted);
    }
    return Optional.empty();
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    Optional<Long> index =
        Optional.ofNullable(indexes.get(hash)).or(() -> lostBy(Table.BY_HASH, Keys.hash(hash)));
    return index.isPresent() ? OptionalLong.of(index.get()) : OptionalLong.empty();
  }

  @Override
  public Optional<VerifyingKey> key(Hash thumbprint) {
    VerifyingKey role = roles.get(thumbprint);
    return Optional.ofNullable(role == null ? keys.get(thumbprint) : role);
  }

  @Override
  public Optional<PlacedEntry> at(long index) throws RefusedException {
    Refusal doubted = lost.getOrDefault(index, byIndex.get(index));
    if (doubted != null) {
      throw new RefusedException(doubted);
    }
    return Optional.empty();
  }

  @Override
  public Optional<StatusList> status(long index) {
    return Optional.of(StatusList.LIVE);
  }

  @Override
  public Charges charges(PlacedEntry entry) throws RefusedException {
    find(entry.hash()); // says what is wrong with it
    return Charges.NONE;
  }

  @Override
  public OptionalLong jtiUse(Hash signer, String jti) {
    return OptionalLong.empty();
  }

  @Override
  public boolean keyEnrolled(Hash thumbprint) {
    return keys.containsKey(thumbprint);
  }

  @Override
  public Optional<PrincipalKind> principal(String id) {
    return Optional.empty();
  }

  @Override
  public List<Long> principals(String id) {
    return List.of();
  }

  @Override
  public List<Long> referring(Hash hash, Set<Kind> kinds) {
    return List.of();
  }

  @Override
  public Charges.Total charged(long grant) {
    return new Charges.Total(grant, 0, 0);
  }
}
