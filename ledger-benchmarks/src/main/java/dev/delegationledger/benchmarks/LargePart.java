package dev.delegationledger.benchmarks;

import dev.delegationledger.LoadedLedger;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.rocksdb.CompactedStore;
import dev.delegationledger.view.StoredLedger;
import java.nio.file.Path;

/**
 * One ledger that grows, and what is measured of it at its sizes: appending against a ledger of ten
 * thousand records, look-ups, a full audit, and the bytes that it takes.
 */
final class LargePart {
  private static final int SMALL = 10_000;
  private static final int MEDIUM = 100_000;
  private static final int AUDITED_LONG = 1_000_000;
  private static final int ROUNDS = 9;

  /** In cycles; so many that a round does not end within a moment. */
  private static final int MOST_CYCLES = 150;

  /** And so few that no action gets too old while it waits for its turn, on the slowest disk. */
  private static final double MOST_SECONDS = 5;

  private LargePart() {}

  /** Measures all of it. */
  static void run(Figures figures, Size size) throws Exception {
    try (Folder folder = Folder.fresh();
        Writers writers = new Writers();
        GrowingLedger large = GrowingLedger.in(folder.resolve("large"), writers)) {
      large.growTo(Math.min(MEDIUM, size.large()));
      figures.put(Key.SCALE_1E5, overSmall(large, folder.resolve("small"), writers));
      large.settle();
      bytes(large, folder.resolve("compacted"), figures);
      ColdTraces.measure(large, Key.TRACE_1E5, Key.TRACE_1E5_MIDDLE, figures);
      if (!size.isLong()) {
        AuditTurns.measure(large, figures);
        return;
      }
      large.reopen();
      large.growTo(Math.min(AUDITED_LONG, size.large()));
      large.settle();
      AuditTurns.measure(large, figures);
      large.reopen();
      large.growTo(size.large());
      figures.put(Key.SCALE_1E7, overSmall(large, folder.resolve("small-again"), writers));
      large.settle();
      figures.put(Key.LARGE_RECORDS, Figure.exactly(large.read(stored -> stored.head().size())));
      ColdTraces.measure(large, Key.TRACE_1E7, Key.TRACE_1E7_MIDDLE, figures);
    }
  }

  /** How many entries a second the large one records, over a small one, by turns. */
  private static Figure overSmall(GrowingLedger large, Path dir, Writers writers) throws Exception {
    try (GrowingLedger small = GrowingLedger.in(dir, writers)) {
      small.growTo(SMALL);
      double perSecond = large.append(Writers.COUNT / 2) / LoadedLedger.CYCLE;
      int cycles = (int) Math.max(1, Math.min(MOST_CYCLES, perSecond * MOST_SECONDS));
      Turns turns = new Turns();
      for (int round = 0; round < ROUNDS; round++) {
        turns.take(() -> large.append(cycles), () -> small.append(cycles));
      }
      return turns.ratio();
    }
  }

  /** What the folder has beyond the entries themselves. */
  private static void bytes(GrowingLedger large, Path copy, Figures figures) throws Exception {
    double all = CompactedStore.bytes(large.dir(), copy);
    long size = large.read(stored -> stored.head().size());
    long entries = large.read(LargePart::entryBytes);
    figures.put(Key.BYTES, Figure.exactly(all / size));
    figures.put(Key.BYTES_OVERHEAD, Figure.exactly((all - entries) / size));
  }

  private static long entryBytes(StoredLedger stored) throws Exception {
    long bytes = 0;
    long size = stored.head().size();
    for (long index = 0; index < size; index++) {
      bytes += stored.record(index).jws().length();
      for (Disclosure disclosure : stored.disclosures(index)) {
        bytes += disclosure.encoded().length();
      }
    }
    return bytes;
  }
}
