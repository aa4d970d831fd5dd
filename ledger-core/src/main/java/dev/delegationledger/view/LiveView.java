package dev.delegationledger.view;

import dev.delegationledger.authority.CallIndex;
import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.KnownChains;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.authority.Totals;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What decisions are made of, in memory: every record that another one may rest on, with its status
 * list and its totals, and the chains that were found good. One thread at a time {@linkplain
 * #committed commits}; any number decide meanwhile, without a lock.
 *
 * <p>Whoever decides takes the {@link #standing}, decides, and asks whether it {@linkplain #isStill
 * is still} the same: then the decision is that of this standing. It never waits for a disk.
 *
 * <p>Held are genesis, archetypes, groups and enrolments, of the grants, the requests and the
 * enrolments of agents those that have not ended, what these rest on, and the records that changed
 * the status of anything held. What is not held is read from the store, where that is allowed, and
 * never taken for what is not there. A grant costs about two kilobytes, a chain some hundred bytes;
 * no text is held.
 */
public final class LiveView {
  /** How often what has ended is looked for, in record time. */
  private static final long SWEEP_MS = 3_600_000;

  private final StoredLedger stored;
  private final KnownChains chains = new KnownChains();
  private final Map<Hash, PlacedEntry> byHash = new ConcurrentHashMap<>();
  private final Map<Long, PlacedEntry> byIndex = new ConcurrentHashMap<>();
  private final Map<Long, StatusList> statuses = new ConcurrentHashMap<>();
  private final Map<Long, Charges.Total> totals = new ConcurrentHashMap<>();
  private final Source memory = new Source(false);
  private final Source whole = new Source(true);
  private final Calls calls = new Calls();

  // Written by the one thread that commits.
  private long sweptMs;

  /** Null while a commit is being taken over. */
  private volatile @Nullable Standing standing;

  /** Why no decision may be made any more; null as long as some may. */
  private volatile @Nullable String failed;

  private LiveView(StoredLedger stored) {
    this.stored = stored;
  }

  /**
   * Where the ledger stands. Two that are the same object are the same standing.
   *
   * @param size the number of records
   * @param lastTimeMs the time of the newest
   */
  public record Standing(long size, long lastTimeMs) {}

  /** Something is asked for that only the store holds. */
  public static final class NotHeldException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotHeldException() {
      super("read view: expected it in memory", null, false, false);
    }
  }

  /**
   * The view of a stored ledger. Reads what is held and nothing else; it is checked against the
   * roots of the head, and once against its signature. An entry that cannot be believed is not
   * held: whatever rests on it meets it in the store, and is denied.
   *
   * @throws RefusedException if what is held is not what the roots of the head stand for, or cannot
   *     be read
   */
  public static LiveView load(StoredLedger stored) throws RefusedException {
    LiveView view = new LiveView(stored);
    Head head = stored.head();
    for (PlacedEntry entry : HeldRecords.read(stored)) {
      view.hold(entry);
      view.takeStored(entry.index());
    }
    view.sweptMs = head.lastTimeMs();
    view.standing = new Standing(head.size(), head.lastTimeMs());
    return view;
  }

  private void hold(PlacedEntry entry) {
    if (HeldRecords.isHeld(entry.kind())) {
      PlacedEntry held =
          entry.kind() == Kind.GENESIS
              ? entry
              : new PlacedEntry(entry.entry().withoutText(), entry.position());
      byHash.putIfAbsent(held.hash(), held);
      byIndex.put(held.index(), held);
    }
  }

  private void put(long index, StatusList facts) {
    if (byIndex.containsKey(index)) {
      statuses.put(index, facts);
    }
  }

  /** What has happened to a record that is held, and what was charged to it, as the store says. */
  private StatusList takeStored(long index) throws RefusedException {
    StatusList facts = stored.status(index).orElseThrow();
    if (!facts.facts().isEmpty()) {
      statuses.put(index, facts);
    }
    Charges.Total total = stored.charged(index);
    if (total.uses() > 0) {
      totals.put(index, total);
    }
    return facts;
  }

  private void put(Charges.Total total) {
    if (byIndex.containsKey(total.grant())) {
      totals.put(total.grant(), total);
    }
  }

  /**
   * Takes over what was just committed; a decision that begins after this sees all of it.
   *
   * @param statuses the status lists that changed, by record
   * @param charged the totals after each of the records
   */
  public void committed(
      Head head,
      List<PlacedEntry> entries,
      Map<Long, StatusList> statuses,
      Collection<Charges> charged) {
    standing = null;
    entries.forEach(this::hold);
    statuses.forEach(this::put);
    charged.forEach(charges -> charges.totals().forEach(this::put));
    entries.forEach(this::complete);
    chains.changed(statuses.keySet());
    if (head.lastTimeMs() - sweptMs >= SWEEP_MS) {
      sweep(head.lastTimeMs());
    }
    standing = new Standing(head.size(), head.lastTimeMs());
  }

  /** Holds what {@code entry} rests on, if that was dropped before. */
  private void complete(PlacedEntry entry) {
    for (Hash reference : HeldRecords.restsOn(entry)) {
      if (!byHash.containsKey(reference)) {
        try {
          restore(stored.find(reference));
        } catch (RefusedException unbelievable) {
          // not held: whatever rests on it meets it in the store
        }
      }
    }
  }

  private void restore(Optional<PlacedEntry> found) throws RefusedException {
    if (found.isEmpty()
        || !HeldRecords.isHeld(found.get().kind())
        || byIndex.containsKey(found.get().index())) {
      return;
    }
    hold(found.get());
    for (Fact fact : takeStored(found.get().index()).facts()) {
      restore(stored.at(fact.at()));
    }
    complete(found.get());
  }

  /**
   * Reads a record again, of which something was just erased from the store; nothing here keeps
   * what was. To be called by the thread that commits.
   */
  public void reread(long index) {
    PlacedEntry before = byIndex.remove(index);
    if (before == null) {
      return;
    }
    byHash.remove(before.hash(), before);
    try {
      hold(stored.read(index, stored));
    } catch (RefusedException unbelievable) {
      // not held: whatever rests on it meets it in the store
    }
    chains.clear(); // they lead to the entry as it was
  }

  /** Drops what has ended by {@code timeMs}, unless something that is held leads to it. */
  void sweep(long timeMs) {
    sweptMs = timeMs;
    Set<Long> reached = reached(timeMs);
    byIndex.keySet().retainAll(reached);
    byHash.values().removeIf(entry -> !reached.contains(entry.index()));
    statuses.keySet().retainAll(reached);
    totals.keySet().retainAll(reached);
    chains.forget(index -> !reached.contains(index));
  }

  /** What has not ended by {@code timeMs}, and what it leads to. */
  private Set<Long> reached(long timeMs) {
    Set<Long> reached = new HashSet<>();
    Deque<PlacedEntry> next = new ArrayDeque<>();
    byIndex.values().stream().filter(held -> HeldRecords.isRoot(held, timeMs)).forEach(next::add);
    while (!next.isEmpty()) {
      PlacedEntry entry = next.remove();
      if (reached.add(entry.index())) {
        statuses.getOrDefault(entry.index(), StatusList.LIVE).facts().stream()
            .flatMap(fact -> Optional.ofNullable(byIndex.get(fact.at())).stream())
            .forEach(next::add);
        HeldRecords.restsOn(entry).stream()
            .flatMap(hash -> Optional.ofNullable(byHash.get(hash)).stream())
            .forEach(next::add);
      }
    }
    return reached;
  }

  /** From here on every decision fails, and says why. */
  public void fail(String why) {
    failed = why;
    standing = null;
  }

  /**
   * Where the ledger stands; null while a commit is being taken over.
   *
   * @throws StoreException if no decision may be made any more
   */
  public @Nullable Standing standing() {
    String why = failed;
    if (why != null) {
      throw new StoreException(why);
    }
    return standing;
  }

  /**
   * Whether nothing was committed since {@code before} was taken.
   *
   * @throws StoreException if no decision may be made any more
   */
  @SuppressWarnings("ReferenceEquality") // a standing is told apart by being another object
  public boolean isStill(Standing before) {
    return standing() == before;
  }

  /** The records in memory; asked for any other, it throws {@link NotHeldException}. */
  public RecordSource memory() {
    return memory;
  }

  /** As {@link #memory}, of totals. */
  public Totals memoryTotals() {
    return memory;
  }

  /** All records, those that are not held from the store. To be read while nothing is appended. */
  public RecordSource whole() {
    return whole;
  }

  /** As {@link #whole}, of totals. */
  public Totals wholeTotals() {
    return whole;
  }

  /** The records in memory, and beside them actions and what came of them. */
  public Calls calls() {
    return calls;
  }

  /** The chains that were found good. */
  public KnownChains chains() {
    return chains;
  }

  /**
   * What is held at {@code timeMs}, a line each, in the order of the log: for comparing two views.
   */
  public List<String> lines(long timeMs) {
    List<String> lines = new ArrayList<>();
    Set<Long> reached = reached(timeMs);
    new TreeMap<>(byIndex)
        .forEach(
            (index, entry) -> {
              if (!reached.contains(index)) {
                return;
              }
              lines.add(
                  index
                      + " "
                      + entry.position().timeMs()
                      + " "
                      + entry.hash()
                      + " "
                      + entry.entry().signed().disclosures().keySet()
                      + " "
                      + statuses.getOrDefault(index, StatusList.LIVE).facts()
                      + " "
                      + totals.get(index));
            });
    return lines;
  }

  /** Reads memory, and the store beside it where that is allowed. */
  private class Source implements RecordSource, Totals {
    private final boolean storeToo;

    Source(boolean storeToo) {
      this.storeToo = storeToo;
    }

    private StoredLedger beside() {
      if (!storeToo) {
        throw new NotHeldException();
      }
      return stored;
    }

    @Override
    public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
      PlacedEntry held = byHash.get(hash);
      return held == null ? beside().find(hash) : Optional.of(held);
    }

    @Override
    public OptionalLong indexOf(Hash hash) {
      PlacedEntry held = byHash.get(hash);
      return held == null ? beside().indexOf(hash) : OptionalLong.of(held.index());
    }

    @Override
    public Optional<PlacedEntry> at(long index) throws RefusedException {
      PlacedEntry held = byIndex.get(index);
      return held == null ? beside().at(index) : Optional.of(held);
    }

    @Override
    public Optional<StatusList> status(long index) throws RefusedException {
      return byIndex.containsKey(index)
          ? Optional.of(statuses.getOrDefault(index, StatusList.LIVE))
          : beside().status(index);
    }

    @Override
    public Charges charges(PlacedEntry entry) throws RefusedException {
      return beside().charges(entry);
    }

    @Override
    public Charges.Total charged(long grant) throws RefusedException {
      if (!byIndex.containsKey(grant)) {
        return beside().charged(grant);
      }
      Charges.Total total = totals.get(grant);
      return total == null ? new Charges.Total(grant, 0, 0) : total;
    }

    @Override
    public boolean complete() {
      return true;
    }
  }

  /**
   * The records in memory, and what the store holds of calls: an action that is recorded, its
   * charges and its outcome, and each jti that was used. None of that ever changes or disappears,
   * so it can be read while something is appended. Asked for anything else, it throws {@link
   * NotHeldException}.
   */
  public final class Calls extends Source implements CallIndex {
    private Calls() {
      super(false);
    }

    @Override
    public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
      PlacedEntry held = byHash.get(hash);
      return held == null ? stored.find(hash).map(this::ofCall) : Optional.of(held);
    }

    @Override
    public OptionalLong indexOf(Hash hash) {
      return stored.indexOf(hash);
    }

    @Override
    public Optional<PlacedEntry> at(long index) throws RefusedException {
      PlacedEntry held = byIndex.get(index);
      return held == null ? stored.at(index).map(this::ofCall) : Optional.of(held);
    }

    /** What others rest on has to be in memory, with its status. */
    private PlacedEntry ofCall(PlacedEntry entry) {
      if (HeldRecords.isHeld(entry.kind())) {
        throw new NotHeldException();
      }
      return entry;
    }

    @Override
    public Charges charges(PlacedEntry entry) throws RefusedException {
      OptionalLong recorded = stored.indexOf(entry.hash());
      return recorded.isPresent()
          ? stored.record(recorded.getAsLong()).charges()
          : Charging.of(entry, this, this);
    }

    @Override
    public OptionalLong jtiUse(Hash signer, String jti) {
      return stored.jtiUse(signer, jti);
    }

    @Override
    public List<Long> referring(Hash hash, Set<Kind> kinds) {
      return stored.referring(hash, kinds);
    }
  }
}
