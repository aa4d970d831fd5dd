package dev.delegationledger.view;

import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.References;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A ledger with some more entries on top, in memory: a batch that is being admitted over the stored
 * ledger, which must not change meanwhile: what was read of it is kept. Not thread-safe.
 */
public final class Overlay implements LedgerState {
  private final LedgerState base;
  private final Map<Hash, PlacedEntry> entries = new HashMap<>();
  private final Map<Long, PlacedEntry> places = new HashMap<>();
  private final Map<Hash, Charges> stated = new HashMap<>();
  private final Map<Long, Charges.Total> totals = new HashMap<>();
  private final Map<Long, StatusList> statuses = new TreeMap<>();
  private final Map<Hash, Map<String, Long>> jtis = new HashMap<>();
  private final Map<Hash, VerifyingKey> keys = new HashMap<>();
  private final Map<String, PrincipalKind> kinds = new HashMap<>();
  private final Map<String, List<Long>> principals = new HashMap<>();
  private final Map<Hash, List<Long>> referring = new HashMap<>();

  private final Map<Long, Optional<StatusList>> readStatuses = new HashMap<>();
  private final Map<Use, OptionalLong> readUses = new HashMap<>();
  private final Map<Hash, OptionalLong> readIndexes = new HashMap<>();

  private record Use(Hash signer, String jti) {}

  /** Nothing on top of {@code base} yet. */
  public Overlay(LedgerState base) {
    this.base = base;
  }

  /**
   * Adds an entry; the first one with a hash stays the one that is found.
   *
   * @param charges what its record states
   */
  public void add(PlacedEntry entry, Charges charges) {
    if (entries.putIfAbsent(entry.hash(), entry) == null) {
      stated.put(entry.hash(), charges);
    }
    places.put(entry.index(), entry);
    charge(charges);
    Statement statement = entry.entry().statement();
    jtis.computeIfAbsent(entry.signer(), signer -> new HashMap<>())
        .putIfAbsent(statement.issued().jti(), entry.index());
    keys.putAll(Rows.keys(statement));
    if (statement instanceof Statement.Enrolment enrolment) {
      name(enrolment.id(), enrolment.principal(), entry.index());
    } else if (statement instanceof Statement.Group group) {
      name(group.id(), PrincipalKind.GROUP, entry.index());
    }
    for (Hash reference : References.lookedUp(statement)) {
      referring.computeIfAbsent(reference, hash -> new ArrayList<>()).add(entry.index());
    }
  }

  private void name(String id, PrincipalKind kind, long index) {
    kinds.putIfAbsent(id, kind);
    principals.computeIfAbsent(id, i -> new ArrayList<>()).add(index);
  }

  /** From here on, these are the totals of the grants that they name. */
  private void charge(Charges charges) {
    charges.totals().forEach(total -> totals.put(total.grant(), total));
  }

  /** Sets status lists. */
  public void put(Map<Long, StatusList> changed) {
    statuses.putAll(changed);
  }

  /** The status lists set on top. */
  public Map<Long, StatusList> statuses() {
    return Map.copyOf(statuses);
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
    PlacedEntry entry = entries.get(hash);
    return entry == null ? base.find(hash) : Optional.of(entry);
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    PlacedEntry entry = entries.get(hash);
    return entry == null ? indexInBase(hash) : OptionalLong.of(entry.index());
  }

  @Override
  public Optional<PlacedEntry> at(long index) throws RefusedException {
    PlacedEntry entry = places.get(index);
    return entry == null ? base.at(index) : Optional.of(entry);
  }

  @Override
  public Optional<StatusList> status(long index) throws RefusedException {
    StatusList facts = statuses.get(index);
    if (facts != null) {
      return Optional.of(facts);
    }
    Optional<StatusList> read = readStatuses.get(index);
    if (read == null) {
      read = base.status(index);
      readStatuses.put(index, read);
    }
    return read;
  }

  @Override
  public Charges charges(PlacedEntry entry) throws RefusedException {
    Charges charges = stated.get(entry.hash());
    if (charges != null) {
      return charges;
    }
    return indexInBase(entry.hash()).isPresent()
        ? base.charges(entry)
        : Charging.of(entry, this, this);
  }

  @Override
  public OptionalLong jtiUse(Hash signer, String jti) {
    OptionalLong before = useInBase(signer, jti);
    Long here = jtis.getOrDefault(signer, Map.of()).get(jti);
    return before.isPresent() || here == null ? before : OptionalLong.of(here);
  }

  private OptionalLong useInBase(Hash signer, String jti) {
    return readUses.computeIfAbsent(new Use(signer, jti), use -> base.jtiUse(signer, jti));
  }

  private OptionalLong indexInBase(Hash hash) {
    return readIndexes.computeIfAbsent(hash, base::indexOf);
  }

  @Override
  public boolean keyEnrolled(Hash thumbprint) {
    return keys.containsKey(thumbprint) || base.keyEnrolled(thumbprint);
  }

  @Override
  public Optional<PrincipalKind> principal(String id) {
    return base.principal(id).or(() -> Optional.ofNullable(kinds.get(id)));
  }

  @Override
  public List<Long> principals(String id) {
    return joined(base.principals(id), principals.getOrDefault(id, List.of()));
  }

  @Override
  public List<Long> referring(Hash hash, Set<Kind> kinds) {
    List<Long> here = referring.getOrDefault(hash, List.of());
    return joined(
        base.referring(hash, kinds), here.stream().filter(at -> isOneOf(at, kinds)).toList());
  }

  private boolean isOneOf(long at, Set<Kind> kinds) {
    PlacedEntry entry = places.get(at);
    return entry != null && kinds.contains(entry.kind());
  }

  @Override
  public Charges.Total charged(long grant) throws RefusedException {
    Charges.Total total = totals.get(grant);
    return total == null ? base.charged(grant) : total;
  }

  @Override
  public Optional<VerifyingKey> key(Hash thumbprint) {
    return Optional.ofNullable(keys.get(thumbprint)).or(() -> base.key(thumbprint));
  }

  private static List<Long> joined(List<Long> before, List<Long> after) {
    List<Long> joined = new ArrayList<>(before);
    joined.addAll(after);
    return joined;
  }
}
