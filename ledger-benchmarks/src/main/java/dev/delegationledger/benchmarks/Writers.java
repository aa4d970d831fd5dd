package dev.delegationledger.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sixty-four threads, each of which waits for one thing to be acknowledged before its next. */
final class Writers implements AutoCloseable {
  static final int COUNT = 64;

  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);

  /** Sends one thing, and returns once it is acknowledged. */
  @FunctionalInterface
  interface Sending {
    void send(int number) throws Exception;
  }

  /** What one thread does. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  /** Sends {@code count} things as fast as they are acknowledged: how many a second. */
  double perSecond(int count, Sending sending) throws Exception {
    AtomicInteger next = new AtomicInteger();
    long nanos =
        inAll(
            () -> {
              for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                sending.send(i);
              }
            });
    return count * NANOS / nanos;
  }

  /**
   * Sends {@code count} things, each at its moment, {@code perSecond} in a second, whether or not
   * those before are acknowledged, as long as one of the threads is free.
   *
   * @return the nanoseconds that each took from the moment at which it should have been sent
   */
  long[] latencies(int count, double perSecond, Sending sending) throws Exception {
    AtomicInteger next = new AtomicInteger();
    long[] latencies = new long[count];
    long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    inAll(
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            long due = begin + (long) (i / perSecond * NANOS);
            for (long early = due - System.nanoTime(); early > 0; ) {
              LockSupport.parkNanos(early);
              early = due - System.nanoTime();
            }
            sending.send(i);
            latencies[i] = System.nanoTime() - due;
          }
        });
    return latencies;
  }

  /** The nanoseconds from when all threads are ready until the last one is done. */
  private long inAll(Work work) throws Exception {
    CountDownLatch ready = new CountDownLatch(COUNT);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      running.add(
          threads.submit(
              () -> {
                ready.countDown();
                go.await();
                work.run();
                return true;
              }));
    }
    ready.await();
    long begin = System.nanoTime();
    go.countDown();
    try {
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a writer failed: " + e.getCause(), e);
    }
    return System.nanoTime() - begin;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
