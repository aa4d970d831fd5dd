package dev.delegationledger.testing;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Approvals;
import dev.delegationledger.Archetype;
import dev.delegationledger.Archetyped;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Group;
import dev.delegationledger.Grouped;
import dev.delegationledger.Keys;
import dev.delegationledger.Policy;
import dev.delegationledger.Recorded;
import dev.delegationledger.Request;
import dev.delegationledger.Requested;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * The good case with all that the ledger knows. Everything is the same in every run. For one
 * thread.
 *
 * <p>Its story: a policy puts {@code erp:pay} in tier high, which needs one approval by a
 * controller, and has agents' roles assigned to different humans. The team, Jane and Bob, owns the
 * agent {@code payer}; Jane is on call for it, and Carol for the controllers, Carol and Dave, who
 * are its control owner. Erin provisioned it and Frank approved its data. Jane granted it payments
 * of up to 500,000 in production, of which Frank approves those from 100,000 on. It spawned {@code
 * recon}, and passed on payments to vendor V-7 of up to 150,000.
 *
 * <p>{@link #turnRogue} hands the ledger to an operator who records whatever is signed.
 */
public final class Registry {
  /** When it begins. */
  public static final Instant BEGIN = Instant.parse("2026-01-05T08:00:00Z");

  /** When Bob and Dave take over from Jane and Carol. */
  public static final Instant HANDOVER = BEGIN.plus(ofDays(5));

  /** When nobody is on call any more. */
  public static final Instant ROTA_ENDS = BEGIN.plus(ofDays(20));

  /** The checkpoint origin. */
  public static final String ORIGIN = "example.com/registry";

  /** The tool server that the grants name. */
  public static final String SERVER = "https://erp.example.com";

  public final TestClock time = TestClock.at(BEGIN);
  public final MemoryStore store;
  public final SecureRandom random;
  public final InMemorySigner ledgerKey;
  public final InMemorySigner hr;
  public final InMemorySigner hr2;
  public final InMemorySigner janeKey;
  public final InMemorySigner janeRecoveryKey;
  public final InMemorySigner bobKey;
  public final InMemorySigner carolKey;
  public final InMemorySigner daveKey;
  public final InMemorySigner erinKey;
  public final InMemorySigner frankKey;
  public final InMemorySigner acmeKey;
  public final InMemorySigner erpKey;
  public final InMemorySigner payerKey;
  public final InMemorySigner reconKey;
  public DelegationLedger ledger;

  /** On call for the team first; gives the root grant. */
  public final Enrolled jane;

  /** On call for the team next. */
  public final Enrolled bob;

  /** On call for the controllers first. */
  public final Enrolled carol;

  /** On call for the controllers next. */
  public final Enrolled dave;

  /** The provisioner. */
  public final Enrolled erin;

  /** The data approver. */
  public final Enrolled frank;

  public final Enrolled acme;
  public final Enrolled erp;
  public final Grouped team;
  public final Grouped controllers;
  public final Recorded policy;
  public final Archetyped archetype;
  public final Enrolled payer;
  public final Granted root;
  public final Enrolled recon;
  public final Granted child;

  private Registry() {
    store = MemoryStore.empty();
    random = seeded("registry");
    ledgerKey = key();
    hr = key();
    hr2 = key();
    janeKey = key();
    janeRecoveryKey = key();
    bobKey = key();
    carolKey = key();
    daveKey = key();
    erinKey = key();
    frankKey = key();
    acmeKey = key();
    erpKey = key();
    payerKey = InMemorySigner.generate(Suite.ES256, random);
    reconKey = key();
    ledger = DelegationLedger.openOrCreate(store, genesis(), time, random);
    jane =
        ledger.append(human("Jane Doe").key(janeKey).recovery(janeRecoveryKey.publicKey()).by(hr));
    bob = ledger.append(human("Bob Roe").key(bobKey).by(hr2));
    carol = ledger.append(human("Carol Poe").key(carolKey).by(hr));
    dave = ledger.append(human("Dave Low").key(daveKey).by(hr));
    erin = ledger.append(human("Erin Fay").key(erinKey).by(hr));
    frank = ledger.append(human("Frank Orr").key(frankKey).by(hr));
    acme = ledger.append(Enrol.organisation().name("Acme Ltd").key(acmeKey).by(hr));
    erp = ledger.append(Enrol.service().name("ERP").key(erpKey).by(hr));
    team = ledger.append(group("urn:example:team", jane, bob).by(hr));
    controllers = ledger.append(group("urn:example:controllers", carol, dave).by(hr));
    policy = ledger.append(policy().by(hr));
    archetype = ledger.append(archetype().by(hr));
    payer = ledger.append(agent().key(payerKey).by(janeKey));
    root = ledger.append(rootGrant().by(janeKey));
    recon = ledger.append(Enrol.agent("reconciler").key(reconKey).by(payerKey));
    child = ledger.append(childGrant().by(payerKey));
  }

  /** The same people and records, in a ledger of its own. */
  private Registry(Registry begun) {
    random = seeded("begun");
    ledgerKey = begun.ledgerKey;
    hr = begun.hr;
    hr2 = begun.hr2;
    janeKey = begun.janeKey;
    janeRecoveryKey = begun.janeRecoveryKey;
    bobKey = begun.bobKey;
    carolKey = begun.carolKey;
    daveKey = begun.daveKey;
    erinKey = begun.erinKey;
    frankKey = begun.frankKey;
    acmeKey = begun.acmeKey;
    erpKey = begun.erpKey;
    payerKey = begun.payerKey;
    reconKey = begun.reconKey;
    jane = begun.jane;
    bob = begun.bob;
    carol = begun.carol;
    dave = begun.dave;
    erin = begun.erin;
    frank = begun.frank;
    acme = begun.acme;
    erp = begun.erp;
    team = begun.team;
    controllers = begun.controllers;
    policy = begun.policy;
    archetype = begun.archetype;
    payer = begun.payer;
    root = begun.root;
    recon = begun.recon;
    child = begun.child;
    store = Copies.of(begun.store);
    ledger = DelegationLedger.open(store, ledgerKey, time, random);
  }

  /** Signed and recorded once, and copied for whoever goes on with it. */
  private static final class Begun {
    static final Registry REGISTRY = new Registry();
  }

  /** The good case up to before the first request. */
  public static Registry open() {
    return new Registry(Begun.REGISTRY);
  }

  private static SecureRandom seeded(String seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed.getBytes(StandardCharsets.US_ASCII));
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

  private static Enrol human(String name) {
    return Enrol.human().name(name);
  }

  /** Begins a group of two that hand over to each other. */
  public static Group group(String id, Enrolled first, Enrolled next) {
    return Group.of(id)
        .member(first, next)
        .onCall(BEGIN, HANDOVER, first)
        .onCall(HANDOVER, ROTA_ENDS, next)
        .expiresIn(ofDays(60));
  }

  /** Begins the policy. */
  public Policy policy() {
    return Policy.of()
        .tool("erp:pay", Tier.HIGH)
        .otherwise(Tier.LOW)
        .tier(Tier.HIGH, Approvals.of(1).from(controllers).validFor(ofHours(8)))
        .maxGrantLifetime(ofDays(30))
        .maxAgentLifetime(ofDays(60))
        .maxSpawned(2)
        .require(AgentRole.PROVISIONER, AgentRole.CONTROL_OWNER, AgentRole.DATA_APPROVER)
        .distinctRoles();
  }

  /** Begins the archetype of the payer. */
  public static Archetype archetype() {
    return Archetype.of("payables")
        .tool("erp:pay", t -> t.any("vendor").range("amount", 0, 1_000_000))
        .tool("erp:refund")
        .maxGrantLifetime(ofDays(14));
  }

  /** Begins the enrolment of an agent that the team owns. */
  public Enrol agent() {
    return Enrol.agent(archetype)
        .owner(team)
        .provisioner(erin)
        .controlOwner(controllers)
        .dataApprover(frank)
        .operator(acme)
        .model("acme", "m", "1")
        .triggers("anomaly", "budget");
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
        .uses(10)
        .spend("EUR", 1_000_000)
        .perAction(400_000)
        .amount("erp:pay", "/amount")
        .free("erp:refund")
        .context(c -> c.exact("environment", "production"))
        .audience(SERVER)
        .approval(
            Approvals.of(1)
                .role(AgentRole.DATA_APPROVER)
                .validFor(ofHours(4))
                .when("erp:pay", t -> t.min("amount", 100_000)))
        .delegable(3)
        .expiresIn(ofDays(7));
  }

  /** Begins the payer's grant to the reconciler. */
  public Grant childGrant() {
    return root.narrowTo(recon)
        .tool("erp:pay", t -> t.exact("vendor", "V-7").max("amount", 150_000))
        .tool("erp:refund")
        .delegable(1)
        .expiresIn(ofDays(2));
  }

  /** Begins a request for a payment under the reconciler's grant. */
  public Request payment(long amount) {
    return payment(child, amount);
  }

  /** Begins a request for a payment. */
  public static Request payment(Granted grant, long amount) {
    return Request.under(grant)
        .tool("erp:pay")
        .arg("vendor", "V-7")
        .arg("amount", amount)
        .context("environment", "production")
        .audience(SERVER)
        .intent("settle invoice 2231")
        .expiresIn(ofDays(1));
  }

  /** Begins a refund, which needs no approval, under the reconciler's grant. */
  public Action refund() {
    return Action.under(child)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(SERVER);
  }

  /** The reconciler's request for a payment, recorded. */
  public Requested requested(long amount) {
    return ledger.append(payment(amount).by(reconKey));
  }

  /** A yes, recorded. */
  public Recorded approve(Recorded target, Signer human) {
    return ledger.append(Approval.of(target).approve().because("checked").by(human));
  }

  /** The reconciler's payment of 84,000 after Carol approved it, recorded. */
  public Acted paid() {
    Requested request = requested(84_000);
    approve(request, carolKey);
    return ledger.append(Action.of(request).by(reconKey));
  }

  /** From now on everything that is signed is recorded. */
  public Registry turnRogue() {
    ledger = RogueLedger.open(store, ledgerKey, time, random);
    return this;
  }

  /** From now on the rules are back in force. */
  public Registry turnHonest() {
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
    return Scene.verify(proof(action), trust());
  }

  /** Why the verdict on {@code action} is not proven; empty if it is. */
  public Optional<Reason> refusal(Acted action) {
    return Scene.reason(verdict(action));
  }

  /** An audit of the whole ledger. */
  public AuditReport audit() {
    try {
      return Audits.run(
          Audit.full(store, TrustAnchors.parse(trust().getBytes(StandardCharsets.UTF_8))));
    } catch (RefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A trust file for this ledger and both authorities. */
  public String trust() {
    return "{\"version\":1,\"ledgers\":[{\"vkey\":\""
        + ledger.verifierKey()
        + "\",\"authorities\":["
        + Keys.toJwk(hr.publicKey())
        + ","
        + Keys.toJwk(hr2.publicKey())
        + "]}]}";
  }
}
