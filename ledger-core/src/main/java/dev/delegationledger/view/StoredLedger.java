package dev.delegationledger.view;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A ledger as its store holds it. Everything is checked as it is read: a record against the leaf
 * hash in the tree, an entry against its signature. What was read once is kept, within a bound.
 * Thread-safe.
 */
public final class StoredLedger implements LedgerState {
  private static final int MAX_CACHED = 10_000;

  private final ReadableStore store;
  private final LedgerIdentity identity;
  private final Map<Long, PlacedEntry> cache = new ConcurrentHashMap<>();

  private StoredLedger(ReadableStore store, LedgerIdentity identity) {
    this.store = store;
    this.identity = identity;
  }

  /**
   * The ledger in {@code store}.
   *
   * @throws RefusedException if record 0 is missing or is not a genesis
   */
  public static StoredLedger over(ReadableStore store) throws RefusedException {
    RawRecord genesis = record(store, 0);
    return new StoredLedger(store, LedgerIdentity.of(genesis));
  }

  /** Which ledger this is. */
  public LedgerIdentity identity() {
    return identity;
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
    byte[] head = store.head();
    if (head == null) {
      throw RefusedException.of(Reason.HEAD_CONTRADICTION, "read head: expected one, got none");
    }
    return Head.parse(head);
  }

  /**
   * The record at {@code index}, checked against the leaf hash that the tree holds for it.
   *
   * @throws RefusedException naming the record, if it is missing, malformed or altered
   */
  public RawRecord record(long index) throws RefusedException {
    return record(store, index);
  }

  private static RawRecord record(ReadableStore store, long index) throws RefusedException {
    byte[] bytes = store.get(Table.RECORDS, Keys.index(index));
    if (bytes == null) {
      throw refuse(
          index,
          isInLog(store, index) ? Reason.RECORD_LOST : Reason.RECORD_MISSING,
          "read record: expected one, got none");
    }
    // The leaf hash first: bytes that were altered are altered, whatever they still parse as.
    Hash leaf = node(store, Table.NODES, 0, index);
    Hash got = Merkle.leafHash(bytes);
    if (!leaf.equals(got)) {
      throw refuse(
          index, Reason.RECORD_ALTERED, "read record: expected leaf hash " + leaf + ", got " + got);
    }
    RawRecord record;
    try {
      record = RawRecord.parse(Bytes.of(bytes));
    } catch (RefusedException malformed) {
      throw new RefusedException(malformed.refusal().orAt(index));
    }
    if (record.index() != index) {
      throw refuse(index, Reason.INDEX_MISMATCH, "read record: got index " + record.index());
    }
    return record;
  }

  private static boolean isInLog(ReadableStore store, long index) {
    byte[] head = store.head();
    try {
      return head != null && index < Head.parse(head).size();
    } catch (RefusedException unreadable) {
      return false;
    }
  }

  /**
   * A stored node of the log's tree.
   *
   * @throws IllegalStateException if the store lacks it
   */
  public Hash logNode(int level, long index) {
    try {
      return node(store, Table.NODES, level, index);
    } catch (RefusedException missing) {
      throw new IllegalStateException(missing.getMessage(), missing);
    }
  }

  /**
   * A stored node of the status tree, if it is not the default.
   *
   * @throws IllegalStateException if what the store holds there is no hash
   */
  public Optional<Hash> statusNode(int level, long index) {
    byte[] hash = store.get(Table.STATUS_NODES, Keys.node(level, index));
    if (hash != null && hash.length != Hash.SIZE) {
      RefusedException altered =
          refuse(
              index << level,
              Reason.NODE_CONTRADICTION,
              "read status node: expected 32 bytes at level " + level);
      throw new IllegalStateException(altered.getMessage(), altered);
    }
    return hash == null ? Optional.empty() : Optional.of(Hash.of(hash));
  }

  private static Hash node(ReadableStore store, Table table, int level, long index)
      throws RefusedException {
    byte[] hash = store.get(table, Keys.node(level, index));
    if (hash == null || hash.length != Hash.SIZE) {
      throw refuse(
          index << level,
          Reason.NODE_CONTRADICTION,
          "read tree node: expected 32 bytes at level " + level);
    }
    return Hash.of(hash);
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

  /** The disclosures stored with the record at {@code index}. */
  public List<Disclosure> disclosures(long index) throws RefusedException {
    List<String> encoded = new ArrayList<>();
    boolean[] altered = {false};
    byte[] prefix = Keys.index(index);
    store.scan(
        Table.DISCLOSURES,
        prefix,
        (key, value) -> {
          if (!Keys.startsWith(key, prefix)) {
            return false;
          }
          encoded.add(new String(value, StandardCharsets.US_ASCII));
          altered[0] |= !Arrays.equals(key, Keys.disclosure(index, Sha256.of(value)));
          return true;
        });
    if (altered[0]) {
      throw refuse(
          index,
          Reason.DISCLOSURE_MISMATCH,
          "read disclosure: expected the one whose digest its row names, got another");
    }
    List<Disclosure> disclosures = new ArrayList<>();
    for (String text : encoded) {
      disclosures.add(Disclosure.parse(text));
    }
    return disclosures;
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
    RawRecord record = record(index);
    PlacedEntry entry;
    try {
      entry =
          new PlacedEntry(
              SignedEntry.of(record.jws(), disclosures(index)).verify(this),
              new Position(index, record.timeMs()));
    } catch (RefusedException e) {
      throw new RefusedException(e.refusal().orAt(index));
    }
    remember(entry);
    return entry;
  }

  /** Keeps an entry that was just committed. */
  public void remember(PlacedEntry entry) {
    if (cache.size() >= MAX_CACHED) {
      cache.clear();
    }
    cache.put(entry.index(), entry);
  }

  /** The indexes of the records that a look-up row leads to, smallest first. */
  public List<Long> lookup(Table table, byte[] lookedUp) {
    List<Long> found = new ArrayList<>();
    store.scan(
        table,
        lookedUp,
        (key, value) -> {
          if (!Keys.startsWith(key, lookedUp)) {
            return false;
          }
          found.add(Keys.trailingIndex(key));
          return true;
        });
    return found;
  }

  private OptionalLong first(Table table, byte[] lookedUp) {
    return lookup(table, lookedUp).stream().mapToLong(Long::longValue).findFirst();
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
    OptionalLong index = indexOf(hash);
    return index.isPresent() ? Optional.of(entry(index.getAsLong())) : Optional.empty();
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    return first(Table.BY_HASH, Keys.hash(hash));
  }

  @Override
  public Optional<StatusList> status(long index) throws RefusedException {
    byte[] facts = store.get(Table.STATUS, Keys.index(index));
    if (facts == null) {
      return Optional.of(StatusList.LIVE);
    }
    return Optional.of(Rows.readStatus(index, facts));
  }

  @Override
  public boolean jtiUsed(Hash signer, String jti) {
    return first(Table.BY_JTI, Keys.jti(jti, signer)).isPresent();
  }

  @Override
  public boolean keyEnrolled(Hash thumbprint) {
    return first(Table.BY_KEY, Keys.hash(thumbprint)).isPresent();
  }

  @Override
  public Optional<PrincipalKind> principal(String id) {
    OptionalLong index = first(Table.BY_PRINCIPAL, Keys.principal(id));
    return index.isEmpty()
        ? Optional.empty()
        : enrolment(index.getAsLong()).map(Statement.Enrolment::principal);
  }

  @Override
  public boolean outcomeRecorded(Hash action) {
    return first(Table.BY_OUTCOME, Keys.hash(action)).isPresent();
  }

  @Override
  public Optional<VerifyingKey> key(Hash thumbprint) {
    VerifyingKey role = identity.authorities().get(thumbprint);
    if (role != null) {
      return Optional.of(role);
    }
    OptionalLong index = first(Table.BY_KEY, Keys.hash(thumbprint));
    return index.isEmpty()
        ? Optional.empty()
        : enrolment(index.getAsLong())
            .map(Statement.Enrolment::key)
            .filter(key -> Jwk.thumbprint(key).equals(thumbprint));
  }

  private Optional<Statement.Enrolment> enrolment(long index) {
    try {
      return signedEntry(index).statement() instanceof Statement.Enrolment enrolment
          ? Optional.of(enrolment)
          : Optional.empty();
    } catch (RefusedException unreadable) {
      // "not enrolled" would let the same id or key in a second time
      throw new StoreException("look up enrolment: " + unreadable.getMessage(), unreadable);
    }
  }

  private static RefusedException refuse(long index, Reason reason, String detail) {
    return new RefusedException(dev.delegationledger.model.Refusal.at(index, reason, detail));
  }
}
