package dev.delegationledger.authority.reference;

import dev.delegationledger.authority.reference.Happened.Fact;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Decision;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may approve, and approvals (section 8). */
final class Approvals {
  private final Judging j;

  Approvals(Judging j) {
    this.j = j;
  }

  /** The enrolment of whoever gave this approval. */
  Placed approver(Placed approval) {
    Hash stated = ((Statement.Approval) approval.statement()).approver();
    return j.follow(stated, approval, Kind.ENROLMENT);
  }

  private static String idOf(Placed human) {
    return Principals.said(human).id();
  }

  boolean isOne(Placed human, List<Placed> humans) {
    return humans.stream().anyMatch(one -> idOf(one).equals(idOf(human)));
  }

  /** How many of these are different principals with different keys. */
  static int different(List<Placed> humans) {
    Set<String> ids = new HashSet<>();
    Set<Hash> keys = new HashSet<>();
    for (Placed human : humans) {
      if (!ids.contains(idOf(human)) && !keys.contains(Principals.keyOf(human))) {
        ids.add(idOf(human));
        keys.add(Principals.keyOf(human));
      }
    }
    return ids.size();
  }

  /** The human themself, or the members of the current version at p of a group alive there. */
  List<Placed> humans(Placed humanOrGroup, long p) {
    if (humanOrGroup.kind() != Kind.GROUP) {
      return List.of(humanOrGroup);
    }
    return j.principals.isAlive(humanOrGroup, p)
        ? j.principals.members(humanOrGroup, p)
        : List.of();
  }

  boolean mayApprove(Placed human, Demand demand, Placed call, List<Placed> chain, long p) {
    if (idOf(human).equals(idOf(j.grants.delegator(chain.get(0))))) {
      return false;
    }
    for (Placed grant : chain) {
      Hash holder = Judging.thumbprint(Grants.said(grant).holder());
      if (holder.equals(Principals.keyOf(human))) {
        return false;
      }
    }
    List<Placed> may = new ArrayList<>();
    for (Hash from : demand.from()) {
      may.addAll(humans(j.find(from).orElseThrow(), p));
    }
    Placed acting = j.grants.delegate(chain.get(chain.size() - 1));
    for (AgentRole role : demand.roles()) {
      role(acting, role, p).flatMap(who -> j.principals.resolved(who, p)).ifPresent(may::add);
    }
    return isOne(human, may);
  }

  /** Whoever is assigned, a human or a group: what a spawned agent states makes nobody approve. */
  Optional<Placed> role(Placed acting, AgentRole role, long p) {
    if (role == AgentRole.OWNER) {
      return j.principals.ownerOf(acting, p);
    }
    List<Placed> up = j.principals.upFrom(acting);
    return stated(up.get(up.size() - 1), role);
  }

  /** Whoever the agent, or else the nearest above it, states. */
  Optional<Placed> stated(Placed acting, AgentRole role) {
    for (Placed agent : j.principals.upFrom(acting)) {
      Optional<Hash> stated = Principals.said(agent).agent().map(facts -> facts.roles().get(role));
      if (stated.isPresent()) {
        return Optional.of(j.follow(stated.get(), agent, Kind.ENROLMENT, Kind.GROUP));
      }
    }
    return Optional.empty();
  }

  void approval(Placed x) {
    j.form(x);
    Statement.Approval says = (Statement.Approval) x.statement();
    long p = x.index();
    Placed human = approver(x);
    j.judge(human);
    j.check(
        Principals.is(human, PrincipalKind.HUMAN) && Principals.keyOf(human).equals(x.signer()),
        Reason.APPROVER_WITHOUT_STANDING);
    j.principals.alive(human, p);
    j.maySign(x, human);
    Placed target = j.follow(says.target(), x);
    j.check(isApprovable(target), Reason.NOT_APPROVABLE);
    j.judge(target);
    j.check(j.facts(target, "denied", p - 1).isEmpty(), Reason.REQUEST_DENIED);
    if (target.statement() instanceof Statement.Request request) {
      j.check(!j.over(request.expiresAt(), p), Reason.REQUEST_EXPIRED);
      j.check(j.facts(target, "used", p - 1).isEmpty(), Reason.REQUEST_USED);
      List<Placed> chain = j.grants.chain(j.follow(request.call().grant(), target, Kind.GRANT));
      boolean may =
          j.calls.demands(target, p, chain).stream()
              .anyMatch(demand -> mayApprove(human, demand, target, chain, p));
      j.check(may, Reason.APPROVER_WITHOUT_STANDING);
      if (says.decision() == Decision.APPROVE) {
        chain.forEach(grant -> j.grants.alive(grant, p));
      }
    } else if (target.statement() instanceof Statement.Grant grant) {
      Placed group = j.follow(grant.quorum().orElseThrow().group(), target, Kind.GROUP);
      j.check(isOne(human, humans(group, p)), Reason.APPROVER_WITHOUT_STANDING);
      j.open(target, p);
      j.check(!j.over(grant.expiresAt(), p), Reason.GRANT_EXPIRED);
      j.check(j.time(p) >= grant.notBefore().orElse(0L) * 1000, Reason.GRANT_NOT_YET_VALID);
    } else {
      Hash next =
          target.statement() instanceof Statement.Transfer transfer
              ? transfer.owner()
              : ((Statement.Revocation) target.statement()).successor().orElseThrow();
      Placed owner = j.follow(next, target, Kind.ENROLMENT, Kind.GROUP);
      j.check(isOne(human, humans(owner, p)), Reason.APPROVER_WITHOUT_STANDING);
    }
  }

  private static boolean isApprovable(Placed target) {
    Statement s = target.statement();
    return s instanceof Statement.Request
        || s instanceof Statement.Transfer
        || (s instanceof Statement.Grant grant
            && grant.parent().isEmpty()
            && grant.quorum().isPresent())
        || (s instanceof Statement.Revocation revocation && revocation.successor().isPresent());
  }

  /** Whether the human, by principal id, answered the target before p. */
  boolean hasAnswered(Placed human, Placed target, long p) {
    List<Fact> answers = new ArrayList<>(j.facts(target, "approved", p - 1));
    answers.addAll(j.facts(target, "denied", p - 1));
    return answers.stream().anyMatch(fact -> isOne(human, List.of(approver(j.record(fact.at())))));
  }
}
