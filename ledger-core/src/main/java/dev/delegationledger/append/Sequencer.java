package dev.delegationledger.append;

import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Ruling;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.BoundKeys;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.log.Charges;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.MerkleFrontier;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.LedgerState;
import dev.delegationledger.view.LiveView;
import dev.delegationledger.view.OwnCheckpoint;
import dev.delegationledger.view.StoredLedger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Gives every entry its place: admits, chains, commits, signs, in that order and one batch at a
 * time. Thread-safe.
 *
 * <p>After a failed commit it refuses every further append: what is on disk is then known only to
 * the next open. While {@value #MOST_WAITING} callers wait it takes no more.
 */
public final class Sequencer {
  /**
   * Each holds a thread; at some thousands of synced commits a second, a wait of under a second.
   */
  public static final int MOST_WAITING = 1_024;

  private static final String LATCHED =
      "append: an earlier write failed and its outcome is unknown; close the ledger and open it"
          + " again";

  private final Store store;
  private final StoredLedger ledger;
  private final Clock clock;
  private final Admission admission;
  private final LiveView live;

  private final Turnstile turnstile = new Turnstile(MOST_WAITING);
  private final Publications publications = new Publications();

  // Written by who has passed the turnstile; any thread may read the head.
  private volatile Head head;
  private MerkleFrontier frontier;
  private volatile CheckpointSigners signers;
  private boolean latched;

  private Sequencer(
      Store store,
      StoredLedger ledger,
      Head head,
      CheckpointSigners signers,
      Clock clock,
      Admission admission,
      LiveView live) {
    this.live = live;
    this.store = store;
    this.ledger = ledger;
    this.head = head;
    this.frontier = MerkleFrontier.of(head.size(), ledger::logNode);
    this.signers = signers;
    this.clock = clock;
    this.admission = admission;
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
    Sequencer sequencer =
        new Sequencer(
            store, ledger, ledger.head(), signers, clock, admission, LiveView.load(ledger));
    sequencer.signUnsigned();
    return sequencer;
  }

  /** The ledger as it stands. */
  public StoredLedger ledger() {
    return ledger;
  }

  /** What decisions are made of. */
  public LiveView live() {
    return live;
  }

  /** What verifies the second signature under each checkpoint, if there is one. */
  public Optional<CosignerKey> secondKey() {
    return signers.second().map(Cosigner::key);
  }

  /** What verifies the ledger's own signature under the next checkpoint. */
  public VerifierKey ledgerKey() {
    return signers.key();
  }

  /** The newest checkpoint; waits for nobody. */
  public SignedCheckpoint checkpoint() {
    return head.checkpoint().orElseThrow();
  }

  /** The newest checkpoint with its cosignatures that was kept; waits for nobody. */
  public Optional<SignedCheckpoint> cosigned() {
    return head.cosigned();
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
          if (latched) {
            throw latched();
          }
          OwnCheckpoint.require(cosigned, ledger);
          long kept = head.cosigned().map(c -> c.checkpoint().size()).orElse(0L);
          if (cosigned.checkpoint().size() >= kept) {
            Head next = head.cosigned(Optional.of(cosigned));
            write(Batch.withHead(next.toBytes()));
            // crash point: it is kept, and nobody who waits for it was told
            head = next;
          }
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
    Head now = head;
    Optional<SignedCheckpoint> cosigned = now.cosigned().filter(c -> covers(c, index));
    SignedCheckpoint best = cosigned.or(now::checkpoint).orElseThrow();
    if (!covers(best, index)) {
      throw new IllegalArgumentException("receipt: expected a checkpoint over record " + index);
    }
    return new Receipt(
        ledger.record(index),
        best,
        repeated,
        cosigned.map(publications::cosignatures).orElse(List.of()),
        publications);
  }

  private static boolean covers(SignedCheckpoint signed, long index) {
    return signed.checkpoint().size() > index;
  }

  /**
   * Checks signatures; done in the caller's thread, before the sequencer is asked. An entry may be
   * signed by a key that an entry before it in the list binds.
   *
   * @throws RefusedException why the first one that fails does
   */
  public List<VerifiedEntry> verify(List<SignedEntry> entries) throws RefusedException {
    Map<Hash, VerifyingKey> boundHere = new HashMap<>();
    List<VerifiedEntry> verified = new ArrayList<>();
    for (SignedEntry entry : entries) {
      verified.add(
          entry.verify(
              thumbprint ->
                  Optional.ofNullable(boundHere.get(thumbprint)).or(() -> ledger.key(thumbprint))));
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

  private Judged judgeNext(VerifiedEntry entry) {
    if (latched) {
      throw latched();
    }
    Staging staging = staging();
    PlacedEntry placed = new PlacedEntry(entry, next());
    if (staging.ledger().indexOf(entry.hash()).isPresent()) {
      // append would give the receipt of that record
      return new Judged(Ruling.allowed(), placed.position());
    }
    Ruling ruling = admission.judge(placed, staging.ledger());
    if (ruling.refusal().isEmpty()) {
      try {
        add(placed, staging);
      } catch (RefusedException e) {
        ruling = new Ruling(Optional.of(e.refusal()), List.of(), ruling.grants());
      }
    }
    return new Judged(ruling, placed.position());
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
    return turnstile.pass(() -> appendNext(entries));
  }

  private List<Receipt> appendNext(List<VerifiedEntry> entries) throws RefusedException {
    if (latched) {
      throw latched();
    }
    Staging staging = staging();
    long time = next().timeMs();
    List<Optional<Long>> repeated = new ArrayList<>();
    List<Long> indexes = new ArrayList<>();
    for (VerifiedEntry entry : entries) {
      OptionalLong existing = staging.ledger().indexOf(entry.hash());
      repeated.add(existing.isPresent() ? Optional.of(existing.getAsLong()) : Optional.empty());
      indexes.add(existing.orElse(staging.size()));
      if (existing.isEmpty()) {
        stage(entry, staging, time);
      }
    }
    if (staging.records().isEmpty()) {
      signUnsigned(); // the append that wrote them may have failed to sign
    } else {
      commit(staging);
    }
    if (entries.stream().anyMatch(entry -> entry.signed().kind() == Kind.ERASURE)) {
      store.purge(); // also of one that is repeated: the purge after it may have failed
    }
    List<Receipt> receipts = new ArrayList<>();
    for (int i = 0; i < indexes.size(); i++) {
      receipts.add(receipt(indexes.get(i), repeated.get(i).isPresent()));
    }
    return receipts;
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
          CheckpointSigners present = signers;
          CheckpointSigners incoming = present.withNext(next, nextSecond);
          SignedEntry entry = rotation.signedBy(present.ledger());
          signers = incoming;
          try {
            return appendNext(verify(List.of(entry))).get(0);
          } finally {
            if (!latched && !ledger.ledgerKeys().current().equals(incoming.next())) {
              signers = present; // refused: nothing was recorded
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
    return turnstile.pass(() -> reading.from(ledger));
  }

  /** As {@link #undisturbed}, however many callers wait. */
  public <T> T undisturbedAtLast(Reading<T> reading) throws RefusedException {
    return turnstile.passAtLast(() -> reading.from(ledger));
  }

  /**
   * Where the next record would stand now; its time never runs backwards, whatever the clock does.
   */
  public Position next() {
    Head now = head;
    return new Position(now.size(), Math.max(clock.millis(), now.lastTimeMs()));
  }

  private Staging staging() {
    return new Staging(ledger, frontier, head.lastLeaf(), head.statusRoot(), ledger::statusNode);
  }

  private void stage(VerifiedEntry entry, Staging staging, long time) throws RefusedException {
    PlacedEntry placed = new PlacedEntry(entry, new Position(staging.size(), time));
    Ruling ruling = admission.judge(placed, staging.ledger());
    if (ruling.refusal().isPresent()) {
      throw new Inadmissible(ruling);
    }
    add(placed, staging);
    if (entry.signed().kind() == Kind.LEDGER_KEY) {
      signers.requireFor(
          LedgerKeys.of(ledger.identity(), staging.ledger(), Long.MAX_VALUE).current());
    }
  }

  private void add(PlacedEntry placed, Staging staging) throws RefusedException {
    Optional<Refusal> undisclosed = Rules.undisclosed(placed.entry().signed().hiddenSlots());
    if (undisclosed.isPresent()) {
      throw new RefusedException(undisclosed.get());
    }
    staging.add(placed, admission.charge(placed, staging.ledger()));
  }

  private void commit(Staging staging) throws RefusedException {
    Head next = staging.head(head.checkpoint()).cosigned(head.cosigned());
    write(staging.batch(next));
    // crash point: the records are durable and unacknowledged; the next open signs them
    head = next;
    frontier = staging.frontier();
    publish(staging);
    signers = signers.signingFor(ledger.ledgerKeys().current());
    signUnsigned();
  }

  /** Before anybody is told that it is recorded, so that no later decision misses it. */
  private void publish(Staging staging) {
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

  private void latch() {
    latched = true;
    live.fail(LATCHED);
  }

  /** Signs the head's root, once it follows from the bytes that the store gives back. */
  private void signUnsigned() throws RefusedException {
    long signed = head.checkpoint().map(c -> c.checkpoint().size()).orElse(0L);
    if (signed == head.size() && isSignedBySecondKey()) {
      return;
    }
    requireStored(signed);
    Checkpoint checkpoint = new Checkpoint(ledger.identity().origin(), head.size(), head.root());
    Head next = head.signed(sign(checkpoint));
    write(Batch.withHead(next.toBytes()));
    // crash point: the checkpoint is durable, its receipts may not have been given
    head = next;
    publications.signed();
  }

  private SignedCheckpoint sign(Checkpoint checkpoint) {
    return signers.sign(checkpoint, Math.floorDiv(clock.millis(), 1000L));
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
      Hash previous = from == 0 ? Hash.ZERO : ledger.record(from - 1).leafHash();
      for (long index = from; index < head.size(); index++) {
        RawRecord record = ledger.record(index);
        if (!record.previous().equals(previous)) {
          throw new RefusedException(
              Refusal.at(
                  index,
                  Reason.LINK_BROKEN,
                  "read back: expected previous " + previous + ", got " + record.previous()));
        }
        previous = record.leafHash();
      }
      Hash root = MerkleFrontier.of(head.size(), ledger::logNode).root();
      if (!root.equals(head.root()) || !previous.equals(head.lastLeaf())) {
        throw RefusedException.of(
            Reason.HEAD_CONTRADICTION, "read back: expected root " + head.root() + ", got " + root);
      }
    } catch (RefusedException | RuntimeException e) {
      latch();
      throw e;
    }
  }

  /** On top of the head that was admitted against, not of whatever the store holds by now. */
  private void write(Batch batch) {
    try {
      store.commit(head.toBytes(), batch);
    } catch (RuntimeException e) {
      latch();
      throw e;
    }
  }

  private static StoreException latched() {
    return new StoreException(LATCHED);
  }
}
