package dev.delegationledger.publish;

import dev.delegationledger.append.NotCosignedException;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.log.SignedCheckpoint;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * Who waits for a cosigned checkpoint of some size. Futures complete in a thread of their own, one
 * after the other: what hangs on them holds up nobody here. Thread-safe.
 */
final class Waiting {
  /**
   * One that waits.
   *
   * @param size how many records the checkpoint must cover
   */
  private record Waiter(long size, CompletableFuture<SignedCheckpoint> future) {}

  private final ExecutorService teller;

  // Guarded by this.
  private final List<Waiter> waiters = new ArrayList<>();
  private Optional<SignedCheckpoint> published = Optional.empty();
  private Optional<String> ended = Optional.empty();
  private int pruneAt = 64;
  private int untold;

  /**
   * @param teller runs what it is given in a thread that is not the caller's, in order; it is shut
   *     down once all was told
   */
  Waiting(ExecutorService teller) {
    this.teller = teller;
  }

  synchronized CompletableFuture<SignedCheckpoint> covering(long size) {
    if (published.isPresent() && published.get().checkpoint().size() >= size) {
      return CompletableFuture.completedFuture(published.get());
    }
    if (ended.isPresent()) {
      return CompletableFuture.failedFuture(new NotCosignedException(ended.get()));
    }
    if (waiters.size() >= pruneAt) {
      waiters.removeIf(waiter -> waiter.future().isDone()); // cancelled or timed out
      pruneAt = Math.max(64, 2 * waiters.size());
    }
    if (waiters.size() + untold >= Receipt.MOST_WAITING) {
      waiters.removeIf(waiter -> waiter.future().isDone());
      if (waiters.size() + untold >= Receipt.MOST_WAITING) {
        return CompletableFuture.failedFuture(
            new NotCosignedException(
                "cosigned: expected fewer than "
                    + Receipt.MOST_WAITING
                    + " that wait, got as many: ask again later"));
      }
    }
    CompletableFuture<SignedCheckpoint> future = new CompletableFuture<>();
    waiters.add(new Waiter(size, future));
    return future;
  }

  /** Tells all that waited for it. */
  synchronized void published(SignedCheckpoint cosigned) {
    published = Optional.of(cosigned);
    List<CompletableFuture<SignedCheckpoint>> due = new ArrayList<>();
    for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
      Waiter waiter = each.next();
      if (waiter.size() <= cosigned.checkpoint().size()) {
        due.add(waiter.future());
        each.remove();
      }
    }
    tell(due, future -> future.complete(cosigned));
  }

  /** The rest need not wait any more, nor who comes from now on. */
  synchronized void end(String why) {
    if (ended.isPresent()) {
      return;
    }
    ended = Optional.of(why);
    List<CompletableFuture<SignedCheckpoint>> all = waiters.stream().map(Waiter::future).toList();
    waiters.clear();
    tell(all, future -> future.completeExceptionally(new NotCosignedException(why)));
    teller.shutdown();
  }

  private interface Telling {
    boolean tell(CompletableFuture<SignedCheckpoint> future);
  }

  private void tell(List<CompletableFuture<SignedCheckpoint>> futures, Telling telling) {
    untold += futures.size();
    teller.execute(
        () -> {
          for (CompletableFuture<SignedCheckpoint> future : futures) {
            telling.tell(future);
            told();
          }
        });
  }

  private synchronized void told() {
    untold--;
  }
}
