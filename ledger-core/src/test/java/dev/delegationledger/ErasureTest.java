package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.store.OutcomeUnknownException;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.testing.TestLedger;
import org.junit.jupiter.api.Test;

/** An erasure through the facade, and each thing that can fail on its way. */
final class ErasureTest {
  @Test
  void whatIsErased_isPurgedBeforeAppendReturns_andAnythingElseIsNot() {
    try (TestLedger t = TestLedger.open()) {
      assertThat(t.store().purges()).isZero();
      Recorded erasure =
          t.ledger().append(Erasure.of(t.jane()).slot(SlotName.NAME).by(t.janeKey()));
      assertThat(t.store().purges()).isEqualTo(1);
      assertThat(erasure.entry().statement().slots()).isEmpty();
      assertThat(shown(t).entry().readText(SlotName.NAME)).isEmpty();
      t.reopen();
      assertThat(shown(t).entry().hiddenSlots()).containsExactly(SlotName.NAME);
    }
  }

  private static Recorded shown(TestLedger t) {
    return t.ledger().find(t.jane().hash()).orElseThrow();
  }

  @Test
  void aCommitThatFailed_erasesNothing() {
    try (TestLedger t = TestLedger.open()) {
      SignedEntry erasure = t.ledger().sign(Erasure.of(t.jane()).by(t.janeKey()));
      t.store().fail(true);
      assertThatThrownBy(() -> t.ledger().append(erasure)).isInstanceOf(StoreException.class);
      t.store().fail(false);
      t.reopen();
      assertThat(shown(t).entry().readText(SlotName.NAME)).contains("Jane Doe");
      assertThat(t.ledger().append(erasure).receipt().repeated()).isFalse();
      assertThat(shown(t).entry().readText(SlotName.NAME)).isEmpty();
    }
  }

  @Test
  void aCommitThatFailedOnceItWasPersisted_isPurgedWhenTheErasureIsSentAgain() {
    try (TestLedger t = TestLedger.open()) {
      SignedEntry erasure = t.ledger().sign(Erasure.of(t.jane()).by(t.janeKey()));
      t.store().failAfterwards(true);
      assertThatThrownBy(() -> t.ledger().append(erasure)).isInstanceOf(StoreException.class);
      t.store().failAfterwards(false);
      assertThat(t.store().purges()).isZero();
      t.reopen();
      assertThat(shown(t).entry().readText(SlotName.NAME)).isEmpty();
      assertThat(t.ledger().append(erasure).receipt().repeated()).isTrue();
      assertThat(t.store().purges()).isEqualTo(1);
    }
  }

  @Test
  void aPurgeThatFailed_isSaid_andTheErasureIsRecorded() {
    try (TestLedger t = TestLedger.open()) {
      SignedEntry erasure = t.ledger().sign(Erasure.of(t.jane()).by(t.janeKey()));
      t.store().failPurge(true);
      assertThatThrownBy(() -> t.ledger().append(erasure)).isInstanceOf(StoreException.class);
      t.store().failPurge(false);
      assertThat(t.ledger().find(erasure.hash())).isPresent();
      assertThat(shown(t).entry().readText(SlotName.NAME)).isEmpty();
      assertThat(t.ledger().append(erasure).receipt().repeated()).isTrue();
      assertThat(t.store().purges()).isEqualTo(1);
    }
  }

  @Test
  void aPurgeOfWhichNobodyKnowsWhetherItIsNoted_closesTheLatch() {
    try (TestLedger t = TestLedger.open()) {
      SignedEntry erasure = t.ledger().sign(Erasure.of(t.jane()).by(t.janeKey()));
      t.store().failPurgeUnknown(true);
      assertThatThrownBy(() -> t.ledger().append(erasure))
          .isInstanceOf(OutcomeUnknownException.class);
      t.store().failPurgeUnknown(false);
      SignedEntry next = t.ledger().sign(Erasure.of(t.jane()).by(t.hr()));
      assertThatThrownBy(() -> t.ledger().append(next))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("outcome is unknown");
      assertThat(t.ledger().find(erasure.hash())).isPresent();
      t.reopen();
      assertThat(t.ledger().append(erasure).receipt().repeated()).isTrue();
    }
  }

  @Test
  void aPurgeThatFailedOnceItWasDone_isRepeatedWithoutHarm() {
    try (TestLedger t = TestLedger.open()) {
      SignedEntry erasure = t.ledger().sign(Erasure.of(t.jane()).by(t.janeKey()));
      t.store().failPurgeAfterwards(true);
      assertThatThrownBy(() -> t.ledger().append(erasure)).isInstanceOf(StoreException.class);
      t.store().failPurgeAfterwards(false);
      assertThat(t.ledger().append(erasure).receipt().repeated()).isTrue();
    }
  }

  @Test
  void theHandleOfARotatedPrincipal_erasesTheNameInItsFirstEnrolment() {
    try (TestLedger t = TestLedger.open()) {
      var next = t.newKey();
      Enrolled rotated = t.ledger().append(Enrol.rotation(t.jane()).key(next).by(t.janeKey()));
      t.ledger().append(Erasure.of(rotated).because("left").by(next));
      assertThat(shown(t).entry().readText(SlotName.NAME)).isEmpty();
    }
  }

  @Test
  void aRepeatedEntry_doesNotBringBackWhatWasErased() {
    try (TestLedger t = TestLedger.open()) {
      SignedEntry enrolment = t.jane().entry();
      assertThat(enrolment.disclosures()).isNotEmpty();
      t.ledger().append(Erasure.of(t.jane()).by(t.janeKey()));
      assertThat(t.ledger().append(enrolment).receipt().repeated()).isTrue();
      assertThat(shown(t).entry().disclosures()).isEmpty();
    }
  }
}
