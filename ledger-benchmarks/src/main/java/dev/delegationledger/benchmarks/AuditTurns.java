package dev.delegationledger.benchmarks;

import dev.delegationledger.BareSignature;
import dev.delegationledger.LoadedLedger;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.store.ReadableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A full audit with all processors, over what they check of the same records' signatures. */
final class AuditTurns {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int ROUNDS = 3;

  /** More would only take memory. */
  private static final long MOST_BARE = 100_000;

  private AuditTurns() {}

  /** Of a ledger that is settled. */
  static void measure(GrowingLedger growing, Figures figures) throws Exception {
    long size = growing.read(stored -> stored.head().size());
    List<BareSignature> bare = bare(growing, Math.min(size, MOST_BARE));
    TrustAnchors trust = growing.ledger().trust();
    Turns turns = new Turns();
    try (Ceiling ceiling = new Ceiling()) {
      for (int round = -1; round < ROUNDS; round++) {
        if (round == 0) { // one to warm up
          turns = new Turns();
        }
        turns.take(() -> perSecond(growing, trust, size), () -> ceiling.perSecond(bare));
      }
    }
    figures.put(Key.AUDIT_RATIO, turns.ratio());
    figures.put(Key.AUDIT_RATE, turns.first());
    figures.put(Key.AUDIT_RECORDS, Figure.exactly((double) size));
  }

  private static List<BareSignature> bare(GrowingLedger growing, long count) throws Exception {
    return growing.read(
        stored -> {
          List<String> entries = new ArrayList<>();
          for (long index = 1; index < count; index++) {
            entries.add(stored.record(index).jws());
          }
          return LoadedLedger.bare(entries, stored);
        });
  }

  private static double perSecond(GrowingLedger growing, TrustAnchors trust, long size) {
    try (ReadableStore store = RocksDbStore.read(growing.dir())) {
      long begin = System.nanoTime();
      AuditReport report = Audit.full(store, trust).run();
      double perSecond = size * NANOS / (System.nanoTime() - begin);
      if (!report.isSound() || report.checked() != size) {
        throw new IllegalStateException(
            "audit: expected " + size + " sound records, got " + report);
      }
      return perSecond;
    }
  }
}
