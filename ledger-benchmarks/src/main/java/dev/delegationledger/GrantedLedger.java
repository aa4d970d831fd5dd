package dev.delegationledger;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Unverified;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.Store;
import dev.delegationledger.view.Head;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A ledger with chains of four grants, each with four constraints and limits, and as many live leaf
 * grants as asked for. Of those only the first is signed and recorded: the others are given to the
 * gate's view as if they had been, since to record a million takes far longer than to decide about
 * them.
 */
public final class GrantedLedger implements AutoCloseable {
  /** How many grants a chain has. */
  public static final int DEPTH = 4;

  private static final String TOOL = "erp:pay";

  private final DelegationLedger ledger;
  private final List<Granted> leaves;
  private final Signer holder;

  private GrantedLedger(DelegationLedger ledger, List<Granted> leaves, Signer holder) {
    this.ledger = ledger;
    this.leaves = leaves;
    this.holder = holder;
  }

  /** A ledger in memory with {@code leafGrants} live leaf grants below the same three. */
  public static GrantedLedger of(int leafGrants) {
    return of(MemoryStore.empty(), leafGrants);
  }

  /** A ledger in {@code store}, which records what it refuses. */
  public static GrantedLedger of(Store store, int leafGrants) {
    SecureRandom random = new SecureRandom();
    InMemorySigner hr = key(random);
    InMemorySigner jane = key(random);
    InMemorySigner ledgerKey = key(random);
    DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            store,
            Genesis.of("example.com/bench", ledgerKey).authority(hr.publicKey()),
            Clock.systemUTC(),
            random);
    Enrolled human = ledger.append(Enrol.human().name("Jane Doe").key(jane).by(hr));
    Enrolled operator =
        ledger.append(Enrol.organisation().name("Acme Ltd").key(key(random)).by(hr));
    InMemorySigner gate = key(random);
    ledger.recordDenials(ledger.append(Enrol.service().name("Gate").key(gate).by(hr)), gate);
    InMemorySigner giver = jane;
    Optional<Granted> above = Optional.empty();
    for (int depth = 0; depth < DEPTH - 1; depth++) {
      InMemorySigner agentKey = key(random);
      Enrolled agent = agent(ledger, human, operator, jane, agentKey, depth);
      Grant grant = above.isEmpty() ? root(agent) : narrower(above.get(), agent, depth);
      above = Optional.of(ledger.append(grant.delegable(DEPTH - 1 - depth).by(giver)));
      giver = agentKey;
    }
    InMemorySigner lastKey = key(random);
    Enrolled last = agent(ledger, human, operator, jane, lastKey, DEPTH);
    Granted parent = above.orElseThrow();
    Granted first = ledger.append(narrower(parent, last, DEPTH).by(giver));
    List<Granted> leaves = new ArrayList<>(List.of(first));
    hold(ledger, first, leafGrants - 1, leaves);
    return new GrantedLedger(ledger, leaves, lastKey);
  }

  private static InMemorySigner key(SecureRandom random) {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  private static Enrolled agent(
      DelegationLedger ledger,
      Enrolled owner,
      Enrolled operator,
      InMemorySigner ownerKey,
      InMemorySigner key,
      int number) {
    return ledger.append(
        Enrol.agent("agent-" + number)
            .owner(owner)
            .operator(operator)
            .model("acme", "m", "1")
            .expiresIn(Duration.ofDays(60))
            .key(key)
            .by(ownerKey));
  }

  private static Grant root(Enrolled agent) {
    return Grant.to(agent)
        .task("T-1", "pay vendors")
        .tool(
            TOOL,
            t ->
                t.oneOf("vendor", "V-1", "V-2", "V-3", "V-4")
                    .range("amount", 0, 500_000)
                    .exact("currency", "EUR")
                    .any("invoice"))
        .uses(1_000_000_000L)
        .spend("EUR", 1_000_000_000_000L)
        .amount(TOOL, "/amount")
        .expiresIn(Duration.ofDays(30));
  }

  private static Grant narrower(Granted parent, Enrolled agent, int depth) {
    return parent
        .narrowTo(agent)
        .tool(
            TOOL,
            t ->
                t.oneOf("vendor", "V-1", "V-2")
                    .max("amount", 400_000 - depth * 10_000L)
                    .exact("currency", "EUR")
                    .any("invoice"))
        .uses(1_000_000L)
        .expiresIn(Duration.ofDays(20).minusHours(depth));
  }

  /** As the first leaf grant, again and again, each an entry of its own. */
  private static void hold(
      DelegationLedger ledger, Granted first, int count, List<Granted> leaves) {
    Signer nobody = new Nobody(first.statement().issued().signer(), ledger);
    List<PlacedEntry> placed;
    try {
      Head head = ledger.stored().head();
      long now = first.statement().issued().issuedAt();
      placed =
          IntStream.range(0, count)
              .parallel()
              .mapToObj(
                  i ->
                      new PlacedEntry(
                          Unverified.like(first.entry(), "grant-" + i, now, nobody).withoutText(),
                          new Position(head.size() + i, head.lastTimeMs())))
              .toList();
      Head next =
          new Head(
              head.size() + count,
              head.root(),
              head.lastLeaf(),
              head.lastTimeMs(),
              head.statusRoot(),
              head.checkpoint());
      ledger.sequencer().live().committed(next, placed, Map.of(), List.of());
    } catch (RefusedException e) {
      throw new IllegalStateException(e);
    }
    placed.forEach(entry -> leaves.add(new Granted(entry.entry().signed())));
  }

  /** Signs with bytes that are no signature. */
  private static final class Nobody implements Signer {
    private static final int SIGNATURE_BYTES = 64;

    private final VerifyingKey key;

    Nobody(Hash thumbprint, DelegationLedger ledger) {
      this.key = ledger.stored().key(thumbprint).orElseThrow();
    }

    @Override
    public VerifyingKey publicKey() {
      return key;
    }

    @Override
    public byte[] sign(byte[] message) {
      return new byte[SIGNATURE_BYTES];
    }
  }

  /** How many leaf grants there are. */
  public int size() {
    return leaves.size();
  }

  /** A call under one of the leaf grants, as an agent's host would build it. */
  public Action call(int leaf) {
    return Action.under(leaves.get(leaf))
        .tool(TOOL)
        .arg("vendor", "V-1")
        .arg("amount", 84_000)
        .arg("currency", "EUR")
        .arg("invoice", "2231");
  }

  /** A call that no grant permits. */
  public Action callTooFar(int leaf) {
    return call(leaf).arg("iban", "DE00");
  }

  /** The call as its agent submits it. */
  public SignedEntry signed(Action call) {
    return ledger.sign(call.by(holder));
  }

  /**
   * Has an action decided and recorded.
   *
   * @return whether it was permitted
   */
  public boolean act(SignedEntry action) {
    try {
      ledger.act(action);
      return true;
    } catch (ActionRefused refused) {
      return false;
    }
  }

  /** An action that was permitted, and has its outcome. */
  public SignedEntry done() {
    SignedEntry action = signed(call(0));
    ledger.append(ledger.act(action).succeeded("paid").by(holder));
    return action;
  }

  /** What the gate says to it. */
  public boolean permits(Action call) {
    return ledger.authorize(call).isPermitted();
  }

  @Override
  public void close() {
    ledger.close();
  }
}
