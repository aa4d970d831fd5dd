package dev.delegationledger.view;

import dev.delegationledger.authority.CallIndex;
import dev.delegationledger.authority.Charging;
import dev.delegationledger.authority.KnownChains;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.RecordSource;
import dev.delegationledger.authority.Totals;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.util.ArrayList;
import java.util.Collection;
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
 * <p>Held are all kinds but actions and what came of them: of the grants and requests those that
 * have not ended, and all of the others. What is not held is read from the store, where that is
 * allowed. A grant costs about two kilobytes, a chain some hundred bytes; no text is held.
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
   * The view of a stored ledger. Reads every record once; those that are held are checked against
   * the leaf hash in the tree, and once against their signature. One that cannot be believed is not
   * held: whatever rests on it meets it in the store, and is denied.
   *
   * @throws RefusedException if the head, a status list or a total cannot be read
   */
  public static LiveView load(StoredLedger stored) throws RefusedException {
    LiveView view = new LiveView(stored);
    Head head = stored.head();
    for (PlacedEntry entry : new HeldRecords(stored).read(head.size())) {
      view.hold(entry);
    }
    for (long index : stored.keys(Table.STATUS)) {
      view.put(index, stored.status(index).orElseThrow());
    }
    for (long index : stored.keys(Table.CHARGES)) {
      view.put(stored.charged(index));
    }
    view.sweep(head.lastTimeMs());
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
    chains.changed(statuses.keySet());
    if (head.lastTimeMs() - sweptMs >= SWEEP_MS) {
      sweep(head.lastTimeMs());
    }
    standing = new Standing(head.size(), head.lastTimeMs());
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

  /** Drops the grants and requests that have ended by {@code timeMs}: nothing revives them. */
  void sweep(long timeMs) {
    sweptMs = timeMs;
    byIndex.values().removeIf(entry -> HeldRecords.hasEnded(entry, timeMs));
    byHash.values().removeIf(entry -> HeldRecords.hasEnded(entry, timeMs));
    statuses.keySet().removeIf(index -> !byIndex.containsKey(index));
    totals.keySet().removeIf(index -> !byIndex.containsKey(index));
    chains.forget(index -> !byIndex.containsKey(index));
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
   * What is held and has not ended by {@code timeMs}, a line each, in the order of the log: for
   * comparing two views.
   */
  public List<String> lines(long timeMs) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(byIndex)
        .forEach(
            (index, entry) -> {
              if (HeldRecords.hasEnded(entry, timeMs)) {
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
