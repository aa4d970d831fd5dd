package dev.delegationledger.docs;

import dev.delegationledger.append.Sequencer;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.OutcomeStatus;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.evidence.TwoHistories;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.PrefixProof;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.proof.TlogProof;
import dev.delegationledger.scope.Scope;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.Store;
import dev.delegationledger.view.StoredLedger;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The ledger behind the example in docs/format.md. Keys, salts and times are fixed, so that every
 * run gives the same bytes: a human lets an agent pay, the agent spawns a second one with a
 * narrower grant, that one pays, and the human revokes the root grant afterwards. Then two services
 * come and go, which nothing of this needs.
 */
final class ExampleLedger {
  static final String ORIGIN = "example.com/payables";
  private static final int OLDER = 9;
  static final long START = Instant.parse("2026-01-05T09:00:00Z").getEpochSecond();
  static final int ACTION = 7;

  private static final long DAY = 24 * 60 * 60;

  final InMemorySigner ledgerKey = ed25519("ledger");
  final InMemorySigner hr = ed25519("authority");
  private final InMemorySigner jane = ed25519("human");
  private final InMemorySigner acme = ed25519("organisation");
  private final InMemorySigner payer = ed25519("agent");
  private final InMemorySigner recon = InMemorySigner.es256(Bytes.of(secret("spawned agent")));

  private final Steps clock = new Steps();
  private final Store store = MemoryStore.empty();
  private final List<SignedEntry> entries = new ArrayList<>();
  private final LedgerIdentity identity;

  private ExampleLedger() throws RefusedException {
    append(
        SignedEntry.sign(
            new Statement.Genesis(
                new Issued(
                    Jwk.thumbprint(ledgerKey.publicKey()),
                    Optional.empty(),
                    "g-1",
                    now(),
                    Set.of()),
                1,
                ORIGIN,
                ledgerKey.publicKey(),
                List.of(hr.publicKey())),
            ledgerKey,
            List.of()));
    identity = StoredLedger.over(store).identity();
    appendAll();
  }

  static ExampleLedger make() {
    try {
      return new ExampleLedger();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private void appendAll() throws RefusedException {
    SignedEntry human =
        append(
            enrolment(
                hr,
                jane,
                PrincipalKind.HUMAN,
                "urn:example:person:4711",
                Optional.of("Jane Doe"),
                Optional.empty()));
    SignedEntry organisation =
        append(
            enrolment(
                hr,
                acme,
                PrincipalKind.ORGANISATION,
                "https://acme.example/",
                Optional.of("Acme Ltd"),
                Optional.empty()));
    String payerId = "urn:uuid:3f1c9c1e-5b7a-4c55-9d55-0a3f6a1b2c3d";
    SignedEntry agent =
        append(
            enrolment(
                jane,
                payer,
                PrincipalKind.AGENT,
                payerId,
                Optional.empty(),
                Optional.of(
                    new Statement.AgentFacts(
                        "payables",
                        Optional.empty(),
                        Optional.of(organisation.hash()),
                        Optional.of(new Statement.Model("acme", "m", "1")),
                        Optional.of(human.hash()),
                        Optional.empty(),
                        Map.of(),
                        List.of()))));
    SignedEntry root = append(rootGrant(human, agent));
    SignedEntry spawned =
        append(
            enrolment(
                payer,
                recon,
                PrincipalKind.AGENT,
                payerId + "/recon-1",
                Optional.empty(),
                Optional.of(
                    new Statement.AgentFacts(
                        "reconciler",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(agent.hash()),
                        Map.of(),
                        List.of()))));
    SignedEntry child = append(childGrant(root, spawned));
    SignedEntry action = append(action(child));
    append(outcome(action));
    append(revocation(jane, "rev-1", root));
    SignedEntry erp = append(service("erp"));
    SignedEntry bank = append(service("bank"));
    append(revocation(hr, "rev-2", erp));
    append(revocation(hr, "rev-3", bank));
  }

  private SignedEntry service(String name) {
    return enrolment(
        hr,
        ed25519(name),
        PrincipalKind.SERVICE,
        "https://" + name + ".example/",
        Optional.empty(),
        Optional.empty());
  }

  private SignedEntry revocation(InMemorySigner signer, String jti, SignedEntry target) {
    return SignedEntry.sign(
        new Statement.Revocation(
            issued(signer, jti), target.hash(), Optional.empty(), Optional.empty()),
        signer,
        List.of());
  }

  private SignedEntry rootGrant(SignedEntry human, SignedEntry agent) {
    Disclosure task = disclosure(SlotName.TASK, Value.of("prepare vendor payments"));
    Scope scope =
        new Scope(
            Map.of(
                "erp:pay",
                Map.of("amount", range(0, 500_000), "vendor", new Constraint.Wildcard())));
    return SignedEntry.sign(
        new Statement.Grant(
            issued(jane, "grant-1"),
            now() + 7 * DAY,
            payer.publicKey(),
            0,
            1,
            Optional.empty(),
            scope,
            Optional.of(human.hash()),
            agent.hash(),
            Optional.of(new Statement.Task("T-17", Optional.of(new Slot.Hidden(task.digest())))),
            Optional.empty(),
            Statement.Limits.NONE,
            new TreeMap<>(),
            List.of(),
            Optional.empty(),
            Optional.empty()),
        jane,
        List.of(task));
  }

  private SignedEntry childGrant(SignedEntry root, SignedEntry spawned) {
    Scope scope =
        new Scope(
            Map.of(
                "erp:pay",
                Map.of(
                    "amount", range(0, 100_000), "vendor", new Constraint.Exact(Value.of("V-7")))));
    return SignedEntry.sign(
        new Statement.Grant(
            issued(payer, "grant-2"),
            now() + DAY,
            recon.publicKey(),
            1,
            1,
            Optional.of(root.hash()),
            scope,
            Optional.empty(),
            spawned.hash(),
            Optional.empty(),
            Optional.of(now()),
            Statement.Limits.NONE,
            new TreeMap<>(),
            List.of(),
            Optional.empty(),
            Optional.empty()),
        payer,
        List.of());
  }

  private SignedEntry action(SignedEntry grant) {
    Disclosure amount = disclosure(SlotName.argument("amount"), Value.of(84_000));
    Disclosure vendor = disclosure(SlotName.argument("vendor"), Value.of("V-7"));
    TreeMap<String, Slot> arguments = new TreeMap<>();
    arguments.put("amount", new Slot.Hidden(amount.digest()));
    arguments.put("vendor", new Slot.Hidden(vendor.digest()));
    return SignedEntry.sign(
        new Statement.Action(
            issued(recon, "act-1"),
            now() + 60,
            new Statement.Call(
                "grant-2",
                grant.hash(),
                "erp:pay",
                Optional.empty(),
                arguments,
                new TreeMap<>(),
                Optional.of(new Slot.Open(Value.of("pay invoice 2026-118")))),
            Optional.empty(),
            Optional.empty()),
        recon,
        List.of(amount, vendor));
  }

  private SignedEntry outcome(SignedEntry action) {
    Disclosure result = disclosure(SlotName.RESULT, Value.of("booked as P-90211"));
    return SignedEntry.sign(
        new Statement.Outcome(
            issued(recon, "out-1"),
            action.hash(),
            OutcomeStatus.SUCCEEDED,
            Optional.of(new Slot.Hidden(result.digest())),
            Optional.empty()),
        recon,
        List.of(result));
  }

  private SignedEntry enrolment(
      InMemorySigner enroller,
      InMemorySigner key,
      PrincipalKind kind,
      String id,
      Optional<String> name,
      Optional<Statement.AgentFacts> agent) {
    Optional<Disclosure> disclosed = name.map(n -> disclosure(SlotName.NAME, Value.of(n)));
    Hash enrollerId = Jwk.thumbprint(enroller.publicKey());
    return SignedEntry.sign(
        new Statement.Enrolment(
            issued(enroller, "enrol-" + entries.size()),
            now() + 30 * DAY,
            id,
            kind,
            key.publicKey(),
            Possession.prove(key, identity.id(), kind, id, enrollerId),
            Optional.empty(),
            Optional.empty(),
            disclosed.map(d -> new Slot.Hidden(d.digest())),
            Optional.empty(),
            agent),
        enroller,
        disclosed.stream().toList());
  }

  private Issued issued(InMemorySigner signer, String jti) {
    return new Issued(
        Jwk.thumbprint(signer.publicKey()), Optional.of(identity.id()), jti, now(), Set.of());
  }

  private SignedEntry append(SignedEntry entry) throws RefusedException {
    if (entries.isEmpty()) {
      Sequencer.create(store, entry, clock);
      Sequencer.resume(store, ledgerKey, clock);
    } else {
      Sequencer sequencer = Sequencer.resume(store, ledgerKey, clock);
      sequencer.append(sequencer.verify(List.of(entry)));
    }
    entries.add(entry);
    clock.step();
    return entry;
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  /** The entries in the order of the log. */
  List<SignedEntry> entries() {
    return List.copyOf(entries);
  }

  StoredLedger stored() throws RefusedException {
    return StoredLedger.over(store);
  }

  AuthorityProof proof() throws RefusedException {
    return ProofExporter.export(stored(), ACTION, EnumSet.allOf(Disclose.class));
  }

  TlogProof tlogProof() throws RefusedException {
    return TlogProof.of(stored(), ACTION);
  }

  /** What convicts the example's key, had it signed another history of the first nine records. */
  Misbehaviour evidence() throws RefusedException {
    SignedCheckpoint newest = stored().head().checkpoint().orElseThrow();
    Hash elsewhere = Merkle.leafHash("another history".getBytes(StandardCharsets.US_ASCII));
    return new TwoHistories(
        newest,
        new Checkpoint(ORIGIN, OLDER, elsewhere).sign(ledgerKey),
        Optional.of(PrefixProof.of(OLDER, newest.checkpoint().size(), stored()::logNode)),
        Optional.empty());
  }

  String vkey() {
    return VerifierKey.of(ORIGIN, ledgerKey.publicKey()).text();
  }

  byte[] trustFile() {
    return Json.canonical(
        Value.obj(
            Map.of(
                "version",
                Value.of(1),
                "ledgers",
                Value.arr(
                    List.of(
                        Value.obj(
                            Map.of(
                                "vkey", Value.of(vkey()),
                                "genesis", Value.of(identity.genesisLeaf().base64Url()),
                                "authorities",
                                    Value.arr(List.of(Jwk.toValue(hr.publicKey()))))))))));
  }

  private static Constraint range(long min, long max) {
    return new Constraint.Range(Optional.of(bound(min)), Optional.of(bound(max)));
  }

  private static Constraint.Bound bound(long value) {
    return new Constraint.Bound(BigDecimal.valueOf(value), true);
  }

  /** A disclosure whose salt follows from its content, so that it is the same in every run. */
  static Disclosure disclosure(String name, Value value) {
    String seed = "salt of " + name + ": " + Json.canonicalText(value);
    String salt = Bytes.of(Arrays.copyOf(secret(seed), 16)).base64Url();
    Value array = Value.arr(List.of(Value.of(salt), Value.of(name), value));
    try {
      return Disclosure.parse(Bytes.of(Json.canonical(array)).base64Url());
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static InMemorySigner ed25519(String role) {
    return InMemorySigner.ed25519(Bytes.of(secret(role)));
  }

  private static byte[] secret(String role) {
    return Sha256.of(("example key: " + role).getBytes(StandardCharsets.UTF_8)).toArray();
  }

  /** One second later after each entry. */
  private static final class Steps extends Clock {
    private Instant now = Instant.ofEpochSecond(START);

    void step() {
      now = now.plusSeconds(1);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("the example knows UTC only");
    }
  }
}
