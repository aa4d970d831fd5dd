package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.view.StoredLedger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was found good counts as long as nothing changes that it rests on, and no longer. */
final class KnownChainsTest {
  private static final int MAX_CHANGED = 100_000;
  private static final long UNRELATED = 1L << 30;

  private final Registry r = Registry.open();
  private final KnownChains known = new KnownChains();
  private StoredLedger stored;
  private long leaf;

  @BeforeEach
  void learn() throws RefusedException {
    stored = StoredLedger.over(r.store);
    leaf = r.child.receipt().index();
    judge();
  }

  private Position now() throws RefusedException {
    return new Position(stored.head().size(), r.time.millis());
  }

  private void judge() throws RefusedException {
    judge(known.version());
  }

  private void judge(long seen) throws RefusedException {
    SignedEntry refund = r.ledger.sign(r.refund().by(r.reconKey));
    Attempt attempt =
        new Attempt((Statement.Action) refund.statement(), Optional.of(refund), now());
    Ruling ruling = Rules.ofLedger(stored.identity(), stored).rule(attempt, stored, known, seen);
    assertThat(ruling.refusal()).isEmpty();
    assertThat(ruling.grants())
        .containsExactly(r.root.receipt().index(), r.child.receipt().index());
  }

  private Optional<Chain> good() throws RefusedException {
    return known.goodAt(leaf, now());
  }

  private static List<Long> unrelated(long count) {
    return LongStream.range(UNRELATED, UNRELATED + count).boxed().toList();
  }

  @Test
  void aChainThatWasFoundGood_isKnown() throws RefusedException {
    Chain chain = good().orElseThrow();
    assertThat(chain.hops()).hasSize(2);
    assertThat(chain.leaf().grant().index()).isEqualTo(leaf);
    assertThat(chain.root().delegator().id()).isEqualTo(r.jane.id());
    assertThat(known.goodAt(leaf + 1, now())).isEmpty();
    assertThat(known.size()).isEqualTo(1);
  }

  @Test
  void itCountsInItsSpanOfTime_fromItsBeginningToItsEnd() throws RefusedException {
    long end = ((Statement.Grant) r.child.entry().statement()).expiresAt() * 1000;
    assertThat(known.goodAt(leaf, new Position(UNRELATED, end - 1))).isPresent();
    assertThat(known.goodAt(leaf, new Position(UNRELATED, end))).isEmpty();
    Instant again = r.time.instant();
    assertThat(known.goodAt(leaf, new Position(UNRELATED, again.toEpochMilli()))).isPresent();
    assertThat(known.goodAt(leaf, new Position(UNRELATED, 0))).isEmpty();
  }

  @Test
  void whatItRestsOnChanges_andItIsForgotten() throws RefusedException {
    known.changed(List.of(r.payer.receipt().index()));
    assertThat(good()).isEmpty();
    assertThat(known.size()).isZero();
    judge();
    assertThat(good()).isPresent();
  }

  @Test
  void whatItDoesNotRestOnChanges_andItStays() throws RefusedException {
    long before = known.version();
    known.changed(List.of());
    assertThat(known.version()).isEqualTo(before);
    known.changed(unrelated(1));
    assertThat(known.version()).isEqualTo(before + 1);
    assertThat(good()).isPresent();
    // asked again without a change in between, and after another one
    assertThat(good()).isPresent();
    known.changed(unrelated(2));
    assertThat(good()).isPresent();
  }

  @Test
  void aChangeWhileItWasJudged_countsAgainstIt() throws RefusedException {
    long seen = known.version();
    known.changed(List.of(r.root.receipt().index()));
    judge(seen);
    assertThat(good()).isEmpty();
    judge(known.version());
    assertThat(good()).isPresent();
  }

  @Test
  void aChangeBeforeItWasJudged_doesNotCountAgainstIt() throws RefusedException {
    known.changed(List.of(r.root.receipt().index()));
    judge();
    known.changed(unrelated(1));
    assertThat(good()).isPresent();
  }

  @Test
  void moreChangesThanAreToldApart_endAllThatIsOlder() throws RefusedException {
    known.changed(unrelated(MAX_CHANGED));
    assertThat(good()).isPresent();
    known.changed(List.of(UNRELATED - 1));
    assertThat(good()).isEmpty();
    judge();
    assertThat(good()).isPresent();
    known.changed(unrelated(MAX_CHANGED - 1));
    assertThat(good()).isPresent();
  }

  @Test
  void oneThatIsOlderThanWhatWasForgotten_isNotTakenForUnchanged() throws RefusedException {
    long seen = known.version();
    known.changed(List.of(r.root.receipt().index()));
    known.changed(unrelated(MAX_CHANGED));
    judge(seen);
    assertThat(good()).isEmpty();
  }

  @Test
  void whatEndsIsForgotten_byItsRecord() throws RefusedException {
    known.forget(index -> index == leaf + 1);
    assertThat(good()).isPresent();
    known.forget(index -> index == leaf);
    assertThat(good()).isEmpty();
    judge();
    known.clear();
    assertThat(known.size()).isZero();
    assertThat(good()).isEmpty();
  }

  @Test
  void chainsShareWhatTheyHaveInCommon_untilAllIsForgotten() throws RefusedException {
    Chain first = good().orElseThrow();
    known.changed(List.of(leaf));
    judge();
    Chain second = good().orElseThrow();
    assertThat(second.root()).isSameAs(first.root());
    assertThat(second.leaf().delegate()).isSameAs(first.leaf().delegate());
    assertThat(second.leaf()).isNotSameAs(first.leaf());
    known.clear();
    judge();
    Chain third = good().orElseThrow();
    assertThat(third.root()).isNotSameAs(first.root());
    assertThat(third.leaf().delegate()).isNotSameAs(first.leaf().delegate());
  }
}
