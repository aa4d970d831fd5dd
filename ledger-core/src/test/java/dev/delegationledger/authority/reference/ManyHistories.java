package dev.delegationledger.authority.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Histories from a seed, told on all processors. The first difference between the rules and the
 * reference ends it, made as small as it gets.
 */
final class ManyHistories {
  private static final int MOST_STEPS = 22;
  private static final int NUMBERS = 32;

  private final long seed;
  private final int count;
  private final boolean real;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean failed = new AtomicBoolean();

  private ManyHistories(long seed, int count, boolean real) {
    this.seed = seed;
    this.count = count;
    this.real = real;
  }

  /**
   * Tells the first {@code count} histories of {@code seed}.
   *
   * @return what they came to
   * @throws AssertionError the difference, and the shortest history found that shows it
   */
  static Tally tell(long seed, int count) throws InterruptedException {
    return new ManyHistories(seed, count, false).tell();
  }

  /** As {@link #tell(long, int)}, and each once more in a {@link RealLedger}. */
  static Tally tellInEarnest(long seed, int count) throws InterruptedException {
    return new ManyHistories(seed, count, true).tell();
  }

  /** As {@link #tell(long, int)}, on this thread, and the first difference as it comes. */
  static Tally tellPlainly(long seed, int count) {
    Histories histories = new Histories(false);
    Tally tally = new Tally();
    for (int number = 0; number < count; number++) {
      histories.tell(steps(seed, number), tally);
    }
    return tally;
  }

  /** The history of this number. */
  static List<List<Integer>> steps(long seed, int number) {
    SplittableRandom random = new SplittableRandom(seed + number);
    List<List<Integer>> steps = new ArrayList<>();
    int length = 1 + random.nextInt(MOST_STEPS);
    while (steps.size() < length) {
      steps.add(random.ints(NUMBERS, 0, 100).boxed().toList());
    }
    return steps;
  }

  private Tally tell() throws InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Tally all = new Tally();
      List<Callable<Tally>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        parts.add(this::part);
      }
      for (Future<Tally> part : pool.invokeAll(parts)) {
        all.add(part.get());
      }
      return all;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AssertionError difference) {
        throw difference;
      }
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private Tally part() {
    Histories histories = new Histories(real);
    Tally tally = new Tally();
    for (int number = next.getAndIncrement();
        number < count && !failed.get();
        number = next.getAndIncrement()) {
      List<List<Integer>> steps = steps(seed, number);
      Optional<AssertionError> difference = difference(histories, steps, tally);
      if (difference.isPresent() && failed.compareAndSet(false, true)) {
        throw new AssertionError(
            String.format(Locale.ROOT, "history %d of seed %dL: ", number, seed)
                + smallest(histories, steps, difference.get()).getMessage(),
            difference.get());
      }
    }
    return tally;
  }

  private Optional<AssertionError> difference(
      Histories histories, List<List<Integer>> steps, Tally tally) {
    try {
      Stage told = histories.tell(steps, tally);
      if (real) {
        RealLedger.compare(told);
      }
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(e);
    }
  }

  /** Leaves out steps, then makes numbers plain, as long as something is still different. */
  private AssertionError smallest(
      Histories histories, List<List<Integer>> steps, AssertionError difference) {
    List<List<Integer>> smallest = new ArrayList<>(steps);
    AssertionError shown = difference;
    for (boolean smaller = true; smaller; ) {
      smaller = false;
      for (int i = smallest.size() - 1; i > 0; i--) {
        List<List<Integer>> fewer = new ArrayList<>(smallest);
        fewer.remove(i);
        Optional<AssertionError> still = difference(histories, fewer, new Tally());
        if (still.isPresent()) {
          smallest = fewer;
          shown = still.get();
          smaller = true;
        }
      }
      for (int i = 0; i < smallest.size() * NUMBERS; i++) {
        List<Integer> plainer = new ArrayList<>(smallest.get(i / NUMBERS));
        if (plainer.set(i % NUMBERS, 0) != 0) {
          List<List<Integer>> changed = new ArrayList<>(smallest);
          changed.set(i / NUMBERS, plainer);
          Optional<AssertionError> still = difference(histories, changed, new Tally());
          if (still.isPresent()) {
            smallest = changed;
            shown = still.get();
            smaller = true;
          }
        }
      }
    }
    return shown;
  }
}
