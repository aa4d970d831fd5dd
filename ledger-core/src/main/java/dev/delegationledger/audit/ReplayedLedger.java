package dev.delegationledger.audit;

import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.References;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Kept;
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
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The ledger as far as it was replayed, for the rules. An entry that is asked for again is read
 * again, and verified again. Nothing that leads to a record is believed: it counts only if that
 * record was replayed, its entry was verified there, and the entry gives that row. Statuses and
 * totals are the replay's own. For one audit, on one thread.
 */
final class ReplayedLedger implements LedgerState {
  private static final int MAX_KEPT = 10_000;
  private static final Set<Kind> ANY = Set.of(Kind.values());

  private final LedgerIdentity identity;
  private final ReplayedRecords replayed;
  private final ReplaySource source;
  private final Reread entries;
  private final StatusReplay status;
  private final Unbelieved unbelieved;
  private final LongTable totals = new LongTable(2);
  private final Map<Long, Taken> taken = new HashMap<>();

  /** Some of what was looked up: the first record of a hash and the key of a thumbprint stay. */
  private final Kept<Hash, Long> indexes = Kept.atMost(MAX_KEPT);

  private final Kept<Hash, VerifyingKey> keys = Kept.atMost(MAX_KEPT);

  /** What a record stands for that is altered itself. */
  private record Taken(Position position, Charges charges) {}

  ReplayedLedger(
      LedgerIdentity identity,
      ReplayedRecords replayed,
      ReplaySource source,
      Reread entries,
      StatusReplay status,
      Unbelieved unbelieved) {
    this.identity = identity;
    this.replayed = replayed;
    this.source = source;
    this.entries = entries;
    this.status = status;
    this.unbelieved = unbelieved;
  }

  /**
   * Adds the entry of the record that was replayed last.
   *
   * @param charges what that record states
   */
  void add(PlacedEntry entry, Charges charges) {
    replayed.believe(entry.index());
    charge(charges);
    entries.keep(
        entry.index(),
        new Reread.Held(entry.entry().signed(), entry.position().timeMs(), charges, entry));
  }

  /** As {@link #add}, of a record that states something else, or that nobody can believe. */
  void addInstead(PlacedEntry entry, Charges charges) {
    taken.put(entry.index(), new Taken(entry.position(), charges));
    add(entry, charges);
  }

  /** From here on, these are the totals of the grants that they name. */
  void charge(Charges charges) {
    charges.totals().forEach(total -> totals.put(total.grant(), total.uses(), total.spent()));
  }

  /** The verified entry of a record that is believed. */
  private PlacedEntry believed(long index) {
    if (index == 0) {
      return identity.genesis();
    }
    Reread.Held held = entries.at(index);
    PlacedEntry placed = held.placed;
    if (placed == null) {
      try {
        Taken instead = taken.get(index);
        Position position = instead == null ? new Position(index, held.timeMs) : instead.position();
        placed = new PlacedEntry(held.entry.verify(this), position);
      } catch (RefusedException e) {
        throw Reread.changed(index);
      }
      held.placed = placed;
    }
    return placed;
  }

  /** The believed records, smallest first, whose entries are as asked. */
  private Stream<Long> where(
      Table table, byte[] lookedUp, Set<Kind> kinds, Predicate<SignedEntry> asked) {
    return source.leads(table, lookedUp, index -> replayed.isBelieved(index, kinds)).stream()
        .filter(index -> asked.test(entries.at(index).entry));
  }

  /** Reads no more of them than it must. */
  private static OptionalLong first(Stream<Long> indexes) {
    return indexes.mapToLong(Long::longValue).findFirst();
  }

  private OptionalLong believedIndex(Hash hash) {
    Long known = indexes.get(hash);
    if (known != null) {
      return OptionalLong.of(known);
    }
    OptionalLong found =
        first(where(Table.BY_HASH, Keys.hash(hash), ANY, entry -> entry.hash().equals(hash)));
    found.ifPresent(index -> indexes.put(hash, index));
    return found;
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
    OptionalLong index = believedIndex(hash);
    return index.isPresent() ? Optional.of(believed(index.getAsLong())) : unbelieved.find(hash);
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    OptionalLong index = believedIndex(hash);
    return index.isPresent() ? index : unbelieved.indexOf(hash);
  }

  @Override
  public Optional<PlacedEntry> at(long index) throws RefusedException {
    return replayed.isBelieved(index) ? Optional.of(believed(index)) : unbelieved.at(index);
  }

  @Override
  public Optional<StatusList> status(long index) {
    return status.status(index);
  }

  @Override
  public Charges charges(PlacedEntry entry) throws RefusedException {
    OptionalLong index = believedIndex(entry.hash());
    if (index.isPresent()) {
      return stated(index.getAsLong());
    }
    return unbelieved.indexOf(entry.hash()).isPresent()
        ? unbelieved.charges(entry)
        : Charging.of(entry, this, this);
  }

  /** Only actions are charged to anything, whatever other records state. */
  private Charges stated(long index) {
    Taken instead = taken.get(index);
    if (instead != null) {
      return instead.charges();
    }
    return replayed.isBelieved(index, Set.of(Kind.ACTION))
        ? entries.at(index).charges
        : Charges.NONE;
  }

  @Override
  public OptionalLong jtiUse(Hash signer, String jti) {
    return first(
        where(
            Table.BY_JTI,
            Keys.jti(jti, signer),
            ANY,
            entry ->
                entry.statement().issued().signer().equals(signer)
                    && entry.statement().issued().jti().equals(jti)));
  }

  @Override
  public boolean keyEnrolled(Hash thumbprint) {
    return bound(thumbprint).isPresent() || unbelieved.keyEnrolled(thumbprint);
  }

  /** The key with this thumbprint that a believed entry binds. */
  private Optional<VerifyingKey> bound(Hash thumbprint) {
    VerifyingKey known = keys.get(thumbprint);
    if (known != null) {
      return Optional.of(known);
    }
    OptionalLong binder =
        first(
            where(
                Table.BY_KEY,
                Keys.hash(thumbprint),
                ANY,
                entry -> Rows.keys(entry.statement()).containsKey(thumbprint)));
    if (binder.isEmpty()) {
      return Optional.empty();
    }
    keys.putAll(Rows.keys(entries.at(binder.getAsLong()).entry.statement()));
    return Optional.ofNullable(keys.get(thumbprint));
  }

  @Override
  public Optional<VerifyingKey> key(Hash thumbprint) {
    return unbelieved.key(thumbprint).or(() -> bound(thumbprint)); // whoever binds it, it is one
  }

  @Override
  public Optional<PrincipalKind> principal(String id) {
    return principals(id).stream().findFirst().flatMap(first -> kind(entries.at(first).entry));
  }

  private static Optional<PrincipalKind> kind(SignedEntry entry) {
    if (entry.statement() instanceof Statement.Enrolment enrolment) {
      return Optional.of(enrolment.principal());
    }
    return entry.kind() == Kind.GROUP ? Optional.of(PrincipalKind.GROUP) : Optional.empty();
  }

  @Override
  public List<Long> principals(String id) {
    return where(
            Table.BY_PRINCIPAL, Keys.principal(id), ANY, entry -> isNamed(entry.statement(), id))
        .toList();
  }

  private static boolean isNamed(Statement statement, String id) {
    return statement instanceof Statement.Enrolment enrolment
        ? enrolment.id().equals(id)
        : statement instanceof Statement.Group group && group.id().equals(id);
  }

  @Override
  public List<Long> referring(Hash hash, Set<Kind> kinds) {
    return where(
            Table.BY_REFERENCE,
            Keys.hash(hash),
            kinds,
            entry -> References.lookedUp(entry.statement()).contains(hash))
        .toList();
  }

  @Override
  public Charges.Total charged(long grant) throws RefusedException {
    return totals.contains(grant)
        ? new Charges.Total(grant, totals.get(grant, 0), totals.get(grant, 1))
        : unbelieved.charged(grant);
  }
}
