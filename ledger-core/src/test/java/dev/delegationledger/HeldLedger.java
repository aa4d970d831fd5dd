package dev.delegationledger;

import dev.delegationledger.model.RefusedException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Holds a ledger, so that whoever asks it for something waits until it is let go. */
final class HeldLedger {
  private final CountDownLatch free = new CountDownLatch(1);
  private final Thread holder;

  private HeldLedger(DelegationLedger ledger) throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    holder =
        new Thread(
            () -> {
              try {
                ledger
                    .sequencer()
                    .undisturbed(
                        stored -> {
                          held.countDown();
                          await(free);
                          return true;
                        });
              } catch (RefusedException e) {
                throw new IllegalStateException(e);
              }
            });
    holder.setDaemon(true);
    holder.start();
    held.await();
  }

  /** Holds {@code ledger}. */
  static HeldLedger hold(DelegationLedger ledger) throws InterruptedException {
    return new HeldLedger(ledger);
  }

  /** Starts a thread, and returns once it waits. */
  static Thread waiting(Runnable run) throws InterruptedException {
    Thread thread = new Thread(run);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      if (!thread.isAlive()) {
        throw new AssertionError("expected a thread that waits, got one that is over");
      }
      Thread.sleep(1);
    }
    return thread;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets it go. */
  void letGo() throws InterruptedException {
    free.countDown();
    holder.join(Duration.ofSeconds(60).toMillis());
  }
}
