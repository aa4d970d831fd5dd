package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What admission refuses in the registry; then the same, recorded all the same by a dishonest
 * operator: an audit finds it there, for the same reason, and an action among it is not proven.
 */
final class RegistryForgeryTest {
  /** All that is refused in the registry. */
  static Stream<RegistryCase> cases() {
    return Stream.concat(entries(), DenialRefusals.beforeAnyRule().stream());
  }

  private static Stream<RegistryCase> entries() {
    return Stream.of(
            RegistryRefusals.cases(),
            GrantTermsRefusals.cases(),
            RequestRefusals.cases(),
            ClosingRefusals.cases(),
            ErasureCases.refusals(),
            RoomCases.refusals(),
            DenialRefusals.cases(),
            ForeignCallCases.refusals())
        .flatMap(List::stream);
  }

  private static List<RegistryCase> neighbours() {
    return Stream.of(
            RegistryNeighbours.cases(),
            GrantTermsNeighbours.cases(),
            RequestNeighbours.cases(),
            ClosingNeighbours.cases(),
            ErasureCases.neighbours(),
            RoomCases.neighbours(),
            DenialNeighbours.cases(),
            ForeignCallCases.neighbours())
        .flatMap(List::stream)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> aBadEntry_isRefused_andFoundWhereItIsRecordedAllTheSame() {
    return entries().map(refusal -> named(refusal, RegistryForgeryTest::check));
  }

  @TestFactory
  Stream<DynamicTest> aBadEntry_isRefusedBeforeAnyRuleIsAsked() {
    return DenialRefusals.beforeAnyRule().stream()
        .map(refusal -> named(refusal, RegistryForgeryTest::checkAdmission));
  }

  private static DynamicTest named(RegistryCase refusal, Consumer<RegistryCase> check) {
    return DynamicTest.dynamicTest(
        refusal.reason().code() + ": " + refusal.claim(), () -> check.accept(refusal));
  }

  private static void checkAdmission(RegistryCase refusal) {
    Registry r = Registry.open();
    requireRefused(r, refusal.entry().apply(r), refusal);
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }

  private static void check(RegistryCase refusal) {
    Registry r = Registry.open();
    SignedEntry entry = refusal.entry().apply(r);
    requireRefused(r, entry, refusal);
    if (refusal.reason().reasonClass() == ReasonClass.UNDECIDED) {
      assertThat(r.audit().findings()).isEmpty();
    } else {
      requireFound(r, entry, refusal);
    }
    r.ledger.close();
  }

  private static void requireRefused(Registry r, SignedEntry entry, RegistryCase refusal) {
    long size = r.ledger.checkpoint().checkpoint().size();

    AppendRefused refused = catchThrowableOfType(AppendRefused.class, () -> r.ledger.append(entry));

    assertThat(refused).as(refusal.claim()).isNotNull();
    assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(refusal.reason());
    assertThat(r.ledger.checkpoint().checkpoint().size()).isEqualTo(size);
    assertThat(r.ledger.authorize(entry).reason()).contains(refusal.reason());
  }

  private static void requireFound(Registry r, SignedEntry entry, RegistryCase refusal) {
    Recorded forged = r.turnRogue().ledger.append(entry);
    long at = forged.receipt().record().index();

    assertThat(r.audit().findings())
        .as(refusal.claim())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(refusal.reason());
              assertThat(finding.detail()).isNotBlank();
            });
    assertThat(r.ledger.checkpoint().checkpoint().size()).isEqualTo(at + 1);
    if (forged instanceof Acted action) {
      assertThat(r.refusal(action)).as(refusal.claim()).contains(refusal.reason());
    }
  }

  @TestFactory
  Stream<DynamicTest> whatHasNoFault_isAdmittedAndProven() {
    return neighbours().stream()
        .map(
            good ->
                DynamicTest.dynamicTest(
                    good.reason().code() + ", not: " + good.claim(), () -> admit(good)));
  }

  @TestFactory
  Stream<DynamicTest> everyReason_hasANeighbourWithoutTheFault() {
    List<Reason> neighbours = neighbours().stream().map(RegistryCase::reason).distinct().toList();
    return entries()
        .map(RegistryCase::reason)
        .distinct()
        .map(
            reason ->
                DynamicTest.dynamicTest(
                    reason.code(), () -> assertThat(neighbours).contains(reason)));
  }

  private static void admit(RegistryCase good) {
    Registry r = Registry.open();
    SignedEntry entry = good.entry().apply(r);
    assertThat(r.ledger.authorize(entry).reason()).as(good.claim()).isEmpty();
    Recorded recorded = r.ledger.append(entry);
    if (recorded instanceof Acted action) {
      assertThat(r.refusal(action)).as(good.claim()).isEmpty();
    }
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }
}
