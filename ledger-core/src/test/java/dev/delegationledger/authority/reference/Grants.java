package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.reference.Happened.Fact;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Spend;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.scope.Attenuation;
import dev.delegationledger.scope.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Grants (section 5) and the chain of section 6. */
final class Grants {
  private static final int MOST_GRANTS = 32;
  private static final int MOST_CHARACTERS = 262_144;
  private static final long NINETY_DAYS = 7_776_000;

  private final Judging j;

  Grants(Judging j) {
    this.j = j;
  }

  static Statement.Grant said(Placed grant) {
    return (Statement.Grant) grant.statement();
  }

  /** Section 6 rule 2; the root first, {@code leaf} last. */
  List<Placed> chain(Placed leaf) {
    List<Placed> chain = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    int characters = 0;
    Placed at = leaf;
    while (true) {
      chain.add(0, at);
      characters += at.characters();
      j.check(chain.size() <= MOST_GRANTS, Reason.CHAIN_TOO_LONG);
      j.check(characters <= MOST_CHARACTERS, Reason.CHAIN_TOO_LARGE);
      j.check(ids.add(said(at).issued().jti()), Reason.GRANT_ID_REUSED);
      if (said(at).parent().isEmpty()) {
        return chain;
      }
      at = j.follow(said(at).parent().get(), at, Kind.GRANT);
    }
  }

  Placed delegate(Placed grant) {
    return j.follow(said(grant).delegate(), grant, Kind.ENROLMENT);
  }

  Placed delegator(Placed grant) {
    Optional<Hash> parent = said(grant).parent();
    return parent.isPresent()
        ? delegate(j.follow(parent.get(), grant, Kind.GRANT))
        : j.follow(said(grant).delegator().orElseThrow(), grant, Kind.ENROLMENT);
  }

  /** The nearest task id stated from this grant up. */
  Optional<String> task(Placed grant) {
    List<Placed> chain = chain(grant);
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (said(chain.get(i)).task().isPresent()) {
        return said(chain.get(i)).task().map(Statement.Task::id);
      }
    }
    return Optional.empty();
  }

  void grant(Placed g) {
    List<Placed> chain = chain(g);
    List<Placed> above = chain.subList(0, chain.size() - 1);
    above.forEach(j::judge);
    Statement.Grant says = said(g);
    form(g, says);
    if (says.parent().isEmpty()) {
      root(g, says);
    } else {
      attenuation(g, says, above);
    }
    j.maySign(g, delegator(g));
    j.demanded(g, says.demands());
    Placed delegate = delegate(g);
    j.judge(delegate);
    j.check(
        Principals.is(delegate, PrincipalKind.AGENT)
            || Principals.is(delegate, PrincipalKind.SERVICE),
        Reason.DELEGATE_CANNOT_ACT);
    j.check(
        Judging.thumbprint(says.holder()).equals(Principals.keyOf(delegate)),
        Reason.HOLDER_KEY_MISMATCH);
    j.check(j.facts(delegate, "rotated", g.index() - 1).isEmpty(), Reason.KEY_ROTATED);
    for (Placed agent : j.principals.upFrom(delegate)) {
      Optional<Hash> template =
          Principals.said(agent).agent().flatMap(Statement.AgentFacts::template);
      if (template.isPresent()) {
        templateOf(says, j.follow(template.get(), agent, Kind.ARCHETYPE));
      }
    }
    above.forEach(higher -> alive(higher, g.index()));
    j.principals.alive(delegator(g), g.index());
    j.principals.alive(delegate, g.index());
  }

  private static long lasts(Statement.Grant says) {
    return says.expiresAt() - says.issued().issuedAt();
  }

  private void form(Placed g, Statement.Grant says) {
    j.form(g);
    j.check(lasts(says) >= 1 && lasts(says) <= NINETY_DAYS, Reason.LIFETIME_EXCEEDED);
    j.check(!j.over(says.expiresAt(), g.index()), Reason.GRANT_EXPIRED);
    j.check(says.maxDepth() <= 31, Reason.DEPTH_EXCEEDED);
    Optional<Long> most = j.policy(g.index()).flatMap(Statement.Policy::maxGrantSeconds);
    j.check(lasts(says) <= most.orElse(Long.MAX_VALUE), Reason.POLICY_LIFETIME);
    says.limits()
        .spend()
        .ifPresent(
            spend ->
                j.check(
                    spend.amounts().keySet().containsAll(says.scope().tools().keySet()),
                    Reason.AMOUNT_UNDECLARED));
  }

  private void root(Placed g, Statement.Grant says) {
    Placed delegator = delegator(g);
    j.judge(delegator);
    j.check(Principals.is(delegator, PrincipalKind.HUMAN), Reason.ROOT_NOT_HUMAN);
    j.check(Principals.keyOf(delegator).equals(g.signer()), Reason.NOT_THE_HOLDER);
    j.check(says.depth() == 0, Reason.DEPTH_MISMATCH);
    j.check(!says.scope().tools().isEmpty(), Reason.NO_CAPABILITY);
    Optional<Scope> mayGrant = Principals.said(j.principals.first(delegator)).mayGrant();
    if (mayGrant.isPresent()) {
      j.check(
          Attenuation.check(mayGrant.get(), says.scope()).isEmpty(), Reason.EXCEEDS_ENTITLEMENT);
    }
    if (says.quorum().isPresent()) {
      Placed group = j.follow(says.quorum().get().group(), g, Kind.GROUP);
      j.judge(group);
      j.check(
          j.principals.members(group, g.index()).size() >= says.quorum().get().count(),
          Reason.QUORUM_NOT_ROOT);
    }
  }

  private void attenuation(Placed g, Statement.Grant says, List<Placed> above) {
    Placed parentRecord = above.get(above.size() - 1);
    Statement.Grant parent = said(parentRecord);
    j.check(Judging.thumbprint(parent.holder()).equals(g.signer()), Reason.NOT_THE_HOLDER);
    j.check(says.depth() == parent.depth() + 1, Reason.DEPTH_MISMATCH);
    j.check(says.depth() <= parent.maxDepth(), Reason.DEPTH_EXCEEDED);
    j.check(says.depth() <= says.maxDepth(), Reason.DEPTH_EXCEEDED);
    j.check(says.maxDepth() <= parent.maxDepth(), Reason.DEPTH_WIDENED);
    j.check(says.expiresAt() <= parent.expiresAt(), Reason.OUTLIVES_PARENT);
    j.check(says.issued().issuedAt() >= parent.issued().issuedAt(), Reason.PREDATES_PARENT);
    for (Placed higher : above) {
      boolean begins =
          says.notBefore().isEmpty()
              || said(higher).notBefore().isEmpty()
              || says.notBefore().get() >= said(higher).notBefore().get();
      j.check(begins, Reason.PREDATES_PARENT);
    }
    if (says.task().isPresent()) {
      String own = says.task().get().id();
      Optional<String> nearest = task(parentRecord);
      j.check(
          nearest.isEmpty() || own.equals(nearest.get()) || own.startsWith(nearest.get() + "/"),
          Reason.TASK_WIDENED);
    }
    Optional<Refusal> wider = Attenuation.check(parent.scope(), says.scope());
    if (wider.isPresent()) {
      throw new Broken(wider.get().reason());
    }
    limits(says, above);
    for (Map.Entry<String, Constraint> stated : says.context().entrySet()) {
      for (Placed higher : above) {
        Constraint bound = said(higher).context().get(stated.getKey());
        j.check(bound == null || isWithin(bound, stated.getValue()), Reason.CONTEXT_WIDENED);
      }
    }
    j.check(says.quorum().isEmpty(), Reason.QUORUM_NOT_ROOT);
  }

  private static boolean isWithin(Constraint bound, Constraint stated) {
    Scope outer = new Scope(Map.of("context", Map.of("value", bound)));
    Scope inner = new Scope(Map.of("context", Map.of("value", stated)));
    return Attenuation.check(outer, inner).isEmpty();
  }

  private void limits(Statement.Grant says, List<Placed> above) {
    Optional<Long> uses = Optional.empty();
    Optional<Spend> spend = Optional.empty();
    Optional<Long> perAction = Optional.empty();
    for (Placed higher : above) {
      Statement.Limits limits = said(higher).limits();
      uses = limits.uses().or(orElse(uses));
      spend = limits.spend().or(orElse(spend));
      perAction = limits.spend().flatMap(Spend::perAction).or(orElse(perAction));
    }
    if (says.limits().uses().isPresent() && uses.isPresent()) {
      j.check(says.limits().uses().get() <= uses.get(), Reason.LIMIT_WIDENED);
    }
    if (says.limits().spend().isPresent() && spend.isPresent()) {
      Spend own = says.limits().spend().get();
      Spend nearest = spend.get();
      j.check(own.total() <= nearest.total(), Reason.LIMIT_WIDENED);
      j.check(
          own.perAction().orElse(0L) <= perAction.orElse(nearest.total()), Reason.LIMIT_WIDENED);
      j.check(own.currency().equals(nearest.currency()), Reason.SPEND_CHANGED);
      own.amounts()
          .forEach(
              (tool, pointer) ->
                  j.check(pointer.equals(nearest.amounts().get(tool)), Reason.SPEND_CHANGED));
    }
  }

  private static <T> java.util.function.Supplier<Optional<T>> orElse(Optional<T> other) {
    return () -> other;
  }

  private void templateOf(Statement.Grant says, Placed template) {
    Statement.Archetype archetype = (Statement.Archetype) template.statement();
    j.check(
        Attenuation.check(archetype.mayHold(), says.scope()).isEmpty(), Reason.EXCEEDS_ARCHETYPE);
    j.check(
        lasts(says) <= archetype.maxGrantSeconds().orElse(Long.MAX_VALUE), Reason.POLICY_LIFETIME);
  }

  // Alive

  boolean isAlive(Placed grant, long a) {
    try {
      alive(grant, a);
      return true;
    } catch (Broken broken) {
      return false;
    }
  }

  void alive(Placed grant, long a) {
    Statement.Grant says = said(grant);
    j.open(grant, a);
    j.check(!j.over(says.expiresAt(), a), Reason.GRANT_EXPIRED);
    j.check(j.time(a) >= says.notBefore().orElse(0L) * 1000, Reason.GRANT_NOT_YET_VALID);
    if (says.quorum().isPresent()) {
      j.check(hasQuorum(grant, says.quorum().get(), a), Reason.QUORUM_MISSING);
    }
    j.principals.alive(delegator(grant), a);
    j.principals.alive(delegate(grant), a);
  }

  private boolean hasQuorum(Placed grant, Statement.Quorum quorum, long a) {
    Placed group = j.follow(quorum.group(), grant, Kind.GROUP);
    List<Placed> humans = new ArrayList<>();
    for (Fact fact : j.facts(grant, "approved", a - 1)) {
      if (j.stands(fact)) {
        Placed human = j.approvals.approver(j.record(fact.at()));
        if (j.approvals.isOne(human, j.approvals.humans(group, fact.at()))
            && j.principals.isAlive(human, a)) {
          humans.add(human);
        }
      }
    }
    return Approvals.different(humans) >= quorum.count();
  }
}
