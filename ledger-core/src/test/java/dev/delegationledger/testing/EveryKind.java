package dev.delegationledger.testing;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Decision;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.OutcomeStatus;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.RefusedAction;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotFamily;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.entry.Tier;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Well-formed statements of every kind, all by {@link #SIGNER}; they refer to nothing that there
 * is. The first of a kind states whatever can be stated in it.
 */
public final class EveryKind {
  /** Who signs them. */
  public static final InMemorySigner SIGNER = ed25519("signer");

  /** The key that enrolments and authority entries bind. */
  public static final InMemorySigner BOUND = ed25519("bound");

  /** The recovery key that enrolments bind. */
  public static final InMemorySigner RECOVERY = InMemorySigner.es256(secret("recovery"));

  /** The ledger they are made for. */
  public static final String LEDGER = "example.com/kinds#" + hash("genesis").base64Url();

  private static final long NOW = 1_767_603_600;
  private static final String AGENT = "urn:uuid:3f1c9c1e-5b7a-4c55-9d55-0a3f6a1b2c3d";
  private static final Optional<Slot> OPEN = Optional.of(new Slot.Open(Value.of("said in clear")));
  private static final Optional<Slot> HIDDEN = Optional.of(new Slot.Hidden(hash("hidden")));
  private static final Scope SCOPE =
      new Scope(
          Map.of(
              "erp:pay",
              Map.of("amount", new Constraint.Wildcard(), "vendor", exact("V-7")),
              "every",
              Map.of(
                  "a", exact("x"),
                  "b", range(),
                  "c", new Constraint.OneOf(List.of(Value.of(1))),
                  "d", new Constraint.NotOneOf(List.of()),
                  "e", new Constraint.Contains(List.of(Value.of("x"))),
                  "f", new Constraint.Subset(List.of(Value.of("x"))),
                  "g", new Constraint.All(List.of(new Constraint.Wildcard())),
                  "h", new Constraint.Any(List.of())),
              "free",
              Map.of()));
  private static final List<Demand> DEMANDS =
      List.of(
          new Demand(
              2,
              List.of(hash("human"), hash("group")),
              Set.of(AgentRole.OWNER, AgentRole.CONTROL_OWNER),
              3600,
              Optional.of(SCOPE)),
          new Demand(1, List.of(), Set.of(AgentRole.DATA_APPROVER), 1, Optional.empty()),
          new Demand(32, List.of(hash("human")), Set.of(), 7_776_000, Optional.empty()));

  private EveryKind() {}

  /** At least one statement of each kind, the fullest first. */
  public static Map<Kind, List<Statement>> statements() {
    Map<Kind, List<Statement>> statements = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      statements.put(kind, statements(kind));
    }
    return statements;
  }

  private static List<Statement> statements(Kind kind) {
    Issued issued = issued();
    return switch (kind) {
      case GENESIS -> List.of(genesis());
      case ENROLMENT -> enrolments();
      case GRANT -> grants();
      case ACTION ->
          List.of(
              new Statement.Action(issued, NOW + 60, fullCall(), ref("request"), ref("something")),
              new Statement.Action(
                  issued, NOW + 60, sparseCall(), Optional.empty(), Optional.empty()));
      case REQUEST ->
          List.of(
              new Statement.Request(issued, NOW + 60, fullCall()),
              new Statement.Request(issued, NOW + 60, sparseCall()));
      case OUTCOME ->
          List.of(
              new Statement.Outcome(
                  issued, hash("action"), OutcomeStatus.FAILED, HIDDEN, ref("service")),
              new Statement.Outcome(
                  issued,
                  hash("action"),
                  OutcomeStatus.SUCCEEDED,
                  Optional.empty(),
                  Optional.empty()));
      case REVOCATION ->
          List.of(
              new Statement.Revocation(issued, hash("human"), ref("successor"), OPEN),
              new Statement.Revocation(issued, hash("t"), Optional.empty(), Optional.empty()));
      case POLICY -> policies();
      case ARCHETYPE ->
          List.of(
              new Statement.Archetype(issued, "payables", SCOPE, Optional.of(86_400L)),
              new Statement.Archetype(issued, "none", Scope.NONE, Optional.empty()));
      case GROUP -> groups();
      case APPROVAL ->
          List.of(
              new Statement.Approval(issued, hash("request"), Decision.DENY, hash("human"), HIDDEN),
              new Statement.Approval(
                  issued, hash("request"), Decision.APPROVE, hash("human"), Optional.empty()));
      case TRANSFER ->
          List.of(
              new Statement.Transfer(issued, hash("agent"), hash("group"), OPEN),
              new Statement.Transfer(issued, hash("agent"), hash("group"), Optional.empty()));
      case SUSPENSION ->
          List.of(
              new Statement.Suspension(issued, hash("agent"), Optional.of("drift"), OPEN),
              new Statement.Suspension(issued, hash("t"), Optional.empty(), Optional.empty()));
      case RESUMPTION ->
          List.of(
              new Statement.Resumption(issued, hash("agent"), HIDDEN),
              new Statement.Resumption(issued, hash("agent"), Optional.empty()));
      case COMPLETION ->
          List.of(
              new Statement.Completion(issued, List.of(hash("grant"), hash("other")), OPEN),
              new Statement.Completion(issued, List.of(hash("grant")), Optional.empty()));
      case ERASURE ->
          List.of(
              new Statement.Erasure(
                  issued,
                  hash("human"),
                  Set.of("name", "arguments/iban"),
                  ref("service"),
                  ref("policy"),
                  HIDDEN),
              new Statement.Erasure(
                  issued,
                  hash("human"),
                  Set.of(),
                  ref("human"),
                  Optional.empty(),
                  Optional.empty()),
              new Statement.Erasure(
                  issued,
                  hash("human"),
                  Set.of(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
      case COMPROMISE ->
          List.of(
              new Statement.Compromise(issued, hash("agent"), 41, OPEN),
              new Statement.Compromise(issued, hash("agent"), 0, Optional.empty()));
      case AUTHORITY -> authorityChanges();
      case DENIAL -> denials();
      case FOREIGN_CALL ->
          List.of(
              foreignCall(Optional.of("https://tools.example"), HIDDEN.orElseThrow()),
              foreignCall(Optional.empty(), OPEN.orElseThrow()));
      case LEDGER_KEY ->
          List.of(
              new Statement.LedgerKeyChange(
                  issued, BOUND.publicKey(), Possession.proveForLedger(BOUND, LEDGER, signer())));
    };
  }

  private static Statement genesis() {
    return new Statement.Genesis(
        new Issued(signer(), Optional.empty(), "g-1", NOW, Set.of()),
        1,
        "example.com/kinds",
        SIGNER.publicKey(),
        List.of(BOUND.publicKey(), RECOVERY.publicKey()));
  }

  private static List<Statement> enrolments() {
    return List.of(
        enrolment(PrincipalKind.HUMAN, Optional.empty(), HIDDEN, Optional.empty()),
        enrolment(PrincipalKind.AGENT, Optional.empty(), Optional.empty(), Optional.of(owned())),
        enrolment(PrincipalKind.AGENT, Optional.empty(), Optional.empty(), Optional.of(spawned())),
        enrolment(PrincipalKind.ORGANISATION, Optional.empty(), OPEN, Optional.empty()),
        enrolment(PrincipalKind.SERVICE, Optional.empty(), Optional.empty(), Optional.empty()),
        enrolment(PrincipalKind.HUMAN, ref("before"), Optional.empty(), Optional.empty()),
        enrolment(PrincipalKind.AGENT, ref("before"), Optional.empty(), Optional.empty()));
  }

  private static Statement enrolment(
      PrincipalKind kind,
      Optional<Hash> rotates,
      Optional<Slot> name,
      Optional<Statement.AgentFacts> agent) {
    String id = kind == PrincipalKind.AGENT ? AGENT : "urn:example:principal:1";
    boolean human = kind == PrincipalKind.HUMAN && rotates.isEmpty();
    return new Statement.Enrolment(
        issued(),
        NOW + 86_400,
        id,
        kind,
        BOUND.publicKey(),
        Possession.prove(BOUND, LEDGER, kind, id, signer()),
        rotates,
        kind == PrincipalKind.SERVICE ? Optional.empty() : Optional.of(RECOVERY.publicKey()),
        name,
        human ? Optional.of(SCOPE) : Optional.empty(),
        agent);
  }

  private static Statement.AgentFacts owned() {
    return new Statement.AgentFacts(
        "payables",
        ref("template"),
        ref("operator"),
        Optional.of(new Statement.Model("acme", "m", "1")),
        ref("human"),
        Optional.empty(),
        Map.of(
            AgentRole.PROVISIONER, hash("human"),
            AgentRole.CONTROL_OWNER, hash("group"),
            AgentRole.DATA_APPROVER, hash("another")),
        List.of("drift", "cost"));
  }

  private static Statement.AgentFacts spawned() {
    return new Statement.AgentFacts(
        "reconciler",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ref("agent"),
        Map.of(),
        List.of());
  }

  private static List<Statement> grants() {
    Map<String, Optional<String>> amounts =
        Map.of("erp:pay", Optional.of("/amount"), "free", Optional.empty());
    Statement.Spend spend =
        new Statement.Spend("EUR", Optional.of(100_000L), 500_000, new TreeMap<>(amounts));
    Map<String, Constraint> context =
        Map.of(
            "environment",
            exact("production"),
            "dataset",
            new Constraint.Wildcard(),
            "sensitivity",
            exact("internal"),
            "destination",
            exact("eu"),
            Statement.Grant.AUDIENCE,
            exact("https://erp.example"));
    return List.of(
        grant(
            new Statement.Limits(Optional.of(10L), Optional.of(spend)),
            context,
            DEMANDS,
            Optional.of(new Statement.Quorum(hash("group"), 2)),
            Optional.of(new Statement.Renewal(hash("grant"), true)),
            true),
        grant(
            new Statement.Limits(Optional.empty(), Optional.of(spend)),
            Map.of(),
            List.of(),
            Optional.empty(),
            Optional.of(new Statement.Renewal(hash("grant"), false)),
            false),
        grant(
            Statement.Limits.NONE, Map.of(), List.of(), Optional.empty(), Optional.empty(), false));
  }

  private static Statement grant(
      Statement.Limits limits,
      Map<String, Constraint> context,
      List<Demand> demands,
      Optional<Statement.Quorum> quorum,
      Optional<Statement.Renewal> replaces,
      boolean root) {
    Statement.Task task = new Statement.Task("T-17", HIDDEN);
    return new Statement.Grant(
        issued(),
        NOW + 86_400,
        BOUND.publicKey(),
        root ? 0 : 1,
        1,
        root ? Optional.empty() : ref("grant"),
        SCOPE,
        root ? ref("human") : Optional.empty(),
        hash("agent"),
        root ? Optional.of(task) : Optional.empty(),
        root ? Optional.of(NOW) : Optional.empty(),
        limits,
        new TreeMap<>(context),
        demands,
        quorum,
        replaces);
  }

  private static Statement.Call fullCall() {
    return new Statement.Call(
        "grant-1",
        hash("grant"),
        "erp:pay",
        Optional.of("https://erp.example"),
        new TreeMap<>(
            Map.of("amount", new Slot.Open(Value.of(84_000)), "vendor", HIDDEN.orElseThrow())),
        new TreeMap<>(
            Map.of(
                "environment", new Slot.Open(Value.of("production")),
                "dataset", new Slot.Hidden(hash("dataset")),
                "sensitivity", new Slot.Open(Value.of("internal")),
                "destination", new Slot.Open(Value.of("eu")))),
        OPEN);
  }

  private static Statement.Call sparseCall() {
    return new Statement.Call(
        "grant-1",
        hash("grant"),
        "free",
        Optional.empty(),
        new TreeMap<>(),
        new TreeMap<>(),
        Optional.empty());
  }

  private static List<Statement> policies() {
    return List.of(
        new Statement.Policy(
            issued(),
            new TreeMap<>(Map.of("erp:pay", Tier.HIGH, "free", Tier.LOW)),
            Tier.CRITICAL,
            Map.of(
                Tier.LOW, List.of(),
                Tier.MEDIUM, DEMANDS,
                Tier.HIGH, DEMANDS,
                Tier.CRITICAL, DEMANDS),
            Optional.of(1L),
            Optional.of(86_400L),
            Optional.of(0L),
            Set.of(AgentRole.PROVISIONER, AgentRole.DATA_APPROVER),
            true,
            new TreeMap<>(Map.of(SlotFamily.NAME, 86_400L, SlotFamily.ARGUMENT, 1L))),
        new Statement.Policy(
            issued(),
            new TreeMap<>(),
            Tier.LOW,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            false,
            new TreeMap<>()));
  }

  private static List<Statement> groups() {
    return List.of(
        new Statement.Group(
            issued(),
            NOW + 86_400,
            "urn:example:group:1",
            List.of(hash("human"), hash("another")),
            List.of(
                new Statement.Shift(NOW, NOW + 10, hash("another")),
                new Statement.Shift(NOW + 10, NOW + 20, hash("human"))),
            ref("version")),
        new Statement.Group(
            issued(),
            NOW + 86_400,
            "urn:example:group:1",
            List.of(hash("human")),
            List.of(),
            Optional.empty()));
  }

  private static List<Statement> authorityChanges() {
    Optional<Statement.AddedAuthority> add =
        Optional.of(
            new Statement.AddedAuthority(
                BOUND.publicKey(), Possession.prove(BOUND, LEDGER, signer())));
    return List.of(
        new Statement.AuthorityChange(issued(), add, ref("ended")),
        new Statement.AuthorityChange(issued(), add, Optional.empty()),
        new Statement.AuthorityChange(issued(), Optional.empty(), ref("ended")));
  }

  private static List<Statement> denials() {
    return List.of(
        new Statement.Denial(
            issued(),
            hash("service"),
            refused(fullCall()),
            List.of(SlotName.context("dataset")),
            new Statement.Ground(Reason.ARGUMENT_OUT_OF_SCOPE, Optional.of(41L), Optional.of(1L)),
            Optional.of(
                new Statement.Unrecorded(Reason.USES_EXHAUSTED, 99_992, NOW - 60, NOW - 1))),
        new Statement.Denial(
            issued(),
            hash("service"),
            refused(sparseCall()),
            List.of(),
            new Statement.Ground(Reason.ACTION_STALE, Optional.empty(), Optional.empty()),
            Optional.empty()));
  }

  private static Statement foreignCall(Optional<String> audience, Slot presented) {
    return new Statement.ForeignCall(
        issued(),
        hash("service"),
        BOUND.publicKey(),
        audience,
        "erp:pay",
        hash("holder"),
        "pop-1",
        presented);
  }

  private static RefusedAction refused(Statement.Call call) {
    return RefusedAction.of(
        SignedEntry.sign(
            new Statement.Action(issued(), NOW + 60, call, Optional.empty(), Optional.empty()),
            SIGNER,
            List.of()));
  }

  private static Issued issued() {
    return new Issued(signer(), Optional.of(LEDGER), "e-1", NOW, Set.of());
  }

  private static Hash signer() {
    return Jwk.thumbprint(SIGNER.publicKey());
  }

  /** The hash that stands for what is called {@code name}. */
  public static Hash hash(String name) {
    return Sha256.of(("every kind: " + name).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Hash> ref(String name) {
    return Optional.of(hash(name));
  }

  private static Constraint exact(String text) {
    return new Constraint.Exact(Value.of(text));
  }

  private static Constraint range() {
    return new Constraint.Range(
        Optional.of(new Constraint.Bound(BigDecimal.ONE, false)),
        Optional.of(new Constraint.Bound(new BigDecimal("2.5"), false)));
  }

  private static InMemorySigner ed25519(String name) {
    return InMemorySigner.ed25519(secret(name));
  }

  private static Bytes secret(String name) {
    return Bytes.of(hash("secret of " + name).toArray());
  }
}
