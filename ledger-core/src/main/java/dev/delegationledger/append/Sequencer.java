package dev.delegationledger.append;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Ruling;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.BoundKeys;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.LedgerState;
import dev.delegationledger.view.LiveView;
import dev.delegationledger.view.StoredLedger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Gives every entry its place: admits, chains, commits, signs, in that order. Thread-safe.
 *
 * <p>One thread at a time, in the order in which they came. Whoever's turn it is to record
 * something takes along what waits to be recorded, up to {@value #MOST_ENTRIES} entries, as one
 * batch; while that is being written, the next gathers. So an append to a ledger that nobody else
 * writes waits for nothing but its own two commits.
 *
 * <p>After a failed commit it refuses every further append: what is on disk is then known only to
 * the next open. While {@value #MOST_WAITING} callers wait it takes no more.
 */
public final class Sequencer {
  /** Each holds a thread or a future; with batches of hundreds, a wait of some milliseconds. */
  public static final int MOST_WAITING = 1_024;

  /** The most entries in one batch, but for a single request that has more. */
  public static final int MOST_ENTRIES = 512;

  private final LogWriter log;
  private final Admission admission;
  private final Publications publications;
  private final Receipts receipts;
  private final Turnstile turnstile = new Turnstile(MOST_WAITING);

  private Sequencer(LogWriter log, Admission admission, Publications publications) {
    this.log = log;
    this.admission = admission;
    this.publications = publications;
    this.receipts = new Receipts(log, publications);
  }

  /**
   * Writes {@code genesis} into an empty store as record 0.
   *
   * @throws RefusedException if {@code genesis} is not a genesis signed by the key it states
   * @throws StoreException if it could not be written
   */
  public static void create(Store store, SignedEntry genesis, Clock clock) throws RefusedException {
    VerifiedEntry verified = genesis.verify(thumbprint -> Optional.empty());
    Staging staging =
        new Staging(
            LedgerState.EMPTY,
            MerkleFrontier.empty(),
            Hash.ZERO,
            StatusTree.EMPTY_ROOT,
            (level, index) -> Optional.empty());
    staging.add(new PlacedEntry(verified, new Position(0, clock.millis())), Charges.NONE);
    LedgerIdentity.of(staging.records().get(0));
    store.commit(null, staging.batch(staging.head(Optional.empty())));
    // crash point: record 0 is durable and not yet signed; the next open signs it
  }

  /**
   * Goes on with the ledger in {@code store}, whose head its caller has checked. Signs a checkpoint
   * if the newest records have none.
   *
   * @param ledgerKey the key that the ledger has now
   * @throws NotTheLedgerKeyException if it has another one
   * @throws RefusedException if the head or genesis cannot be read
   */
  public static Sequencer resume(Store store, Signer ledgerKey, Clock clock)
      throws RefusedException {
    return resume(store, List.of(ledgerKey), Optional.empty(), clock);
  }

  /**
   * As {@link #resume(Store, Signer, Clock)}.
   *
   * @param ledgerKeys of which one is the key that the ledger has now: more than one where nobody
   *     knows whether a change of it was recorded
   * @param alsoSigning a second key that signs each checkpoint, under the origin as its name
   * @throws IllegalArgumentException if the origin is too long for it
   */
  public static Sequencer resume(
      Store store, List<Signer> ledgerKeys, Optional<MlDsa44Signer> alsoSigning, Clock clock)
      throws RefusedException {
    StoredLedger ledger = StoredLedger.underItsHead(store);
    return resume(
        store, ledger, ledgerKeys, alsoSigning, clock, Admission.byRules(ledger.identity()));
  }

  static Sequencer resume(
      Store store, StoredLedger ledger, Signer ledgerKey, Clock clock, Admission admission)
      throws RefusedException {
    return resume(store, ledger, List.of(ledgerKey), Optional.empty(), clock, admission);
  }

  private static Sequencer resume(
      Store store,
      StoredLedger ledger,
      List<Signer> ledgerKeys,
      Optional<MlDsa44Signer> alsoSigning,
      Clock clock,
      Admission admission)
      throws RefusedException {
    CheckpointSigners signers =
        CheckpointSigners.of(ledger.ledgerKeys().current(), ledgerKeys, alsoSigning);
    Publications publications = new Publications();
    LogWriter log = LogWriter.over(store, ledger, signers, clock, publications);
    log.signUnsigned();
    return new Sequencer(log, admission, publications);
  }

  /** The ledger as it stands. */
  public StoredLedger ledger() {
    return log.ledger();
  }

  /** What decisions are made of. */
  public LiveView live() {
    return log.live();
  }

  /** What verifies the second signature under each checkpoint, if there is one. */
  public Optional<CosignerKey> secondKey() {
    return log.signers().second().map(Cosigner::key);
  }

  /** What verifies the ledger's own signature under the next checkpoint. */
  public VerifierKey ledgerKey() {
    return log.signers().key();
  }

  /** The newest checkpoint; waits for nobody. */
  public SignedCheckpoint checkpoint() {
    return log.head().checkpoint().orElseThrow();
  }

  /** The newest checkpoint with its cosignatures that was kept; waits for nobody. */
  public Optional<SignedCheckpoint> cosigned() {
    return log.head().cosigned();
  }

  /**
   * Keeps a checkpoint of this ledger with its cosignatures, beside the newest, unless a larger one
   * is kept already. It takes its turn, and is durable on return; whether the cosignatures are
   * enough, and for whom, is not judged here.
   *
   * @throws RefusedException {@code checkpoint-signature-invalid}, {@code record-missing} or {@code
   *     inclusion-invalid} if it is not one of this ledger's
   * @throws StoreException if it could not be written
   */
  public void keep(SignedCheckpoint cosigned) throws RefusedException {
    turnstile.passAtLast(
        () -> {
          log.keep(cosigned);
          return true;
        });
  }

  /**
   * From here on {@code publication} hears of each new checkpoint, and answers for receipts.
   *
   * @throws IllegalStateException if another one does
   */
  public void publishTo(Publication publication) {
    publications.begin(publication);
  }

  /** No publication hears of anything any more. */
  public void publishNoMore() {
    publications.end();
  }

  /**
   * The receipt of a record, under the checkpoint that says most for it.
   *
   * @throws RefusedException if the record cannot be read
   * @throws IllegalArgumentException if no checkpoint covers it yet
   */
  public Receipt receipt(long index, boolean repeated) throws RefusedException {
    return receipts.of(index, repeated);
  }

  /**
   * Checks signatures; done in the caller's thread, before the sequencer is asked. An entry may be
   * signed by a key that an entry before it in the list binds.
   *
   * @throws RefusedException why the first one that fails does
   * @throws StoreException if the ledger is closed, or cannot be read
   */
  public List<VerifiedEntry> verify(List<SignedEntry> entries) throws RefusedException {
    try {
      return verifyOpen(entries);
    } catch (IllegalStateException e) {
      log.requireNotClosed(); // so is the store
      throw e;
    }
  }

  private List<VerifiedEntry> verifyOpen(List<SignedEntry> entries) throws RefusedException {
    Map<Hash, VerifyingKey> boundHere = new HashMap<>();
    List<VerifiedEntry> verified = new ArrayList<>();
    for (SignedEntry entry : entries) {
      verified.add(
          entry.verify(
              thumbprint ->
                  Optional.ofNullable(boundHere.get(thumbprint))
                      .or(() -> log.ledger().key(thumbprint))));
      boundHere.putAll(BoundKeys.of(entry.statement()));
    }
    return verified;
  }

  /**
   * What {@link #append} would say to {@code entry} alone, now; writes nothing.
   *
   * @throws LedgerBusyException if too many callers wait
   */
  public Judged judge(VerifiedEntry entry) throws RefusedException {
    return turnstile.pass(() -> judgeNext(entry));
  }

  private Judged judgeNext(VerifiedEntry entry) throws RefusedException {
    log.requireOpen();
    Staging staging = log.staging();
    PlacedEntry placed = new PlacedEntry(entry, log.next());
    if (staging.ledger().indexOf(entry.hash()).isPresent()) {
      // append would give the receipt of that record
      return new Judged(Ruling.allowed(), placed.position());
    }
    try {
      return new Judged(staging.admit(placed, admission), placed.position());
    } catch (Inadmissible e) {
      return new Judged(e.ruling(), placed.position());
    }
  }

  /**
   * What the rules said.
   *
   * @param at where the entry would stand
   */
  public record Judged(Ruling ruling, Position at) {}

  /**
   * Appends all of {@code entries}, in order, or none.
   *
   * <p>Once it returns, no text that one of them erases is left in the store. If the process dies
   * after the commit, or the purge fails, the erasure is recorded and its text may still be in a
   * file: the next open removes it, and so does to append the same erasure again.
   *
   * @return a receipt for each; the entries are durable
   * @throws RefusedException the first refusal; nothing was written
   * @throws LedgerBusyException if too many callers wait; nothing was written
   * @throws StoreException if writing failed: the outcome is unknown until the ledger is opened
   *     again
   */
  public List<Receipt> append(List<VerifiedEntry> entries) throws RefusedException {
    CompletableFuture<Boolean> signalled = new CompletableFuture<>();
    Request request = new Request(entries, told -> signalled.complete(true));
    if (turnstile.isInside()) {
      record(List.of(request));
    } else {
      if (!turnstile.enter(request)) {
        signalled.join();
      }
      if (!request.isAnswered()) {
        lead(request);
      }
    }
    return request.answer();
  }

  /**
   * As {@link #append}, in no thread of the caller's.
   *
   * @return ends with the receipts, or exceptionally with what {@code append} throws; what is
   *     chained to it holds up who appends next, and must not wait. To cancel it does not take the
   *     entries back
   * @throws LedgerBusyException if too many callers wait; nothing was written
   */
  public CompletableFuture<List<Receipt>> appendAsync(List<VerifiedEntry> entries) {
    CompletableFuture<List<Receipt>> receipts = new CompletableFuture<>();
    Request request = new Request(entries, told -> leadOrComplete(told, receipts));
    if (turnstile.enter(request)) {
      request.call();
    }
    return receipts;
  }

  private void leadOrComplete(Request request, CompletableFuture<List<Receipt>> receipts) {
    if (!request.isAnswered()) {
      leadAside(request);
      return;
    }
    try {
      receipts.complete(request.answer());
    } catch (RefusedException | RuntimeException | Error e) {
      receipts.completeExceptionally(e);
    }
  }

  /** In a thread of its own: nobody waits here for whom it could be done. */
  private void leadAside(Request request) {
    Thread thread = new Thread(() -> lead(request), "delegation-ledger-append");
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError noThread) {
      lead(request);
    }
  }

  /** Records what waits, since it is the turn of {@code first}; and tells those who wait for it. */
  private void lead(Request first) {
    boolean interrupted = Thread.interrupted(); // it would break what others wait for
    List<Request> gathered =
        turnstile.in(
            () -> {
              List<Request> together = turnstile.gather(first, MOST_ENTRIES);
              record(together);
              return together;
            });
    // the next batch has begun
    gathered.forEach(Request::tell);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void record(List<Request> requests) {
    SharedBatch.record(requests, log, admission, receipts);
  }

  /** Makes the entry that names the ledger's next key, under the key that it has. */
  @FunctionalInterface
  public interface Rotation {
    /** Makes it. */
    SignedEntry signedBy(Signer present) throws RefusedException;
  }

  /**
   * Records that the ledger's key is another one from here on: the checkpoint over this record is
   * the first that the new key signs, and the old key signs nothing after it.
   *
   * <p>If the process dies, or the write fails, the record is there or it is not: the next open
   * takes the key that the ledger then has.
   *
   * @param next the new key
   * @param nextSecond a second key to sign with from here on, in place of the one there is
   * @param rotation makes the entry, while nothing is appended
   * @throws RefusedException why it was not recorded; the ledger has the key that it had
   */
  public Receipt rotate(Signer next, Optional<MlDsa44Signer> nextSecond, Rotation rotation)
      throws RefusedException {
    return turnstile.pass(
        () -> {
          CheckpointSigners present = log.signers();
          CheckpointSigners incoming = present.withNext(next, nextSecond);
          SignedEntry entry = rotation.signedBy(present.ledger());
          log.signWith(incoming);
          try {
            return append(verify(List.of(entry))).get(0); // a batch of its own
          } finally {
            if (!log.isLatched() && !log.ledger().ledgerKeys().current().equals(incoming.next())) {
              log.signWith(present); // refused: nothing was recorded
            }
          }
        });
  }

  /** Something to read while nothing is appended. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads. */
    T from(StoredLedger ledger) throws RefusedException;
  }

  /**
   * Reads while nothing is appended.
   *
   * @throws RefusedException what {@code reading} throws
   * @throws LedgerBusyException if too many callers wait; nothing was read
   */
  public <T> T undisturbed(Reading<T> reading) throws RefusedException {
    return turnstile.pass(() -> read(reading));
  }

  /** As {@link #undisturbed}, however many callers wait. */
  public <T> T undisturbedAtLast(Reading<T> reading) throws RefusedException {
    return turnstile.passAtLast(() -> read(reading));
  }

  private <T> T read(Reading<T> reading) throws RefusedException {
    log.requireNotClosed();
    return reading.from(log.ledger());
  }

  /**
   * Where the next record would stand now; its time never runs backwards, whatever the clock does.
   */
  public Position next() {
    return log.next();
  }

  /**
   * Takes its turn, and is the last that has one: whatever is asked for after this fails with a
   * {@link StoreException}.
   */
  public void close() {
    turnstile.passAtLast(
        () -> {
          log.close();
          return true;
        });
  }
}
