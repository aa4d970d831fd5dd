package dev.delegationledger.benchmarks;

import dev.delegationledger.GrantedLedger;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.rocksdb.RocksDbStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How much longer a permitted action takes to be recorded while another thread of the same agent is
 * refused 100,000 times a minute, in a ledger on disk. Windows with and without the flood take
 * turns, so that what else the machine does falls on both.
 */
final class DenialFlood {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1) / 100_000;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int ROUNDS = 5;
  private static final int PREPARED = 5_000;

  private final GrantedLedger ledger;
  private final Supplier<SignedEntry> attempt;
  private volatile boolean flooding;
  private long refused;
  private long floodedNanos;

  private DenialFlood(GrantedLedger ledger, Supplier<SignedEntry> attempt) {
    this.ledger = ledger;
    this.attempt = attempt;
  }

  /**
   * What was measured.
   *
   * @param slowdown the middle one of the ratios of time, flooded over quiet; its error is half of
   *     what lies between the quarters
   * @param perMinute how many attempts a minute were refused
   */
  private record Result(Figure slowdown, double perMinute) {}

  /**
   * Of actions that no grant permits, each another one; and of one action that was recorded and has
   * its outcome, again and again.
   */
  static void run(Figures figures, Size size) throws IOException, InterruptedException {
    Result fresh = measure(ledger -> () -> ledger.signed(ledger.callTooFar(0)));
    Result again =
        measure(
            ledger -> {
              SignedEntry done = ledger.done();
              return () -> done;
            });
    figures.put(Key.FLOODED, fresh.slowdown);
    figures.put(Key.FLOOD, Figure.exactly(fresh.perMinute));
    figures.put(Key.REPLAYED, again.slowdown);
    figures.put(Key.REPLAYS, Figure.exactly(again.perMinute));
  }

  private static Result measure(Function<GrantedLedger, Supplier<SignedEntry>> attempts)
      throws IOException, InterruptedException {
    try (Folder folder = Folder.fresh();
        GrantedLedger ledger = GrantedLedger.of(RocksDbStore.at(folder.resolve("ledger")), 1)) {
      return new DenialFlood(ledger, attempts.apply(ledger)).run();
    }
  }

  private Result run() throws InterruptedException {
    ratio(); // to warm up
    refused = 0;
    floodedNanos = 0;
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      ratios.add(ratio());
    }
    return new Result(
        Figure.middle(ratios), (double) refused / floodedNanos * TimeUnit.MINUTES.toNanos(1));
  }

  private double ratio() throws InterruptedException {
    double quiet = nanosEach(permitted());
    List<SignedEntry> actions = permitted();
    List<SignedEntry> attempts = signed(attempt, Math.toIntExact(2 * WINDOW_NANOS / PAUSE_NANOS));
    flooding = true;
    Thread flood = new Thread(() -> flood(attempts), "flood");
    flood.start();
    double flooded = nanosEach(actions);
    flooding = false;
    flood.join();
    return flooded / quiet;
  }

  private List<SignedEntry> permitted() {
    return signed(() -> ledger.signed(ledger.call(0)), PREPARED);
  }

  /** Signed beforehand: that is work of others. */
  private static List<SignedEntry> signed(Supplier<SignedEntry> action, int count) {
    return Stream.generate(action).limit(count).toList();
  }

  /** Has actions recorded for the time of a window, and says how long each took. */
  private double nanosEach(List<SignedEntry> actions) {
    long begin = System.nanoTime();
    int done = 0;
    while (done < actions.size() && System.nanoTime() - begin < WINDOW_NANOS) {
      GateBenchmark.require(ledger.act(actions.get(done)));
      done++;
    }
    return (double) (System.nanoTime() - begin) / done;
  }

  private void flood(List<SignedEntry> attempts) {
    long begin = System.nanoTime();
    int made = 0;
    while (flooding && made < attempts.size()) {
      long early = begin + made * PAUSE_NANOS - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      } else {
        GateBenchmark.require(!ledger.act(attempts.get(made)));
        made++;
      }
    }
    floodedNanos += System.nanoTime() - begin;
    refused += made;
  }
}
