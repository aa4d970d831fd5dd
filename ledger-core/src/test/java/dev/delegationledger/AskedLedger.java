package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.Attempt;
import dev.delegationledger.authority.KnownChains;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Ruling;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Store;
import dev.delegationledger.view.LiveView;
import dev.delegationledger.view.StoredLedger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Asks the gate of a ledger what no builder can say, and its view against the store. */
public final class AskedLedger {
  private static final List<Long> LATER_MS =
      List.of(0L, 30_000L, 3_600_000L, 86_400_000L, 40 * 86_400_000L, 0L);

  private AskedLedger() {}

  /** What the gate says to an action as if nobody had signed it. */
  public static Decision authorize(DelegationLedger ledger, SignedEntry action) {
    Statement.Action meant = (Statement.Action) action.statement();
    return ledger.gate().authorize((now, at) -> new Attempt(meant, Optional.of(action), at));
  }

  /**
   * A call under every grant, now and later: with chains that were found good before it comes to
   * the same as by the rules alone, over the store.
   */
  public static void everyGrant_isJudgedAlike(DelegationLedger ledger) {
    StoredLedger stored = ledger.stored();
    LiveView live = ledger.sequencer().live();
    LiveView.Standing standing = Objects.requireNonNull(live.standing());
    try {
      for (long index = 1; index < standing.size(); index++) {
        if (!(believed(stored, index) instanceof Statement.Grant grant)) {
          continue;
        }
        for (long later : LATER_MS) {
          Position at = new Position(standing.size(), standing.lastTimeMs() + later);
          Attempt attempt = attempt(stored, index, grant, at);
          Ruling slow =
              Rules.ofLedger(stored.identity(), stored).rule(attempt, stored, new KnownChains(), 0);
          Ruling fast =
              Rules.ofLedger(stored.identity(), live.whole())
                  .rule(attempt, live.wholeTotals(), live.chains(), live.chains().version());
          assertThat(fast).isEqualTo(slow);
        }
      }
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Statement believed(StoredLedger stored, long index) {
    try {
      PlacedEntry entry = stored.entry(index);
      return entry.entry().statement();
    } catch (RefusedException notBelieved) {
      return stored.identity().genesis().entry().statement();
    }
  }

  private static Attempt attempt(
      StoredLedger stored, long index, Statement.Grant grant, Position at) throws RefusedException {
    long now = at.timeMs() / 1000;
    return new Attempt(
        new Statement.Action(
            new Issued(
                Jwk.thumbprint(grant.holder()),
                Optional.of(stored.identity().id()),
                "unsigned",
                now,
                Set.of()),
            now + 60,
            new Statement.Call(
                grant.issued().jti(),
                stored.entry(index).hash(),
                grant.scope().tools().keySet().stream().findFirst().orElse("none"),
                Optional.empty(),
                new TreeMap<>(Map.of()),
                new TreeMap<>(Map.of()),
                Optional.empty()),
            Optional.empty(),
            Optional.empty()),
        Optional.empty(),
        at);
  }

  /** The view of a ledger that is open on {@code store} equals the one that it would be loaded. */
  public static void view_equalsTheOneLoaded(DelegationLedger ledger, Store store) {
    try {
      StoredLedger stored = StoredLedger.over(store);
      long now = stored.head().lastTimeMs();
      assertThat(LiveView.load(stored).lines(now))
          .isEqualTo(ledger.sequencer().live().lines(now))
          .hasSizeGreaterThan(0);
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }
}
