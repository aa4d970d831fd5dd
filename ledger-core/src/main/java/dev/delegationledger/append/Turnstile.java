package dev.delegationledger.append;

import dev.delegationledger.model.RefusedException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread pass at a time, and a bounded number wait for it. Who is inside may pass again.
 * Thread-safe.
 */
final class Turnstile {
  private final int waiting;
  private final Semaphore room;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param waiting how many threads may wait while another is inside
   */
  Turnstile(int waiting) {
    this.waiting = waiting;
    this.room = new Semaphore(waiting + 1);
  }

  /** Something to do inside. */
  @FunctionalInterface
  interface Step<T> {
    /** Does it. */
    T run() throws RefusedException;
  }

  /**
   * Waits, and does {@code step} alone.
   *
   * @throws LedgerBusyException if too many wait already; {@code step} was not begun
   * @throws RefusedException what {@code step} throws
   */
  <T> T pass(Step<T> step) throws RefusedException {
    if (lock.isHeldByCurrentThread()) {
      return step.run();
    }
    if (!room.tryAcquire()) {
      throw new LedgerBusyException(waiting);
    }
    try {
      return passAtLast(step);
    } finally {
      room.release();
    }
  }

  /** As {@link #pass}, however many wait already. */
  <T> T passAtLast(Step<T> step) throws RefusedException {
    lock.lock();
    try {
      return step.run();
    } finally {
      lock.unlock();
    }
  }
}
