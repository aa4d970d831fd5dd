package dev.delegationledger.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TurnstileTest {
  private final Turnstile turnstile = new Turnstile(2);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void asManyAsThereIsRoomFor_wait_andTheNextIsToldAtOnce() throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    CountDownLatch inside = new CountDownLatch(1);
    List<Future<Integer>> passing = new ArrayList<>();
    passing.add(
        threads.submit(
            pass(
                () -> {
                  inside.countDown();
                  free.await();
                  return 0;
                })));
    inside.await();
    List<Thread> waiting = List.of(waiting(), waiting());
    assertThatThrownBy(() -> turnstile.pass(() -> 3))
        .isInstanceOf(LedgerBusyException.class)
        .hasMessage(
            "wait for the ledger: expected fewer than 2 callers before this one, got that many:"
                + " nothing was recorded, ask again later");
    Future<Integer> last = threads.submit(() -> turnstile.passAtLast(() -> 4));
    free.countDown();
    for (Thread thread : waiting) {
      thread.join(10_000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(passing.get(0).get(10, TimeUnit.SECONDS)).isZero();
    assertThat(last.get(10, TimeUnit.SECONDS)).isEqualTo(4);
    int afterwards = turnstile.pass(() -> 5);
    assertThat(afterwards).isEqualTo(5);
  }

  @Test
  void whoIsInside_mayPassAgain_andTakesNoRoom() throws Exception {
    Turnstile alone = new Turnstile(0);
    int innermost = alone.pass(() -> alone.pass(() -> alone.pass(() -> 1)));
    assertThat(innermost).isEqualTo(1);
  }

  @Test
  void whatFailsInside_leavesItFree() throws Exception {
    Turnstile alone = new Turnstile(0);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  alone.pass(
                      () -> {
                        throw RefusedException.of(Reason.LINK_BROKEN, "for once");
                      }))
          .isInstanceOf(RefusedException.class);
      assertThatThrownBy(
              () ->
                  alone.pass(
                      () -> {
                        throw new IllegalStateException("for once");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
    Future<Integer> another = threads.submit(() -> alone.pass(() -> 1));
    assertThat(another.get(10, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void noTwoAreInside() throws Exception {
    Turnstile wide = new Turnstile(8);
    AtomicInteger inside = new AtomicInteger();
    List<Callable<Integer>> steps = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      steps.add(
          () -> {
            int most = 0;
            for (int round = 0; round < 200; round++) {
              most =
                  Math.max(
                      most,
                      wide.pass(
                          () -> {
                            int now = inside.incrementAndGet();
                            Thread.onSpinWait();
                            inside.decrementAndGet();
                            return now;
                          }));
            }
            return most;
          });
    }
    for (Future<Integer> most : threads.invokeAll(steps)) {
      assertThat(most.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  /** A thread that waits for its turn by now. */
  private Thread waiting() throws InterruptedException {
    Thread thread =
        new Thread(
            () -> {
              int unused = turnstile.pass(() -> 1);
            });
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    return thread;
  }

  private Callable<Integer> pass(Callable<Integer> step) {
    return () ->
        turnstile.pass(
            () -> {
              try {
                return step.call();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }
}
