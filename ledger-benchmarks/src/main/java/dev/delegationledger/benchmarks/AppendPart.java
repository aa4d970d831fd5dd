package dev.delegationledger.benchmarks;

import dev.delegationledger.BareSignature;
import dev.delegationledger.LoadedLedger;
import dev.delegationledger.rocksdb.RocksDbStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * What 64 writers have recorded in a second, durable and acknowledged, over what all processors
 * check of the same entries' signatures; by turns, in one process. And how long one entry takes at
 * half of that rate.
 */
final class AppendPart {
  private static final int FIRST = 500;
  private static final int MOST = 25_000;
  private static final int GROWTH = 4;
  private static final int WARM_UPS = 10;
  private static final int ROUNDS = 7;
  private static final int ROUNDS_FOR_ITS_RATE = 3;
  private static final int WINDOWS = 5;
  private static final double P99 = 0.99;
  private static final double MILLIS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Figures figures;

  private AppendPart(Figures figures) {
    this.figures = figures;
  }

  /** Grants, with Corretto; actions; and a bare writer to RocksDB. */
  static void corretto(Figures figures, Size size) throws Exception {
    Turns grants = rounds(LoadedLedger::grants, ROUNDS);
    figures.put(Key.APPEND_RATIO_ACCP, grants.ratio());
    figures.put(Key.APPEND_GRANTS_ACCP, grants.first());
    figures.put(Key.CEILING_ACCP, grants.second());
    Turns actions = rounds(LoadedLedger::actions, ROUNDS);
    figures.put(Key.APPEND_ACTIONS_RATIO, actions.ratio());
    figures.put(Key.APPEND_ACTIONS, actions.first());
    SyncedBatches.measure(figures);
  }

  /** Grants, with Bouncy Castle. */
  static void bouncyCastle(Figures figures, Size size) throws Exception {
    Turns grants = rounds(LoadedLedger::grants, ROUNDS);
    figures.put(Key.APPEND_RATIO_BC, grants.ratio());
    figures.put(Key.APPEND_GRANTS_BC, grants.first());
    figures.put(Key.CEILING_BC, grants.second());
  }

  /** The time of one entry, at half of the rate that this process reached. */
  static void latency(Figures figures, Size size) throws Exception {
    Turns grants = rounds(LoadedLedger::grants, ROUNDS_FOR_ITS_RATE);
    new AppendPart(figures).latency(grants.first().value() / 2);
  }

  /** What is sent to a ledger, signed. */
  @FunctionalInterface
  private interface Sent {
    List<String> signed(LoadedLedger ledger, int count);
  }

  private static Turns rounds(Sent sent, int most) throws Exception {
    Acknowledged acknowledged = new Acknowledged();
    try (Folder folder = Folder.fresh()) {
      Path dir = folder.resolve("ledger");
      Turns turns;
      try (LoadedLedger ledger = LoadedLedger.in(RocksDbStore.at(dir));
          Writers writers = new Writers();
          Ceiling ceiling = new Ceiling()) {
        turns =
            rounds(
                ledger, writers, ceiling, count -> sent.signed(ledger, count), acknowledged, most);
      }
      acknowledged.requireIn(dir);
      return turns;
    }
  }

  /** Each round takes about a second, whatever the machine; those to warm up get there. */
  private static Turns rounds(
      LoadedLedger ledger,
      Writers writers,
      Ceiling ceiling,
      IntFunction<List<String>> signed,
      Acknowledged acknowledged,
      int most)
      throws Exception {
    int count = FIRST;
    Turns turns = new Turns();
    for (int round = 0; round < WARM_UPS + most; round++) {
      if (round == WARM_UPS) {
        turns = new Turns();
      }
      List<String> entries = signed.apply(count);
      List<BareSignature> bare = ledger.bare(entries);
      double[] rate = new double[1];
      turns.take(
          () -> {
            rate[0] =
                writers.perSecond(entries.size(), i -> acknowledged.append(ledger, entries.get(i)));
            return rate[0];
          },
          () -> ceiling.perSecond(bare));
      if (round < WARM_UPS) {
        count =
            (int)
                Math.max(Writers.COUNT, Math.min(Math.min(rate[0], MOST), (double) count * GROWTH));
      }
    }
    return turns;
  }

  /** How long an entry takes from the moment at which it should have been sent. */
  private void latency(double perSecond) throws Exception {
    Acknowledged acknowledged = new Acknowledged();
    List<Double> worst = new ArrayList<>();
    List<long[]> windows = new ArrayList<>();
    try (Folder folder = Folder.fresh()) {
      Path dir = folder.resolve("ledger");
      try (LoadedLedger ledger = LoadedLedger.in(RocksDbStore.at(dir));
          Writers writers = new Writers()) {
        for (int window = -1; window < WINDOWS; window++) {
          List<String> entries = ledger.grants((int) (2 * perSecond));
          long[] nanos =
              writers.latencies(
                  entries.size(), perSecond, i -> acknowledged.append(ledger, entries.get(i)));
          if (window >= 0) { // one to warm up
            windows.add(nanos);
            worst.add(Quantile.of(P99, nanos));
          }
        }
      }
      acknowledged.requireIn(dir);
    }
    double all = Quantile.of(P99, windows.stream().flatMapToLong(Arrays::stream).toArray());
    figures.put(Key.APPEND_P99, new Figure(all, Figure.middle(worst).error()).times(1 / MILLIS));
    figures.put(Key.APPEND_P99_OFFERED, Figure.exactly(perSecond));
  }
}
