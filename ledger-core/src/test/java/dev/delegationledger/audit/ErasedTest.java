package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Erasure;
import dev.delegationledger.LedgerBrokenException;
import dev.delegationledger.Recorded;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.model.Reason;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.view.Keys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is gone was erased or is lost; what was erased is gone. */
final class ErasedTest {
  private final Registry r = Registry.open();

  private static long index(Recorded recorded) {
    return recorded.receipt().record().index();
  }

  private byte[] row(Recorded recorded, String slot) {
    Slot held = recorded.entry().statement().slots().get(slot);
    if (held instanceof Slot.Hidden hidden) {
      return Keys.disclosure(index(recorded), hidden.digest());
    }
    throw new AssertionError("expected a hidden slot " + slot);
  }

  private void commit(Batch batch) {
    r.store.commit(r.store.head(), batch);
  }

  private Batch batch() {
    byte[] head = r.store.head();
    if (head == null) {
      throw new AssertionError("expected a head");
    }
    return Batch.withHead(head);
  }

  @Test
  void whatWasErased_isListedAndNoFinding() {
    Recorded erasure =
        r.ledger.append(Erasure.of(r.jane).slot(SlotName.NAME).because("left").by(r.janeKey));
    assertThat(r.store.get(Table.DISCLOSURES, row(r.jane, SlotName.NAME))).isNull();
    for (AuditReport report : List.of(Audits.run(Audit.structure(r.store)), r.audit())) {
      assertThat(report.findings()).isEmpty();
      assertThat(report.erased())
          .containsExactly(
              new AuditReport.Erased(
                  index(r.jane),
                  List.of(SlotName.NAME),
                  index(erasure),
                  Registry.BEGIN.toEpochMilli(),
                  r.jane.id()));
    }
    r.turnHonest(); // opens it again
  }

  @Test
  void whatIsGoneWithoutErasure_isLost_andTheLedgerDoesNotOpen() {
    commit(batch().delete(Table.DISCLOSURES, row(r.root, SlotName.TASK)));
    r.ledger.append(Erasure.of(r.jane).by(r.hr));
    assertThat(r.audit().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.DISCLOSURE_LOST);
              assertThat(finding.index()).hasValue(index(r.root));
            });
    assertThatThrownBy(() -> DelegationLedger.open(r.store, r.ledgerKey, r.time, r.random))
        .isInstanceOf(LedgerBrokenException.class);
  }

  @Test
  void anErasureOfAnotherSlot_excusesNoLoss() {
    Acted refund = r.ledger.append(r.refund().by(r.reconKey));
    r.ledger.append(Erasure.of(refund).slot("context/environment").by(r.hr));
    commit(batch().delete(Table.DISCLOSURES, row(refund, "arguments/id")));
    assertThat(r.audit().findings())
        .extracting(finding -> finding.reason())
        .contains(Reason.DISCLOSURE_LOST);
  }

  @Test
  void whatIsThereAlthoughErased_isFound() {
    Disclosure name = r.jane.entry().disclosures().get(SlotName.NAME);
    if (name == null) {
      throw new AssertionError("expected a name");
    }
    r.ledger.append(Erasure.of(r.jane).by(r.janeKey));
    commit(
        batch()
            .put(
                Table.DISCLOSURES,
                row(r.jane, SlotName.NAME),
                name.encoded().getBytes(StandardCharsets.US_ASCII)));
    assertThat(Audits.run(Audit.structure(r.store)).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isEqualTo(Reason.DISCLOSURE_NOT_ERASED);
              assertThat(finding.index()).hasValue(index(r.jane));
            });
  }

  @Test
  void anActionWhoseArgumentsWereErased_cannotBeJudgedAgain_andIsNoFinding() {
    Acted paid = r.paid();
    Acted free = r.ledger.append(r.refund().by(r.reconKey));
    r.ledger.append(Erasure.of(paid).by(r.hr));
    r.ledger.append(Erasure.of(free).slot("arguments/id").by(r.hr));
    AuditReport report = r.audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.unjudged()).isEqualTo(1); // of the other any value was allowed
    assertThat(report.checked()).isEqualTo(report.size() - 1);
    assertThat(Audits.run(Audit.structure(r.store)).unjudged()).isZero();
  }

  @Test
  void aRequestWhoseArgumentsWereErased_neitherRefusesWhatRestsOnIt() {
    Acted paid = r.paid();
    Recorded request =
        r.ledger
            .find(
                ((dev.delegationledger.entry.Statement.Action) paid.entry().statement())
                    .request()
                    .orElseThrow())
            .orElseThrow();
    r.ledger.append(Erasure.of(request).by(r.hr));
    AuditReport report = r.audit();
    assertThat(report.findings()).isEmpty();
    assertThat(report.unjudged()).isPositive();
  }

  @Test
  void theLedgerAndItsStore_forgetTheText() {
    Disclosure name = r.jane.entry().disclosures().get(SlotName.NAME);
    assertThat(name).isNotNull();
    assertThat(r.ledger.find(r.jane.hash()).orElseThrow().entry().disclosures()).isNotEmpty();
    r.ledger.append(Erasure.of(r.jane).by(r.janeKey));
    assertThat(r.ledger.find(r.jane.hash()).orElseThrow().entry().disclosures()).isEmpty();
    assertThat(r.ledger.enrolled(r.janeKey.publicKey()).orElseThrow().entry().disclosures())
        .isEmpty();
  }
}
