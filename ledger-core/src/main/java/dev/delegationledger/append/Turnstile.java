package dev.delegationledger.append;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread pass at a time, in the order in which they came, and a bounded number wait for
 * it. Who is inside may pass again, and may take requests that wait along: they need no turn of
 * their own then. Thread-safe.
 */
final class Turnstile {
  private final int most;

  private final Deque<Turn> waiting = new ArrayDeque<>(); // guarded by this
  private boolean taken; // guarded by this

  /** Written by who is inside: so it never is the thread that asks, unless that is inside. */
  private volatile @Nullable Thread inside;

  /**
   * @param most how many may wait while a thread is inside
   */
  Turnstile(int most) {
    this.most = most;
  }

  /** Something that waits for its turn. */
  @FunctionalInterface
  interface Turn {
    /** It is its turn: whoever it is for goes {@link #in}. Must not wait for anything. */
    void call();
  }

  /** Something to do inside. */
  @FunctionalInterface
  interface Step<T, X extends Exception> {
    /** Does it. */
    T run() throws X;
  }

  /**
   * Waits, and does {@code step} alone. To be interrupted changes nothing.
   *
   * @throws LedgerBusyException if too many wait already; {@code step} was not begun
   * @throws X what {@code step} throws
   */
  <T, X extends Exception> T pass(Step<T, X> step) throws X {
    return pass(step, most);
  }

  /** As {@link #pass}, however many wait already. */
  <T, X extends Exception> T passAtLast(Step<T, X> step) throws X {
    return pass(step, Integer.MAX_VALUE);
  }

  private <T, X extends Exception> T pass(Step<T, X> step, int room) throws X {
    if (isInside()) {
      return step.run();
    }
    CompletableFuture<Boolean> called = new CompletableFuture<>();
    if (!enter(() -> called.complete(true), room)) {
      called.join();
    }
    return in(step);
  }

  /** Whether the thread that asks is inside. */
  boolean isInside() {
    return inside == Thread.currentThread();
  }

  /**
   * Takes the turn, if it is free, or waits for it.
   *
   * @return whether it was free; else {@code turn} is called, unless somebody {@linkplain #gather
   *     gathers} it before
   * @throws LedgerBusyException if too many wait already
   */
  boolean enter(Turn turn) {
    return enter(turn, most);
  }

  private synchronized boolean enter(Turn turn, int room) {
    if (!taken) {
      taken = true;
      return true;
    }
    if (waiting.size() >= room) {
      throw new LedgerBusyException(most);
    }
    waiting.add(turn);
    return false;
  }

  /** Does {@code step} once it is this thread's turn, and then it is the next one's. */
  <T, X extends Exception> T in(Step<T, X> step) throws X {
    inside = Thread.currentThread();
    try {
      return step.run();
    } finally {
      inside = null;
      leave();
    }
  }

  private void leave() {
    Turn next;
    synchronized (this) {
      next = waiting.poll();
      taken = next != null;
    }
    if (next != null) {
      next.call();
    }
  }

  /**
   * Takes along what waits: the requests, the oldest first, until they have so many entries.
   * Whatever else waits keeps its place.
   *
   * @param first whose turn it is
   * @return {@code first} and those
   */
  synchronized List<Request> gather(Request first, int mostEntries) {
    List<Request> gathered = new ArrayList<>(List.of(first));
    int entries = first.entries().size();
    Iterator<Turn> all = waiting.iterator();
    while (entries < mostEntries && all.hasNext()) {
      if (all.next() instanceof Request request) {
        all.remove();
        gathered.add(request);
        entries += request.entries().size();
      }
    }
    return gathered;
  }
}
