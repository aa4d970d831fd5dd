package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.reference.Happened.Fact;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Call;
import dev.delegationledger.entry.Statement.Calling;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Answer;
import dev.delegationledger.scope.Argument;
import dev.delegationledger.scope.Checks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Actions (section 6), limits (7), requests and what a call demands (8). */
final class Calls {
  private static final long MOST = (1L << 53) - 1;

  private final Judging j;

  Calls(Judging j) {
    this.j = j;
  }

  static Call callOf(Placed calling) {
    return ((Calling) calling.statement()).call();
  }

  void action(Placed x) {
    Statement.Action says = (Statement.Action) x.statement();
    long issuedAt = says.issued().issuedAt();
    j.check(says.issued().ledger().equals(Optional.of(j.ledger)), Reason.WRONG_LEDGER);
    j.check(Math.abs(x.timeMs() - issuedAt * 1000) <= 60_000, Reason.ACTION_STALE);
    long lasts = says.expiresAt() - issuedAt;
    j.check(lasts >= 1 && lasts <= 300, Reason.ACTION_LIFETIME);
    j.check(!j.over(says.expiresAt(), x.index()), Reason.ACTION_EXPIRED);
    Placed leaf = holder(x);
    says.causedBy().ifPresent(cause -> j.follow(cause, x));
    List<Placed> chain = chain(x, leaf);
    limits(x, chain);
    approved(x, chain);
  }

  void request(Placed x) {
    Statement.Request says = (Statement.Request) x.statement();
    j.form(x);
    long lasts = says.expiresAt() - says.issued().issuedAt();
    j.check(lasts >= 1 && lasts <= 604_800, Reason.REQUEST_LIFETIME);
    j.check(!j.over(says.expiresAt(), x.index()), Reason.REQUEST_EXPIRED);
    chain(x, holder(x));
  }

  private Placed holder(Placed x) {
    Placed leaf = j.follow(callOf(x).grant(), x, Kind.GRANT);
    j.check(leaf.statement().issued().jti().equals(callOf(x).grantId()), Reason.GRANT_ID_MISMATCH);
    j.check(
        Judging.thumbprint(Grants.said(leaf).holder()).equals(x.signer()), Reason.NOT_THE_HOLDER);
    return leaf;
  }

  /** Rules 2 to 5. */
  private List<Placed> chain(Placed x, Placed leaf) {
    List<Placed> chain = j.grants.chain(leaf);
    chain.forEach(j::judge);
    chain.forEach(grant -> j.grants.alive(grant, x.index()));
    j.maySign(x, j.grants.delegate(leaf));
    Call call = callOf(x);
    Map<String, Argument> arguments = new TreeMap<>();
    call.arguments().keySet().forEach(name -> arguments.put(name, argument(x, name)));
    for (int hop = chain.size() - 1; hop >= 0; hop--) {
      for (Refusal finding : Grants.said(chain.get(hop)).scope().admit(call.tool(), arguments)) {
        j.check(finding.reason().reasonClass() == ReasonClass.UNDECIDED, finding.reason());
        j.note(finding.reason());
      }
    }
    for (int hop = chain.size() - 1; hop >= 0; hop--) {
      Grants.said(chain.get(hop)).context().forEach((key, bound) -> context(x, key, bound));
    }
    return chain;
  }

  private static Argument argument(Placed x, String name) {
    Value value = x.shown().get(SlotName.argument(name));
    return value == null ? Argument.hidden() : Argument.of(value);
  }

  private void context(Placed x, String key, Constraint bound) {
    Argument stated;
    if (key.equals(Statement.Grant.AUDIENCE)) {
      Optional<String> audience = callOf(x).audience();
      j.check(audience.isPresent(), Reason.CONTEXT_MISSING);
      stated = Argument.of(Value.of(audience.get()));
    } else {
      j.check(callOf(x).context().containsKey(key), Reason.CONTEXT_MISSING);
      Value value = x.shown().get(SlotName.context(key));
      stated = value == null ? Argument.hidden() : Argument.of(value);
    }
    Answer answer = Checks.decide(bound, stated);
    j.check(answer != Answer.NO, Reason.CONTEXT_OUT_OF_SCOPE);
    if (answer == Answer.UNKNOWN) {
      j.note(Reason.CONTEXT_NOT_DISCLOSED);
    }
  }

  // 7. Limits

  private static List<Placed> limited(List<Placed> chain) {
    return chain.stream().filter(grant -> Grants.said(grant).limits().any()).toList();
  }

  private void limits(Placed x, List<Placed> chain) {
    List<Placed> limited = limited(chain);
    boolean recorded = j.happened.find(x.hash()).isPresent();
    if (!j.whole || recorded) {
      List<Long> named = x.charges().totals().stream().map(Charges.Total::grant).toList();
      List<Long> expected = limited.stream().map(Placed::index).sorted().toList();
      j.check(named.equals(expected), Reason.CHARGES_MISMATCH);
    }
    for (Placed grant : limited) {
      Statement.Limits limits = Grants.said(grant).limits();
      Optional<Long> amount = Optional.of(0L);
      if (limits.spend().isPresent()) {
        amount = amount(x, limits.spend().get());
      }
      Charges.Total after =
          j.whole && !recorded ? charged(x, grant, amount) : stated(x, grant, amount);
      j.check(after.uses() <= limits.uses().orElse(Long.MAX_VALUE), Reason.USES_EXHAUSTED);
      if (limits.spend().isPresent()) {
        long perAction = limits.spend().get().perAction().orElse(Long.MAX_VALUE);
        j.check(amount.orElse(0L) <= perAction, Reason.SPEND_PER_ACTION);
        j.check(after.spent() <= limits.spend().get().total(), Reason.SPEND_EXHAUSTED);
        j.check(after.spent() < MOST, Reason.SPEND_EXHAUSTED);
      }
    }
  }

  private static Charges.Total none(Placed grant) {
    return new Charges.Total(grant.index(), 0, 0);
  }

  private Charges.Total stated(Placed x, Placed grant, Optional<Long> amount) {
    Charges.Total total = x.charges().of(grant.index()).orElse(none(grant));
    boolean spends = Grants.said(grant).limits().spend().isPresent();
    j.check(total.uses() >= 1, Reason.CHARGES_MISMATCH);
    j.check(total.spent() >= amount.orElse(0L), Reason.CHARGES_MISMATCH);
    j.check(spends || total.spent() == 0, Reason.CHARGES_MISMATCH);
    return total;
  }

  private Charges.Total charged(Placed x, Placed grant, Optional<Long> amount) {
    Charges.Total before = none(grant);
    for (Placed earlier : j.happened.log()) {
      if (earlier.index() < x.index()) {
        before = earlier.charges().of(grant.index()).orElse(before);
      }
    }
    return new Charges.Total(
        grant.index(), before.uses() + 1, Math.min(MOST, before.spent() + amount.orElse(0L)));
  }

  /** What an honest ledger writes into the record of an action that breaks no rule. */
  Charges charges(Placed x) {
    List<Charges.Total> totals = new ArrayList<>();
    for (Placed grant : limited(j.grants.chain(j.follow(callOf(x).grant(), x, Kind.GRANT)))) {
      Optional<Long> amount =
          Grants.said(grant).limits().spend().flatMap(spend -> amount(x, spend));
      totals.add(charged(x, grant, amount));
    }
    totals.sort(Comparator.comparing(Charges.Total::grant));
    return new Charges(totals);
  }

  /** Empty if it is hidden. */
  private Optional<Long> amount(Placed x, Statement.Spend spend) {
    Optional<String> pointer =
        spend.amounts().getOrDefault(callOf(x).tool(), Optional.<String>empty());
    if (pointer.isEmpty()) {
      return Optional.of(0L);
    }
    String[] tokens = pointer.get().split("/", -1);
    j.check(tokens.length > 1, Reason.AMOUNT_INVALID);
    String argument = unescaped(tokens[1]);
    j.check(callOf(x).arguments().containsKey(argument), Reason.AMOUNT_INVALID);
    Value at = x.shown().get(SlotName.argument(argument));
    if (at == null) {
      j.note(Reason.ARGUMENT_NOT_DISCLOSED);
      return Optional.empty();
    }
    for (int i = 2; i < tokens.length; i++) {
      at = inside(at, unescaped(tokens[i])).orElse(Value.NULL);
    }
    if (at instanceof Value.Num number
        && number.value().signum() > 0
        && number.value().stripTrailingZeros().scale() <= 0
        && number.value().compareTo(java.math.BigDecimal.valueOf(MOST)) <= 0) {
      return Optional.of(number.value().longValueExact());
    }
    throw new Broken(Reason.AMOUNT_INVALID);
  }

  private static String unescaped(String token) {
    return token.replace("~1", "/").replace("~0", "~");
  }

  private static Optional<Value> inside(Value value, String token) {
    if (value instanceof Value.Obj object) {
      return Optional.ofNullable(object.members().get(token));
    }
    if (value instanceof Value.Arr array && token.matches("0|[1-9][0-9]{0,8}")) {
      int index = Integer.parseInt(token);
      return index < array.items().size()
          ? Optional.of(array.items().get(index))
          : Optional.empty();
    }
    return Optional.empty();
  }

  // 8. What a call demands

  List<Demand> demands(Placed x, long a, List<Placed> chain) {
    List<Demand> stated = new ArrayList<>();
    String tool = callOf(x).tool();
    j.policy(a)
        .ifPresent(
            policy -> stated.addAll(policy.demands().getOrDefault(policy.tierOf(tool), List.of())));
    chain.forEach(grant -> stated.addAll(Grants.said(grant).demands()));
    return stated.stream().filter(demand -> counts(demand, x)).toList();
  }

  private boolean counts(Demand demand, Placed x) {
    Answer counts = countsAsSeen(demand, x);
    if (counts == Answer.UNKNOWN) {
      j.note(Reason.ARGUMENT_NOT_DISCLOSED);
    }
    return counts != Answer.NO;
  }

  private Answer countsAsSeen(Demand demand, Placed x) {
    if (demand.when().isEmpty()) {
      return Answer.YES;
    }
    String tool = callOf(x).tool();
    if (!demand.when().get().tools().containsKey(tool)) {
      return Answer.NO;
    }
    boolean hidden = false;
    for (Map.Entry<String, Constraint> e : demand.when().get().constraints(tool).entrySet()) {
      if (!callOf(x).arguments().containsKey(e.getKey())) {
        continue;
      }
      Argument argument = argument(x, e.getKey());
      if (argument instanceof Argument.Seen seen && excuses(e.getValue(), seen.value())) {
        return Answer.NO;
      }
      hidden |=
          argument instanceof Argument.Hidden && !(e.getValue() instanceof Constraint.Wildcard);
    }
    return hidden ? Answer.UNKNOWN : Answer.YES;
  }

  private static boolean excuses(Constraint constraint, Value value) {
    boolean judged =
        constraint instanceof Constraint.Range
            ? value instanceof Value.Num
            : constraint instanceof Constraint.Exact exact
                && exact.value().getClass() == value.getClass();
    return judged && Checks.decide(constraint, Argument.of(value)) == Answer.NO;
  }

  private void approved(Placed x, List<Placed> chain) {
    long a = x.index();
    Optional<Hash> named = ((Statement.Action) x.statement()).request();
    List<Fact> approvals = List.of();
    if (named.isPresent()) {
      Placed request = j.follow(named.get(), x, Kind.REQUEST);
      j.judge(request);
      j.check(callOf(request).equals(callOf(x)), Reason.REQUEST_MISMATCH);
      j.check(request.signer().equals(x.signer()), Reason.REQUEST_MISMATCH);
      long expiresAt = ((Calling) request.statement()).expiresAt();
      j.check(!j.over(expiresAt, a), Reason.REQUEST_EXPIRED);
      j.check(j.facts(request, "denied", a).isEmpty(), Reason.REQUEST_DENIED);
      boolean byAnother =
          j.facts(request, "used", a - 1).stream()
              .anyMatch(fact -> !j.record(fact.at()).hash().equals(x.hash()));
      j.check(!byAnother, Reason.REQUEST_USED);
      approvals = j.facts(request, "approved", a - 1);
    }
    for (Demand demand : demands(x, a, chain)) {
      List<Placed> humans = new ArrayList<>();
      for (Fact fact : approvals) {
        if (j.stands(fact) && j.time(a) <= j.time(fact.at()) + demand.validFor() * 1000) {
          Placed human = j.approvals.approver(j.record(fact.at()));
          if (j.principals.isAlive(human, a)
              && j.approvals.mayApprove(human, demand, x, chain, fact.at())) {
            humans.add(human);
          }
        }
      }
      boolean isMet = Approvals.different(humans) >= demand.count();
      j.check(isMet || countsAsSeen(demand, x) == Answer.UNKNOWN, Reason.APPROVAL_MISSING);
    }
  }
}
