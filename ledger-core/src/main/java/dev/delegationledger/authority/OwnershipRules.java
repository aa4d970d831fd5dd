package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Who owns an agent when, and how that moves (docs/rules.md, section 4). */
final class OwnershipRules {
  /** The most successors followed from one owner who left to the next. */
  private static final int MAX_SUCCESSORS = 32;

  private final Walk walk;

  OwnershipRules(Walk walk) {
    this.walk = walk;
  }

  /** The owner of an agent, or of those that spawned it, as of {@code at}. */
  Assignee ownerAt(Lineage agent, Position at) throws RefusedException {
    PlacedEntry owner = ownerOf(agent.topmost().first().self(), at);
    if (owner.kind() == Kind.GROUP) {
      walk.groups.judge(owner);
      return Assignee.of(owner);
    }
    return Assignee.of(walk.enrolments.judge(owner));
  }

  /**
   * The record of the owner as of {@code at}, which is not judged.
   *
   * @param agent the first enrolment of an agent that states an owner
   */
  PlacedEntry ownerOf(PlacedEntry agent, Position at) throws RefusedException {
    Hash stated =
        agent
            .as(Statement.Enrolment.class)
            .agent()
            .flatMap(Statement.AgentFacts::owner)
            .orElseThrow();
    PlacedEntry owner = walk.evidence.followAny(stated, agent.position(), NO_HOP);
    for (Fact fact : walk.evidence.facts(agent, FactKind.TRANSFER, at.index())) {
      Optional<PlacedEntry> transfer = accepted(fact, agent, at);
      if (transfer.isPresent()) {
        owner = namedBy(transfer.get());
      }
    }
    for (int i = 0; i < MAX_SUCCESSORS; i++) {
      Optional<PlacedEntry> successor = successor(owner, at);
      if (successor.isEmpty()) {
        return owner;
      }
      owner = successor.get();
    }
    return owner;
  }

  private Optional<PlacedEntry> successor(PlacedEntry owner, Position at) throws RefusedException {
    if (owner.kind() != Kind.ENROLMENT) {
      return Optional.empty();
    }
    for (PlacedEntry enrolment : walk.enrolments.line(owner, at)) {
      for (Fact fact : walk.evidence.facts(enrolment, FactKind.LEFT, at.index())) {
        Optional<PlacedEntry> revocation = accepted(fact, enrolment, at);
        if (revocation.isPresent()) {
          return Optional.of(namedBy(revocation.get()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The first enrolment of a principal, of the agent that spawned it, and so on up; none is judged.
   */
  List<PlacedEntry> upFrom(PlacedEntry enrolment) throws RefusedException {
    List<PlacedEntry> up = new ArrayList<>();
    Optional<PlacedEntry> next = Optional.of(enrolment);
    while (next.isPresent()) {
      PlacedEntry first = walk.enrolments.first(next.get());
      up.add(first);
      Optional<Hash> spawner =
          first.as(Statement.Enrolment.class).agent().flatMap(Statement.AgentFacts::spawner);
      next =
          spawner.isPresent()
              ? Optional.of(
                  walk.evidence.follow(spawner.get(), Kind.ENROLMENT, first.position(), NO_HOP))
              : Optional.empty();
    }
    return up;
  }

  /** The transfer or revocation behind a fact, if it stands and was accepted by {@code at}. */
  private Optional<PlacedEntry> accepted(Fact fact, PlacedEntry target, Position at)
      throws RefusedException {
    Optional<PlacedEntry> move = walk.evidence.cause(fact, target);
    return move.isPresent() && isAccepted(move.get(), at)
        ? walk.standingCause(fact, target)
        : Optional.empty();
  }

  /** Whether whoever is to own has said yes: the first answer that stands. */
  private boolean isAccepted(PlacedEntry move, Position at) throws RefusedException {
    for (Fact answer : walk.evidence.facts(move)) {
      Optional<FactKind> kind =
          FactKind.of(answer).filter(is -> is == FactKind.APPROVED || is == FactKind.DENIED);
      if (answer.at() <= at.index()
          && kind.isPresent()
          && walk.standingCause(answer, move).isPresent()) {
        return kind.get() == FactKind.APPROVED;
      }
    }
    return false;
  }

  /** The record that this transfer, or this revocation with a successor, names; not judged. */
  private PlacedEntry namedBy(PlacedEntry move) throws RefusedException {
    Hash next =
        move.entry().statement() instanceof Statement.Transfer transfer
            ? transfer.owner()
            : move.as(Statement.Revocation.class).successor().orElseThrow();
    return walk.evidence.followAny(next, move.position(), NO_HOP);
  }

  /** Who is to own by this transfer, or by this revocation that names a successor. */
  Assignee newOwner(PlacedEntry move) throws RefusedException {
    if (move.entry().statement() instanceof Statement.Transfer transfer) {
      return walk.assignee(transfer.owner(), move.position(), Reason.OWNER_NOT_HUMAN);
    }
    Hash successor = move.as(Statement.Revocation.class).successor().orElseThrow();
    return walk.assignee(successor, move.position(), Reason.SUCCESSOR_INVALID);
  }

  /** The human that an assignment resolves to at {@code at}; empty if nobody is on call. */
  Optional<Lineage> humanAt(Assignee assignee, Position at) throws RefusedException {
    return assignee.group().isPresent()
        ? walk.groups.onCallAt(assignee.group().get(), at)
        : assignee.human();
  }

  /** The human of an assignment, or the member of its group, that has this key. */
  Optional<Lineage> withKey(Assignee assignee, Hash key, Position at) throws RefusedException {
    if (assignee.group().isPresent()) {
      for (Lineage member : walk.groups.membersAt(assignee.group().get(), at)) {
        Optional<Lineage> holder = walk.enrolments.withKey(member, key, at);
        if (holder.isPresent()) {
          return holder;
        }
      }
      return Optional.empty();
    }
    return walk.enrolments.withKey(assignee.human().orElseThrow(), key, at);
  }

  /** Refuses an assignment that no human alive at {@code at} answers for. */
  void requireAlive(Assignee assignee, Position at, OptionalInt hop) throws RefusedException {
    if (assignee.human().isPresent()) {
      walk.enrolments.requireAlive(assignee.human().get(), at, hop);
      return;
    }
    PlacedEntry group = assignee.group().orElseThrow();
    walk.groups.requireAlive(group, at, hop);
    if (walk.groups.onCallAt(group, at).isEmpty()) {
      throw unresolved(group, at, hop);
    }
  }

  static RefusedException unresolved(PlacedEntry group, Position at, OptionalInt hop) {
    return refuse(
        group.index(),
        hop,
        Reason.OWNER_UNRESOLVED,
        "resolve group: expected a member on call and alive at record " + at.index());
  }

  void judgeTransfer(PlacedEntry entry) throws RefusedException {
    Statement.Transfer statement = entry.as(Statement.Transfer.class);
    walk.evidence.requireForm(entry, NO_HOP);
    PlacedEntry target =
        walk.evidence.follow(statement.agent(), Kind.ENROLMENT, entry.position(), NO_HOP);
    Lineage agent = walk.enrolments.judge(target);
    if (agent.owner().isEmpty() || agent.rotated().isPresent()) {
      throw withoutStanding(entry, "check agent: expected the first enrolment of an owned agent");
    }
    requireAlive(newOwner(entry), entry.position(), NO_HOP);
    if (!walk.authorities.hasSigned(entry)) {
      requireGiver(agent, entry);
    }
    walk.status.requireRoom(target, FactKind.TRANSFER, entry);
  }

  private void requireGiver(Lineage agent, PlacedEntry entry) throws RefusedException {
    Assignee owned = ownerAt(agent, entry.position());
    Optional<Lineage> owner = withKey(owned, entry.signer(), entry.position());
    if (owner.isEmpty()) {
      throw withoutStanding(
          entry, "check signer: expected the owner or an authority, got " + entry.signer());
    }
    // an owner who was closed would have the agent go on under somebody of their choice
    if (owned.group().isPresent()) {
      walk.groups.requireAlive(owned.group().get(), entry.position(), NO_HOP);
    }
    walk.enrolments.requireAlive(owner.get(), entry.position(), NO_HOP);
    walk.keys.requireMaySign(owner.get(), entry, NO_HOP);
  }

  private static RefusedException withoutStanding(PlacedEntry entry, String detail) {
    return refuse(entry.index(), Reason.TRANSFER_WITHOUT_STANDING, detail);
  }
}
