package dev.delegationledger;

import dev.delegationledger.authority.PinnedKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.Store;
import dev.delegationledger.view.StoredLedger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A ledger that others write to, and what they send: entries as text, each signed before by its
 * party, each another one. Actions must be sent within a minute. Thread-safe but for {@link
 * #reopen} and {@link #close}.
 */
public final class LoadedLedger implements AutoCloseable {
  /** How many entries stand in a ledger before the first that is sent. */
  public static final int BEFORE = 11;

  /** How many entries a cycle has. */
  public static final int CYCLE = 10;

  private static final String ORIGIN = "example.com/bench";
  private static final int ACTIONS = 4;

  private final SecureRandom random;
  private final InMemorySigner ledgerKey;
  private final InMemorySigner hr;
  private final Chain chain;
  private DelegationLedger ledger;

  private LoadedLedger(
      SecureRandom random,
      InMemorySigner ledgerKey,
      InMemorySigner hr,
      Chain chain,
      DelegationLedger ledger) {
    this.random = random;
    this.ledgerKey = ledgerKey;
    this.hr = hr;
    this.chain = chain;
    this.ledger = ledger;
  }

  /** A new one in an empty store. */
  public static LoadedLedger in(Store store) {
    SecureRandom random = new SecureRandom();
    InMemorySigner ledgerKey = Chain.key(random);
    InMemorySigner hr = Chain.key(random);
    DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            store,
            Genesis.of(ORIGIN, ledgerKey).authority(hr.publicKey()),
            Clock.systemUTC(),
            random);
    return new LoadedLedger(random, ledgerKey, hr, Chain.recordedIn(ledger, hr, random), ledger);
  }

  /** Goes on with its store, opened again. */
  public void reopen(Store store) {
    ledger = DelegationLedger.open(store, ledgerKey, Clock.systemUTC(), random);
  }

  /** What a verifier of this ledger pins. */
  public TrustAnchors trust() {
    return TrustAnchors.of(
        new TrustAnchors.Anchor(
            PinnedKeys.of(VerifierKey.of(ORIGIN, ledgerKey.publicKey())),
            Optional.empty(),
            Set.of(Jwk.thumbprint(hr.publicKey())),
            Optional.empty(),
            Optional.empty(),
            0,
            UnknownSignatures.REFUSE));
  }

  /** How many records the newest checkpoint has. */
  public long size() {
    return ledger.checkpoint().checkpoint().size();
  }

  /** Sends one entry, as text; returns once it is durable and acknowledged. */
  public Recorded append(String submission) {
    Recorded recorded = ledger.append(submission);
    if (recorded.receipt().repeated()) {
      throw new IllegalStateException("append: expected an entry that is new, got one again");
    }
    return recorded;
  }

  /** Sends several entries, as text, which are recorded as one. */
  public void appendAll(List<String> submissions) {
    List<SignedEntry> entries = submissions.stream().map(LoadedLedger::entry).toList();
    ledger.appendAll(
        batch -> {
          entries.forEach(batch::add);
          return batch;
        });
  }

  private static SignedEntry entry(String submission) {
    try {
      return SignedEntry.parse(submission);
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Root grants with a limit, signed by the human. */
  public List<String> grants(int count) {
    return parallel(count, i -> text(ledger.sign(rootGrant().by(chain.humanKey()))));
  }

  /** Actions under the last of four grants, all of which have limits, signed by its holder. */
  public List<String> actions(int count) {
    return parallel(count, i -> text(action(chain.leaf())));
  }

  /** The proof file of one action under the last of four grants, with all that it can show. */
  public byte[] proof() {
    SignedEntry action = action(chain.leaf());
    ledger.append(action);
    return ledger.prove(action).bytes();
  }

  /**
   * What goes on in a ledger: of ten entries one is a grant with a limit, four are actions under
   * it, four their outcomes, and one revokes it. Each cycle must be sent in order.
   */
  public List<List<String>> cycles(int count) {
    return parallel(count, i -> cycle());
  }

  private List<String> cycle() {
    List<String> entries = new ArrayList<>();
    Draft<Granted> draft = rootGrant().by(chain.humanKey());
    Granted grant = draft.handle(ledger.sign(draft));
    entries.add(text(grant.entry()));
    for (int i = 0; i < ACTIONS; i++) {
      SignedEntry action = action(grant);
      entries.add(text(action));
      entries.add(
          text(ledger.sign(Outcome.succeeded(new Acted(action), "paid").by(chain.lastKey()))));
    }
    entries.add(text(ledger.sign(Revocation.of(grant).by(chain.humanKey()))));
    return entries;
  }

  private Grant rootGrant() {
    return Grant.to(chain.last())
        .task("T-1", "pay vendors")
        .tool(
            Chain.TOOL,
            t ->
                t.oneOf("vendor", "V-1", "V-2", "V-3", "V-4")
                    .range("amount", 0, 500_000)
                    .exact("currency", "EUR")
                    .any("invoice"))
        .uses(100)
        .expiresIn(Duration.ofDays(7));
  }

  private SignedEntry action(Granted grant) {
    return ledger.sign(Chain.call(grant).by(chain.lastKey()));
  }

  private static String text(SignedEntry entry) {
    return entry.submission();
  }

  private static <T> List<T> parallel(int count, IntFunction<T> each) {
    return IntStream.range(0, count).parallel().mapToObj(each).toList();
  }

  /** What the bare loop checks of these entries, which are sent to this ledger. */
  public List<BareSignature> bare(List<String> submissions) {
    return bare(submissions, ledger.stored());
  }

  /** What the bare loop checks of these entries: the signature of each. */
  public static List<BareSignature> bare(List<String> submissions, StoredLedger stored) {
    Map<Hash, VerifyingKey> keys = new ConcurrentHashMap<>();
    return submissions.stream().parallel().map(text -> bare(text, keys, stored)).toList();
  }

  private static BareSignature bare(
      String submission, Map<Hash, VerifyingKey> keys, StoredLedger stored) {
    try {
      SignedEntry entry = entry(submission);
      VerifyingKey key =
          keys.computeIfAbsent(
              entry.statement().issued().signer(), s -> stored.key(s).orElseThrow());
      return new BareSignature(key, CompactJws.parse(entry.compact()));
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    ledger.close();
  }
}
