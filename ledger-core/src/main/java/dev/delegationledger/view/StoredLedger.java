package dev.delegationledger.view;

import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.KeyRing;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Kept;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ledger as its store holds it. Everything is checked as it is read: a record against the leaf
 * hash in the tree, an entry against its signature. What was read once is kept, within a bound.
 * Thread-safe.
 */
public final class StoredLedger implements LedgerState {
  private static final int MAX_KEPT = 10_000;

  private final ReadableStore store;
  private final StoredRecords records;
  private final LedgerIdentity identity;
  private final Optional<RootCheck> roots;
  private final Kinds kinds = new Kinds();
  private final Kept<Long, PlacedEntry> cache = Kept.atMost(MAX_KEPT);

  /** Where entries were first recorded, which never changes. */
  private final Kept<Hash, Long> places = Kept.atMost(MAX_KEPT);

  /** The keys that records were found to bind; a key stays bound, and is what its hash says. */
  private final Kept<Hash, VerifyingKey> boundKeys = Kept.atMost(MAX_KEPT);

  /** Counts erasures; what was read before one is not kept after it. */
  private final AtomicLong erasures = new AtomicLong();

  private StoredLedger(
      ReadableStore store,
      StoredRecords records,
      LedgerIdentity identity,
      Optional<RootCheck> roots) {
    this.store = store;
    this.records = records;
    this.identity = identity;
    this.roots = roots;
  }

  /**
   * The ledger in {@code store}.
   *
   * @throws RefusedException if record 0 is missing or is not a genesis
   */
  public static StoredLedger over(ReadableStore store) throws RefusedException {
    StoredRecords records = new StoredRecords(store);
    return new StoredLedger(store, records, LedgerIdentity.of(records.record(0)), Optional.empty());
  }

  /**
   * The ledger in {@code store}, for whoever writes to it: each record, and what happened to it, is
   * held against the roots of the head when it is read first. Nobody else may write meanwhile.
   *
   * @throws RefusedException as {@link #over}, or if the head cannot be read
   */
  public static StoredLedger underItsHead(ReadableStore store) throws RefusedException {
    StoredRecords records = new StoredRecords(store);
    RootCheck roots = new RootCheck(records, Head.parse(records.head()));
    roots.requireLeaf(0);
    return new StoredLedger(
        store, records, LedgerIdentity.of(records.record(0)), Optional.of(roots));
  }

  /**
   * Holds these records, and what happened to them, against the roots of the head, all at once.
   * Nobody may write meanwhile.
   *
   * @throws RefusedException {@code node-contradiction}, {@code status-contradiction}
   */
  void requireUnderHead(NavigableSet<Long> indexes) throws RefusedException {
    RootCheck check = roots.isPresent() ? roots.get() : new RootCheck(records, head());
    check.requireLeaves(indexes);
    check.requireStatuses(indexes);
  }

  /** Which ledger this is. */
  public LedgerIdentity identity() {
    return identity;
  }

  /**
   * Which key signs for it at which tree size, by all records that it holds.
   *
   * @throws RefusedException if a record that changed the key cannot be believed
   */
  public LedgerKeys ledgerKeys() throws RefusedException {
    return LedgerKeys.of(identity, this, Long.MAX_VALUE);
  }

  /** The store it stands in. */
  public ReadableStore store() {
    return store;
  }

  /**
   * The head.
   *
   * @throws RefusedException {@code head-contradiction}
   */
  public Head head() throws RefusedException {
    return Head.parse(records.head());
  }

  /**
   * The record at {@code index}, checked against the leaf hash that the tree holds for it.
   *
   * @throws RefusedException naming the record, if it is missing, malformed or altered
   */
  public RawRecord record(long index) throws RefusedException {
    RawRecord record = records.record(index);
    if (roots.isPresent()) {
      roots.get().requireLeaf(index);
    }
    return record;
  }

  /**
   * A stored node of the log's tree.
   *
   * @throws IllegalStateException if the store lacks it
   */
  public Hash logNode(int level, long index) {
    return records.logNode(level, index);
  }

  /**
   * A stored node of the status tree, if it is not the default.
   *
   * @throws IllegalStateException if what the store holds there is no hash
   */
  public Optional<Hash> statusNode(int level, long index) {
    return records.statusNode(level, index);
  }

  /**
   * The disclosures stored with the record at {@code index}.
   *
   * @throws RefusedException {@code disclosure-mismatch}
   */
  public List<Disclosure> disclosures(long index) throws RefusedException {
    return records.disclosures(index);
  }

  /**
   * The entry in the record at {@code index} with the disclosures at hand, its signature not
   * checked.
   *
   * @throws RefusedException naming the record
   */
  public SignedEntry signedEntry(long index) throws RefusedException {
    try {
      return SignedEntry.of(record(index).jws(), disclosures(index));
    } catch (RefusedException e) {
      throw new RefusedException(e.refusal().orAt(index));
    }
  }

  /**
   * The verified entry in the record at {@code index}.
   *
   * @throws RefusedException naming the record, if it cannot be believed
   */
  public PlacedEntry entry(long index) throws RefusedException {
    if (index == 0) {
      return identity.genesis();
    }
    PlacedEntry cached = cache.get(index);
    if (cached != null) {
      return cached;
    }
    long before = erasures.get();
    PlacedEntry entry = read(index, this);
    remember(entry, before);
    return entry;
  }

  /** As {@link #entry}, whatever was read before. */
  PlacedEntry read(long index, KeyRing keys) throws RefusedException {
    if (index == 0) {
      return identity.genesis();
    }
    RawRecord record = record(index);
    try {
      return new PlacedEntry(
          SignedEntry.of(record.jws(), disclosures(index)).verify(keys),
          new Position(index, record.timeMs()));
    } catch (RefusedException e) {
      throw new RefusedException(e.refusal().orAt(index));
    }
  }

  /** Keeps an entry that was just committed, and never before. */
  public void remember(PlacedEntry entry) {
    remember(entry, erasures.get());
    places.put(entry.hash(), entry.index());
  }

  private void remember(PlacedEntry entry, long erasuresBefore) {
    cache.putIf(() -> erasures.get() == erasuresBefore, entry.index(), entry);
  }

  /** Drops the entry in the record at {@code index}, of which something was just erased. */
  public void forget(long index) {
    erasures.incrementAndGet();
    cache.remove(index);
  }

  /** The indexes of the records that a look-up row leads to, smallest first. */
  public List<Long> lookup(Table table, byte[] lookedUp) {
    List<Long> found = new ArrayList<>();
    store.scanPrefix(
        table,
        lookedUp,
        (key, value) -> {
          found.add(Keys.trailingIndex(key));
          return true;
        });
    return found;
  }

  private OptionalLong first(Table table, byte[] lookedUp) {
    OptionalLong[] found = {OptionalLong.empty()};
    store.scanPrefix(
        table,
        lookedUp,
        (key, value) -> {
          found[0] = OptionalLong.of(Keys.trailingIndex(key));
          return false;
        });
    return found[0];
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
    OptionalLong index = indexOf(hash);
    return index.isPresent() ? Optional.of(entry(index.getAsLong())) : Optional.empty();
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    Long known = places.get(hash);
    if (known != null) {
      return OptionalLong.of(known);
    }
    OptionalLong index = first(Table.BY_HASH, Keys.hash(hash));
    index.ifPresent(found -> requireLed(hash, found));
    index.ifPresent(found -> places.put(hash, found));
    return index;
  }

  /** For who writes: a row that leads to another entry would have a revocation close that one. */
  private void requireLed(Hash hash, long index) {
    if (roots.isEmpty()) {
      return;
    }
    Hash led;
    try {
      PlacedEntry cached = cache.get(index);
      led = cached == null ? CompactJws.parse(record(index).jws()).hash() : cached.hash();
    } catch (RefusedException unreadable) {
      return; // it is there; who reads it learns what is wrong with it
    }
    if (!led.equals(hash)) {
      throw new StoreException(
          "look up entry: expected " + hash + " in record " + index + ", got " + led);
    }
  }

  @Override
  public Optional<PlacedEntry> at(long index) throws RefusedException {
    if (index < 0
        || (cache.get(index) == null
            && store.get(Table.RECORDS, Keys.index(index)) == null
            && !records.isInLog(index))) {
      return Optional.empty();
    }
    return Optional.of(entry(index));
  }

  @Override
  public Charges charges(PlacedEntry entry) throws RefusedException {
    OptionalLong recorded = indexOf(entry.hash());
    return recorded.isPresent()
        ? record(recorded.getAsLong()).charges()
        : Charging.of(entry, this, this);
  }

  @Override
  public Optional<StatusList> status(long index) throws RefusedException {
    return Optional.of(roots.isPresent() ? roots.get().status(index) : records.status(index));
  }

  @Override
  public OptionalLong jtiUse(Hash signer, String jti) {
    return first(Table.BY_JTI, Keys.jti(jti, signer));
  }

  @Override
  public boolean keyEnrolled(Hash thumbprint) {
    return first(Table.BY_KEY, Keys.hash(thumbprint)).isPresent();
  }

  @Override
  public Optional<PrincipalKind> principal(String id) {
    OptionalLong index = first(Table.BY_PRINCIPAL, Keys.principal(id));
    return index.isEmpty() ? Optional.empty() : kind(lookedUp(index.getAsLong()));
  }

  private static Optional<PrincipalKind> kind(Statement statement) {
    if (statement instanceof Statement.Enrolment enrolment) {
      return Optional.of(enrolment.principal());
    }
    return statement instanceof Statement.Group
        ? Optional.of(PrincipalKind.GROUP)
        : Optional.empty();
  }

  @Override
  public List<Long> principals(String id) {
    return lookup(Table.BY_PRINCIPAL, Keys.principal(id));
  }

  @Override
  public List<Long> referring(Hash hash, Set<Kind> kinds) {
    List<Long> all = lookup(Table.BY_REFERENCE, Keys.hash(hash));
    return all.stream().filter(index -> mayBeOneOf(index, kinds)).toList();
  }

  /** Not where it is of another kind: one that cannot be read may be of any. */
  private boolean mayBeOneOf(long index, Set<Kind> wanted) {
    PlacedEntry cached = cache.get(index);
    if (cached != null) {
      return wanted.contains(cached.kind());
    }
    try {
      return kinds.of(record(index).jws()).map(wanted::contains).orElse(true);
    } catch (RefusedException unbelievable) {
      return true; // whoever reads it learns what is wrong with it
    }
  }

  @Override
  public Charges.Total charged(long grant) throws RefusedException {
    byte[] row = store.get(Table.CHARGES, Keys.index(grant));
    return row == null ? new Charges.Total(grant, 0, 0) : Rows.readCharged(grant, row);
  }

  @Override
  public Optional<VerifyingKey> key(Hash thumbprint) {
    VerifyingKey role = identity.signers().get(thumbprint);
    if (role != null) {
      return Optional.of(role);
    }
    VerifyingKey known = boundKeys.get(thumbprint);
    if (known != null) {
      return Optional.of(known);
    }
    OptionalLong index = first(Table.BY_KEY, Keys.hash(thumbprint));
    if (index.isEmpty()) {
      return Optional.empty();
    }
    VerifyingKey bound = Rows.keys(lookedUp(index.getAsLong())).get(thumbprint);
    if (bound != null) {
      boundKeys.put(thumbprint, bound);
    }
    return Optional.ofNullable(bound);
  }

  /** What a look-up row for a key or a principal leads to. */
  private Statement lookedUp(long index) {
    PlacedEntry cached = cache.get(index);
    if (cached != null) {
      return cached.statement();
    }
    try {
      return signedEntry(index).statement();
    } catch (RefusedException unreadable) {
      // "not enrolled" would let the same id or key in a second time
      throw new StoreException("look up enrolment: " + unreadable.getMessage(), unreadable);
    }
  }
}
