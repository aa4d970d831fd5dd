package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.delegationledger.append.LedgerBusyException;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.testing.TestLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What has gathered is one batch: committed once, and everybody has an answer of their own. */
final class SharedBatchTest {
  private static final int TWO_COMMITS = 2;

  private final TestLedger t = TestLedger.open();

  @Test
  void appendToAnIdleLedger_isTwoCommits() {
    int before = t.store().commits();
    t.ledger().append(t.pay(1));
    assertThat(t.store().commits() - before).isEqualTo(TWO_COMMITS);
    t.ledger().act(t.pay(2));
    assertThat(t.store().commits() - before).isEqualTo(2 * TWO_COMMITS);
    t.close();
  }

  @Test
  void whoWaits_sharesABatch_inTheOrderInWhichTheyCame() throws Exception {
    List<CompletableFuture<Acted>> waiting = new ArrayList<>();
    int before = t.store().commits();
    long size = size();
    HeldLedger held = HeldLedger.hold(t.ledger());
    for (int i = 0; i < 50; i++) {
      waiting.add(t.ledger().appendAsync(refund(i)));
    }
    held.letGo();
    for (int i = 0; i < 50; i++) {
      Receipt receipt = got(waiting.get(i)).receipt();
      assertThat(receipt.index()).isEqualTo(size + i);
      assertThat(receipt.checkpoint()).isEqualTo(t.ledger().checkpoint());
      assertThat(receipt.repeated()).isFalse();
      assertThat(receipt.record()).isEqualTo(t.ledger().stored().record(size + i));
    }
    assertThat(t.store().commits() - before).isEqualTo(TWO_COMMITS);
    t.close();
  }

  @Test
  void threadsThatWait_shareABatch_andEachHasItsReceipt() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<Acted> recorded = Collections.synchronizedList(new ArrayList<>());
    int before = t.store().commits();
    HeldLedger held = HeldLedger.hold(t.ledger());
    for (int i = 0; i < 20; i++) {
      SignedEntry pay = t.sign(t.pay(1 + i));
      threads.add(HeldLedger.waiting(() -> recorded.add((Acted) t.ledger().append(pay))));
    }
    held.letGo();
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(60).toMillis());
    }
    assertThat(recorded).hasSize(20);
    assertThat(recorded.stream().map(one -> one.receipt().index())).doesNotHaveDuplicates();
    for (Acted one : recorded) {
      assertThat(one.receipt().record().jws()).isEqualTo(one.entry().compact());
    }
    assertThat(t.store().commits() - before).isEqualTo(TWO_COMMITS);
    t.close();
  }

  @Test
  void moreThanABatchHolds_isTwoBatches() throws Exception {
    List<Future<Acted>> waiting = new ArrayList<>();
    int before = t.store().commits();
    HeldLedger held = HeldLedger.hold(t.ledger());
    for (int i = 0; i < Sequencer.MOST_ENTRIES + 1; i++) {
      waiting.add(t.ledger().appendAsync(refund(i)));
    }
    held.letGo();
    for (Future<Acted> one : waiting) {
      got(one);
    }
    assertThat(t.store().commits() - before).isEqualTo(2 * TWO_COMMITS);
    t.close();
  }

  @Test
  void whatIsRefused_leavesNoTrace_andWhatStandsBesideItIsRecorded() throws Exception {
    long size = size();
    SignedEntry good = t.sign(t.pay(1));
    SignedEntry tooMuch = t.sign(t.pay(100_001));
    SignedEntry alsoGood = t.sign(t.pay(2));
    InMemorySigner newcomer = t.newKey();
    SignedEntry enrols = t.sign(Enrol.service().name("S").key(newcomer).by(t.hr()));
    SignedEntry enrolsAgain = t.sign(Enrol.service().name("T").key(newcomer).by(t.hr()));
    Future<List<Receipt>> first;
    Future<List<Receipt>> halfBad;
    Future<List<Receipt>> last;
    HeldLedger held = HeldLedger.hold(t.ledger());
    first = appendAsync(good);
    halfBad = appendAsync(enrols, tooMuch);
    last = appendAsync(alsoGood, enrolsAgain);
    held.letGo();
    assertThat(got(first)).extracting(Receipt::index).containsExactly(size);
    assertThat(reason(halfBad)).isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
    assertThat(got(last)).extracting(Receipt::index).containsExactly(size + 1, size + 2);
    assertThat(t.ledger().find(enrols.hash())).isEmpty();
    assertThat(size()).isEqualTo(size + 3);
    t.close();
  }

  @Test
  void whatRestsOnARequestBefore_isAdmittedOverIt() throws Exception {
    SignedEntry revocation = t.sign(Revocation.of(t.root()).by(t.janeKey()));
    Future<Acted> before;
    Future<Recorded> revoked;
    Future<Acted> after;
    HeldLedger held = HeldLedger.hold(t.ledger());
    before = t.ledger().appendAsync(t.pay(1));
    revoked = t.ledger().appendAsync(revocation);
    after = t.ledger().appendAsync(t.pay(2));
    held.letGo();
    assertThat(got(before).receipt().index()).isLessThan(got(revoked).receipt().index());
    assertThat(reason(after)).isEqualTo(Reason.GRANT_REVOKED);
    t.close();
  }

  @Test
  void limit_isExhaustedWithinABatch() throws Exception {
    Granted twice =
        t.ledger()
            .append(
                Grant.to(t.payer())
                    .task("T-1", "twice")
                    .tool("erp:refund")
                    .uses(2)
                    .expiresIn(Duration.ofDays(1))
                    .by(t.janeKey()));
    List<Future<Acted>> uses = new ArrayList<>();
    HeldLedger held = HeldLedger.hold(t.ledger());
    for (int i = 0; i < 4; i++) {
      uses.add(t.ledger().appendAsync(Action.under(twice).tool("erp:refund").by(t.payerKey())));
    }
    held.letGo();
    for (int i = 0; i < 2; i++) {
      assertThat(got(uses.get(i)).receipt().record().charges().totals())
          .extracting(total -> total.uses())
          .containsExactly(1L + i);
    }
    assertThat(reason(uses.get(2))).isEqualTo(Reason.USES_EXHAUSTED);
    assertThat(reason(uses.get(3))).isEqualTo(Reason.USES_EXHAUSTED);
    t.close();
  }

  @Test
  void sameEntryTwice_isOneRecord() throws Exception {
    SignedEntry pay = t.sign(t.pay(1));
    long size = size();
    List<Future<Recorded>> same = new ArrayList<>();
    Future<List<Receipt>> thriceInOne;
    HeldLedger held = HeldLedger.hold(t.ledger());
    for (int i = 0; i < 3; i++) {
      same.add(t.ledger().appendAsync(pay));
    }
    thriceInOne = appendAsync(pay, t.sign(t.pay(2)), pay);
    held.letGo();
    for (int i = 0; i < 3; i++) {
      Receipt receipt = got(same.get(i)).receipt();
      assertThat(receipt.index()).isEqualTo(size);
      assertThat(receipt.repeated()).isEqualTo(i > 0);
    }
    assertThat(got(thriceInOne)).extracting(Receipt::index).containsExactly(size, size + 1, size);
    assertThat(size()).isEqualTo(size + 2);
    t.close();
  }

  @ParameterizedTest
  @CsvSource({"1,false", "1,true", "2,false", "2,true"})
  void commitThatFails_isToldToAllOfItsBatch_andTheRestIsLatchedOut(int which, boolean afterwards)
      throws Exception {
    long size = size();
    List<SignedEntry> entries = new ArrayList<>();
    List<Future<Recorded>> batch = new ArrayList<>();
    Future<Recorded> refused;
    Future<Recorded> next;
    HeldLedger held = HeldLedger.hold(t.ledger());
    t.store().failOnce(which, afterwards);
    refused = t.ledger().appendAsync(t.sign(t.pay(100_001)));
    for (int i = 0; i < Sequencer.MOST_ENTRIES - 1; i++) {
      entries.add(t.sign(refund(i)));
      batch.add(t.ledger().appendAsync(entries.get(i)));
    }
    next = t.ledger().appendAsync(t.sign(t.pay(1)));
    held.letGo();
    assertThat(failure(refused))
        .as("it may rest on what was to be written")
        .isInstanceOf(StoreException.class);
    for (Future<Recorded> one : batch) {
      assertThat(failure(one))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("commit: failed as told");
    }
    assertThat(failure(next))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("outcome is unknown");
    assertThatThrownBy(() -> t.ledger().append(t.pay(1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("outcome is unknown");
    assertThatThrownBy(() -> t.ledger().authorize(t.payment(1))).isInstanceOf(StoreException.class);
    assertThat(t.ledger().find(t.root().hash())).as("reading goes on").isPresent();

    t.reopen();
    boolean written = which == 2 || afterwards;
    assertThat(size()).isEqualTo(written ? size + entries.size() : size);
    for (int i = 0; i < entries.size(); i += 100) {
      Receipt receipt = t.ledger().append(entries.get(i)).receipt();
      assertThat(receipt.repeated()).isEqualTo(written);
      assertThat(receipt.index()).isEqualTo(written ? size + i : size + i / 100);
    }
    t.close();
  }

  @Test
  void erasure_isPurgedBeforeItsAnswer_andOnlyItFailsWithThePurge() throws Exception {
    Enrolled bob = t.ledger().append(Enrol.human().name("Bob").key(t.newKey()).by(t.hr()));
    SignedEntry erasure = t.sign(Erasure.of(bob).by(t.hr()));
    Future<Recorded> beside;
    Future<Recorded> erased;
    HeldLedger held = HeldLedger.hold(t.ledger());
    t.store().failPurge(true);
    erased = t.ledger().appendAsync(erasure);
    beside = t.ledger().appendAsync(t.sign(t.pay(1)));
    held.letGo();
    assertThat(got(beside).receipt().repeated()).isFalse();
    assertThat(failure(erased)).isInstanceOf(StoreException.class).hasMessageStartingWith("purge");
    t.store().failPurge(false);
    assertThat(t.store().purges()).isZero();
    assertThat(t.ledger().append(erasure).receipt().repeated()).isTrue();
    assertThat(t.store().purges()).isEqualTo(1);
    t.close();
  }

  @Test
  void changeOfTheKey_isABatchOfItsOwn() throws Exception {
    InMemorySigner next = t.newKey();
    List<Future<Acted>> paid = new ArrayList<>();
    List<Recorded> changed = new ArrayList<>();
    Thread changing;
    HeldLedger held = HeldLedger.hold(t.ledger());
    paid.add(t.ledger().appendAsync(t.pay(1)));
    changing = HeldLedger.waiting(() -> changed.add(t.ledger().rotateKey(next)));
    paid.add(t.ledger().appendAsync(t.pay(2)));
    held.letGo();
    changing.join(Duration.ofSeconds(60).toMillis());
    for (Future<Acted> one : paid) {
      assertThat(got(one).receipt().checkpoint().checkpoint().size())
          .isNotEqualTo(changed.get(0).receipt().checkpoint().checkpoint().size());
    }
    long at = changed.get(0).receipt().index();
    assertThat(t.ledger().ledgerKeys().spans()).hasSize(2);
    assertThat(changed.get(0).receipt().checkpoint().checkpoint().size()).isEqualTo(at + 1);
    t.ledger().close();
    DelegationLedger.open(t.store(), next, t.clock(), t.random()).close();
  }

  @Test
  void whoIsOneTooMany_isToldAtOnce() throws Exception {
    List<CompletableFuture<Recorded>> waiting = new ArrayList<>();
    SignedEntry pay = t.sign(t.pay(1));
    long size = size();
    HeldLedger held = HeldLedger.hold(t.ledger());
    for (int i = 0; i < Sequencer.MOST_WAITING; i++) {
      waiting.add(t.ledger().appendAsync(pay));
    }
    CompletableFuture<Acted> oneMore = t.ledger().appendAsync(t.pay(2));
    assertThat(oneMore).isCompletedExceptionally();
    assertThat(failure(oneMore)).isInstanceOf(LedgerBusyException.class);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    held.letGo();
    for (Future<Recorded> one : waiting) {
      assertThat(got(one).receipt().index()).isEqualTo(size);
    }
    assertThat(size()).isEqualTo(size + 1);
    t.close();
  }

  @Test
  void asyncAppend_needsNobodyElse_andCancellingItTakesNothingBack() throws Exception {
    long size = size();
    assertThat(got(t.ledger().appendAsync(t.pay(1))).receipt().index()).isEqualTo(size);
    assertThat(reason(t.ledger().appendAsync(t.pay(100_001))))
        .isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
    Future<Acted> cancelled;
    HeldLedger held = HeldLedger.hold(t.ledger());
    cancelled = t.ledger().appendAsync(t.pay(2));
    cancelled.cancel(true);
    held.letGo();
    assertThat(cancelled).isCancelled();
    assertThat(t.ledger().append(t.pay(3)).receipt().index()).isEqualTo(size + 2);
    t.close();
  }

  private Future<List<Receipt>> appendAsync(SignedEntry... entries) throws RefusedException {
    Sequencer sequencer = t.ledger().sequencer();
    return sequencer.appendAsync(sequencer.verify(List.of(entries)));
  }

  /** The payer's key is fast. */
  private Draft<Acted> refund(int id) {
    return Action.under(t.root()).tool("erp:refund").arg("id", id).by(t.payerKey());
  }

  private long size() {
    return t.ledger().checkpoint().checkpoint().size();
  }

  private static <T> T got(Future<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static Throwable failure(Future<?> future) {
    Throwable failed = catchThrowable(() -> got(future));
    assertThat(failed).isInstanceOf(ExecutionException.class);
    return Objects.requireNonNull(failed.getCause());
  }

  private static Reason reason(Future<?> future) {
    Throwable failure = failure(future);
    return failure instanceof RefusedException refused
        ? refused.refusal().reason()
        : ((AppendRefused) failure).reason();
  }
}
