package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many spawned agents of one owner are alive (docs/rules.md, section 12). From the owner down:
 * whatever refers to it may have made it the owner of an agent, and that agent's spawned ones refer
 * to it in turn.
 */
final class SpawnCap {
  /** What may make whom it refers to an owner. */
  private static final Set<Kind> LEADING_ON =
      Set.of(Kind.ENROLMENT, Kind.TRANSFER, Kind.GROUP, Kind.REVOCATION);

  private final Walk walk;
  private final LedgerIndex index;
  private final RecordSource source;

  SpawnCap(Walk walk, LedgerIndex index, RecordSource source) {
    this.walk = walk;
    this.index = index;
    this.source = source;
  }

  /** Refuses the enrolment of a spawned agent when its owner has as many as the policy permits. */
  void require(PlacedEntry enrolment) throws RefusedException {
    Position own = enrolment.position();
    Optional<Long> most = walk.policies.statementAt(own).flatMap(Statement.Policy::maxSpawned);
    if (most.isEmpty()) {
      return;
    }
    String owner = id(walk.ownership.ownerAt(walk.enrolments.judge(enrolment), own));
    long alive = 1;
    for (PlacedEntry agent : below(owner)) {
      if (agent.index() != own.index() && isOneOf(owner, agent, own)) {
        alive++;
      }
    }
    if (alive > most.get()) {
      throw refuse(
          own.index(),
          Reason.SPAWN_CAP_REACHED,
          "check spawned agents: expected at most " + most.get() + " alive, got " + alive);
    }
  }

  /** The spawned agents that may be this owner's, each by its first enrolment. */
  private Set<PlacedEntry> below(String owner) throws RefusedException {
    Set<PlacedEntry> agents = new HashSet<>();
    Set<Long> seen = new HashSet<>(index.principals(owner));
    Deque<Long> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      PlacedEntry entry = source.at(open.remove()).orElseThrow();
      if (entry.entry().statement() instanceof Statement.Enrolment enrolment
          && enrolment.agent().flatMap(Statement.AgentFacts::spawner).isPresent()) {
        agents.add(entry);
      } else if (entry.entry().statement() instanceof Statement.Transfer transfer) {
        source.indexOf(transfer.agent()).ifPresent(at -> reach(at, seen, open));
      } else if (entry.entry().statement() instanceof Statement.Revocation revocation) {
        source.indexOf(revocation.target()).ifPresent(at -> reach(at, seen, open));
      }
      for (long at : index.referring(entry.hash(), LEADING_ON)) {
        PlacedEntry referring = source.at(at).orElseThrow();
        if (leadsOn(referring)) {
          reach(at, seen, open);
        }
      }
    }
    return agents;
  }

  private static boolean leadsOn(PlacedEntry entry) {
    return !(entry.entry().statement() instanceof Statement.Revocation revocation)
        || revocation.successor().isPresent();
  }

  private static void reach(long at, Set<Long> seen, Deque<Long> open) {
    if (seen.add(at)) {
      open.add(at);
    }
  }

  private boolean isOneOf(String owner, PlacedEntry agent, Position at) {
    for (PlacedEntry enrolment : line(agent, at)) {
      Walk beside = walk.beside();
      try {
        Lineage lineage = beside.enrolments.judge(enrolment);
        beside.enrolments.requireAlive(lineage, at, NO_HOP);
        return id(beside.ownership.ownerAt(lineage, at)).equals(owner);
      } catch (RefusedException closed) {
        // it may live on under another of its keys
      }
    }
    return false;
  }

  private List<PlacedEntry> line(PlacedEntry agent, Position at) {
    try {
      return walk.beside().enrolments.line(agent, at);
    } catch (RefusedException unbelieved) {
      return List.of();
    }
  }

  private static String id(Assignee owner) {
    return owner.human().isPresent()
        ? owner.human().get().id()
        : owner.group().orElseThrow().as(Statement.Group.class).id();
  }
}
