package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Hash;
import dev.delegationledger.testing.EveryKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which records belong to the evidence, and which do not, in logs of a few statements. */
final class ClosureTest implements Closure.Finder {
  private static final Issued ISSUED =
      new Issued(hash("signer"), Optional.of("ledger"), "jti", 1, Set.of());

  private final Map<Hash, Long> indexes = new HashMap<>();
  private final Map<Long, Statement> statements = new TreeMap<>();
  private final Map<Long, StatusList> statuses = new TreeMap<>();

  private static Hash hash(String of) {
    return Sha256.of(of.getBytes(StandardCharsets.UTF_8));
  }

  private static Hash entry(long index) {
    return hash("entry " + index);
  }

  @Override
  public OptionalLong indexOf(Hash hash) {
    Long index = indexes.get(hash);
    return index == null ? OptionalLong.empty() : OptionalLong.of(index);
  }

  @Override
  public Optional<Statement> statement(long index) {
    return Optional.ofNullable(statements.get(index));
  }

  @Override
  public Optional<StatusList> status(long index) {
    return Optional.ofNullable(statuses.get(index));
  }

  private void put(long index, Statement statement) {
    indexes.put(entry(index), index);
    statements.put(index, statement);
  }

  private void happened(long record, long at, FactKind what) {
    statuses.merge(
        record,
        StatusList.LIVE.plus(what.at(at)),
        (before, now) -> before.plus(now.facts().get(0)));
  }

  /**
   * It refers to {@code targets} and to nothing else, nothing happens to it, no policy is asked.
   */
  private static Statement closing(long... targets) {
    List<Hash> hashes = Arrays.stream(targets).mapToObj(ClosureTest::entry).toList();
    return new Statement.Completion(ISSUED, hashes, Optional.empty());
  }

  /** It refers to nothing, and everything can happen to it. */
  private static Statement archetype() {
    return first(Kind.ARCHETYPE);
  }

  private static Statement first(Kind kind) {
    return Objects.requireNonNull(EveryKind.statements().get(kind)).get(0);
  }

  private static Statement policy() {
    return first(Kind.POLICY);
  }

  private Set<Long> closed(Long... start) {
    return Closure.of(Set.of(start), this).records();
  }

  @Test
  void whatIsReferredTo_belongs_overAnyNumberOfSteps() {
    put(1, archetype());
    put(2, closing(1));
    put(3, closing());
    put(4, closing(2));
    assertThat(closed(4L)).containsExactly(1L, 2L, 4L);
  }

  @Test
  void theFirstReferenceThatLeadsNowhere_isNamed() {
    put(1, archetype());
    put(2, closing(1, 7, 8));
    Closure closure = Closure.of(Set.of(2L), this);
    assertThat(closure.dangling()).contains(new Closure.Dangling(2, entry(7)));
    assertThat(closure.records()).containsExactly(1L, 2L);
  }

  @Test
  void factsThatSayAllThereIs_leadNowhere() {
    put(1, archetype());
    put(2, closing(1));
    happened(1, 2, FactKind.REVOKED);
    happened(1, 3, FactKind.COMPLETED);
    happened(1, 4, FactKind.SUSPENDED);
    happened(1, 5, FactKind.RESUMED);
    put(9, closing(1));
    assertThat(closed(9L)).containsExactly(1L, 5L, 9L);
    assertThat(closed(2L)).containsExactly(1L, 2L);
  }

  @Test
  void whatHappenedBeforeAnythingIsJudged_leadsToItsRecord_andLaterThingsDoNot() {
    put(1, archetype());
    put(5, closing(1));
    happened(1, 3, FactKind.REPLACED);
    happened(1, 6, FactKind.LEFT);
    put(3, closing());
    put(6, closing());
    assertThat(closed(5L)).containsExactly(1L, 3L, 5L);
    put(7, closing());
    assertThat(closed(5L, 7L)).containsExactly(1L, 3L, 5L, 6L, 7L);
  }

  @Test
  void whatBecomesJudged_makesEarlierFactsCount() {
    put(1, archetype());
    put(2, archetype());
    put(5, closing(1, 2));
    happened(1, 6, FactKind.LEFT);
    happened(2, 8, FactKind.COMPROMISED);
    put(6, closing());
    put(8, closing());
    assertThat(closed(5L)).containsExactly(1L, 2L, 5L, 6L, 8L);
  }

  @Test
  void aCompromise_countsWheneverItIsDeclared() {
    put(1, archetype());
    put(2, closing(1));
    happened(1, 9, FactKind.COMPROMISED);
    put(9, closing());
    assertThat(closed(2L)).containsExactly(1L, 2L, 9L);
  }

  @Test
  void theNewestPolicy_belongsToWhatIsJudgedByOne() {
    for (long at : List.of(1L, 2L, 8L)) {
      put(at, policy());
      happened(0, at, FactKind.POLICY);
    }
    Statement approval = first(Kind.APPROVAL);
    put(5, approval);
    put(6, closing());
    put(7, first(Kind.OUTCOME));
    assertThat(closed(5L)).containsExactly(2L, 5L);
    assertThat(closed(6L)).containsExactly(6L);
    assertThat(closed(7L)).containsExactly(7L);
    put(9, approval);
    assertThat(closed(5L, 9L)).containsExactly(2L, 5L, 8L, 9L);
  }

  @Test
  void changesOfAuthorities_belongUpToTheLastThatIsJudged() {
    for (long at : List.of(2L, 4L, 6L)) {
      put(at, closing());
      happened(0, at, FactKind.AUTHORITY);
    }
    happened(0, 7, FactKind.POLICY);
    put(5, closing());
    assertThat(closed(5L)).containsExactly(2L, 4L, 5L);
  }

  @Test
  void aResumption_belongsIfSomethingIsJudgedBetweenItAndTheNextSuspension() {
    put(1, archetype());
    happened(1, 2, FactKind.SUSPENDED);
    happened(1, 4, FactKind.RESUMED);
    happened(1, 6, FactKind.SUSPENDED);
    happened(1, 8, FactKind.RESUMED);
    for (long at : List.of(3L, 5L, 6L, 7L, 8L, 9L)) {
      put(at, closing(1));
    }
    assertThat(closed(3L)).containsExactly(1L, 3L);
    assertThat(closed(5L)).containsExactly(1L, 4L, 5L);
    assertThat(closed(6L)).as("judged at the suspension itself").containsExactly(1L, 6L);
    assertThat(closed(7L)).containsExactly(1L, 7L);
    assertThat(closed(8L)).as("judged at the resumption itself").containsExactly(1L, 8L);
    assertThat(closed(9L)).containsExactly(1L, 8L, 9L);
    assertThat(closed(5L, 9L)).containsExactly(1L, 4L, 5L, 8L, 9L);
  }

  @Test
  void aResumptionOfWhatWasNeverSuspended_belongsToo() {
    put(1, archetype());
    happened(1, 2, FactKind.RESUMED);
    put(3, closing(1));
    assertThat(closed(3L)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void anErasure_belongs_withTheAuthoritiesBeforeIt_andLeadsToNoLaterFact() {
    Statement outcome = first(Kind.OUTCOME);
    put(1, outcome);
    happened(1, 6, FactKind.ERASED);
    for (long at : List.of(3L, 5L, 6L, 7L)) {
      happened(0, at, FactKind.AUTHORITY);
    }
    put(
        6,
        new Statement.Erasure(
            ISSUED,
            entry(1),
            Set.of("result"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
    put(2, archetype());
    happened(2, 4, FactKind.LEFT);
    put(4, closing());
    put(8, closing(2));
    assertThat(closed(1L)).containsExactly(1L, 3L, 5L, 6L);
  }

  @Test
  void anErasureByWhoIsEnrolled_leadsToNoAuthorities() {
    put(1, first(Kind.OUTCOME));
    put(2, archetype());
    happened(1, 6, FactKind.ERASED);
    happened(0, 3, FactKind.AUTHORITY);
    put(
        6,
        new Statement.Erasure(
            ISSUED,
            entry(1),
            Set.of("result"),
            Optional.of(entry(2)),
            Optional.empty(),
            Optional.empty()));
    assertThat(closed(1L)).containsExactly(1L, 2L, 6L);
  }

  @Test
  void theCauseOfAnAction_isThere_andIsNotFollowed() {
    Statement.Action action = (Statement.Action) first(Kind.ACTION);
    put(1, archetype());
    put(2, closing(1));
    indexes.put(action.causedBy().orElseThrow(), 2L);
    put(3, action);
    Closure closure = Closure.of(Set.of(3L), this);
    assertThat(closure.causes()).containsExactly(2L);
    assertThat(closure.records()).containsExactly(3L);
  }

  @Test
  void itEnds_whereAFileWouldBeTooLong() {
    for (long index = 1; index <= Closure.MAX_RECORDS + 2; index++) {
      put(index, closing(index + 1));
    }
    assertThat(closed(1L)).hasSize(Closure.MAX_RECORDS);
    assertThat(closed(3L)).hasSize(Closure.MAX_RECORDS);
    assertThat(closed(4L)).hasSize(Closure.MAX_RECORDS - 1);
  }

  @Test
  void itEnds_whateverHappenedToWhatIsReached() {
    put(1, archetype());
    for (long at = 2; at <= 2L * Closure.MAX_RECORDS; at += 2) {
      happened(1, at, FactKind.SUSPENDED);
      happened(1, at + 1, FactKind.RESUMED);
    }
    Long[] start = new Long[Closure.MAX_RECORDS / 2];
    for (int i = 0; i < start.length; i++) {
      start[i] = 4L + 4L * i; // at a suspension each
      put(start[i], closing(1));
    }
    assertThat(closed(start)).hasSizeLessThanOrEqualTo(Closure.MAX_RECORDS);
  }

  @Test
  void whatHappensToTheLedger_isNotSaidTwice() {
    happened(0, 3, FactKind.AUTHORITY);
    put(0, first(Kind.GENESIS));
    put(3, closing());
    put(5, closing(0));
    assertThat(closed(5L)).containsExactly(0L, 3L, 5L);
    statuses.put(0L, StatusList.LIVE.plus(new Fact(3, "unheard-of")));
    assertThat(closed(5L)).containsExactly(0L, 5L);
  }
}
