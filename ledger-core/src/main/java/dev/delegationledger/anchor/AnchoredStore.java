package dev.delegationledger.anchor;

import static dev.delegationledger.anchor.AnchorException.Problem.ACKNOWLEDGED_RECORDS_DIFFER;
import static dev.delegationledger.anchor.AnchorException.Problem.ACKNOWLEDGED_RECORDS_MISSING;
import static dev.delegationledger.anchor.AnchorException.Problem.ANCHOR_MALFORMED;
import static dev.delegationledger.anchor.AnchorException.Problem.ANCHOR_MISSING;
import static dev.delegationledger.anchor.AnchorException.Problem.OTHER_LEDGER;
import static dev.delegationledger.anchor.AnchorException.Problem.SECOND_WRITER;
import static dev.delegationledger.anchor.AnchorException.Problem.STORE_BROKEN;

import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.ConsistencyProof;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.OutcomeUnknownException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.StoredLedger;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of a ledger whose signed head is noted in an anchor before anything is acknowledged. What
 * was acknowledged and is not in the store any more is therefore noticed when it is opened, also
 * where the whole store was put back to an older state, which no store can notice by itself.
 * Thread-safe.
 *
 * <p>The anchor is written after the commit that holds a newer checkpoint and before that commit
 * returns. A store that is ahead of its anchor is in order: nothing of what it has more was
 * acknowledged. To open it takes the anchor along, since from then on whoever sends an entry again
 * is told that it is recorded, without a commit. If the anchor cannot be written, or somebody else
 * has, the outcome of the commit is unknown to whoever waits for it, and this takes no more commits
 * until it is opened again.
 */
public final class AnchoredStore implements Store {
  private final Store store;
  private final HeadAnchor anchor;
  private final Object committing = new Object();

  private @Nullable String anchored; // guarded by committing: what the anchor holds
  private @Nullable StoreException latch; // guarded by committing; once set, no more commits

  private AnchoredStore(Store store, HeadAnchor anchor, @Nullable String anchored) {
    this.store = store;
    this.anchor = anchor;
    this.anchored = anchored;
  }

  /**
   * A store that is empty, or holds a ledger which {@code anchor} knows. It takes over the store,
   * and closes it if it throws.
   *
   * @throws AnchorException if they do not agree; no file of the store was changed
   * @throws StoreException if either cannot be read, or the anchor is behind and cannot be written
   */
  public static AnchoredStore of(Store store, HeadAnchor anchor) {
    return open(store, anchor, false);
  }

  /**
   * As {@link #of}, also for a ledger that was appended to without an anchor until now, or whose
   * anchor was lost. Use it once, by hand: what the store lost before, nobody notices.
   */
  public static AnchoredStore adopting(Store store, HeadAnchor anchor) {
    return open(store, anchor, true);
  }

  private static AnchoredStore open(Store store, HeadAnchor anchor, boolean adopting) {
    boolean opened = false;
    try {
      String anchored = anchor.read();
      if (anchored == null) {
        requireNothingAcknowledged(store, adopting);
      } else {
        requireAll(store, anchored);
      }
      AnchoredStore open = new AnchoredStore(store, anchor, anchored);
      open.takeAlong();
      opened = true;
      return open;
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  /**
   * Requires that all that was acknowledged by this anchor is in the store, without changing
   * either: for whoever restored a backup and wants to know before opening it.
   *
   * @throws AnchorException if not
   */
  public static void check(ReadableStore store, HeadAnchor anchor) {
    String anchored = anchor.read();
    if (anchored == null) {
      requireNothingAcknowledged(store, false);
    } else {
      requireAll(store, anchored);
    }
  }

  /** A ledger of genesis alone may have been interrupted while it was made. */
  private static void requireNothingAcknowledged(ReadableStore store, boolean adopting) {
    Optional<Head> head = head(store.head());
    if (!adopting && head.isPresent() && head.get().size() > 1) {
      throw new AnchorException(
          ANCHOR_MISSING,
          "open ledger: expected an anchor of a ledger with "
              + head.get().size()
              + " records, got none: bring it back, or adopt the ledger by name");
    }
  }

  private static void requireAll(ReadableStore store, String anchored) {
    Checkpoint acknowledged = checkpoint(anchored);
    long size = head(store.head()).map(Head::size).orElse(0L);
    if (size > 0) {
      requireOrigin(store, acknowledged);
    }
    if (size < acknowledged.size()) {
      throw new AnchorException(
          ACKNOWLEDGED_RECORDS_MISSING,
          "open ledger: expected "
              + acknowledged.size()
              + " acknowledged records, got "
              + size
              + ": records "
              + size
              + " to "
              + (acknowledged.size() - 1)
              + " are missing; put back a newer copy of the store");
    }
    Hash root = root(store, acknowledged.size());
    if (!root.equals(acknowledged.root())) {
      throw new AnchorException(
          ACKNOWLEDGED_RECORDS_DIFFER,
          "open ledger: expected root "
              + acknowledged.root()
              + " of the first "
              + acknowledged.size()
              + " records, got "
              + root);
    }
    if (!isBeginning(store, acknowledged, size)) {
      throw new AnchorException(
          ACKNOWLEDGED_RECORDS_DIFFER,
          "open ledger: expected a tree that goes on from its first "
              + acknowledged.size()
              + " records, got another");
    }
  }

  /** Whether the nodes that gave its root stand under the root of all records too. */
  private static boolean isBeginning(ReadableStore store, Checkpoint acknowledged, long size) {
    StoredLedger ledger = ledger(store);
    try {
      return ConsistencyProof.verify(
          acknowledged.size(),
          size,
          acknowledged.root(),
          MerkleFrontier.of(size, ledger::logNode).root(),
          MerkleTree.consistencyPath(acknowledged.size(), size, ledger::logNode));
    } catch (IllegalStateException missing) {
      throw new AnchorException(STORE_BROKEN, "read tree: " + missing.getMessage());
    }
  }

  private static Hash root(ReadableStore store, long size) {
    StoredLedger ledger = ledger(store);
    try {
      return MerkleFrontier.of(size, ledger::logNode).root();
    } catch (IllegalStateException missing) {
      throw new AnchorException(STORE_BROKEN, "read tree: " + missing.getMessage());
    }
  }

  private static void requireOrigin(ReadableStore store, Checkpoint acknowledged) {
    String origin = ledger(store).identity().origin();
    if (!origin.equals(acknowledged.origin())) {
      throw new AnchorException(
          OTHER_LEDGER,
          "open ledger: expected an anchor of " + origin + ", got " + acknowledged.origin());
    }
  }

  private static Checkpoint checkpoint(String anchored) {
    try {
      return SignedCheckpoint.parse(anchored).checkpoint();
    } catch (RefusedException e) {
      throw new AnchorException(ANCHOR_MALFORMED, "read anchor: " + e.refusal().detail());
    }
  }

  private static StoredLedger ledger(ReadableStore store) {
    try {
      return StoredLedger.over(store);
    } catch (RefusedException e) {
      throw new AnchorException(STORE_BROKEN, "read record 0: " + e.refusal().detail());
    }
  }

  private static Optional<Head> head(byte @Nullable [] bytes) {
    try {
      return bytes == null ? Optional.empty() : Optional.of(Head.parse(bytes));
    } catch (RefusedException e) {
      throw new AnchorException(STORE_BROKEN, e.refusal().detail());
    }
  }

  @Override
  public void commit(byte @Nullable [] expectedHead, Batch batch) {
    synchronized (committing) {
      if (latch != null) {
        throw new StoreException(
            "commit refused: an earlier one is in the store and not in the anchor; open the"
                + " ledger again",
            latch);
      }
      store.commit(expectedHead, batch);
      // crash point: the store is ahead of its anchor, and nobody was told
      head(batch.head()).flatMap(Head::checkpoint).ifPresent(signed -> anchor(signed.text()));
    }
  }

  private void takeAlong() {
    synchronized (committing) {
      long acknowledged = anchored == null ? 0 : checkpoint(anchored).size();
      Optional<SignedCheckpoint> newest = head(store.head()).flatMap(Head::checkpoint);
      if (newest.isPresent() && newest.get().checkpoint().size() > acknowledged) {
        requireAll(store, newest.get().text());
        anchor(newest.get().text());
      }
    }
  }

  private void anchor(String next) {
    if (next.equals(anchored)) {
      return;
    }
    try {
      if (!anchor.replace(anchored, next)) {
        throw new AnchorException(
            SECOND_WRITER,
            "note head: expected an anchor that only this ledger writes, got another one: is a"
                + " copy of it open elsewhere?");
      }
    } catch (AnchorException e) {
      latch = e;
      throw e;
    } catch (RuntimeException e) {
      latch = new OutcomeUnknownException("note head in the anchor failed: " + e.getMessage(), e);
      throw Objects.requireNonNull(latch);
    }
    anchored = next;
  }

  @Override
  public byte @Nullable [] head() {
    return store.head();
  }

  @Override
  public byte @Nullable [] get(Table table, byte[] key) {
    return store.get(table, key);
  }

  @Override
  public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
    store.scan(table, fromKey, visitor);
  }

  @Override
  public void scanPrefix(Table table, byte[] prefix, RowVisitor visitor) {
    store.scanPrefix(table, prefix, visitor);
  }

  @Override
  public void purge() {
    store.purge();
  }

  @Override
  public void close() {
    store.close();
  }
}
