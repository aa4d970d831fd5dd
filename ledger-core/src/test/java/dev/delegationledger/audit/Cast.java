package dev.delegationledger.audit;

import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.OutcomeStatus;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.VerifiedEntry;
import dev.delegationledger.jose.Disclosure;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import dev.delegationledger.store.MemoryStore;
import java.math.BigDecimal;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The people and programs of one small ledger, and what they say. */
final class Cast {
  static final String ORIGIN = "example.com/payables";
  static final Signer LEDGER = ed25519(1);
  static final Signer HR = ed25519(2);
  static final Signer JANE = ed25519(3);
  static final Signer ACME = ed25519(4);
  static final Signer PAYER = es256(5);
  static final Signer HELPER = ed25519(6);
  static final Signer BANK = ed25519(7);
  static final Signer MALLORY = ed25519(8);
  static final String PAYER_ID = "urn:uuid:00000000-0000-4000-8000-000000000001";
  static final long START = 1_800_000_000L;

  final MemoryStore store = MemoryStore.empty();
  private final SecureRandom random = seeded();
  private long nowMs = START * 1000;
  private int labels;
  private final List<VerifiedEntry> said = new ArrayList<>();
  private final SignedEntry genesis;
  private final Sequencer sequencer;

  private Cast(Opening opening) throws RefusedException {
    Issued issued =
        new Issued(
            Jwk.thumbprint(LEDGER.publicKey()), Optional.empty(), "genesis", START, Set.of());
    Statement statement =
        new Statement.Genesis(issued, 1, ORIGIN, LEDGER.publicKey(), List.of(HR.publicKey()));
    genesis = SignedEntry.sign(statement, LEDGER, List.of());
    Sequencer.create(store, genesis, clock());
    sequencer = opening.resume(store, LEDGER, clock());
  }

  private interface Opening {
    Sequencer resume(MemoryStore store, Signer key, Clock clock) throws RefusedException;
  }

  /** An honest ledger with genesis only. */
  static Cast honest() throws RefusedException {
    return new Cast(Sequencer::resume);
  }

  /** A ledger that admits everything. */
  static Cast rogue() throws RefusedException {
    return new Cast(RogueSequencer::open);
  }

  /** A ledger that admits everything and charges what {@code sums} says. */
  static Cast rogue(RogueSequencer.Sums sums) throws RefusedException {
    return new Cast((store, key, clock) -> RogueSequencer.open(store, key, clock, sums));
  }

  /** Twelve records that use every table: see the order of the statements below. */
  static Cast twelveRecords() throws RefusedException {
    Cast cast = honest();
    SignedEntry jane = cast.append(cast.human(JANE, HR)); // 1
    SignedEntry acme = cast.append(cast.organisation(ACME, HR)); // 2
    SignedEntry payer = cast.append(cast.agent(PAYER, jane, acme, JANE)); // 3
    SignedEntry helper = cast.append(cast.spawned(HELPER, payer, PAYER)); // 4
    SignedEntry root = cast.append(cast.limited(jane, payer, 3, 100, JANE)); // 5
    SignedEntry child = cast.append(cast.child(root, helper, 50, PAYER)); // 6
    SignedEntry action = cast.append(cast.action(child, 20, HELPER)); // 7
    cast.append(cast.outcome(action, HELPER)); // 8
    cast.append(cast.revocation(child, JANE)); // 9
    cast.append(cast.revocation(helper, PAYER)); // 10
    cast.append(cast.service(BANK, HR)); // 11
    return cast;
  }

  SignedEntry append(SignedEntry entry) throws RefusedException {
    nowMs += 1000;
    List<VerifiedEntry> verified = sequencer.verify(List.of(entry));
    sequencer.append(verified);
    said.addAll(verified);
    return entry;
  }

  /** Appends an entry that somebody else's key signed. */
  SignedEntry appendSignedBy(SignedEntry entry, Signer signer) throws RefusedException {
    nowMs += 1000;
    sequencer.append(List.of(entry.verify(thumbprint -> Optional.of(signer.publicKey()))));
    return entry;
  }

  SignedEntry human(Signer key, Signer enroller) {
    return enrolment(key, PrincipalKind.HUMAN, "https://id.example/h1", Optional.empty(), enroller);
  }

  SignedEntry organisation(Signer key, Signer enroller) {
    String id = "https://id.example/o1";
    return enrolment(key, PrincipalKind.ORGANISATION, id, Optional.empty(), enroller);
  }

  SignedEntry service(Signer key, Signer enroller) {
    String id = "https://id.example/s1";
    return enrolment(key, PrincipalKind.SERVICE, id, Optional.empty(), enroller);
  }

  SignedEntry agent(Signer key, SignedEntry owner, SignedEntry operator, Signer enroller) {
    Statement.AgentFacts facts =
        new Statement.AgentFacts(
            "payables",
            Optional.empty(),
            Optional.of(operator.hash()),
            Optional.of(new Statement.Model("acme", "m", "1")),
            Optional.of(owner.hash()),
            Optional.empty(),
            Map.of(),
            List.of());
    return enrolment(key, PrincipalKind.AGENT, PAYER_ID, Optional.of(facts), enroller);
  }

  SignedEntry spawned(Signer key, SignedEntry spawner, Signer enroller) {
    Statement.AgentFacts facts =
        new Statement.AgentFacts(
            "helper",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(spawner.hash()),
            Map.of(),
            List.of());
    return enrolment(key, PrincipalKind.AGENT, PAYER_ID + "/h", Optional.of(facts), enroller);
  }

  private SignedEntry enrolment(
      Signer key,
      PrincipalKind kind,
      String id,
      Optional<Statement.AgentFacts> agent,
      Signer enroller) {
    Issued issued = issued(enroller);
    Optional<Disclosure> name =
        agent.isPresent() ? Optional.empty() : Optional.of(hide(SlotName.NAME, Value.of("Jane")));
    Statement statement =
        new Statement.Enrolment(
            issued,
            issued.issuedAt() + 1_000_000,
            id,
            kind,
            key.publicKey(),
            Possession.prove(key, ledgerId(), kind, id, issued.signer()),
            Optional.empty(),
            Optional.empty(),
            name.map(Cast::slot),
            Optional.empty(),
            agent);
    return SignedEntry.sign(statement, enroller, name.stream().toList());
  }

  SignedEntry root(SignedEntry delegator, SignedEntry delegate, long most, Signer signer) {
    return root(delegator, delegate, most, Statement.Limits.NONE, signer);
  }

  /** A root grant of some uses, which may spend {@code total} in all and in one action. */
  SignedEntry limited(
      SignedEntry delegator, SignedEntry delegate, long uses, long total, Signer signer) {
    Statement.Spend spend =
        new Statement.Spend(
            "EUR", Optional.empty(), total, new TreeMap<>(Map.of("pay", Optional.of("/amount"))));
    Statement.Limits limits = new Statement.Limits(Optional.of(uses), Optional.of(spend));
    return root(delegator, delegate, total, limits, signer);
  }

  private SignedEntry root(
      SignedEntry delegator,
      SignedEntry delegate,
      long most,
      Statement.Limits limits,
      Signer signer) {
    Issued issued = issued(signer);
    Disclosure task = hide(SlotName.TASK, Value.of("prepare payments"));
    Statement statement =
        new Statement.Grant(
            issued,
            issued.issuedAt() + 10_000,
            ((Statement.Enrolment) delegate.statement()).key(),
            0,
            2,
            Optional.empty(),
            scope(most),
            Optional.of(delegator.hash()),
            delegate.hash(),
            Optional.of(new Statement.Task("T-17", Optional.of(slot(task)))),
            Optional.empty(),
            limits,
            new TreeMap<>(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return SignedEntry.sign(statement, signer, List.of(task));
  }

  SignedEntry child(SignedEntry parent, SignedEntry delegate, long most, Signer signer) {
    Statement.Grant above = (Statement.Grant) parent.statement();
    Statement statement =
        new Statement.Grant(
            issued(signer),
            above.expiresAt(),
            ((Statement.Enrolment) delegate.statement()).key(),
            above.depth() + 1,
            2,
            Optional.of(parent.hash()),
            scope(most),
            Optional.empty(),
            delegate.hash(),
            Optional.empty(),
            Optional.empty(),
            Statement.Limits.NONE,
            new TreeMap<>(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return SignedEntry.sign(statement, signer, List.of());
  }

  SignedEntry action(SignedEntry grant, long amount, Signer signer) {
    Disclosure argument = hide(SlotName.argument("amount"), Value.of(amount));
    return action(grant, slot(argument), List.of(argument), signer);
  }

  /** An action whose amount everybody sees. */
  SignedEntry shownAction(SignedEntry grant, long amount, Signer signer) {
    return action(grant, new Slot.Open(Value.of(amount)), List.of(), signer);
  }

  private SignedEntry action(
      SignedEntry grant, Slot amount, List<Disclosure> disclosed, Signer signer) {
    Issued issued = issued(signer);
    Disclosure intent = hide(SlotName.INTENT, Value.of("pay the invoice"));
    Statement statement =
        new Statement.Action(
            issued,
            issued.issuedAt() + 60,
            new Statement.Call(
                grant.statement().issued().jti(),
                grant.hash(),
                "pay",
                Optional.empty(),
                new TreeMap<>(Map.of("amount", amount)),
                new TreeMap<>(),
                Optional.of(slot(intent))),
            Optional.empty(),
            Optional.empty());
    List<Disclosure> all = new ArrayList<>(disclosed);
    all.add(intent);
    return SignedEntry.sign(statement, signer, all);
  }

  SignedEntry outcome(SignedEntry action, Signer signer) {
    Disclosure result = hide(SlotName.RESULT, Value.of("paid"));
    Statement statement =
        new Statement.Outcome(
            issued(signer),
            action.hash(),
            OutcomeStatus.SUCCEEDED,
            Optional.of(slot(result)),
            Optional.empty());
    return SignedEntry.sign(statement, signer, List.of(result));
  }

  SignedEntry revocation(SignedEntry target, Signer signer) {
    Disclosure reason = hide(SlotName.REASON, Value.of("done"));
    Statement statement =
        new Statement.Revocation(
            issued(signer), target.hash(), Optional.empty(), Optional.of(slot(reason)));
    return SignedEntry.sign(statement, signer, List.of(reason));
  }

  /** Trust in this ledger, with further members of the trust file's one ledger. */
  static TrustAnchors trust(Map<String, Value> further) throws RefusedException {
    Map<String, Value> ledger = new TreeMap<>();
    ledger.put("vkey", Value.of(VerifierKey.of(ORIGIN, LEDGER.publicKey()).text()));
    ledger.put("authorities", Value.arr(List.of(Jwk.toValue(HR.publicKey()))));
    ledger.putAll(further);
    Map<String, Value> file =
        Map.of("version", Value.of(1), "ledgers", Value.arr(List.of(Value.obj(ledger))));
    return TrustAnchors.parse(Json.canonical(Value.obj(file)));
  }

  /** Record 0. */
  SignedEntry genesis() {
    return genesis;
  }

  /** All that was appended, in that order. */
  List<VerifiedEntry> said() {
    return said;
  }

  String ledgerId() {
    return sequencer.ledger().identity().id();
  }

  Hash genesisLeaf() {
    return sequencer.ledger().identity().genesisLeaf();
  }

  private Issued issued(Signer signer) {
    Hash thumbprint = Jwk.thumbprint(signer.publicKey());
    return new Issued(
        thumbprint, Optional.of(ledgerId()), "jti-" + ++labels, nowMs / 1000, Set.of());
  }

  /** The next statement repeats the jti of the last. */
  void repeatLabel() {
    labels--;
  }

  private Disclosure hide(String slot, Value value) {
    return Disclosure.create(random, slot, value);
  }

  private static Slot slot(Disclosure disclosure) {
    return new Slot.Hidden(disclosure.digest());
  }

  private static Scope scope(long most) {
    Constraint.Bound bound = new Constraint.Bound(BigDecimal.valueOf(most), true);
    return new Scope(
        Map.of(
            "pay", Map.of("amount", new Constraint.Range(Optional.empty(), Optional.of(bound)))));
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.ofEpochMilli(nowMs);
      }
    };
  }

  private static Signer ed25519(int seed) {
    return InMemorySigner.ed25519(filled(seed));
  }

  private static Signer es256(int seed) {
    return InMemorySigner.es256(filled(seed));
  }

  private static Bytes filled(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return Bytes.of(bytes);
  }

  private static SecureRandom seeded() {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(17);
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
