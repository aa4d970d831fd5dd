package dev.delegationledger.authority.reference;

import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.OutcomeStatus;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Call;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.entry.Statement.Limits;
import dev.delegationledger.entry.Statement.Quorum;
import dev.delegationledger.entry.Statement.Renewal;
import dev.delegationledger.entry.Statement.Task;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Grants, requests, actions and what came of them. */
final class GrantSteps {
  private final World w;

  GrantSteps(World world) {
    this.w = world;
  }

  private Placed delegate(Dice dice) {
    if (dice.chance(4)) {
      return dice.pick(w.of(Kind.ENROLMENT));
    }
    return dice.pick(w.enrolled(PrincipalKind.SERVICE, PrincipalKind.AGENT));
  }

  private KeyPool.Key holder(Dice dice, Placed delegate) {
    return dice.chance(3) ? dice.pick(KeyPool.POOL.all()) : w.keyOf(delegate);
  }

  Statement root(Dice dice) {
    Placed human = dice.pick(w.enrolled(PrincipalKind.HUMAN));
    Placed stated = dice.chance(4) ? dice.pick(w.of(Kind.ENROLMENT)) : human;
    return root(dice, w.keyOf(human), stated.hash(), delegate(dice), Optional.empty());
  }

  private Statement root(
      Dice dice, KeyPool.Key signer, Hash delegator, Placed delegate, Optional<Renewal> replaces) {
    Issued issued = w.issued(dice, signer);
    List<Placed> groups = w.of(Kind.GROUP);
    Optional<Quorum> quorum =
        groups.isEmpty() || !dice.chance(15)
            ? Optional.empty()
            : Optional.of(new Quorum(dice.pick(groups).hash(), dice.of(1L, 2L, 1L, 4L)));
    return new Statement.Grant(
        issued,
        w.ends(dice, issued),
        holder(dice, delegate).open(),
        dice.chance(2) ? 1 : 0,
        dice.chance(3) ? 32 : dice.of(3L, 1L, 0L, 2L),
        Optional.empty(),
        Terms.scope(dice),
        Optional.of(delegator),
        delegate.hash(),
        Optional.of(new Task(dice.of("T-1", "T-2"), Optional.of(w.hidden(SlotName.TASK, "pay")))),
        notBefore(dice),
        limits(dice),
        context(dice),
        demands(dice),
        quorum,
        replaces);
  }

  private Optional<Long> notBefore(Dice dice) {
    return dice.chance(12) ? Optional.of(w.seconds() + dice.of(30, -100, 3600)) : Optional.empty();
  }

  private static Limits limits(Dice dice) {
    return dice.chance(35) ? Terms.limits(dice) : Limits.NONE;
  }

  private static SortedMap<String, Constraint> context(Dice dice) {
    return dice.chance(20) ? Terms.context(dice) : new TreeMap<>();
  }

  private List<Demand> demands(Dice dice) {
    return dice.chance(25) ? Terms.demands(dice, w.humansAndGroups()) : List.of();
  }

  Statement below(Dice dice) {
    return below(dice, dice.pick(w.of(Kind.GRANT)), delegate(dice), Optional.empty());
  }

  private Statement below(Dice dice, Placed parent, Placed delegate, Optional<Renewal> replaces) {
    Statement.Grant above = World.grant(parent);
    Issued issued = w.issued(dice, w.holderOf(parent));
    if (dice.chance(2)) {
      issued = but(issued, above.issued().jti(), issued.issuedAt());
    }
    long end = w.ends(dice, issued);
    Scope scope =
        switch (dice.next(4)) {
          case 0, 1 -> above.scope();
          case 2 -> Terms.READING;
          default -> Terms.scope(dice);
        };
    boolean inherits = dice.chance(50) && above.limits().any();
    Optional<Quorum> quorum =
        dice.chance(2) && !w.of(Kind.GROUP).isEmpty()
            ? Optional.of(new Quorum(w.of(Kind.GROUP).get(0).hash(), 1))
            : Optional.empty();
    Optional<Task> task =
        dice.chance(30)
            ? Optional.of(
                new Task(
                    dice.of(
                        above.task().map(Task::id).orElse("T-1"),
                        above.task().map(Task::id).orElse("T-1") + "/a",
                        "T-2"),
                    Optional.empty()))
            : Optional.empty();
    return new Statement.Grant(
        issued,
        dice.chance(8) ? end : Math.min(end, above.expiresAt()),
        holder(dice, delegate).open(),
        above.depth() + (dice.chance(3) ? 2 : 1),
        dice.chance(8) ? dice.next(5) : above.maxDepth(),
        Optional.of(parent.hash()),
        scope,
        Optional.empty(),
        delegate.hash(),
        task,
        notBefore(dice),
        inherits ? above.limits() : limits(dice),
        dice.chance(20) ? above.context() : context(dice),
        demands(dice),
        quorum,
        replaces);
  }

  Statement renewal(Dice dice) {
    Placed older = dice.pick(w.of(Kind.GRANT));
    Statement.Grant says = World.grant(older);
    Optional<Renewal> replaces = Optional.of(new Renewal(older.hash(), !dice.chance(40)));
    Placed delegate = dice.chance(8) ? delegate(dice) : w.find(says.delegate()).orElseThrow();
    if (says.parent().isPresent() && !dice.chance(4)) {
      Placed parent =
          dice.chance(6) ? dice.pick(w.of(Kind.GRANT)) : w.find(says.parent().get()).orElseThrow();
      return below(dice, parent, delegate, replaces);
    }
    Placed human =
        dice.chance(10)
            ? dice.pick(w.enrolled(PrincipalKind.HUMAN))
            : w.find(says.delegator().orElse(w.enrolled(PrincipalKind.HUMAN).get(0).hash()))
                .orElseThrow();
    return root(dice, w.keyOf(human), human.hash(), delegate, replaces);
  }

  // Calls

  private Call call(Dice dice, Placed grant) {
    SortedMap<String, Slot> arguments = new TreeMap<>();
    String tool = dice.of(Terms.PAY, Terms.READ, Terms.PAY, Terms.REFUND, Terms.PAY);
    if (tool.equals(Terms.PAY)) {
      put(dice, arguments, "vendor", dice.chance(12) ? Value.of("V-8") : Value.of("V-7"));
      Value amount =
          switch (dice.next(12)) {
            case 7, 8 -> Value.of(50);
            case 5, 6 -> Value.of(300);
            case 9 -> Value.of(900);
            case 10 -> Value.of(-5);
            case 11 -> dice.of(Value.of(new java.math.BigDecimal("1.5")), Value.of(2000));
            default -> Value.of(100);
          };
      put(dice, arguments, "amount", amount);
      if (dice.chance(3)) {
        put(dice, arguments, "urgent", Value.of(true));
      }
      if (dice.chance(3)) {
        arguments.remove("amount");
      }
    } else if (tool.equals(Terms.REFUND)) {
      put(dice, arguments, "id", Value.of("R-1"));
    }
    SortedMap<String, Slot> context = new TreeMap<>();
    Optional<String> audience = Optional.empty();
    if (dice.chance(50) || !World.grant(grant).context().isEmpty()) {
      String environment = dice.of("production", "production", "test");
      context.put(
          "environment", w.slot(dice, SlotName.context("environment"), Value.of(environment)));
      if (!dice.chance(25)) {
        context.put("dataset", w.slot(dice, SlotName.context("dataset"), Value.of("d1")));
      }
      audience = dice.chance(20) ? Optional.of("crm") : Optional.of("erp");
    }
    return new Call(
        dice.chance(2) ? "another" : grant.statement().issued().jti(),
        grant.hash(),
        tool,
        audience,
        arguments,
        context,
        Optional.empty());
  }

  private void put(Dice dice, SortedMap<String, Slot> arguments, String name, Value value) {
    arguments.put(name, w.slot(dice, SlotName.argument(name), value));
  }

  private long ends(Dice dice, Issued issued, long usual, long most) {
    return issued.issuedAt() + (dice.chance(4) ? dice.of(0L, most + 1, 1L) : usual);
  }

  Statement request(Dice dice) {
    Placed grant = dice.pick(w.of(Kind.GRANT));
    Call call = call(dice, grant);
    Issued issued = w.issued(dice, w.holderOf(grant));
    return new Statement.Request(
        issued, ends(dice, issued, dice.of(86_400L, 40L, 7200L), 604_800), call);
  }

  Statement action(Dice dice) {
    List<Placed> requests = w.of(Kind.REQUEST);
    Optional<Placed> request =
        requests.isEmpty() || dice.chance(25) ? Optional.empty() : Optional.of(dice.pick(requests));
    Call call;
    if (request.isPresent() && !dice.chance(5)) {
      call = ((Statement.Request) request.get().statement()).call();
    } else {
      call = call(dice, dice.pick(w.of(Kind.GRANT)));
    }
    Placed grant = w.find(call.grant()).orElseThrow();
    Issued issued = w.issued(dice, w.holderOf(grant));
    Optional<Hash> cause = dice.chance(5) ? Optional.of(w.stray(dice)) : Optional.empty();
    Optional<Hash> named = request.map(Placed::hash);
    if (dice.chance(2)) {
      named = Optional.of(w.stray(dice));
    }
    if (dice.chance(2)) {
      Issued before = but(issued, issued.jti(), issued.issuedAt() - 30);
      return new Statement.Action(before, before.issuedAt() + 20, call, named, cause);
    }
    return new Statement.Action(issued, ends(dice, issued, 120, 300), call, named, cause);
  }

  private static Issued but(Issued issued, String jti, long issuedAt) {
    return new Issued(issued.signer(), issued.ledger(), jti, issuedAt, issued.ignoredClaims());
  }

  Statement outcome(Dice dice) {
    List<Placed> actions = w.of(Kind.ACTION);
    Placed action = actions.isEmpty() || dice.chance(4) ? dice.pick(w.log) : dice.pick(actions);
    Optional<Placed> service =
        dice.chance(35)
            ? Optional.of(
                dice.chance(10)
                    ? dice.pick(w.of(Kind.ENROLMENT))
                    : dice.pick(w.enrolled(PrincipalKind.SERVICE)))
            : Optional.empty();
    KeyPool.Key signer = service.map(w::keyOf).orElseGet(() -> KeyPool.POOL.of(action.signer()));
    return new Statement.Outcome(
        w.issued(dice, signer),
        action.hash(),
        OutcomeStatus.SUCCEEDED,
        dice.chance(50) ? Optional.of(w.hidden(SlotName.RESULT, "done")) : Optional.empty(),
        service.map(Placed::hash));
  }
}
