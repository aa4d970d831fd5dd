package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.TestLedger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several entries as one. */
final class BatchTest {
  private final TestLedger t = TestLedger.open();

  @AfterEach
  void checkTheWholeLedger() {
    t.close();
  }

  @Test
  void aBatch_isUnderOneCheckpoint() {
    List<Acted> pays =
        t.ledger().appendAll(batch -> List.of(batch.add(t.pay(1)), batch.add(t.pay(2))));
    assertThat(pays).extracting(pay -> pay.receipt().index()).containsExactly(8L, 9L);
    assertThat(pays.get(0).receipt().checkpoint()).isEqualTo(pays.get(1).receipt().checkpoint());
    assertThat(pays.get(0).receipt().record().timeMs())
        .isEqualTo(pays.get(1).receipt().record().timeMs());
  }

  @Test
  void anEntry_mayRestOnAnEarlierOneOfTheBatch() {
    InMemorySigner key = t.newKey();
    InMemorySigner below = t.newKey();
    Acted refund =
        t.ledger()
            .appendAll(
                batch -> {
                  Enrolled agent = batch.add(t.agent("clerk").key(key).by(t.janeKey()));
                  batch.add(Enrol.agent("junior").key(below).by(key));
                  Granted grant =
                      batch.add(
                          Grant.to(agent)
                              .task("T-18", "refund")
                              .tool("erp:refund")
                              .expiresIn(java.time.Duration.ofHours(1))
                              .by(t.janeKey()));
                  return batch.add(Action.under(grant).tool("erp:refund").by(key));
                });
    assertThat(refund.receipt().index()).isEqualTo(11);
    Enrolled junior = t.ledger().enrolled(below.publicKey()).orElseThrow();
    assertThat(junior.id())
        .startsWith(t.ledger().enrolled(key.publicKey()).orElseThrow().id() + "/");
  }

  @Test
  void aRevocation_countsForTheRestOfItsBatch() {
    AppendRefused refused =
        refusedBatch(
            batch -> {
              batch.add(Revocation.of(t.root()).by(t.janeKey()));
              batch.add(t.pay(1));
            });
    assertThat(refused.reason()).isEqualTo(Reason.GRANT_REVOKED);
  }

  @Test
  void oneRefusedEntry_refusesTheBatch() {
    AppendRefused refused =
        refusedBatch(
            batch -> {
              batch.add(t.pay(1));
              batch.add(t.pay(100_001));
            });
    assertThat(refused.reason()).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
  }

  @Test
  void oneBadSignature_refusesTheBatch() {
    SignedEntry stranger = t.sign(t.payment(1).by(t.newKey()));
    AppendRefused refused =
        refusedBatch(
            batch -> {
              batch.add(t.pay(1));
              batch.add(stranger);
            });
    assertThat(refused.reason()).isEqualTo(Reason.NOT_THE_HOLDER);
  }

  @Test
  void aThrowingLambda_writesNothing() {
    List<String> before = t.contents();
    assertThatThrownBy(
            () ->
                t.ledger()
                    .appendAll(
                        batch -> {
                          batch.add(t.pay(1));
                          throw new UnsupportedOperationException("no");
                        }))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(t.contents()).isEqualTo(before);
  }

  @Test
  void aHandleOfARefusedBatch_hasNoReceipt() {
    List<Acted> handles = new ArrayList<>();
    refusedBatch(
        batch -> {
          handles.add(batch.add(t.pay(1)));
          batch.add(t.pay(100_001));
        });
    assertThatIllegalStateException().isThrownBy(() -> handles.get(0).receipt());
  }

  @Test
  void aBatch_endsWithTheCall() {
    AppendBatch kept = t.ledger().appendAll(batch -> batch);
    assertThatIllegalStateException().isThrownBy(() -> kept.add(t.pay(1)));
  }

  @Test
  void anEmptyBatch_writesNothing() {
    List<String> before = t.contents();
    assertThat(t.ledger().<String>appendAll(batch -> "nothing")).isEqualTo("nothing");
    assertThat(t.contents()).isEqualTo(before);
  }

  @Test
  void theSameEntryTwiceInABatch_isOneRecord() {
    SignedEntry pay = t.sign(t.pay(1));
    List<Recorded> both = t.ledger().appendAll(batch -> List.of(batch.add(pay), batch.add(pay)));
    assertThat(both).extracting(entry -> entry.receipt().index()).containsExactly(8L, 8L);
    assertThat(both).extracting(entry -> entry.receipt().repeated()).containsExactly(false, true);
  }

  @Test
  void aBatchOfRecordedAndNewEntries_addsTheNewOnes() {
    Draft<Acted> recorded = t.pay(1);
    t.ledger().append(recorded);
    Acted added =
        t.ledger()
            .appendAll(
                batch -> {
                  batch.add(recorded);
                  return batch.add(t.pay(2));
                });
    assertThat(added.receipt().index()).isEqualTo(9);
  }

  private AppendRefused refusedBatch(java.util.function.Consumer<AppendBatch> entries) {
    List<String> before = t.contents();
    AppendRefused refused =
        catchThrowableOfType(
            AppendRefused.class,
            () ->
                t.ledger()
                    .appendAll(
                        batch -> {
                          entries.accept(batch);
                          return "appended";
                        }));
    assertThat(refused).isNotNull();
    assertThat(t.contents()).isEqualTo(before);
    return refused;
  }
}
