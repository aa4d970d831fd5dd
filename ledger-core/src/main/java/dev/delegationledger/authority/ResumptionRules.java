package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may end a suspension (docs/rules.md, section 10). */
final class ResumptionRules {
  private final Walk walk;

  ResumptionRules(Walk walk) {
    this.walk = walk;
  }

  void judge(PlacedEntry entry) throws RefusedException {
    Statement.Resumption statement = entry.as(Statement.Resumption.class);
    walk.evidence.requireForm(entry, NO_HOP);
    PlacedEntry target = walk.closings.suspendable(statement.target(), entry);
    if (!walk.status.isSuspended(target, entry.index() - 1)) {
      throw refuse(
          entry.index(),
          Reason.NOT_SUSPENDED,
          "check target: expected record " + target.index() + " suspended, and not closed");
    }
    Optional<Lineage> agent = agentOf(target);
    if (agent.isEmpty()) {
      if (!walk.authorities.hasSigned(entry)) {
        throw withoutStanding(entry, "an authority");
      }
      return;
    }
    Optional<Lineage> human = signer(agent.get(), entry);
    if (human.isEmpty()) {
      throw withoutStanding(entry, "the owner or the control owner of the agent, on call");
    }
    walk.enrolments.requireAlive(human.get(), entry.position(), NO_HOP);
    walk.keys.requireMaySign(human.get(), entry, NO_HOP);
  }

  /** The agent that is suspended, or that holds the suspended grant; a service has no owner. */
  private Optional<Lineage> agentOf(PlacedEntry target) throws RefusedException {
    if (target.kind() == Kind.GRANT) {
      Hash delegate = target.as(Statement.Grant.class).delegate();
      return Optional.of(walk.enrolments.follow(delegate, target.position(), NO_HOP))
          .filter(holder -> holder.principal() == PrincipalKind.AGENT);
    }
    return target.kind() == Kind.ENROLMENT
            && target.as(Statement.Enrolment.class).principal() == PrincipalKind.AGENT
        ? Optional.of(walk.enrolments.judge(target))
        : Optional.empty();
  }

  private Optional<Lineage> signer(Lineage agent, PlacedEntry entry) throws RefusedException {
    Position own = entry.position();
    List<Lineage> humans = new ArrayList<>();
    for (AgentRole role : List.of(AgentRole.OWNER, AgentRole.CONTROL_OWNER)) {
      Optional<Assignee> assigned = walk.demands.assigned(agent, role, own);
      if (assigned.isPresent()) {
        walk.ownership.humanAt(assigned.get(), own).ifPresent(humans::add);
      }
    }
    for (Lineage human : humans) {
      Optional<Lineage> holder = walk.enrolments.withKey(human, entry.signer(), own);
      if (holder.isPresent()) {
        return holder;
      }
    }
    return Optional.empty();
  }

  private static RefusedException withoutStanding(PlacedEntry entry, String expected) {
    return refuse(
        entry.index(),
        Reason.RESUMER_WITHOUT_STANDING,
        "check signer: expected " + expected + ", got " + entry.signer());
  }
}
