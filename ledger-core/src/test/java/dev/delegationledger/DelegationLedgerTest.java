package dev.delegationledger;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.append.NotTheLedgerKeyException;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.KeptStore;
import dev.delegationledger.testing.TestLedger;
import dev.delegationledger.view.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Opening, appending, retrying, and doing so at the same time. */
final class DelegationLedgerTest {
  private final TestLedger t = TestLedger.open();

  @AfterEach
  void checkTheWholeLedger() {
    t.close();
  }

  @Test
  void anAppendedEntry_isUnderTheCheckpointOfItsReceipt() {
    Enrolled agent = t.ledger().append(t.agent("a").key(t.newKey()).by(t.janeKey()));
    Receipt receipt = agent.receipt();
    assertThat(receipt.index()).isEqualTo(8);
    assertThat(receipt.record().jws()).isEqualTo(agent.entry().compact());
    assertThat(receipt.checkpoint().checkpoint().size()).isEqualTo(9);
    assertThat(receipt.repeated()).isFalse();
  }

  @Test
  void aLaterReceipt_isUnderTheNewestCheckpoint() {
    t.ledger().append(t.pay(1));
    Receipt receipt = t.ledger().receipt(t.root());
    assertThat(receipt.index()).isEqualTo(t.root().receipt().index());
    assertThat(receipt.checkpoint()).isEqualTo(t.ledger().checkpoint());
  }

  @Test
  void aReceiptOfWhatIsNotRecorded_isRefused() {
    SignedEntry pay = t.sign(t.pay(1));
    assertThatIllegalArgumentException().isThrownBy(() -> t.ledger().receipt(pay));
  }

  @Test
  void theSameEntryTwice_isOneRecord() {
    SignedEntry pay = t.sign(t.pay(1));
    Receipt first = t.ledger().append(pay).receipt();
    List<String> before = t.contents();
    Receipt second = t.ledger().append(pay.submission()).receipt();
    assertThat(second.repeated()).isTrue();
    assertThat(second.record()).isEqualTo(first.record());
    assertThat(t.contents()).isEqualTo(before);
  }

  @Test
  void theSameDraftTwice_isOneEntry() {
    Draft<Acted> draft = t.pay(1);
    Acted first = t.ledger().append(draft);
    t.clock().move(Duration.ofSeconds(2));
    Acted second = t.ledger().append(draft);
    assertThat(second).isEqualTo(first);
    assertThat(second.receipt().repeated()).isTrue();
  }

  @Test
  void handles_areFoundAgainAfterReopening() {
    DelegationLedger ledger = t.reopen();
    assertThat(ledger.enrolled(t.payer().id())).contains(t.payer());
    assertThat(ledger.enrolled(t.payerKey().publicKey())).contains(t.payer());
    Recorded found = ledger.find(t.spawned().hash()).orElseThrow();
    assertThat(found).isInstanceOf(Granted.class).isEqualTo(t.spawned());
    ledger.append(
        Action.under((Granted) found)
            .tool("erp:pay")
            .arg("vendor", "V-7")
            .arg("amount", 5)
            .by(t.reconKey()));
  }

  @Test
  void reopening_keepsTheIdAndTheCheckpoint() {
    String id = t.ledger().id();
    var checkpoint = t.ledger().checkpoint();
    DelegationLedger again = t.reopen();
    assertThat(again.id()).isEqualTo(id);
    assertThat(again.checkpoint()).isEqualTo(checkpoint);
  }

  @Test
  void aRetryAfterReopening_isTheSameRecord() {
    SignedEntry pay = t.sign(t.pay(1));
    long index = t.ledger().append(pay).receipt().index();
    Receipt again = t.reopen().append(pay).receipt();
    assertThat(again.index()).isEqualTo(index);
    assertThat(again.repeated()).isTrue();
  }

  @Test
  void anotherOrigin_isNotOpened() {
    Genesis other = Genesis.of("example.com/other", t.ledgerKey()).authority(t.hr().publicKey());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> openOrCreate(other))
        .withMessageContaining("expected origin example.com/other, got example.com/payables");
  }

  @Test
  void anotherLedgerKey_isNotOpened() {
    Genesis other = Genesis.of(TestLedger.ORIGIN, t.newKey()).authority(t.hr().publicKey());
    assertThatThrownBy(() -> openOrCreate(other)).isInstanceOf(NotTheLedgerKeyException.class);
    assertThatThrownBy(() -> DelegationLedger.open(t.store(), t.newKey(), t.clock(), t.random()))
        .isInstanceOf(NotTheLedgerKeyException.class);
  }

  @Test
  void otherAuthorities_areNotOpened() {
    Genesis other = t.genesis().authority(t.newKey().publicKey());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> openOrCreate(other))
        .withMessageContaining("expected authorities");
  }

  @Test
  void anEmptyStore_isNotOpened() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> DelegationLedger.open(MemoryStore.empty(), t.ledgerKey(), t.clock(), t.random()))
        .withMessageContaining("openOrCreate");
  }

  @Test
  void aGenesisWithoutAuthority_isNotWritten() {
    MemoryStore empty = MemoryStore.empty();
    KeptStore kept = KeptStore.of(empty);
    Genesis none = Genesis.of(TestLedger.ORIGIN, t.ledgerKey());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DelegationLedger.openOrCreate(kept, none, t.clock(), t.random()));
    assertThat(empty.head()).isNull();
    empty.close();
  }

  @Test
  void aFailedOpen_closesTheStore() {
    MemoryStore store = MemoryStore.empty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DelegationLedger.open(store, t.ledgerKey(), t.clock(), t.random()));
    assertThatIllegalStateException().isThrownBy(store::head);
  }

  @Test
  void anAlteredRecord_isNotOpened() {
    t.ledger().append(t.pay(1));
    byte[] key = Keys.index(8);
    byte[] good = requireNonNull(t.store().get(Table.RECORDS, key));
    byte[] bad = requireNonNull(t.store().get(Table.RECORDS, Keys.index(7)));
    replace(key, bad);
    LedgerBrokenException broken =
        catchThrowableOfType(LedgerBrokenException.class, () -> openOrCreate(t.genesis()));
    replace(key, good);
    assertThat(broken.findings())
        .extracting(Refusal::reason)
        .containsExactly(Reason.RECORD_ALTERED);
  }

  private void replace(byte[] key, byte[] value) {
    byte[] head = requireNonNull(t.store().head());
    Batch batch = Batch.withHead(head);
    batch.put(Table.RECORDS, key, value);
    t.store().commit(head, batch);
  }

  @Test
  void aFailedCommit_latchesUntilReopened() {
    SignedEntry pay = t.sign(t.pay(1));
    t.store().fail(true);
    assertThatThrownBy(() -> t.ledger().append(pay)).isInstanceOf(StoreException.class);
    t.store().fail(false);
    assertThatThrownBy(() -> t.ledger().append(pay)).isInstanceOf(StoreException.class);
    assertThat(t.reopen().append(pay).receipt().repeated()).isFalse();
  }

  @Test
  void aCommitThatFailedAfterItWasWritten_isARepeat() {
    SignedEntry pay = t.sign(t.pay(1));
    t.store().failAfterwards(true);
    assertThatThrownBy(() -> t.ledger().append(pay)).isInstanceOf(StoreException.class);
    t.store().failAfterwards(false);
    DelegationLedger ledger = t.reopen();
    assertThat(ledger.checkpoint().checkpoint().size()).isEqualTo(9);
    Receipt receipt = ledger.append(pay).receipt();
    assertThat(receipt.repeated()).isTrue();
    assertThat(receipt.checkpoint().checkpoint().size()).isEqualTo(9);
  }

  @Test
  void aFailedSignature_isMadeUpForByTheRetry() {
    FailingSigner signer = new FailingSigner(t.ledgerKey());
    try (DelegationLedger ledger =
        DelegationLedger.open(t.store(), signer, t.clock(), t.random())) {
      SignedEntry pay = t.sign(t.pay(1));
      signer.failing = true;
      assertThatThrownBy(() -> ledger.append(pay)).hasMessage("no answer from the key");
      signer.failing = false;
      Receipt receipt = ledger.append(pay).receipt();
      assertThat(receipt.repeated()).isTrue();
      assertThat(receipt.checkpoint().checkpoint().size()).isEqualTo(9);
    }
  }

  /** A key in a device that may not answer. */
  private static final class FailingSigner implements Signer {
    private final Signer key;
    private boolean failing;

    FailingSigner(Signer key) {
      this.key = key;
    }

    @Override
    public VerifyingKey publicKey() {
      return key.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
      if (failing) {
        throw new IllegalStateException("no answer from the key");
      }
      return key.sign(message);
    }
  }

  @Test
  void aClockThatRunsBackwards_doesNotTurnRecordTimeBack() {
    t.ledger().append(t.pay(1));
    t.clock().move(Duration.ofSeconds(-20));
    t.ledger().append(t.pay(2));
    Receipt receipt = t.ledger().append(t.pay(3)).receipt();
    assertThat(receipt.record().timeMs()).isEqualTo(TestLedger.BEGIN.toEpochMilli());
  }

  @Test
  void concurrentAppends_giveOneDenseOrder() throws Exception {
    int threads = 8;
    int each = 12;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    List<Future<List<Long>>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(
          pool.submit(
              () -> {
                List<Long> indexes = new ArrayList<>();
                for (int n = 0; n < each; n++) {
                  indexes.add(t.ledger().append(t.pay(n)).receipt().index());
                }
                return indexes;
              }));
    }
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> thread : running) {
      assertThat(thread.get()).isSorted();
      all.addAll(thread.get());
    }
    pool.shutdown();
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.range(8, 8 + threads * each).boxed().toList());
    assertThat(t.ledger().checkpoint().checkpoint().size()).isEqualTo(8 + threads * each);
  }

  @Test
  void theSameEntryFromManyThreads_isOneRecord() throws Exception {
    SignedEntry pay = t.sign(t.pay(1));
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<Permit>> running = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      running.add(pool.submit(() -> t.ledger().act(pay)));
    }
    int first = 0;
    for (Future<Permit> thread : running) {
      first += thread.get().repeated() ? 0 : 1;
    }
    pool.shutdown();
    assertThat(first).isEqualTo(1);
  }

  private void openOrCreate(Genesis genesis) {
    DelegationLedger.openOrCreate(t.store(), genesis, t.clock(), t.random()).close();
  }
}
