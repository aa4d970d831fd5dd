package dev.delegationledger.append;

import dev.delegationledger.authority.Position;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.OutcomeUnknownException;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.LiveView;
import dev.delegationledger.view.OwnCheckpoint;
import dev.delegationledger.view.StoredLedger;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was staged, reads it back and signs it, in that order. After a failed write it is
 * latched: what is on disk is then known only to the next open. Any thread may read the head; all
 * else is for the one thread whose turn it is.
 */
final class LogWriter {
  private static final String UNKNOWN =
      "append: an earlier write failed and its outcome is unknown; close the ledger and open it"
          + " again";
  private static final String CLOSED = "ask the ledger: it is closed";

  private final Store store;
  private final StoredLedger ledger;
  private final Clock clock;
  private final LiveView live;
  private final Publications publications;

  // Written by the one whose turn it is.
  private volatile Head head;
  private MerkleFrontier frontier;
  private volatile CheckpointSigners signers;
  private volatile @Nullable String latched;

  private LogWriter(
      Store store,
      StoredLedger ledger,
      Head head,
      CheckpointSigners signers,
      Clock clock,
      LiveView live,
      Publications publications) {
    this.store = store;
    this.ledger = ledger;
    this.head = head;
    this.frontier = MerkleFrontier.of(head.size(), ledger::logNode);
    this.signers = signers;
    this.clock = clock;
    this.live = live;
    this.publications = publications;
  }

  /** Goes on where {@code ledger} ends. */
  static LogWriter over(
      Store store,
      StoredLedger ledger,
      CheckpointSigners signers,
      Clock clock,
      Publications publications)
      throws RefusedException {
    return new LogWriter(
        store, ledger, ledger.head(), signers, clock, LiveView.load(ledger), publications);
  }

  StoredLedger ledger() {
    return ledger;
  }

  LiveView live() {
    return live;
  }

  Head head() {
    return head;
  }

  CheckpointSigners signers() {
    return signers;
  }

  /**
   * Where the next record would stand now; its time never runs backwards, whatever the clock does.
   */
  Position next() {
    Head now = head;
    return new Position(now.size(), Math.max(clock.millis(), now.lastTimeMs()));
  }

  /**
   * @throws StoreException if it is latched or closed
   */
  void requireOpen() {
    String why = latched;
    if (why != null) {
      throw new StoreException(why);
    }
  }

  /** Reading goes on after a failed write. */
  void requireNotClosed() {
    if (CLOSED.equals(latched)) {
      throw new StoreException(CLOSED);
    }
  }

  boolean isLatched() {
    return latched != null;
  }

  /** No write follows any more. */
  void close() {
    latched = CLOSED;
  }

  /** From here on these sign, as far as the log says that they do. */
  void signWith(CheckpointSigners others) {
    signers = others;
  }

  Staging staging() {
    return new Staging(ledger, frontier, head.lastLeaf(), head.statusRoot(), ledger::statusNode);
  }

  /**
   * Makes what is staged durable, takes it over, and signs it.
   *
   * @throws RefusedException what the store gave back, and nobody may sign
   * @throws StoreException if writing failed: the outcome is unknown, and this is latched
   */
  void commit(Staging staging) throws RefusedException {
    Head next = staging.head(head.checkpoint()).cosigned(head.cosigned());
    write(staging.batch(next));
    // crash point: the records are durable and unacknowledged; the next open signs them
    head = next;
    frontier = staging.frontier();
    takeOver(staging);
    if (staging.entries().stream().anyMatch(entry -> entry.kind() == Kind.LEDGER_KEY)) {
      signers = signers.signingFor(ledger.ledgerKeys().current());
    }
    signUnsigned();
  }

  /** Before anybody is told that it is recorded, so that no later decision misses it. */
  private void takeOver(Staging staging) {
    try {
      live.committed(
          head,
          staging.entries(),
          staging.ledger().statuses(),
          staging.records().stream().map(RawRecord::charges).toList());
      staging.entries().forEach(ledger::remember);
      staging.erased().forEach(ledger::forget);
      staging.erased().forEach(live::reread);
    } catch (RuntimeException | Error e) {
      latch();
      throw e;
    }
  }

  /** Signs the head's root, once it follows from the bytes that the store gives back. */
  void signUnsigned() throws RefusedException {
    long signed = head.checkpoint().map(c -> c.checkpoint().size()).orElse(0L);
    if (signed == head.size() && isSignedBySecondKey()) {
      return;
    }
    requireStored(signed);
    Checkpoint checkpoint = new Checkpoint(ledger.identity().origin(), head.size(), head.root());
    long nowSeconds = Math.floorDiv(clock.millis(), 1000L);
    Head next = head.signed(signers.sign(checkpoint, nowSeconds));
    write(Batch.withHead(next.toBytes()));
    // crash point: the checkpoint is durable, its receipts may not have been given
    head = next;
    publications.signed();
  }

  /** A ledger that is opened with a second key has it sign what the first one signed alone. */
  private boolean isSignedBySecondKey() throws RefusedException {
    Optional<Cosigner> second = signers.second();
    return second.isEmpty()
        || (head.checkpoint().isPresent()
            && head.checkpoint().get().cosignature(second.get().key()).isPresent());
  }

  private void requireStored(long from) throws RefusedException {
    try {
      ReadBack.require(ledger, from, head);
    } catch (RefusedException | RuntimeException | Error e) {
      latch();
      throw e;
    }
  }

  /** As {@link Sequencer#keep}. */
  void keep(SignedCheckpoint cosigned) throws RefusedException {
    requireOpen();
    OwnCheckpoint.require(cosigned, ledger);
    long kept = head.cosigned().map(c -> c.checkpoint().size()).orElse(0L);
    if (cosigned.checkpoint().size() >= kept) {
      Head next = head.cosigned(Optional.of(cosigned));
      write(Batch.withHead(next.toBytes()));
      // crash point: it is kept, and nobody who waits for it was told
      head = next;
    }
  }

  /** Removes what erased entries leave in the store. */
  void purge() {
    try {
      store.purge();
    } catch (OutcomeUnknownException e) { // else nothing of the log was written
      latch();
      throw e;
    }
  }

  /** On top of the head that was admitted against, not of whatever the store holds by now. */
  private void write(Batch batch) {
    try {
      store.commit(head.toBytes(), batch);
    } catch (RuntimeException | Error e) {
      latch();
      throw e;
    }
  }

  private void latch() {
    latched = UNKNOWN;
    live.fail(UNKNOWN);
  }
}
