package dev.delegationledger.benchmarks;

import dev.delegationledger.LoadedLedger;
import dev.delegationledger.rocksdb.RocksDbStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

/**
 * The same grants, by 64 writers each, in a ledger and in a table of PostgreSQL that is chained by
 * a trigger; by turns.
 */
final class PostgresPart {
  private static final int WARM_UPS = 10;
  private static final int ROUNDS = 7;
  private static final int ENTRIES = 2_000;

  private PostgresPart() {}

  static void run(Figures figures, Size size) throws Exception {
    Acknowledged acknowledged = new Acknowledged();
    Turns turns = new Turns();
    try (Folder folder = Folder.fresh()) {
      Path dir = folder.resolve("ledger");
      try (LoadedLedger ledger = LoadedLedger.in(RocksDbStore.at(dir));
          Writers writers = new Writers();
          ChainedTable table = ChainedTable.in(folder.resolve("postgres"), Writers.COUNT)) {
        BlockingQueue<Integer> idle =
            new LinkedBlockingQueue<>(IntStream.range(0, Writers.COUNT).boxed().toList());
        for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
          if (round == WARM_UPS) {
            turns = new Turns();
          }
          List<String> entries = ledger.grants(ENTRIES);
          turns.take(
              () -> writers.perSecond(ENTRIES, i -> acknowledged.append(ledger, entries.get(i))),
              () -> writers.perSecond(ENTRIES, i -> insert(table, idle, entries.get(i))));
        }
        table.requireChained((long) ENTRIES * (WARM_UPS + ROUNDS));
      }
      acknowledged.requireIn(dir);
    }
    figures.put(Key.APPEND_VS_POSTGRES, turns.ratio());
    figures.put(Key.POSTGRES, turns.second());
  }

  private static void insert(ChainedTable table, BlockingQueue<Integer> idle, String entry)
      throws Exception {
    Integer connection = idle.take();
    table.insert(connection, entry);
    idle.put(connection);
  }
}
