package dev.delegationledger.testing;

import static java.time.Duration.ofDays;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Keys;
import dev.delegationledger.Recorded;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * The good case that forgers start from: two people, an agent with a key of suite ES256, the agent
 * that it spawned, and one payment. Everything is the same in every run. For one thread.
 *
 * <p>{@link #turnRogue} hands the ledger to an operator who records whatever is signed.
 */
public final class Scene {
  /** When it begins. */
  public static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

  /** The checkpoint origin. */
  public static final String ORIGIN = "example.com/scene";

  public final TestClock time = TestClock.at(BEGIN);
  public final MemoryStore store = MemoryStore.empty();
  public final SecureRandom random = seeded();
  public final InMemorySigner ledgerKey = key();
  public final InMemorySigner hr = key();
  public final InMemorySigner hr2 = key();
  public final InMemorySigner janeKey = key();
  public final InMemorySigner bobKey = key();
  public final InMemorySigner acmeKey = key();
  public final InMemorySigner erpKey = key();
  public final InMemorySigner payerKey = InMemorySigner.generate(Suite.ES256, random);
  public final InMemorySigner reconKey = key();
  public DelegationLedger ledger;
  public final Enrolled jane;
  public final Enrolled bob;
  public final Enrolled acme;
  public final Enrolled erp;
  public final Enrolled payer;
  public final Enrolled recon;
  public final Granted root;
  public final Granted child;

  private Scene() {
    ledger = DelegationLedger.openOrCreate(store, genesis(), time, random);
    jane = ledger.append(Enrol.human().name("Jane Doe").key(janeKey).by(hr));
    bob = ledger.append(Enrol.human().name("Bob Roe").key(bobKey).by(hr2));
    acme = ledger.append(Enrol.organisation().name("Acme Ltd").key(acmeKey).by(hr));
    erp = ledger.append(Enrol.service().name("ERP").key(erpKey).by(hr));
    payer = ledger.append(agent().key(payerKey).by(janeKey));
    root = ledger.append(rootGrant().by(janeKey));
    recon = ledger.append(Enrol.agent("reconciler").key(reconKey).by(payerKey));
    child = ledger.append(childGrant().by(payerKey));
  }

  /** The good case up to before the payment. */
  public static Scene open() {
    return new Scene();
  }

  private static SecureRandom seeded() {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed("scene".getBytes(StandardCharsets.US_ASCII));
      return random;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key that nobody has yet. */
  public InMemorySigner key() {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  private Genesis genesis() {
    return Genesis.of(ORIGIN, ledgerKey).authority(hr.publicKey()).authority(hr2.publicKey());
  }

  /** Begins the enrolment of an agent that Jane owns. */
  public Enrol agent() {
    return Enrol.agent("payables").owner(jane).operator(acme).model("acme", "m", "1");
  }

  /** Begins Jane's grant to the payer. */
  public Grant rootGrant() {
    return rootGrant(payer);
  }

  /** Begins Jane's grant to another delegate. */
  public Grant rootGrant(Enrolled delegate) {
    return Grant.to(delegate)
        .task("T-17", "prepare vendor payments")
        .tool("erp:pay", t -> t.any("vendor").range("amount", 0, 500_000))
        .tool("erp:refund", t -> t.any("id"))
        .delegable(3)
        .expiresIn(ofDays(7));
  }

  /** Begins the payer's grant to the reconciler. */
  public Grant childGrant() {
    return root.narrowTo(recon)
        .tool("erp:pay", t -> t.exact("vendor", "V-7").max("amount", 100_000))
        .delegable(1)
        .expiresIn(ofDays(1));
  }

  /** Begins a payment under {@code grant}. */
  public static Action payment(Granted grant) {
    return Action.under(grant)
        .tool("erp:pay")
        .arg("vendor", "V-7")
        .arg("amount", 84_000)
        .intent("settle invoice 2231");
  }

  /** The payment by the reconciler, recorded. */
  public Acted pay() {
    return ledger.append(payment(child).by(reconKey));
  }

  /** A payment under {@code grant}, recorded. */
  public Acted pay(Granted grant, Signer holder) {
    return ledger.append(payment(grant).by(holder));
  }

  /** From now on everything that is signed is recorded. */
  public Scene turnRogue() {
    ledger = RogueLedger.open(store, ledgerKey, time, random);
    return this;
  }

  /** From now on the rules are back in force. */
  public Scene turnHonest() {
    ledger = DelegationLedger.open(store, ledgerKey, time, random);
    return this;
  }

  /** What an honest ledger says to {@code entry} as the next record. */
  public Optional<Reason> admission(SignedEntry entry) {
    return DelegationLedger.open(store, ledgerKey, time, random).authorize(entry).reason();
  }

  /** As {@link #admission(SignedEntry)}, of a draft. */
  public Optional<Reason> admission(Draft<? extends Recorded> draft) {
    return admission(ledger.sign(draft));
  }

  /** A proof with everything disclosed. */
  public byte[] proof(Acted action) {
    return ledger.prove(action).bytes();
  }

  /** The verdict on a proof with everything disclosed. */
  public Verdict verdict(Acted action) {
    return verify(proof(action));
  }

  /** Why the verdict on {@code action} is not proven; empty if it is. */
  public Optional<Reason> refusal(Acted action) {
    return reason(verdict(action));
  }

  /** The verdict on a proof file by a verifier who trusts this ledger and both authorities. */
  public Verdict verify(byte[] proof) {
    return verify(proof, trust());
  }

  /** The verdict on a proof file by a verifier with this trust file. */
  public static Verdict verify(byte[] proof, String trust) {
    try {
      var anchors = TrustAnchors.parse(trust.getBytes(StandardCharsets.UTF_8));
      return KeptProofs.kept(proof, trust, AuthorityVerifier.trusting(anchors).verify(proof));
    } catch (RefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The reason of a verdict; empty if it is proven. */
  public static Optional<Reason> reason(Verdict verdict) {
    return verdict.refusal().map(Refusal::reason);
  }

  /** A trust file for this ledger and both authorities. */
  public String trust() {
    return trust("", hr, hr2);
  }

  /** A trust file with these authorities and further members of the ledger, each with a comma. */
  public String trust(String members, Signer... authorities) {
    return "{\"version\":1,\"ledgers\":[" + anchor(members, authorities) + "]}";
  }

  /** One item of a trust file. */
  public String anchor(String members, Signer... authorities) {
    StringBuilder keys = new StringBuilder();
    for (Signer authority : authorities) {
      keys.append(keys.isEmpty() ? "" : ",").append(Keys.toJwk(authority.publicKey()));
    }
    return "{"
        + members
        + "\"vkey\":\""
        + ledger.verifierKey()
        + "\",\"authorities\":["
        + keys
        + "]}";
  }
}
