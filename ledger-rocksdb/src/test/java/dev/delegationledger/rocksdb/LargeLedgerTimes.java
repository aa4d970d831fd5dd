package dev.delegationledger.rocksdb;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.CountingStore;
import dev.delegationledger.view.StoredLedger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A program that says what it takes to open a {@link LargeLedger}, and to look an action up. */
final class LargeLedgerTimes {
  private static final int OPENINGS = 5;
  private static final int WARM_UPS = 300;
  private static final int SEED = 7;

  private LargeLedgerTimes() {}

  /**
   * Measures.
   *
   * @param args a directory, and how many actions to look up
   */
  public static void main(String[] args) throws RefusedException {
    Path dir = Path.of(args[0]);
    open(dir);
    lookUp(dir, Integer.parseInt(args[1]));
  }

  private static void open(Path dir) {
    for (int i = 0; i < OPENINGS; i++) {
      try (Store store = RocksDbStore.at(dir)) {
        CountingStore counting = CountingStore.over(store);
        long begun = System.nanoTime();
        LargeLedger.open(counting).close();
        say("open: " + ms(begun) + " ms, " + counting.read() + " rows");
      }
    }
  }

  /** Each with a store that was just opened, so that none of its blocks is in its cache. */
  private static void lookUp(Path dir, int times) throws RefusedException {
    Random random = new Random(SEED);
    AuthorityVerifier verifier = AuthorityVerifier.trusting(LargeLedger.trust());
    double[] ms = new double[times];
    List<Integer> rows = new ArrayList<>();
    List<Integer> records = new ArrayList<>();
    for (int i = -WARM_UPS; i < times; i++) {
      try (ReadableStore store = RocksDbStore.read(dir)) {
        long action = action(StoredLedger.over(store), random);
        try (ReadableStore cold = RocksDbStore.read(dir)) {
          CountingStore counting = CountingStore.over(cold);
          long begun = System.nanoTime();
          Verdict verdict = verifier.verify(StoredLedger.over(counting), action);
          double took = ms(begun);
          if (verdict.refusal().isPresent()) {
            throw new IllegalStateException("expected it proven, got " + verdict);
          }
          if (i >= 0) {
            ms[i] = took;
            rows.add(counting.read());
            records.add(counting.differentRows(Table.RECORDS));
          }
        }
      }
    }
    Arrays.sort(ms);
    say("look-up: p50 " + at(ms, 0.5) + " ms, p99 " + at(ms, 0.99) + " ms");
    say("rows read: " + span(rows) + ", records: " + span(records));
  }

  private static long action(StoredLedger ledger, Random random) throws RefusedException {
    long size = ledger.head().size();
    while (true) {
      long index = (long) (random.nextDouble() * size);
      if (ledger.signedEntry(index).kind() == Kind.ACTION) {
        return index;
      }
    }
  }

  private static String span(List<Integer> counts) {
    return counts.stream().mapToInt(Integer::intValue).summaryStatistics().toString();
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
  }

  private static double ms(long begun) {
    return (System.nanoTime() - begun) / 1e6;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
