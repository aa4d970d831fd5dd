package dev.delegationledger.entry;

import dev.delegationledger.crypto.Suite;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Statement.AgentFacts;
import dev.delegationledger.entry.Statement.Model;
import dev.delegationledger.entry.Statement.Task;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a claims set against the closed schema of its kind (docs/format.md, "Entries"). */
final class StatementReader {
  static final int VERSION = 1;
  private static final int MAX_LABEL = 256;
  private static final int MAX_AUTHORITIES = 64;

  private final Kind kind;
  private final Members top;
  private final Members dl;

  private StatementReader(Kind kind, Members top, Members dl) {
    this.kind = kind;
    this.top = top;
    this.dl = dl;
  }

  static Statement read(Kind kind, Value claims) throws RefusedException {
    Members top = Members.of(claims, "", Reason.CLAIMS_MALFORMED);
    Members dl = top.object("dl");
    long version = dl.whole("v");
    if (version != VERSION) {
      throw RefusedException.of(
          Reason.UNKNOWN_VERSION, "at /dl/v: expected " + VERSION + ", got " + version);
    }
    StatementReader reader = new StatementReader(kind, top, dl);
    Statement statement =
        switch (kind) {
          case GENESIS -> reader.genesis();
          case ENROLMENT -> reader.enrolment();
          case GRANT -> reader.grant();
          case ACTION -> reader.action();
          case OUTCOME -> reader.outcome();
          case REVOCATION -> reader.revocation();
        };
    dl.end();
    reader.requireDistinctDigests(statement);
    return statement;
  }

  private Statement genesis() throws RefusedException {
    Issued issued = issued(Set.of());
    long format = dl.whole("format");
    String origin = dl.text("origin");
    if (!Origin.isValid(origin)) {
      throw dl.refused("origin", "expected a name without spaces, plus or control characters");
    }
    VerifyingKey key = key(dl, "checkpoint_key");
    if (key.suite() != Suite.ED25519) {
      throw dl.refused("checkpoint_key", "expected an Ed25519 key");
    }
    List<VerifyingKey> authorities = new ArrayList<>();
    List<Value> list = dl.list("authorities");
    if (list.isEmpty() || list.size() > MAX_AUTHORITIES) {
      throw dl.refused("authorities", "expected 1 to " + MAX_AUTHORITIES + " keys");
    }
    for (int i = 0; i < list.size(); i++) {
      String pointer = dl.pointer("authorities") + "/" + i;
      authorities.add(Jwk.parsePublic(list.get(i), pointer, Reason.CLAIMS_MALFORMED));
    }
    if (new HashSet<>(authorities).size() != authorities.size() || authorities.contains(key)) {
      throw dl.refused("authorities", "expected distinct keys, none of them the checkpoint key");
    }
    return new Statement.Genesis(issued, format, origin, key, authorities);
  }

  private Statement enrolment() throws RefusedException {
    Issued issued = issued(Set.of("exp"));
    String id = dl.text("id");
    PrincipalKind principal = constant(dl, "kind", PrincipalKind.class);
    if (!PrincipalId.isValid(principal, id)) {
      throw dl.refused("id", "expected " + PrincipalId.expected(principal));
    }
    String suite = dl.text("suite");
    if (Suite.ofCode(suite).isEmpty()) {
      throw RefusedException.of(
          Reason.UNKNOWN_SUITE, "at /dl/suite: expected a suite that this program knows");
    }
    VerifyingKey key = key(dl, "key");
    if (key.suite() != Suite.ofCode(suite).get()) {
      throw dl.refused("key", "expected a key of suite " + suite);
    }
    String possession = dl.text("pop");
    boolean human = principal == PrincipalKind.HUMAN;
    boolean agent = principal == PrincipalKind.AGENT;
    Optional<Slot> name =
        agent ? Optional.empty() : human ? Optional.of(slot(dl, "name")) : optionalSlot(dl, "name");
    Optional<Scope> mayGrant = Optional.empty();
    Optional<Value> ceiling = human ? dl.optionalValue("may_grant") : Optional.empty();
    if (ceiling.isPresent()) {
      mayGrant = Optional.of(Scope.parseTools(ceiling.get(), dl.pointer("may_grant")));
    }
    return new Statement.Enrolment(
        issued,
        top.whole("exp"),
        id,
        principal,
        key,
        possession,
        name,
        mayGrant,
        agent ? Optional.of(agentFacts()) : Optional.empty());
  }

  private AgentFacts agentFacts() throws RefusedException {
    String archetype = label(dl, "archetype");
    Optional<Hash> owner = dl.optionalHash("owner");
    Optional<Hash> spawner = dl.optionalHash("spawner");
    if (owner.isPresent() == spawner.isPresent()) {
      throw dl.refused("owner", "expected exactly one of owner and spawner");
    }
    Optional<Hash> operator = dl.optionalHash("operator");
    Optional<Members> model = dl.optionalObject("model");
    if (owner.isPresent() && (operator.isEmpty() || model.isEmpty())) {
      throw dl.refused("operator", "expected operator and model beside owner");
    }
    Optional<Model> stated = Optional.empty();
    if (model.isPresent()) {
      Members m = model.get();
      stated = Optional.of(new Model(label(m, "provider"), label(m, "name"), label(m, "version")));
      m.end();
    }
    return new AgentFacts(archetype, operator, stated, owner, spawner);
  }

  private Statement grant() throws RefusedException {
    Issued issued =
        issued(
            Set.of(
                "exp", "cnf", "del_depth", "del_max_depth", "par_hash", "authorization_details"));
    Members cnf = top.object("cnf");
    VerifyingKey holder = key(cnf, "jwk");
    cnf.end();
    Optional<Hash> parent = top.optionalHash("par_hash");
    Optional<Hash> delegator = dl.optionalHash("delegator");
    if (parent.isPresent() == delegator.isPresent()) {
      throw dl.refused("delegator", "expected it in a root grant, and in no other");
    }
    Optional<Members> taskMembers = dl.optionalObject("task");
    Optional<Task> task = Optional.empty();
    if (taskMembers.isPresent()) {
      Members m = taskMembers.get();
      task = Optional.of(new Task(label(m, "id"), optionalSlot(m, "text")));
      m.end();
    }
    if (parent.isEmpty() && task.flatMap(Task::text).isEmpty()) {
      throw dl.refused("task", "expected id and text in a root grant");
    }
    Value details = top.value("authorization_details");
    return new Statement.Grant(
        issued,
        top.whole("exp"),
        holder,
        top.whole("del_depth"),
        top.whole("del_max_depth"),
        parent,
        Scope.parse(details, top.pointer("authorization_details")),
        delegator,
        dl.hash("delegate"),
        task,
        dl.optionalWhole("nbf"));
  }

  private Statement action() throws RefusedException {
    Issued issued = issued(Set.of("exp", "aat_id", "aat_hash", "aat_tool", "aat_aud"));
    SortedMap<String, Slot> arguments = new TreeMap<>();
    Members list = dl.object("arguments");
    for (String name : list.names()) {
      arguments.put(name, slot(list, name));
    }
    return new Statement.Action(
        issued,
        top.whole("exp"),
        label(top, "aat_id"),
        top.hash("aat_hash"),
        label(top, "aat_tool"),
        top.optionalText("aat_aud"),
        arguments,
        optionalSlot(dl, "intent"),
        dl.optionalHash("caused_by"));
  }

  private Statement outcome() throws RefusedException {
    return new Statement.Outcome(
        issued(Set.of()),
        dl.hash("action"),
        constant(dl, "status", OutcomeStatus.class),
        optionalSlot(dl, "result"),
        dl.optionalHash("service"));
  }

  private Statement revocation() throws RefusedException {
    return new Statement.Revocation(
        issued(Set.of()), dl.hash("target"), optionalSlot(dl, "reason"));
  }

  private Issued issued(Set<String> further) throws RefusedException {
    if (top.names().contains("nbf")) {
      throw top.refused("nbf", "expected none: a restriction that nobody would enforce");
    }
    Hash signer = thumbprint();
    Optional<String> ledger =
        kind == Kind.GENESIS ? Optional.empty() : Optional.of(top.text("aud"));
    Set<String> ignored = new HashSet<>(top.names());
    ignored.removeAll(Set.of("iss", "jti", "iat", "dl"));
    ignored.removeAll(further);
    if (ledger.isPresent()) {
      ignored.remove("aud");
    }
    return new Issued(signer, ledger, label(top, "jti"), top.whole("iat"), ignored);
  }

  private Hash thumbprint() throws RefusedException {
    String iss = top.text("iss");
    if (iss.startsWith(Jwk.THUMBPRINT_URI_PREFIX)) {
      try {
        return Hash.fromBase64Url(iss.substring(Jwk.THUMBPRINT_URI_PREFIX.length()));
      } catch (IllegalArgumentException notThirtyTwoBytes) {
        // falls through to the same refusal as any other text
      }
    }
    throw top.refused("iss", "expected a SHA-256 JWK thumbprint URI");
  }

  private void requireDistinctDigests(Statement statement) throws RefusedException {
    Set<Hash> seen = new HashSet<>();
    for (Map.Entry<String, Slot> slot : statement.slots().entrySet()) {
      if (slot.getValue() instanceof Slot.Hidden hidden && !seen.add(hidden.digest())) {
        throw RefusedException.of(
            Reason.CLAIMS_MALFORMED, "at /dl: expected a digest of its own in each slot");
      }
    }
  }

  private static Slot slot(Members members, String name) throws RefusedException {
    Members slot = members.object(name);
    Optional<Value> value = slot.optionalValue("value");
    Optional<Hash> digest = slot.optionalHash("digest");
    slot.end();
    if (value.isPresent() == digest.isPresent()) {
      throw members.refused(name, "expected exactly one of value and digest");
    }
    return value.<Slot>map(Slot.Open::new).orElseGet(() -> new Slot.Hidden(digest.orElseThrow()));
  }

  private static Optional<Slot> optionalSlot(Members members, String name) throws RefusedException {
    return members.names().contains(name) ? Optional.of(slot(members, name)) : Optional.empty();
  }

  private static VerifyingKey key(Members members, String name) throws RefusedException {
    return Jwk.parsePublic(members.value(name), members.pointer(name), Reason.CLAIMS_MALFORMED);
  }

  private static String label(Members members, String name) throws RefusedException {
    String text = members.text(name);
    if (text.isEmpty() || text.length() > MAX_LABEL) {
      throw members.refused(name, "expected 1 to " + MAX_LABEL + " characters");
    }
    return text;
  }

  private static <E extends Enum<E> & Named> E constant(Members members, String name, Class<E> type)
      throws RefusedException {
    Optional<E> constant = Named.ofCode(type, members.text(name));
    if (constant.isEmpty()) {
      throw members.refused(name, "expected one of the names in docs/format.md");
    }
    return constant.get();
  }
}
