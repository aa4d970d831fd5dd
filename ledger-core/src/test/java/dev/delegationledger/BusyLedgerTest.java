package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.append.LedgerBusyException;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.testing.TestLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** More callers than may wait: each that is one too many is told no, and no tool may be called. */
final class BusyLedgerTest {
  private static final long STACK_BYTES = 128L * 1024;

  private final TestLedger t = TestLedger.open();
  private final CountDownLatch free = new CountDownLatch(1);
  private final AtomicInteger served = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  @Test
  void whoIsOneTooMany_isToldNo_andNothingIsRecordedForIt() throws Exception {
    SignedEntry waiting = t.sign(t.pay(1));
    SignedEntry tooMany = t.sign(t.pay(2));
    crowd(() -> t.ledger().act(waiting));
    long size = size();

    assertThatThrownBy(() -> t.ledger().act(tooMany)).isInstanceOf(LedgerBusyException.class);
    assertThatThrownBy(() -> t.ledger().append(tooMany)).isInstanceOf(LedgerBusyException.class);
    assertThatThrownBy(() -> t.ledger().authorize(tooMany)).isInstanceOf(LedgerBusyException.class);
    assertThatThrownBy(() -> t.ledger().authorityOf(t.payer(), size - 1))
        .isInstanceOf(LedgerBusyException.class);
    assertThat(t.ledger().authorize(t.payment(1)).isPermitted())
        .as("memory is asked while others wait")
        .isTrue();
    assertThat(size()).isEqualTo(size);

    leave();
    assertThat(served).hasValue(Sequencer.MOST_WAITING);
    assertThat(failed).hasValue(0);
    assertThat(size()).as("the one action that they all submitted").isEqualTo(size + 1);
    assertThat(t.ledger().find(tooMany.hash())).isEmpty();
    assertThat(t.ledger().act(tooMany).repeated()).isFalse();
    t.close();
  }

  @Test
  void closing_waitsForItsTurn_howeverManyWait() throws Exception {
    SignedEntry waiting = t.sign(t.pay(1));
    crowd(() -> t.ledger().act(waiting));
    Thread closing = start(t.ledger()::close);
    free.countDown();
    closing.join(Duration.ofSeconds(60).toMillis());
    assertThat(closing.isAlive()).isFalse();
    leave();
    assertThat(served.get() + failed.get())
        .as("each has its permit, or was told that the ledger is closed")
        .isEqualTo(Sequencer.MOST_WAITING);
    t.close();
  }

  /** Lets one thread hold the ledger, and as many as may wait do so. */
  private void crowd(Runnable call) throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    threads.add(
        start(
            () ->
                undisturbed(
                    () -> {
                      held.countDown();
                      await(free);
                    })));
    held.await();
    for (int i = 0; i < Sequencer.MOST_WAITING; i++) {
      threads.add(
          start(
              () -> {
                try {
                  call.run();
                  served.incrementAndGet();
                } catch (StoreException closed) {
                  failed.incrementAndGet();
                }
              }));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
  }

  private void leave() throws InterruptedException {
    free.countDown();
    for (Thread thread : threads) {
      thread.join(Duration.ofSeconds(60).toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static Thread start(Runnable run) {
    Thread thread = new Thread(null, run, "caller", STACK_BYTES);
    thread.start();
    return thread;
  }

  private void undisturbed(Runnable step) {
    try {
      t.ledger()
          .sequencer()
          .undisturbed(
              ledger -> {
                step.run();
                return true;
              });
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long size() {
    return t.ledger().checkpoint().checkpoint().size();
  }
}
