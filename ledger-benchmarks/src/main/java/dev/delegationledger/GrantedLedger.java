package dev.delegationledger;

import dev.delegationledger.authority.PlacedEntry;
import dev.delegationledger.authority.Position;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A ledger with chains of four grants, each with four constraints and limits, and as many live leaf
 * grants as asked for. Of those only the first is signed and recorded: the others are given to the
 * gate's view as if they had been, since to record a million takes far longer than to decide about
 * them.
 */
public final class GrantedLedger implements AutoCloseable {
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
    InMemorySigner hr = Chain.key(random);
    InMemorySigner ledgerKey = Chain.key(random);
    DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            store,
            Genesis.of("example.com/bench", ledgerKey).authority(hr.publicKey()),
            Clock.systemUTC(),
            random);
    InMemorySigner gate = Chain.key(random);
    ledger.recordDenials(ledger.append(Enrol.service().name("Gate").key(gate).by(hr)), gate);
    Chain chain = Chain.recordedIn(ledger, hr, random);
    List<Granted> leaves = new ArrayList<>(List.of(chain.leaf()));
    hold(ledger, chain.leaf(), leafGrants - 1, leaves);
    return new GrantedLedger(ledger, leaves, chain.lastKey());
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
    return Chain.call(leaves.get(leaf));
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
