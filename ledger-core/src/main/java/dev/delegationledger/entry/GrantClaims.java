package dev.delegationledger.entry;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.entry.Statement.Quorum;
import dev.delegationledger.entry.Statement.Renewal;
import dev.delegationledger.entry.Statement.Task;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The claims of a grant. */
final class GrantClaims {
  private static final Set<String> TOP =
      Set.of("exp", "cnf", "del_depth", "del_max_depth", "par_hash", "authorization_details");

  private GrantClaims() {}

  static Statement.Grant read(ClaimsReader in) throws RefusedException {
    Issued issued = in.issued(TOP);
    Members top = in.top;
    Members dl = in.dl;
    Members cnf = top.object("cnf");
    VerifyingKey holder = ClaimsReader.key(cnf, "jwk");
    cnf.end();
    Optional<Hash> parent = top.optionalHash("par_hash");
    Optional<Hash> delegator = dl.optionalHash("delegator");
    if (parent.isPresent() == delegator.isPresent()) {
      throw dl.refused("delegator", "expected it in a root grant, and in no other");
    }
    Optional<Task> task = task(dl);
    if (parent.isEmpty() && task.flatMap(Task::text).isEmpty()) {
      throw dl.refused("task", "expected id and text in a root grant");
    }
    return new Statement.Grant(
        issued,
        top.whole("exp"),
        holder,
        top.whole("del_depth"),
        top.whole("del_max_depth"),
        parent,
        Scope.parse(top.value("authorization_details"), top.pointer("authorization_details")),
        delegator,
        dl.hash("delegate"),
        task,
        dl.optionalWhole("nbf"),
        LimitClaims.read(dl),
        context(dl),
        demands(dl),
        quorum(dl),
        renewal(dl));
  }

  private static Optional<Task> task(Members dl) throws RefusedException {
    Optional<Members> task = dl.optionalObject("task");
    if (task.isEmpty()) {
      return Optional.empty();
    }
    String id = ClaimsReader.label(task.get(), "id");
    return Optional.of(new Task(id, ClaimsReader.optionalSlot(task.get(), "text")));
  }

  private static SortedMap<String, Constraint> context(Members dl) throws RefusedException {
    Optional<Members> context = dl.optionalObject("context");
    if (context.isEmpty()) {
      return new TreeMap<>();
    }
    Set<String> keys = context.get().names();
    ClaimsReader.requireCount(dl, "context", keys, 1, ContextKey.values().length + 1);
    for (String key : keys) {
      if (!ContextKey.isCode(key) && !key.equals(Statement.Grant.AUDIENCE)) {
        throw context.get().refused(key, "expected no such key");
      }
      context.get().optionalValue(key);
    }
    return new TreeMap<>(Scope.parseConstraints(dl.value("context"), dl.pointer("context")));
  }

  private static List<Demand> demands(Members dl) throws RefusedException {
    return ClaimsReader.has(dl, "approvals") ? DemandClaims.read(dl, "approvals", 1) : List.of();
  }

  private static Optional<Quorum> quorum(Members dl) throws RefusedException {
    Optional<Members> quorum = dl.optionalObject("quorum");
    if (quorum.isEmpty()) {
      return Optional.empty();
    }
    long count = ClaimsReader.within(quorum.get(), "count", 1, DemandClaims.MAX_COUNT);
    return Optional.of(new Quorum(quorum.get().hash("group"), count));
  }

  private static Optional<Renewal> renewal(Members dl) throws RefusedException {
    Optional<Members> replaces = dl.optionalObject("replaces");
    return replaces.isEmpty()
        ? Optional.empty()
        : Optional.of(new Renewal(replaces.get().hash("grant"), replaces.get().truth("close")));
  }

  static void write(Statement.Grant grant, ObjectWriter top, ObjectWriter dl) {
    top.whole("exp", grant.expiresAt())
        .object("cnf", new ObjectWriter().key("jwk", grant.holder()))
        .whole("del_depth", grant.depth())
        .whole("del_max_depth", grant.maxDepth())
        .hash("par_hash", grant.parent())
        .value("authorization_details", grant.scope().toValue());
    dl.hash("delegator", grant.delegator())
        .hash("delegate", grant.delegate())
        .whole("nbf", grant.notBefore());
    grant.task().ifPresent(task -> dl.object("task", task(task)));
    LimitClaims.write(grant.limits(), dl);
    if (!grant.context().isEmpty()) {
      dl.value("context", Scope.toConstraintsValue(grant.context()));
    }
    if (!grant.demands().isEmpty()) {
      DemandClaims.write("approvals", grant.demands(), dl);
    }
    grant.quorum().ifPresent(quorum -> dl.object("quorum", quorum(quorum)));
    grant.replaces().ifPresent(renewal -> dl.object("replaces", renewal(renewal)));
  }

  private static ObjectWriter task(Task task) {
    return new ObjectWriter().text("id", task.id()).slot("text", task.text());
  }

  private static ObjectWriter quorum(Quorum quorum) {
    return new ObjectWriter().hash("group", quorum.group()).whole("count", quorum.count());
  }

  private static ObjectWriter renewal(Renewal renewal) {
    return new ObjectWriter().hash("grant", renewal.grant()).truth("close", renewal.closes());
  }
}
