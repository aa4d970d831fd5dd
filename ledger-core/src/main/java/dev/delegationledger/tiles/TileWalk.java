package dev.delegationledger.tiles;

import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.StoredLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the tiles of a log, record by record: every hash above the starting point is computed from
 * the bytes of the records. Mutable; for one thread.
 */
final class TileWalk {
  private final StoredLedger ledger;
  private final MerkleFrontier frontier;
  private final List<Tile> levels = new ArrayList<>();
  private Tile entries;

  private TileWalk(StoredLedger ledger, MerkleFrontier frontier) {
    this.ledger = ledger;
    this.frontier = frontier;
    this.entries = new Tile(TileName.ENTRIES, frontier.size() / TileName.WIDTH);
  }

  /** Takes the tiles as they are filled. */
  @FunctionalInterface
  interface Sink {
    void take(Tile tile) throws IOException;
  }

  /**
   * A walk that begins with the last multiple of 256 records up to {@code size}. What lies before
   * is taken from the ledger's stored nodes, and not believed until {@link #root} is one that was
   * signed.
   */
  static TileWalk before(long size, StoredLedger ledger) {
    long start = size - size % TileName.WIDTH;
    TileWalk walk =
        new TileWalk(
            ledger, MerkleFrontier.of(start, (level, index) -> node(level, index, ledger)));
    for (int level = 0; start >>> (TileName.HEIGHT * level) != 0; level++) {
      long end = start >>> (TileName.HEIGHT * level);
      Tile tile = walk.level(level);
      for (long index = end - end % TileName.WIDTH; index < end; index++) {
        tile.addHash(ledger.logNode(TileName.HEIGHT * level, index).toArray());
      }
    }
    return walk;
  }

  /** Computed from the hashes that stand in tiles, so that a root over it vouches for them. */
  private static Hash node(int level, long index, StoredLedger ledger) {
    return level % TileName.HEIGHT == 0
        ? ledger.logNode(level, index)
        : Merkle.nodeHash(
            node(level - 1, 2 * index, ledger), node(level - 1, 2 * index + 1, ledger));
  }

  /**
   * Goes on to the record before {@code size} and hands over each tile that is full then, a
   * record's bundle first.
   *
   * @throws RefusedException naming a record that is missing or altered
   */
  void to(long size, Sink full) throws RefusedException, IOException {
    while (frontier.size() < size) {
      RawRecord record = ledger.record(frontier.size());
      entries.addRecord(record.bytes().toArray());
      frontier.append(
          record.leafHash(),
          (level, index, hash) -> {
            if (level % TileName.HEIGHT == 0) {
              level(level / TileName.HEIGHT).addHash(hash.toArray());
            }
          });
      handOver(full);
    }
  }

  /** Hands over the tiles that are neither full nor empty. */
  void edge(Sink partial) throws IOException {
    if (entries.width() > 0) {
      partial.take(entries);
    }
    for (Tile tile : levels) {
      if (tile.width() > 0) {
        partial.take(tile);
      }
    }
  }

  /** The root over the records up to here. */
  Hash root() {
    return frontier.root();
  }

  private void handOver(Sink full) throws IOException {
    if (entries.isFull()) {
      full.take(entries);
      entries = next(entries);
    }
    for (int level = 0; level < levels.size() && levels.get(level).isFull(); level++) {
      full.take(levels.get(level));
      levels.set(level, next(levels.get(level)));
    }
  }

  private static Tile next(Tile full) {
    return new Tile(full.name().level(), full.name().index() + 1);
  }

  /** The tile of a level that is being filled. */
  private Tile level(int level) {
    if (level == levels.size()) {
      long nodes = frontier.size() >>> (TileName.HEIGHT * level);
      levels.add(new Tile(level, nodes / TileName.WIDTH));
    }
    return levels.get(level);
  }
}
