package dev.delegationledger.authority;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A whole ledger as it was when the record at {@code last} was its newest: what came later is not
 * there, so that the rules over it say what they would have said then. For one question, on one
 * thread.
 */
final class PastRecords implements RecordSource {
  private final RecordSource source;
  private final LedgerIndex index;
  private final long last;
  private final boolean newest;
  private final Map<Long, Charges.Total> charged = new HashMap<>();

  /**
   * @param newest whether nothing came later
   */
  PastRecords(RecordSource source, LedgerIndex index, long last, boolean newest) {
    this.source = source;
    this.index = index;
    this.last = last;
    this.newest = newest;
  }

  @Override
  public Optional<PlacedEntry> find(Hash hash) throws RefusedException {
    return indexOf(hash).isPresent() ? source.find(hash) : Optional.empty();
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    OptionalLong found = source.indexOf(hash);
    return found.isPresent() && found.getAsLong() <= last ? found : OptionalLong.empty();
  }

  @Override
  public Optional<PlacedEntry> at(long at) throws RefusedException {
    return at <= last ? source.at(at) : Optional.empty();
  }

  @Override
  public Optional<StatusList> status(long at) throws RefusedException {
    return source.status(at).map(facts -> facts.upTo(last));
  }

  @Override
  public Charges charges(PlacedEntry entry) throws RefusedException {
    return indexOf(entry.hash()).isPresent()
        ? source.charges(entry)
        : Charging.of(entry, this, calls());
  }

  /** What the ledger would have answered about an action. */
  CallIndex calls() {
    return new CallIndex() {
      @Override
      public OptionalLong jtiUse(Hash signer, String jti) {
        OptionalLong first = index.jtiUse(signer, jti);
        return first.isPresent() && first.getAsLong() <= last ? first : OptionalLong.empty();
      }

      @Override
      public List<Long> referring(Hash hash, Set<Kind> kinds) {
        return index.referring(hash, kinds).stream().filter(at -> at <= last).toList();
      }

      @Override
      public Charges.Total charged(long grant) throws RefusedException {
        return PastRecords.this.charged(source.at(grant).orElseThrow());
      }
    };
  }

  @Override
  public boolean complete() {
    return source.complete();
  }

  /**
   * The first record from {@code from} on whose time is {@code timeMs} or later; one more than the
   * last record, if there is none.
   */
  long firstAt(long from, long timeMs) throws RefusedException {
    long low = from;
    long high = last + 1;
    while (low < high) {
      long middle = low + (high - low) / 2;
      if (source.at(middle).orElseThrow().position().timeMs() >= timeMs) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The index of the last record. */
  long last() {
    return last;
  }

  /** The records of these kinds whose statements refer to this entry, oldest first. */
  List<PlacedEntry> referring(Hash hash, Set<Kind> kinds) throws RefusedException {
    List<PlacedEntry> found = new ArrayList<>();
    for (long at : calls().referring(hash, kinds)) {
      found.add(source.at(at).orElseThrow());
    }
    return found;
  }

  /** What a grant had been charged. */
  Charges.Total charged(PlacedEntry grant) throws RefusedException {
    if (newest) {
      return index.charged(grant.index());
    }
    Charges.Total known = charged.get(grant.index());
    if (known == null) {
      known = chargedThen(grant);
      charged.put(grant.index(), known);
    }
    return known;
  }

  private Charges.Total chargedThen(PlacedEntry grant) throws RefusedException {
    Optional<PlacedEntry> by = lastCharged(grant);
    return by.isPresent()
        ? source.charges(by.get()).of(grant.index()).orElseThrow()
        : new Charges.Total(grant.index(), 0, 0);
  }

  /**
   * The newest action that was charged to a grant: done under it, or under one below it. The store
   * keeps the newest totals only, so all that was done under the grant is read.
   */
  Optional<PlacedEntry> lastCharged(PlacedEntry grant) throws RefusedException {
    List<PlacedEntry> actions = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    Deque<PlacedEntry> open = new ArrayDeque<>(List.of(grant));
    while (!open.isEmpty()) {
      PlacedEntry above = open.remove();
      for (PlacedEntry entry : referring(above.hash(), Set.of(Kind.ACTION, Kind.GRANT))) {
        Statement statement = entry.entry().statement();
        if (statement instanceof Statement.Action action
            && action.call().grant().equals(above.hash())) {
          actions.add(entry);
        } else if (statement instanceof Statement.Grant below
            && below.parent().equals(Optional.of(above.hash()))
            && seen.add(entry.index())) {
          open.add(entry);
        }
      }
    }
    actions.sort(Collections.reverseOrder((a, b) -> Long.compare(a.index(), b.index())));
    for (PlacedEntry action : actions) {
      if (source.charges(action).of(grant.index()).isPresent()) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }
}
