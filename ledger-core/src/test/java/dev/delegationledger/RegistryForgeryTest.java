package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What admission refuses in the registry, recorded all the same by a dishonest operator: an audit
 * finds it there, for the same reason, and an action among it is not proven.
 */
final class RegistryForgeryTest {
  private static Stream<RegistryCase> cases() {
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
  Stream<DynamicTest> aBadEntryThatIsRecordedAllTheSame_isFoundThere() {
    return cases()
        .filter(refusal -> refusal.reason().reasonClass() != ReasonClass.UNDECIDED)
        .map(
            refusal ->
                DynamicTest.dynamicTest(
                    refusal.reason().code() + ": " + refusal.claim(), () -> check(refusal)));
  }

  private static void check(RegistryCase refusal) {
    Registry r = Registry.open();
    SignedEntry entry = refusal.entry().apply(r);
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
    r.ledger.close();
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
    return cases()
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
