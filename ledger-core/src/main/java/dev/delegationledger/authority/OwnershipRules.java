package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
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
    Lineage owned = agent.topmost().first();
    Assignee owner = owned.owner().orElseThrow();
    for (Fact fact : walk.evidence.facts(owned.self(), FactKind.TRANSFER, at.index())) {
      Optional<PlacedEntry> transfer = accepted(fact, owned.self(), at);
      if (transfer.isPresent()) {
        owner = newOwner(transfer.get());
      }
    }
    for (int i = 0; i < MAX_SUCCESSORS; i++) {
      Optional<Assignee> successor = successor(owner, at);
      if (successor.isEmpty()) {
        return owner;
      }
      owner = successor.get();
    }
    return owner;
  }

  private Optional<Assignee> successor(Assignee owner, Position at) throws RefusedException {
    for (Optional<Lineage> human = owner.human();
        human.isPresent();
        human = human.get().rotated()) {
      PlacedEntry enrolment = human.get().self();
      for (Fact fact : walk.evidence.facts(enrolment, FactKind.LEFT, at.index())) {
        Optional<PlacedEntry> revocation = accepted(fact, enrolment, at);
        if (revocation.isPresent()) {
          return Optional.of(newOwner(revocation.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** The transfer or revocation behind a fact, if it stands and was accepted by {@code at}. */
  private Optional<PlacedEntry> accepted(Fact fact, PlacedEntry target, Position at)
      throws RefusedException {
    Optional<PlacedEntry> move = walk.evidence.cause(fact, target);
    if (move.isEmpty() || !walk.evidence.facts(move.get(), FactKind.DENIED, at.index()).isEmpty()) {
      return Optional.empty();
    }
    for (Fact approval : walk.evidence.facts(move.get(), FactKind.APPROVED, at.index())) {
      if (walk.standingCause(approval, move.get()).isPresent()) {
        return walk.standingCause(fact, target);
      }
    }
    return Optional.empty();
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
      throw refuse(
          group.index(),
          hop,
          Reason.OWNER_UNRESOLVED,
          "resolve group: expected a member on call and alive at record " + at.index());
    }
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
    if (walk.authorities.hasSigned(entry)) {
      return;
    }
    Optional<Lineage> owner =
        withKey(ownerAt(agent, entry.position()), entry.signer(), entry.position());
    if (owner.isEmpty()) {
      throw withoutStanding(
          entry, "check signer: expected the owner or an authority, got " + entry.signer());
    }
    walk.keys.requireMaySign(owner.get(), entry, NO_HOP);
  }

  private static RefusedException withoutStanding(PlacedEntry entry, String detail) {
    return refuse(entry.index(), Reason.TRANSFER_WITHOUT_STANDING, detail);
  }
}
