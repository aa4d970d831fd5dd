package dev.delegationledger;

import dev.delegationledger.append.Receipt;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.authority.Accountability;
import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.authority.BlastRadius;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.TlogProof;
import dev.delegationledger.publish.Publisher;
import dev.delegationledger.publish.Publishing;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.tiles.TileExport;
import dev.delegationledger.view.StoredLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A ledger of who gave an agent which authority, and what the agent did with it. Thread-safe.
 *
 * <p>What {@code append} and {@code act} return is durable and under a signed checkpoint. What they
 * refuse was not written. If they throw a {@link dev.delegationledger.store.StoreException} it is
 * unknown whether the entry was written: close the ledger, open it again and send the same entry
 * again.
 *
 * <p>Whatever writes, or has to see a ledger that stands still, takes its turn. If {@value
 * Sequencer#MOST_WAITING} callers wait already, it throws a {@link
 * dev.delegationledger.append.LedgerBusyException}: nothing was decided or written, and no tool may
 * be called. {@link #authorize(Action)} asks memory and seldom takes a turn.
 *
 * <p>The ledger takes over the store: it closes it when it is closed, and when opening fails.
 */
public final class DelegationLedger implements AutoCloseable {
  private final Store store;
  private final Sequencer sequencer;
  private final StoredLedger stored;
  private final Lookup lookup;
  private final Denials denials;
  private final Gate gate;
  private final Hindsight hindsight;
  private final Clock clock;
  private final SecureRandom random;
  private final AtomicReference<@Nullable Publisher> publisher = new AtomicReference<>();

  DelegationLedger(Store store, Sequencer sequencer, Clock clock, SecureRandom random) {
    this.store = store;
    this.sequencer = sequencer;
    this.stored = sequencer.ledger();
    this.lookup = new Lookup(sequencer);
    this.denials = new Denials(sequencer, clock, this::appendStill);
    this.gate = new Gate(sequencer, denials, clock);
    this.hindsight = new Hindsight(sequencer);
    this.clock = clock;
    this.random = random;
  }

  /**
   * Opens the ledger in {@code store}, or makes it if the store is empty.
   *
   * @param clock gives record times and the times of what is signed here
   * @param random gives ids and the salts of disclosures; it must be unpredictable
   * @throws dev.delegationledger.append.NotTheLedgerKeyException if the store holds a ledger that
   *     has another key now
   * @throws IllegalArgumentException if it holds a ledger with another origin or authorities than
   *     {@code genesis}
   * @throws LedgerBrokenException if what it holds contradicts itself
   * @throws dev.delegationledger.store.StoreException if it cannot be read or written
   */
  public static DelegationLedger openOrCreate(
      Store store, Genesis genesis, Clock clock, SecureRandom random) {
    return closingOnFailure(
        store,
        () -> {
          if (store.head() == null) {
            Sequencer.create(store, genesis.sign(clock, random), clock);
          }
          requireIntact(store);
          genesis.requireSame(StoredLedger.over(store).identity());
          return resume(store, genesis.ledgerKeys(), genesis.alsoSigning(), clock, random);
        });
  }

  /**
   * Opens the ledger in {@code store}: reads what has not ended and what no checkpoint stands for,
   * and holds it against the roots that the ledger's key has signed. {@link
   * dev.delegationledger.audit.Audit} checks all of it.
   *
   * @param ledgerKey the key that it has now: that of genesis, or of the last {@link #rotateKey}
   * @throws dev.delegationledger.append.NotTheLedgerKeyException if it has another one
   * @throws IllegalArgumentException if the store is empty
   * @throws LedgerBrokenException if what it holds contradicts itself
   * @throws dev.delegationledger.store.StoreException if it cannot be read or written
   */
  public static DelegationLedger open(
      Store store, Signer ledgerKey, Clock clock, SecureRandom random) {
    return open(store, ledgerKey, Optional.empty(), clock, random);
  }

  /**
   * As {@link #open(Store, Signer, Clock, SecureRandom)}, with a second key that signs each
   * checkpoint: {@link Genesis#alsoSigning}.
   */
  public static DelegationLedger open(
      Store store, Signer ledgerKey, MlDsa44Signer alsoSigning, Clock clock, SecureRandom random) {
    return open(store, ledgerKey, Optional.of(alsoSigning), clock, random);
  }

  private static DelegationLedger open(
      Store store,
      Signer ledgerKey,
      Optional<MlDsa44Signer> alsoSigning,
      Clock clock,
      SecureRandom random) {
    return closingOnFailure(
        store,
        () -> {
          if (store.head() == null) {
            throw new IllegalArgumentException(
                "open ledger: expected one in the store, got none: openOrCreate makes one");
          }
          requireIntact(store);
          return resume(store, List.of(ledgerKey), alsoSigning, clock, random);
        });
  }

  private static void requireIntact(Store store) {
    Opening.requireIntact(store);
  }

  private static DelegationLedger resume(
      Store store,
      List<Signer> ledgerKeys,
      Optional<MlDsa44Signer> alsoSigning,
      Clock clock,
      SecureRandom random)
      throws RefusedException {
    Sequencer sequencer = Sequencer.resume(store, ledgerKeys, alsoSigning, clock);
    return new DelegationLedger(store, sequencer, clock, random);
  }

  /** Opens a ledger. */
  private interface Opener {
    DelegationLedger open() throws RefusedException;
  }

  private static DelegationLedger closingOnFailure(Store store, Opener opener) {
    boolean opened = false;
    try {
      DelegationLedger ledger = opener.open();
      opened = true;
      return ledger;
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    } finally {
      if (!opened) {
        store.close();
      }
    }
  }

  /** The ledger id: origin, number sign, base64url leaf hash of genesis. */
  public String id() {
    return identity().id();
  }

  /** What a verifier pins: the C2SP verifier key of the key that this ledger has now. */
  public String verifierKey() {
    return sequencer.ledgerKey().text();
  }

  /**
   * Which key signed, or signs, at which tree size: what a verifier pins as {@code vkeys}.
   *
   * @throws LedgerBrokenException if a record that changed the key cannot be believed
   */
  public LedgerKeys ledgerKeys() {
    try {
      return stored.ledgerKeys();
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }

  /**
   * Gives the ledger another key, for good: the present one signs a record that names it, and it
   * signs that record's checkpoint and all after. Tell verifiers and witnesses before:
   * docs/rules.md section 17, README "Change the ledger's key". An earlier key never comes back.
   *
   * <p>If it throws anything but {@link AppendRefused}, or the process dies, the change is recorded
   * or it is not: open the ledger with {@link Genesis#changingTo}.
   *
   * @param next an Ed25519 key that nobody here has
   * @throws AppendRefused why it was not recorded
   * @throws IllegalArgumentException if the key is of another suite
   */
  public Recorded rotateKey(Signer next) {
    return rotateKey(next, Optional.empty());
  }

  /**
   * As {@link #rotateKey(Signer)}, and another second key signs from that checkpoint on too: {@link
   * Genesis#alsoSigning}.
   */
  public Recorded rotateKey(Signer next, MlDsa44Signer nextSecond) {
    return rotateKey(next, Optional.of(nextSecond));
  }

  private Recorded rotateKey(Signer next, Optional<MlDsa44Signer> nextSecond) {
    if (next.publicKey().suite() != Suite.ED25519) {
      throw new IllegalArgumentException(
          "rotate key: expected ed25519, got " + next.publicKey().suite().code());
    }
    AtomicReference<SignedEntry> signed = new AtomicReference<>();
    try {
      Receipt receipt =
          sequencer.rotate(
              next,
              nextSecond,
              present -> {
                signed.set(sign(LedgerKeyChange.to(next).by(present)));
                return Objects.requireNonNull(signed.get());
              });
      Recorded handle = Recorded.of(Objects.requireNonNull(signed.get()));
      handle.acknowledge(receipt);
      return handle;
    } catch (RefusedException e) {
      Gate.requireFinding(e.refusal());
      throw new AppendRefused(e.refusal());
    }
  }

  /** What a verifier pins beside it, if a second key signs: {@link Genesis#alsoSigning}. */
  public Optional<String> secondVerifierKey() {
    return sequencer.secondKey().map(CosignerKey::text);
  }

  /** The newest checkpoint. */
  public SignedCheckpoint checkpoint() {
    return sequencer.checkpoint();
  }

  /**
   * The newest checkpoint that enough witnesses cosigned, with their cosignatures, for the policy
   * that this ledger was published by then. It is kept when the ledger is closed.
   */
  public Optional<SignedCheckpoint> cosignedCheckpoint() {
    return sequencer.cosigned();
  }

  /**
   * From here on, until the ledger or what is returned is closed, shows each newest checkpoint to
   * the witnesses of {@code policy}, at the URLs that it gives, and keeps what enough of them
   * cosigned. Appending does not wait for any of it; {@link Receipt#cosigned} tells when.
   *
   * @throws IllegalArgumentException if the ledger cannot be published by this policy: {@link
   *     Publisher#begin}
   * @throws IllegalStateException if it is published already
   */
  public Publisher publish(WitnessPolicy policy) {
    return publish(Publishing.by(policy));
  }

  /** As {@link #publish(WitnessPolicy)}, with other times. */
  public Publisher publish(Publishing how) {
    Publisher begun = Publisher.begin(sequencer, how, clock, random);
    publisher.set(begun);
    return begun;
  }

  /**
   * Signs a draft for this ledger, now. Keep the entry: to retry is to send the same entry again.
   *
   * @throws IllegalArgumentException if the draft does not fit the format
   */
  public SignedEntry sign(Draft<?> draft) {
    return sign(draft, lookup);
  }

  SignedEntry sign(Draft<?> draft, Known known) {
    long now = Math.floorDiv(clock.millis(), 1000L);
    return draft.sign(new Writing(Optional.of(id()), now, random, draft.signer(), known));
  }

  /**
   * Signs and appends a draft.
   *
   * @return its handle, with a receipt
   * @throws AppendRefused why it was not recorded
   * @throws IllegalArgumentException if the draft does not fit the format
   */
  public <H extends Recorded> H append(Draft<H> draft) {
    H handle = draft.handle(sign(draft));
    record(List.of(handle));
    return handle;
  }

  /**
   * Appends an entry that is signed already. If it is recorded, its first record's receipt is
   * given, marked as repeated.
   *
   * @param entry with the disclosure of every slot
   * @return a handle that fits its kind: {@link Enrolled}, {@link Granted}, {@link Acted}, {@link
   *     Requested}, {@link Grouped}, {@link Archetyped}
   * @throws AppendRefused why it was not recorded
   */
  public Recorded append(SignedEntry entry) {
    Recorded handle = Recorded.of(entry);
    record(List.of(handle));
    return handle;
  }

  /**
   * As {@link #append(SignedEntry)}, of an entry as text: {@code JWS} or {@code
   * JWS~disclosure~...~}.
   *
   * @throws AppendRefused why it was not recorded, or not even read
   */
  public Recorded append(String submission) {
    try {
      return append(SignedEntry.parse(submission));
    } catch (RefusedException e) {
      throw new AppendRefused(e.refusal());
    }
  }

  /**
   * Appends several entries as one: all of them, in order, or none. Nothing is written if {@code
   * entries} throws, or if any of them is refused.
   *
   * @param entries adds the entries; it runs before anything is written, and its result is returned
   * @throws AppendRefused the first refusal
   */
  public <R extends @Nullable Object> R appendAll(Function<AppendBatch, R> entries) {
    AppendBatch batch = new AppendBatch(this);
    R result;
    List<Recorded> handles;
    try {
      result = entries.apply(batch);
    } finally {
      handles = batch.close();
    }
    record(handles);
    return result;
  }

  /**
   * Signs a draft and appends it; the caller does not wait until it is durable. Signing, and
   * checking the signature, is done before it returns.
   *
   * @return ends with its handle, which has a receipt, or exceptionally with what {@link
   *     #append(Draft)} throws. What is chained to it runs in a thread of its own. To cancel it
   *     does not take the entry back
   * @throws IllegalArgumentException if the draft does not fit the format
   */
  public <H extends Recorded> CompletableFuture<H> appendAsync(Draft<H> draft) {
    return recordAsync(draft.handle(sign(draft)));
  }

  /**
   * As {@link #append(SignedEntry)}; the caller does not wait until it is durable.
   *
   * @return as of {@link #appendAsync(Draft)}
   */
  public CompletableFuture<Recorded> appendAsync(SignedEntry entry) {
    return recordAsync(Recorded.of(entry));
  }

  private <H extends Recorded> CompletableFuture<H> recordAsync(H handle) {
    try {
      List<VerifiedEntry> verified = sequencer.verify(List.of(handle.entry()));
      return sequencer
          .appendAsync(verified)
          .handleAsync(
              (receipts, failure) -> {
                if (failure != null) {
                  throw new CompletionException(told(failure));
                }
                handle.acknowledge(receipts.get(0));
                return handle;
              });
    } catch (RefusedException | RuntimeException e) {
      return CompletableFuture.failedFuture(told(e));
    }
  }

  private static Throwable told(Throwable failure) {
    if (!(failure instanceof RefusedException refused)) {
      return failure;
    }
    try {
      Gate.requireFinding(refused.refusal());
      return new AppendRefused(refused.refusal());
    } catch (LedgerBrokenException broken) {
      return broken;
    }
  }

  private void record(List<Recorded> handles) {
    try {
      List<VerifiedEntry> verified =
          sequencer.verify(handles.stream().map(Recorded::entry).toList());
      List<Receipt> receipts = sequencer.append(verified);
      for (int i = 0; i < receipts.size(); i++) {
        handles.get(i).acknowledge(receipts.get(i));
      }
    } catch (RefusedException e) {
      Gate.requireFinding(e.refusal());
      throw new AppendRefused(e.refusal());
    }
  }

  /**
   * What the ledger would say to {@code entry} now: for an action what {@link #act(SignedEntry)},
   * for any other what {@link #append(SignedEntry)} would. Writes nothing.
   */
  public Decision authorize(SignedEntry entry) {
    return gate.authorize(entry);
  }

  /**
   * What {@link #act} would say now if the grant's holder signed this action: asked before anything
   * is signed, so that no key is needed, and answered from memory. Writes nothing, and does not use
   * up the builder. It sees every record that was acknowledged before it was asked; only {@code
   * act} keeps what comes later from slipping in between. That an entry is too long is found when
   * it is signed.
   *
   * @throws IllegalStateException if the tool is not named
   * @throws LedgerBrokenException if a record that is needed cannot be believed
   * @throws dev.delegationledger.store.StoreException if the ledger is closed, an earlier write
   *     failed, or what is needed cannot be read
   */
  public Decision authorize(Action action) {
    return gate.authorize(action);
  }

  /** Signs a draft and asks what the ledger would say to it now. */
  public Decision authorize(Draft<?> draft) {
    return authorize(sign(draft));
  }

  /**
   * Signs and records an action; the tool may be called once this returns.
   *
   * @throws ApprovalPending if it may not as long as approvals are missing
   * @throws ActionRefused if it may not
   */
  public Permit act(Draft<Acted> action) {
    return act(sign(action));
  }

  /**
   * Records an action; the tool may be called once this returns. A recorded action is permitted
   * again, and the permit says so, only as long as it would still be fresh, its authority is alive
   * and it has no outcome: a retry in time can go on, a replay cannot.
   *
   * @throws ApprovalPending if it may not as long as approvals are missing
   * @throws ActionRefused if it may not
   * @throws IllegalArgumentException if the entry is not an action
   */
  public Permit act(SignedEntry action) {
    return gate.act(action);
  }

  /**
   * From here on, until the ledger is closed, each action that {@link #act(SignedEntry)} refuses is
   * recorded as a denial, in the same step: the action as its actor signed it, with what it
   * disclosed, and the rule, the record and the hop that refused it. Not recorded is what waits for
   * approvals, what is not signed by a key that has a role here, and what is longer than {@link
   * Denial#MAX_CHARACTERS}. Of an actor that is refused for one reason again and again 8 a minute
   * are recorded; the next record, or the closing of the ledger, says how many more there were.
   *
   * @param service an enrolled service that reports them
   * @param key its key, which signs them
   * @throws IllegalArgumentException if {@code key} is not the one enrolled, or this is no service
   */
  public void recordDenials(Enrolled service, Signer key) {
    if (service.statement().principal() != PrincipalKind.SERVICE
        || !service.key().equals(key.publicKey())) {
      throw new IllegalArgumentException(
          "record denials: expected an enrolled service, and the key that it is enrolled with");
    }
    still(() -> denials.recordAs(service, key));
  }

  /** Something that is done while nothing else is appended. */
  private interface Still {
    void run() throws RefusedException;
  }

  private void still(Still step) {
    try {
      sequencer.undisturbed(
          ledger -> {
            step.run();
            return true;
          });
    } catch (RefusedException e) {
      Gate.requireFinding(e.refusal());
      throw new AppendRefused(e.refusal());
    }
  }

  private Recorded appendStill(Draft<Recorded> draft) throws RefusedException {
    Recorded handle = draft.handle(sign(draft));
    List<VerifiedEntry> verified = sequencer.verify(List.of(handle.entry()));
    handle.acknowledge(sequencer.append(verified).get(0));
    return handle;
  }

  /**
   * A receipt as of now: under the newest checkpoint that witnesses cosigned, if that covers the
   * entry, else under the newest.
   *
   * @throws IllegalArgumentException if this ledger does not hold the entry
   */
  public Receipt receipt(Recorded entry) {
    return receipt(entry.hash());
  }

  /**
   * A receipt as of now: under the newest checkpoint that witnesses cosigned, if that covers the
   * entry, else under the newest.
   *
   * @throws IllegalArgumentException if this ledger does not hold the entry
   */
  public Receipt receipt(SignedEntry entry) {
    return receipt(entry.hash());
  }

  private Receipt receipt(Hash hash) {
    return find(hash)
        .orElseThrow(() -> new IllegalArgumentException("receipt: no record holds entry " + hash))
        .receipt();
  }

  /**
   * Begins the proof of a recorded action.
   *
   * @throws IllegalArgumentException if the entry is not an action
   */
  public ProofRequest prove(SignedEntry action) {
    return ProofRequest.of(sequencer, requireAction("prove", action).hash());
  }

  /**
   * The proof that a record is in the log (C2SP tlog-proof), against the newest checkpoint that
   * witnesses cosigned, if this ledger keeps one that covers it, else against the newest. {@link
   * #prove} shows more: who authorised an action.
   *
   * @throws IllegalArgumentException if this ledger does not hold the entry
   * @throws LedgerBrokenException if what the store holds contradicts itself
   */
  public TlogProof tlogProof(Recorded entry) {
    long index = receipt(entry).index();
    try {
      return TlogProof.of(stored, index);
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }

  /**
   * A receipt as a file that can be kept (C2SP tlog-proof): its record, and the proof that this is
   * in the log under the receipt's checkpoint. {@code verify --since} and {@code compare} read it.
   *
   * @throws IllegalArgumentException if the receipt is not of this ledger
   * @throws LedgerBrokenException if what the store holds contradicts itself
   */
  public TlogProof tlogProof(Receipt receipt) {
    try {
      TlogProof proof = TlogProof.of(stored, receipt.checkpoint(), receipt.index());
      if (proof.extra().equals(Optional.of(receipt.record().bytes()))) {
        return proof;
      }
    } catch (RefusedException e) {
      if (e.refusal().reason() != Reason.CHECKPOINT_SIGNATURE_INVALID) {
        throw new LedgerBrokenException(List.of(e.refusal()));
      }
    }
    throw new IllegalArgumentException("write receipt: expected one of this ledger");
  }

  /**
   * Publishes the log into a folder of static files (C2SP tlog-tiles), or brings one that is there
   * up to date: {@link TileExport#extend} with the newest checkpoint. Appending goes on meanwhile.
   *
   * @return the checkpoint that the folder is published under
   * @throws dev.delegationledger.tiles.TilesRefused if what is in the folder is not of this ledger;
   *     nothing was changed
   * @throws LedgerBrokenException if what the store holds contradicts itself; no checkpoint was
   *     published
   * @throws IOException if something could not be read or written; the folder's checkpoint is the
   *     old or the new one
   */
  public SignedCheckpoint tiles(Path folder) throws IOException {
    try {
      return TileExport.of(stored).extend(folder).checkpoint();
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }

  private static SignedEntry requireAction(String act, SignedEntry entry) {
    if (entry.kind() != Kind.ACTION) {
      throw new IllegalArgumentException(act + ": expected an action, got " + entry.kind().typ());
    }
    return entry;
  }

  /** Begins the proof of a recorded action. */
  public ProofRequest prove(Acted action) {
    return prove(action.entry());
  }

  /**
   * What an agent, or a service, was and could do as of a record: by all records up to that one, at
   * its time. An agent that was not enrolled yet is said to be unknown.
   *
   * @param agent any of its enrolments
   * @param index the record, from 0 to the newest
   * @throws IllegalArgumentException if there is no such record, or the entry enrols neither an
   *     agent nor a service
   * @throws LedgerBrokenException if a record that is needed cannot be believed
   */
  public AgentAuthority authorityOf(Enrolled agent, long index) {
    return authorityOf(agent.hash(), index);
  }

  /**
   * As {@link #authorityOf(Enrolled, long)}.
   *
   * @param agent the entry hash of any of its enrolments
   */
  public AgentAuthority authorityOf(Hash agent, long index) {
    return hindsight.authorityOf(agent, index);
  }

  /**
   * All that hung below an agent, or a service, as of a record, and would have fallen with it: the
   * grants to it, the grants below these and their holders, the agents that it spawned, and so on,
   * each with whether it was alive. One that was not enrolled yet is said to be unknown. It reads
   * all that refers to any of them; at most {@link BlastRadius#MAX_NODES} are judged, and how many
   * more there are is said.
   *
   * @param agent any of its enrolments
   * @param index the record, from 0 to the newest
   * @throws IllegalArgumentException if there is no such record, or the entry is neither a grant
   *     nor enrols an agent or a service
   * @throws LedgerBrokenException if a record that is needed cannot be believed
   */
  public BlastRadius blastRadius(Enrolled agent, long index) {
    return blastRadius(agent.hash(), index);
  }

  /** As {@link #blastRadius(Enrolled, long)}, below a grant. */
  public BlastRadius blastRadius(Granted grant, long index) {
    return blastRadius(grant.hash(), index);
  }

  /**
   * As {@link #blastRadius(Enrolled, long)}.
   *
   * @param entry the entry hash of a grant, or of any enrolment of an agent
   */
  public BlastRadius blastRadius(Hash entry, long index) {
    return hindsight.blastRadius(entry, index);
  }

  /**
   * Who is accountable for a recorded action, all as of its own record: by the verdict on its proof
   * against the newest checkpoint, trusting the authorities that genesis names.
   *
   * @throws IllegalArgumentException if this ledger does not hold the action
   * @throws LedgerBrokenException if a record that is needed cannot be believed
   */
  public Accountability accountable(Acted action) {
    return hindsight.accountable(action.hash());
  }

  /**
   * As {@link #accountable(Acted)}.
   *
   * @throws IllegalArgumentException if the entry is not an action, or this ledger does not hold it
   */
  public Accountability accountable(SignedEntry action) {
    return hindsight.accountable(requireAction("accountable", action).hash());
  }

  /** The recorded entry with this hash of its signing input; its handle fits its kind. */
  public Optional<Recorded> find(Hash hash) {
    return lookup.find(hash).map(lookup::acknowledged);
  }

  /** The enrolment of this key. */
  public Optional<Enrolled> enrolled(VerifyingKey key) {
    return lookup.enrolledWith(Jwk.thumbprint(key)).map(lookup::acknowledged);
  }

  /** The newest enrolment under this principal id. */
  public Optional<Enrolled> enrolled(String principalId) {
    return lookup.enrolledAs(principalId).map(lookup::acknowledged);
  }

  /**
   * Closes the ledger and its store, and ends publishing. Denials that were only counted are
   * recorded first, as far as that can be done.
   */
  @Override
  public void close() {
    try {
      Publisher begun = publisher.get();
      if (begun != null) {
        begun.close();
      }
      sequencer.undisturbedAtLast(
          ledger -> {
            denials.flush();
            return true;
          });
    } catch (RefusedException | LedgerBrokenException | StoreException | IllegalStateException e) {
      // nothing was acknowledged that is lost: the count of what was refused is
    } finally {
      sequencer.close();
      gate.close();
      store.close();
    }
  }

  Sequencer sequencer() {
    return sequencer;
  }

  StoredLedger stored() {
    return stored;
  }

  Gate gate() {
    return gate;
  }

  Lookup lookup() {
    return lookup;
  }

  private LedgerIdentity identity() {
    return stored.identity();
  }
}
