package dev.delegationledger.authority;

import dev.delegationledger.authority.Chain.Hop;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/**
 * Chains that the rules have found good for a call, kept as long as they would find the same again.
 * Only that answer is kept, never a refusal or one that was left undecided. Thread-safe.
 *
 * <p>Whether a chain is good depends on records, on status lists and on the time. Records never
 * change. A chain is kept with the leaves of the status tree that were read and the span of time in
 * which no comparison comes out differently; whoever commits says which leaves have {@linkplain
 * #changed changed}. Nothing about kinds of entries is assumed here.
 */
public final class KnownChains {
  /** The most changed leaves that are told apart; one more, and no chain counts that is older. */
  private static final int MAX_CHANGED = 100_000;

  private final Map<Long, Known> byLeaf = new ConcurrentHashMap<>();

  /** Shared by the chains: a grant's hop and a lineage follow from records alone. */
  private final Map<Long, Hop> inner = new ConcurrentHashMap<>();

  private final Map<Long, Lineage> lineages = new ConcurrentHashMap<>();

  /** The version in which a leaf changed last. */
  private final Map<Long, Long> changedIn = new ConcurrentHashMap<>();

  private volatile long version;
  private volatile long oldest;

  /** A chain, and what it rests on. */
  private static final class Known {
    private final Chain chain;
    private final long fromMs;
    private final long untilMs;
    private final long[] leaves;
    private volatile long version;

    Known(Chain chain, Grounds grounds, long version) {
      this.chain = chain;
      this.fromMs = grounds.fromMs();
      this.untilMs = grounds.untilMs();
      this.leaves = grounds.leaves();
      this.version = version;
    }
  }

  /**
   * What is changed so far. A judgement takes it before it takes the position that it judges for:
   * taken later, it would hide a change by a record behind that position, which is not counted
   * there.
   */
  public long version() {
    return version;
  }

  /** The chain that ends in the grant at {@code leaf}, if it is known to be good at {@code at}. */
  Optional<Chain> goodAt(long leaf, Position at) {
    Known known = byLeaf.get(leaf);
    if (known == null) {
      return Optional.empty();
    }
    if (!isUnchanged(known)) {
      byLeaf.remove(leaf, known);
      return Optional.empty();
    }
    return known.fromMs <= at.timeMs() && at.timeMs() < known.untilMs
        ? Optional.of(known.chain)
        : Optional.empty();
  }

  private boolean isUnchanged(Known known) {
    long now = version;
    if (known.version == now) {
      return true;
    }
    for (long leaf : known.leaves) {
      Long changed = changedIn.get(leaf);
      if (changed != null && changed > known.version) {
        return false;
      }
    }
    if (known.version < oldest) { // asked last: what is forgotten below is marked here before
      return false;
    }
    known.version = now;
    return true;
  }

  /**
   * Keeps a chain.
   *
   * @param seen the version that there was before anything of it was judged
   */
  void remember(Chain chain, Grounds grounds, long seen) {
    List<Hop> hops = chain.hops();
    Hop[] shared = new Hop[hops.size()];
    for (int i = 0; i < shared.length; i++) {
      Hop hop = hops.get(i);
      shared[i] =
          i < shared.length - 1
              ? inner.computeIfAbsent(hop.grant().index(), index -> shared(hop))
              : shared(hop);
    }
    byLeaf.put(chain.leaf().grant().index(), new Known(new Chain(List.of(shared)), grounds, seen));
  }

  private Hop shared(Hop hop) {
    return new Hop(hop.grant(), shared(hop.delegator()), shared(hop.delegate()));
  }

  private Lineage shared(Lineage lineage) {
    Lineage before = lineages.putIfAbsent(lineage.self().index(), lineage);
    return before == null ? lineage : before;
  }

  /**
   * The status lists of these records are others now. To be called after they can be read, by one
   * thread at a time.
   */
  public void changed(Collection<Long> leaves) {
    if (leaves.isEmpty()) {
      return;
    }
    long next = version + 1;
    if (changedIn.size() + leaves.size() > MAX_CHANGED) {
      oldest = next;
      changedIn.clear();
    }
    leaves.forEach(leaf -> changedIn.put(leaf, next));
    version = next;
  }

  /** Forgets the chains that end in these grants, or go through them. */
  public void forget(LongPredicate grants) {
    byLeaf.keySet().removeIf(grants::test);
    inner.keySet().removeIf(grants::test);
  }

  /** Forgets all chains. */
  public void clear() {
    byLeaf.clear();
    inner.clear();
    lineages.clear();
  }

  /** How many chains are kept. */
  public int size() {
    return byLeaf.size();
  }
}
