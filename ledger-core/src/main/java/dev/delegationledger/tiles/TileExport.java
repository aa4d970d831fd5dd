package dev.delegationledger.tiles;

import static dev.delegationledger.tiles.TilesRefused.Problem.LARGER_THAN_LEDGER;
import static dev.delegationledger.tiles.TilesRefused.Problem.NOT_A_PREFIX;
import static dev.delegationledger.tiles.TilesRefused.Problem.NO_CHECKPOINT;
import static dev.delegationledger.tiles.TilesRefused.Problem.OTHER_LEDGER;

import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.view.StoredLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes a ledger's log as a folder of static files (C2SP tlog-tiles): {@code checkpoint}, {@code
 * tile/<level>/<index>} and {@code tile/entries/<index>}, each record an entry. Any file server can
 * serve it, and monitors and witnesses that nobody here wrote can read it.
 *
 * <p>The checkpoint is replaced last: at every moment, also after a crash, the folder holds all
 * that its checkpoint covers. No checkpoint is written unless every new hash, and the root, was
 * computed again from the bytes of the records. A file that is there is never changed, but for the
 * checkpoint; none is empty. Files of partial tiles stay when the tile is full; they may be deleted
 * then.
 *
 * <p>The files hold records as they stand in the log, so never a disclosure, and they may be read
 * by whoever the process lets read new files. The ledger may go on being written to meanwhile.
 * Thread-safe.
 */
public final class TileExport {
  private final StoredLedger ledger;

  private TileExport(StoredLedger ledger) {
    this.ledger = ledger;
  }

  /** The export of this ledger. */
  public static TileExport of(StoredLedger ledger) {
    return new TileExport(ledger);
  }

  /**
   * What was done to a folder.
   *
   * @param checkpoint what the folder is published under now
   * @param sizeBefore how many records it held before, 0 if it was new
   */
  public record Extended(SignedCheckpoint checkpoint, long sizeBefore) {}

  /**
   * Brings a folder up to the newest checkpoint of the ledger; it is created if there is none. Of a
   * folder that holds an older state it reads the checkpoint and the tiles at its right edge; of
   * the ledger what is new, and at most 255 records before. A checkpoint of the same size stays as
   * it is, whatever cosignatures it carries.
   *
   * @throws TilesRefused if the folder is not of this ledger, or is not what the ledger says as far
   *     as that was read; nothing was changed
   * @throws RefusedException if the ledger contradicts itself; no checkpoint was written
   * @throws IOException if something could not be read or written; the folder's checkpoint is the
   *     old or the new one
   */
  public Extended extend(Path folder) throws RefusedException, IOException {
    SignedCheckpoint newest = newest();
    try (TileFolder files = TileFolder.open(folder)) {
      Optional<SignedCheckpoint> there = published(files, newest);
      long before = there.map(signed -> signed.checkpoint().size()).orElse(0L);
      compare(before, there, newest, files);
      if (before == newest.checkpoint().size()) {
        return new Extended(there.orElseThrow(), before);
      }
      TileWalk walk = walkBefore(before);
      walk.to(before, nothing -> {});
      walk.to(newest.checkpoint().size(), files::write);
      walk.edge(files::write);
      requireRoot(newest.checkpoint(), walk.root());
      files.publish(newest);
      return new Extended(newest, before);
    }
  }

  /**
   * Compares all that a folder holds of the log with the ledger, whose records are all read for it.
   * Changes nothing.
   *
   * @return what the folder is published under
   * @throws TilesRefused if anything in it is missing, or is not what the ledger says
   * @throws RefusedException if the ledger contradicts itself
   */
  public SignedCheckpoint check(Path folder) throws RefusedException, IOException {
    SignedCheckpoint newest = newest();
    if (!Files.isDirectory(folder)) {
      throw unpublished(folder);
    }
    try (TileFolder files = TileFolder.open(folder)) {
      SignedCheckpoint there = published(files, newest).orElseThrow(() -> unpublished(folder));
      compare(0, Optional.of(there), newest, files);
      return there;
    }
  }

  private static TilesRefused unpublished(Path folder) {
    return new TilesRefused(
        NO_CHECKPOINT, "check " + folder + ": expected a folder with a checkpoint, got none");
  }

  /** The ledger's newest checkpoint, as signed by the key that the ledger has there. */
  private SignedCheckpoint newest() throws RefusedException {
    Optional<SignedCheckpoint> newest = ledger.head().checkpoint();
    if (newest.isEmpty()) {
      throw RefusedException.of(
          Reason.HEAD_CONTRADICTION, "export tiles: expected a signed checkpoint, got none");
    }
    requireSigned(newest.get());
    return newest.get();
  }

  private void requireSigned(SignedCheckpoint signed) throws RefusedException {
    signed.verify(ledger.ledgerKeys().at(signed.checkpoint().size()), UnknownSignatures.IGNORE);
  }

  /** The checkpoint of a folder, if it is of the beginning of this ledger. */
  private Optional<SignedCheckpoint> published(TileFolder files, SignedCheckpoint newest)
      throws RefusedException, IOException {
    Optional<SignedCheckpoint> there = files.checkpoint();
    if (there.isEmpty()) {
      return there;
    }
    try {
      requireSigned(there.get());
    } catch (RefusedException e) {
      throw new TilesRefused(OTHER_LEDGER, "read checkpoint: " + e.refusal().detail());
    }
    Checkpoint old = there.get().checkpoint();
    if (old.size() > newest.checkpoint().size()) {
      throw new TilesRefused(
          LARGER_THAN_LEDGER,
          "read checkpoint: expected at most "
              + newest.checkpoint().size()
              + " records, got "
              + old.size());
    }
    Hash root = reading(() -> MerkleTree.root(old.size(), ledger::logNode));
    if (!root.equals(old.root())) {
      throw new TilesRefused(
          NOT_A_PREFIX,
          "read checkpoint: expected root "
              + root
              + " of the first "
              + old.size()
              + " records, got "
              + old.root());
    }
    return there;
  }

  /**
   * Holds a folder against the ledger: what its checkpoint covers is there, and what is there is
   * what the ledger says.
   *
   * @param known nothing is read of what lies below this size, but the files at its right edge
   */
  private void compare(
      long known, Optional<SignedCheckpoint> there, SignedCheckpoint newest, TileFolder files)
      throws RefusedException, IOException {
    TileWalk walk = walkBefore(known);
    TileWalk.Sink noOther = tile -> files.requireNoOther(tile, tile.name().widthAt(known));
    if (there.isPresent()) {
      walk.to(
          there.get().checkpoint().size(),
          full -> {
            files.requirePublished(full);
            noOther.take(full);
          });
      requireRoot(there.get().checkpoint(), walk.root());
      walk.edge(files::requirePublished);
    }
    walk.to(newest.checkpoint().size(), noOther);
    requireRoot(newest.checkpoint(), walk.root());
    walk.edge(noOther);
  }

  private TileWalk walkBefore(long size) throws RefusedException {
    return reading(() -> TileWalk.before(size, ledger));
  }

  private static void requireRoot(Checkpoint expected, Hash got) throws RefusedException {
    if (!expected.root().equals(got)) {
      throw RefusedException.of(
          Reason.HEAD_CONTRADICTION,
          "export tiles: expected root "
              + expected.root()
              + " of the first "
              + expected.size()
              + " records, got "
              + got);
    }
  }

  /** Something that reads stored nodes where findings cannot be thrown. */
  @FunctionalInterface
  private interface Reading<T> {
    T read();
  }

  private static <T> T reading(Reading<T> reading) throws RefusedException {
    try {
      return reading.read();
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof RefusedException contradiction) {
        throw contradiction;
      }
      throw e;
    }
  }
}
