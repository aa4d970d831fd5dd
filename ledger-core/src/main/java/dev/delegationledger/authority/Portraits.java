package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Narrowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How people, grants and assignments are shown, as of one position of one judgement. */
final class Portraits {
  private static final String AUTHORITY_ENROLLED = "enrolled-by-authority";
  private static final String UNTRUSTED_ENROLLED = "enrolled-by-untrusted-authority";

  private final Walk walk;
  private final RecordSource source;
  private final Position at;
  private final Map<Long, PlacedEntry> shown = new TreeMap<>();

  Portraits(Walk walk, RecordSource source, Position at) {
    this.walk = walk;
    this.source = source;
    this.at = at;
  }

  Verdict.Human human(Lineage human) {
    return new Verdict.Human(human.id(), name(human), binding(human));
  }

  private Optional<String> name(Lineage principal) {
    PlacedEntry enrolment = principal.first().self();
    shown.put(enrolment.index(), enrolment);
    return enrolment.entry().signed().readText(SlotName.NAME);
  }

  /** The enrolments whose names were shown so far, by index. */
  Map<Long, PlacedEntry> shown() {
    return shown;
  }

  private String binding(Lineage human) {
    long enrolled = human.first().self().index();
    return walk.trail.isNoted(Reason.AUTHORITY_NOT_TRUSTED, enrolled)
        ? UNTRUSTED_ENROLLED
        : AUTHORITY_ENROLLED;
  }

  List<Verdict.Hop> hops(List<Chain.Hop> chain) {
    List<Verdict.Hop> hops = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      Chain.Hop hop = chain.get(i);
      Statement.Grant grant = hop.statement();
      List<String> narrowed =
          i == 0
              ? List.of()
              : Narrowed.between(chain.get(i - 1).statement().scope(), grant.scope());
      List<Fact> facts = facts(hop.grant().index());
      hops.add(
          new Verdict.Hop(
              hop.grant().index(),
              hop.grant().hash(),
              grant.issued().jti(),
              hop.delegator().id(),
              hop.delegate().id(),
              grant.task().map(Statement.Task::id),
              hop.grant().entry().signed().readText(SlotName.TASK),
              hop.grant().position().timeMs(),
              grant.expiresAt(),
              grant.scope().describe(),
              narrowed,
              revokedAt(facts),
              facts,
              facts(hop.delegate().first().self().index())));
    }
    return hops;
  }

  private static Optional<Long> revokedAt(List<Fact> facts) {
    return facts.stream()
        .filter(fact -> fact.is().equals(FactKind.REVOKED.code()))
        .map(Fact::at)
        .findFirst();
  }

  private List<Fact> facts(long index) {
    try {
      return source.status(index).map(StatusList::facts).orElse(List.of());
    } catch (RefusedException unreadable) {
      return List.of();
    }
  }

  Verdict.AnswersFor answersFor(Lineage agent) {
    Map<AgentRole, RoleHolder> holders = holders(agent);
    Optional<RoleHolder> owner = Optional.ofNullable(holders.remove(AgentRole.OWNER));
    Map<AgentRole, Verdict.Human> roles = new TreeMap<>();
    holders.forEach((role, holder) -> holder.human().ifPresent(human -> roles.put(role, human)));
    return new Verdict.AnswersFor(
        agent.id(),
        agent.facts().map(Statement.AgentFacts::archetype),
        owner.flatMap(RoleHolder::human),
        owner.flatMap(RoleHolder::group),
        roles,
        agent.operatorInForce().map(Lineage::id),
        operatorName(agent),
        model(agent));
  }

  AgentAuthority.Agent agent(Lineage agent) {
    return new AgentAuthority.Agent(
        agent.id(),
        agent.principal(),
        agent.first().self().index(),
        agent.self().index(),
        agent.statement().expiresAt(),
        agent.facts().map(Statement.AgentFacts::archetype),
        agent.spawner().map(Lineage::id),
        holders(agent),
        agent.operatorInForce().map(Lineage::id),
        operatorName(agent),
        model(agent),
        agent.facts().map(Statement.AgentFacts::triggers).orElse(List.of()));
  }

  private Optional<String> operatorName(Lineage agent) {
    return agent.operatorInForce().flatMap(this::name);
  }

  private static Optional<String> model(Lineage agent) {
    return agent.model().map(m -> m.provider() + "/" + m.name() + "/" + m.version());
  }

  private Map<AgentRole, RoleHolder> holders(Lineage agent) {
    Map<AgentRole, RoleHolder> holders = new TreeMap<>();
    for (AgentRole role : AgentRole.values()) {
      holder(agent, role).ifPresent(holder -> holders.put(role, holder));
    }
    return holders;
  }

  private Optional<RoleHolder> holder(Lineage agent, AgentRole role) {
    Optional<Assignee> assigned;
    try {
      assigned = walk.demands.assigned(agent, role, at);
    } catch (RefusedException unknown) {
      return Optional.of(unresolved(Optional.empty(), unknown.refusal()));
    }
    return assigned.map(this::holder);
  }

  private RoleHolder holder(Assignee assignee) {
    Optional<PlacedEntry> group = assignee.group();
    Optional<String> groupId = group.map(g -> g.as(Statement.Group.class).id());
    try {
      Optional<Lineage> human = walk.ownership.humanAt(assignee, at);
      if (human.isEmpty()) {
        throw OwnershipRules.unresolved(group.orElseThrow(), at, NO_HOP);
      }
      return new RoleHolder(human.map(this::human), groupId, Optional.empty());
    } catch (RefusedException unknown) {
      return unresolved(groupId, unknown.refusal());
    }
  }

  private static RoleHolder unresolved(Optional<String> group, Refusal why) {
    return new RoleHolder(Optional.empty(), group, Optional.of(why));
  }
}
