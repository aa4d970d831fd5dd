package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.testing.TestLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Many threads at once: each has its own answer, whatever the others do, and none waits forever.
 */
final class CrowdedLedgerTest {
  private static final int THREADS = 12;
  private static final int ROUNDS = 20;

  private final TestLedger t = TestLedger.open();
  private final List<Throwable> wrong = Collections.synchronizedList(new ArrayList<>());

  @Test
  void everybody_getsTheirOwnAnswer() throws Exception {
    long size = size();
    SignedEntry shared = t.sign(t.pay(7));
    AtomicInteger first = new AtomicInteger();
    List<List<SignedEntry>> entries = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      List<SignedEntry> own = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        own.add(t.sign(refund(round)));
        own.add(t.sign(t.payment(t.root(), 500_001 + round).by(t.payerKey())));
      }
      entries.add(own);
    }
    int before = t.store().commits();
    List<Thread> threads = new ArrayList<>();
    for (List<SignedEntry> own : entries) {
      threads.add(
          start(
              () -> {
                for (int round = 0; round < ROUNDS; round++) {
                  SignedEntry good = own.get(2 * round);
                  Recorded recorded = t.ledger().append(good);
                  assertThat(recorded.receipt().record().jws()).isEqualTo(good.compact());
                  assertThat(recorded.receipt().repeated()).isFalse();
                  assertThat(refusal(own.get(2 * round + 1)))
                      .isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
                  if (!t.ledger().append(shared).receipt().repeated()) {
                    first.incrementAndGet();
                  }
                }
              }));
    }
    join(threads);
    assertThat(first).hasValue(1);
    assertThat(size()).isEqualTo(size + 1 + THREADS * ROUNDS);
    assertThat(t.store().commits() - before).isLessThanOrEqualTo(2 * (1 + THREADS * ROUNDS));
    t.close();
  }

  @Test
  void whoIsInterrupted_hasAReceipt_andSoHaveTheOthers() throws Exception {
    List<Recorded> recorded = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger stillInterrupted = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    HeldLedger held = HeldLedger.hold(t.ledger());
    for (int i = 0; i < THREADS; i++) {
      SignedEntry pay = t.sign(refund(i));
      threads.add(
          HeldLedger.waiting(
              () -> {
                recorded.add(t.ledger().append(pay));
                stillInterrupted.addAndGet(Thread.interrupted() ? 1 : 0);
              }));
    }
    for (int i = 0; i < THREADS; i += 2) { // the one whose turn is next too
      threads.get(i).interrupt();
    }
    held.letGo();
    join(threads);
    assertThat(recorded).hasSize(THREADS);
    assertThat(stillInterrupted).hasValue(THREADS / 2);
    t.close();
  }

  @Test
  void closing_leavesNobodyWithoutAnAnswer() throws Exception {
    List<Recorded> acknowledged = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch going = new CountDownLatch(THREADS);
    AtomicInteger refused = new AtomicInteger();
    List<List<SignedEntry>> entries = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      List<SignedEntry> own = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        own.add(t.sign(refund(round)));
      }
      entries.add(own);
    }
    List<Thread> threads = new ArrayList<>();
    for (List<SignedEntry> own : entries) {
      threads.add(
          start(
              () -> {
                try {
                  for (int i = 0; ; i++) {
                    acknowledged.add(t.ledger().append(own.get(i % ROUNDS)));
                    going.countDown();
                  }
                } catch (StoreException closed) {
                  assertThat(closed).hasMessageContaining("closed");
                  refused.incrementAndGet();
                }
              }));
    }
    going.await();
    t.ledger().close();
    long size = size();
    join(threads);
    assertThat(refused).hasValue(THREADS);
    assertThat(size()).as("nothing is recorded after it").isEqualTo(size);
    t.reopen();
    for (Recorded one : acknowledged) {
      assertThat(t.ledger().find(one.hash())).isPresent();
    }
    t.close();
  }

  @Test
  void whatIsAskedAfterTheClosing_isToldSo() throws Exception {
    SignedEntry pay = t.sign(t.pay(1));
    CompletableFuture<Recorded> waiting;
    Thread closing;
    HeldLedger held = HeldLedger.hold(t.ledger());
    closing = HeldLedger.waiting(t.ledger()::close);
    waiting = t.ledger().appendAsync(pay);
    held.letGo();
    join(List.of(closing));
    assertThat(waiting.get(60, TimeUnit.SECONDS).receipt().repeated()).isFalse();
    for (Runnable asking :
        List.<Runnable>of(
            () -> t.ledger().append(pay),
            () -> t.ledger().act(pay),
            () -> t.ledger().authorize(pay),
            () -> t.ledger().authorize(t.payment(1)),
            () -> t.ledger().appendAsync(pay).join(),
            () -> t.ledger().rotateKey(t.newKey()))) {
      assertThatThrownBy(asking::run)
          .matches(e -> e instanceof StoreException || e.getCause() instanceof StoreException)
          .hasMessageContaining("closed");
    }
    t.close();
  }

  private Draft<Acted> refund(int id) {
    return Action.under(t.root()).tool("erp:refund").arg("id", id).by(t.payerKey());
  }

  private Reason refusal(SignedEntry entry) {
    return catchThrowableOfType(AppendRefused.class, () -> t.ledger().append(entry)).reason();
  }

  private Thread start(Runnable run) {
    Thread thread =
        new Thread(
            () -> {
              try {
                run.run();
              } catch (RuntimeException | Error e) {
                wrong.add(e);
              }
            });
    thread.start();
    return thread;
  }

  private void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(60).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(wrong).isEmpty();
  }

  private long size() {
    return t.ledger().checkpoint().checkpoint().size();
  }
}
