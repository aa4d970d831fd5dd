package dev.delegationledger.audit;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.Rows;
import java.util.Optional;

/**
 * Rewrites the records of a ledger and everything that commits to them: links, tree, head and
 * checkpoint. The other tables stay as they are.
 */
final class Forge {
  private Forge() {}

  /** A record that is about to be written. */
  record Line(
      String jws, long index, long timeMs, Hash previous, Hash statusRoot, Charges charges) {
    Line jws(String other) {
      return new Line(other, index, timeMs, previous, statusRoot, charges);
    }

    Line index(long other) {
      return new Line(jws, other, timeMs, previous, statusRoot, charges);
    }

    Line timeMs(long other) {
      return new Line(jws, index, other, previous, statusRoot, charges);
    }

    Line previous(Hash other) {
      return new Line(jws, index, timeMs, other, statusRoot, charges);
    }

    Line statusRoot(Hash other) {
      return new Line(jws, index, timeMs, previous, other, charges);
    }

    Line charges(Charges other) {
      return new Line(jws, index, timeMs, previous, statusRoot, other);
    }

    byte[] bytes() throws RefusedException {
      return RawRecord.of(jws, index, timeMs, previous, statusRoot, charges).bytes().toArray();
    }
  }

  /** What is written instead of a line. */
  @FunctionalInterface
  interface Writer {
    byte[] write(Line line) throws RefusedException;
  }

  static void rewrite(MapStore store, Signer checkpointKey, Writer writer) throws RefusedException {
    MerkleFrontier frontier = MerkleFrontier.empty();
    Head head = Head.parse(store.headBytes());
    Hash previous = Hash.ZERO;
    for (long i = 0; i < head.size(); i++) {
      RawRecord old = record(store, i);
      byte[] bytes =
          writer.write(
              new Line(old.jws(), i, old.timeMs(), previous, old.statusRoot(), old.charges()));
      store.put(Table.RECORDS, Keys.index(i), bytes);
      previous = Merkle.leafHash(bytes);
      frontier.append(previous, (level, index, hash) -> Rows.node(level, index, hash, store::put));
    }
    Hash statusRoot = head.statusRoot();
    long timeMs = head.lastTimeMs();
    try {
      statusRoot = record(store, head.size() - 1).statusRoot();
      timeMs = record(store, head.size() - 1).timeMs();
    } catch (RefusedException malformed) {
      // the head of a forger who writes no records either
    }
    String origin = head.checkpoint().orElseThrow().checkpoint().origin();
    Checkpoint checkpoint = new Checkpoint(origin, head.size(), frontier.root());
    store.head(
        new Head(
                head.size(),
                frontier.root(),
                previous,
                timeMs,
                statusRoot,
                Optional.of(checkpoint.sign(checkpointKey)))
            .toBytes());
  }

  static RawRecord record(MapStore store, long index) throws RefusedException {
    return RawRecord.parse(Bytes.of(store.value(Table.RECORDS, Keys.index(index))));
  }
}
