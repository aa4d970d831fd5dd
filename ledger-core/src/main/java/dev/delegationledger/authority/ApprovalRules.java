package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Decision;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A human's yes or no to one exact statement (docs/rules.md, section 8). */
final class ApprovalRules {
  private final Walk walk;

  ApprovalRules(Walk walk) {
    this.walk = walk;
  }

  void judge(PlacedEntry entry) throws RefusedException {
    Statement.Approval statement = entry.as(Statement.Approval.class);
    Position own = entry.position();
    walk.evidence.requireForm(entry, NO_HOP);
    Lineage approver = walk.enrolments.follow(statement.approver(), own, NO_HOP);
    if (approver.principal() != PrincipalKind.HUMAN || !approver.key().equals(entry.signer())) {
      throw withoutStanding(
          entry, "expected the key of a human in record " + approver.self().index());
    }
    walk.enrolments.requireAlive(approver, own, NO_HOP);
    walk.keys.requireMaySign(approver, entry, NO_HOP);
    PlacedEntry target = walk.evidence.followAny(statement.target(), own, NO_HOP);
    switch (target.kind()) {
      case REQUEST -> request(entry, approver, target);
      case GRANT -> rootGrant(entry, approver, target);
      case TRANSFER -> {
        walk.ownership.judgeTransfer(target);
        move(entry, approver, target);
      }
      case REVOCATION -> {
        if (target.as(Statement.Revocation.class).successor().isEmpty()) {
          throw notApprovable(entry, target);
        }
        walk.closings.judgeRevocation(target);
        move(entry, approver, target);
      }
      case GENESIS,
          ENROLMENT,
          ACTION,
          OUTCOME,
          POLICY,
          ARCHETYPE,
          GROUP,
          APPROVAL,
          SUSPENSION,
          RESUMPTION,
          COMPLETION,
          COMPROMISE,
          ERASURE,
          AUTHORITY,
          DENIAL,
          FOREIGN_CALL,
          LEDGER_KEY ->
          throw notApprovable(entry, target);
    }
  }

  private void request(PlacedEntry entry, Lineage approver, PlacedEntry target)
      throws RefusedException {
    Chain chain = walk.calls.judgeRequest(target);
    requireNotDenied(entry, target);
    if (walk.evidence.endedBy(target.as(Statement.Request.class).expiresAt(), entry.position())) {
      throw refuse(
          target.index(),
          Reason.REQUEST_EXPIRED,
          "check exp: expected it alive at record " + entry.index());
    }
    walk.demands.requireUnused(target, entry.position());
    if (!walk.demands.mayAnswer(approver, target, chain, entry.position())) {
      throw withoutStanding(entry, "expected a human whom a demand on the request names");
    }
    if (entry.as(Statement.Approval.class).decision() == Decision.APPROVE) {
      walk.grants.requireAlive(chain.hops(), entry.position());
    }
  }

  private void rootGrant(PlacedEntry entry, Lineage approver, PlacedEntry target)
      throws RefusedException {
    Statement.Grant grant = target.as(Statement.Grant.class);
    Optional<Statement.Quorum> quorum = grant.quorum();
    if (quorum.isEmpty() || grant.parent().isPresent()) {
      throw notApprovable(entry, target);
    }
    walk.grants.judge(target);
    requireNotDenied(entry, target);
    PlacedEntry group =
        walk.evidence.follow(quorum.get().group(), Kind.GROUP, target.position(), NO_HOP);
    if (!walk.groups.isMemberAt(group, approver.id(), entry.position())) {
      throw withoutStanding(entry, "expected a member of the group in record " + group.index());
    }
    walk.grants.requireOpenAndInTime(target, entry.position(), NO_HOP);
  }

  /** A transfer, or a revocation with a successor: whoever is to own answers. */
  private void move(PlacedEntry entry, Lineage approver, PlacedEntry target)
      throws RefusedException {
    requireNotDenied(entry, target);
    Assignee owner = walk.ownership.newOwner(target);
    boolean isOwner =
        owner.group().isPresent()
            ? walk.groups.isMemberAt(owner.group().get(), approver.id(), entry.position())
            : owner.human().orElseThrow().id().equals(approver.id());
    if (!isOwner) {
      throw withoutStanding(entry, "expected the new owner, or a member of its group");
    }
  }

  private void requireNotDenied(PlacedEntry entry, PlacedEntry target) throws RefusedException {
    if (!walk.evidence.facts(target, FactKind.DENIED, entry.index() - 1).isEmpty()) {
      throw refuse(
          target.index(),
          Reason.REQUEST_DENIED,
          "read status: expected no denial before record " + entry.index());
    }
  }

  /** The approvals of {@code target} before {@code at} that stand and say approve. */
  List<Approved> standing(PlacedEntry target, Position at) throws RefusedException {
    List<Approved> standing = new ArrayList<>();
    for (Fact fact : walk.evidence.facts(target, FactKind.APPROVED, at.index() - 1)) {
      Optional<PlacedEntry> approval = walk.standingCause(fact, target);
      if (approval.isPresent()
          && approval.get().as(Statement.Approval.class).decision() == Decision.APPROVE) {
        Hash approver = approval.get().as(Statement.Approval.class).approver();
        standing.add(
            new Approved(
                approval.get(),
                walk.enrolments.follow(approver, approval.get().position(), NO_HOP)));
      }
    }
    return standing;
  }

  /** Whether the human who approved is still alive at {@code at}. */
  boolean isAlive(Approved approval, Position at) throws RefusedException {
    try {
      walk.enrolments.requireAlive(approval.approver(), at, NO_HOP);
      return true;
    } catch (RefusedException e) {
      if (e.refusal().reason().reasonClass() == ReasonClass.UNDECIDED) {
        throw e;
      }
      return false;
    }
  }

  /** The first approval of each human, each with a key of its own. */
  static List<Approved> distinct(List<Approved> approvals) {
    Set<String> humans = new HashSet<>();
    Set<Hash> keys = new HashSet<>();
    return approvals.stream()
        .filter(one -> humans.add(one.approver().id()) && keys.add(one.key()))
        .toList();
  }

  private static RefusedException withoutStanding(PlacedEntry entry, String expected) {
    return refuse(
        entry.index(),
        Reason.APPROVER_WITHOUT_STANDING,
        "check approver: " + expected + ", got " + entry.signer());
  }

  private static RefusedException notApprovable(PlacedEntry entry, PlacedEntry target) {
    return refuse(
        entry.index(),
        Reason.NOT_APPROVABLE,
        "check target: expected a request, a root grant with a quorum, a transfer or a revocation"
            + " with a successor, got "
            + target.kind().typ());
  }
}
