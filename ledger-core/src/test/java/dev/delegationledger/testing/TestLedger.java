package dev.delegationledger.testing;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

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
import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/**
 * A ledger in memory for tests: its keys, its clock and its randomness are the same in every run.
 *
 * <p>Its story: the authority {@code hr} enrolled Jane Doe, the organisation Acme and a service.
 * Jane owns the agent {@code payer}, which Acme operates, and granted it {@code erp:pay} up to
 * 500,000 and {@code erp:refund}. The payer spawned the agent {@code recon} and passed on {@code
 * erp:pay} to vendor V-7 up to 100,000.
 *
 * <p>To close it is to audit the whole ledger.
 */
public final class TestLedger implements AutoCloseable {
  /** When the story begins. */
  public static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

  /** The checkpoint origin. */
  public static final String ORIGIN = "example.com/payables";

  private final MemoryStore memory = MemoryStore.empty();
  private final KeptStore store = KeptStore.of(memory);
  private final TestClock clock = TestClock.at(BEGIN);
  private final SecureRandom random = seeded();
  private final InMemorySigner ledgerKey = newKey();
  private final InMemorySigner hr = newKey();
  private final InMemorySigner janeKey = newKey();
  private final InMemorySigner acmeKey = newKey();
  private final InMemorySigner payerKey = newKey();
  private final InMemorySigner reconKey = InMemorySigner.generate(Suite.ES256, random);
  private final InMemorySigner serviceKey = newKey();
  private DelegationLedger ledger;
  private final Enrolled jane;
  private final Enrolled acme;
  private final Enrolled service;
  private final Enrolled payer;
  private final Granted root;
  private final Enrolled recon;
  private final Granted spawned;

  private TestLedger() {
    ledger = reopened();
    jane = ledger.append(Enrol.human().name("Jane Doe").key(janeKey).by(hr));
    acme = ledger.append(Enrol.organisation().name("Acme Ltd").key(acmeKey).by(hr));
    service = ledger.append(Enrol.service().name("ERP").key(serviceKey).by(hr));
    payer = ledger.append(agent("payables").key(payerKey).by(janeKey));
    root = ledger.append(rootGrant().by(janeKey));
    spawned =
        ledger.appendAll(
            batch -> {
              var spawn = batch.add(Enrol.agent("reconciler").key(reconKey).by(payerKey));
              return batch.add(
                  root.narrowTo(spawn)
                      .tool("erp:pay", t -> t.exact("vendor", "V-7").max("amount", 100_000))
                      .expiresIn(ofDays(1))
                      .by(payerKey));
            });
    recon = ledger.enrolled(reconKey.publicKey()).orElseThrow();
  }

  /** The story up to here. */
  public static TestLedger open() {
    return new TestLedger();
  }

  private static SecureRandom seeded() {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed("the same in every run".getBytes(StandardCharsets.UTF_8));
      return random;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The ledger. */
  public DelegationLedger ledger() {
    return ledger;
  }

  /** Closes the ledger and opens it again from what it stored. */
  public DelegationLedger reopen() {
    ledger.close();
    ledger = reopened();
    return ledger;
  }

  private DelegationLedger reopened() {
    return DelegationLedger.openOrCreate(store, genesis(), clock, random);
  }

  /** What the ledger is. */
  public Genesis genesis() {
    return Genesis.of(ORIGIN, ledgerKey).authority(hr.publicKey());
  }

  /** Where it is stored; closing the ledger leaves it open. */
  public KeptStore store() {
    return store;
  }

  /** Every row it stored, for comparison. */
  public List<String> contents() {
    return KeptStore.contents(store);
  }

  /** Its clock. */
  public TestClock clock() {
    return clock;
  }

  /** Its randomness. */
  public SecureRandom random() {
    return random;
  }

  /** The key that signs checkpoints. */
  public InMemorySigner ledgerKey() {
    return ledgerKey;
  }

  /** The enrolment authority's key. */
  public InMemorySigner hr() {
    return hr;
  }

  /** Jane's key. */
  public InMemorySigner janeKey() {
    return janeKey;
  }

  /** The organisation's key. */
  public InMemorySigner acmeKey() {
    return acmeKey;
  }

  /** The service's key. */
  public InMemorySigner serviceKey() {
    return serviceKey;
  }

  /** The payer's key. */
  public InMemorySigner payerKey() {
    return payerKey;
  }

  /** The reconciler's key, of suite ES256. */
  public InMemorySigner reconKey() {
    return reconKey;
  }

  /** A key that nobody has yet. */
  public InMemorySigner newKey() {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  /** The human. */
  public Enrolled jane() {
    return jane;
  }

  /** The organisation. */
  public Enrolled acme() {
    return acme;
  }

  /** The service. */
  public Enrolled service() {
    return service;
  }

  /** The agent that Jane owns. */
  public Enrolled payer() {
    return payer;
  }

  /** Jane's grant to the payer. */
  public Granted root() {
    return root;
  }

  /** The agent that the payer spawned. */
  public Enrolled recon() {
    return recon;
  }

  /** The payer's grant to the reconciler. */
  public Granted spawned() {
    return spawned;
  }

  /** Begins the enrolment of an agent that Jane owns. */
  public Enrol agent(String archetype) {
    return Enrol.agent(archetype).owner(jane).operator(acme).model("acme", "m", "1");
  }

  /** Begins the grant that Jane gave the payer. */
  public Grant rootGrant() {
    return Grant.to(payer)
        .task("T-17", "prepare vendor payments")
        .tool("erp:pay", t -> t.any("vendor").range("amount", 0, 500_000))
        .tool("erp:refund", t -> t.any("id"))
        .delegable(1)
        .expiresIn(ofDays(7));
  }

  /** Begins another grant to the reconciler, for an hour: payments of up to {@code most}. */
  public Grant smallerGrant(long most) {
    return root.narrowTo(recon)
        .tool("erp:pay", tool -> tool.any("vendor").range("amount", 0, most))
        .expiresIn(ofHours(1));
  }

  /** A payment by the reconciler to V-7. */
  public Draft<Acted> pay(long amount) {
    return pay(spawned, amount);
  }

  /** As {@link #pay(long)}, under another grant. */
  public Draft<Acted> pay(Granted grant, long amount) {
    return payment(grant, amount).by(reconKey);
  }

  /** Begins a payment by the reconciler to V-7. */
  public Action payment(long amount) {
    return payment(spawned, amount);
  }

  /** As {@link #payment(long)}, under another grant. */
  public Action payment(Granted grant, long amount) {
    return Action.under(grant)
        .tool("erp:pay")
        .arg("vendor", "V-7")
        .arg("amount", amount)
        .intent("settle invoice 2231");
  }

  /** Signs a draft for this ledger. */
  public SignedEntry sign(Draft<? extends Recorded> draft) {
    return ledger.sign(draft);
  }

  /** A trust file for this ledger, as a verifier writes it. */
  public byte[] trustFile() {
    String file =
        "{\"version\":1,\"ledgers\":[{\"vkey\":\""
            + VerifierKey.of(ORIGIN, ledgerKey.publicKey()).text()
            + "\",\"authorities\":["
            + Keys.toJwk(hr.publicKey())
            + "]}]}";
    return file.getBytes(StandardCharsets.UTF_8);
  }

  /** Closes the ledger and audits it: structure, signatures and rules. */
  @Override
  public void close() {
    ledger.close();
    try {
      AuditReport report = Audits.run(Audit.full(store, TrustAnchors.parse(trustFile())));
      if (!report.isSound()) {
        throw new AssertionError("expected a sound ledger, got " + report.findings());
      }
    } catch (RefusedException e) {
      throw new AssertionError(e);
    } finally {
      memory.close();
    }
  }

  /** Closes a ledger that was broken on purpose. */
  public void closeUnaudited() {
    ledger.close();
    memory.close();
  }
}
