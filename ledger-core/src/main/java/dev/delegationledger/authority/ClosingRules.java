package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.aat.GrantTerms;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Task;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may revoke, suspend and complete (docs/rules.md, section 10). Closing is made easy on
 * purpose: neither the signer's enrolment nor the target needs to be alive, no {@code iat} and no
 * {@code jti} stands in the way.
 */
final class ClosingRules {
  private final Walk walk;
  private final Closers closers;

  ClosingRules(Walk walk) {
    this.walk = walk;
    this.closers = new Closers(walk);
  }

  void judgeRevocation(PlacedEntry entry) throws RefusedException {
    Statement.Revocation statement = entry.as(Statement.Revocation.class);
    walk.evidence.requireThisLedger(entry, NO_HOP);
    PlacedEntry target = walk.evidence.followAny(statement.target(), entry.position(), NO_HOP);
    boolean revocable =
        target.kind() == Kind.GRANT
            || target.kind() == Kind.ENROLMENT
            || target.kind() == Kind.GROUP
            || target.kind() == Kind.ARCHETYPE;
    if (!revocable) {
      throw refuse(
          entry.index(),
          Reason.NOT_REVOCABLE,
          "check target: expected a grant, an enrolment, a group or an archetype, got "
              + target.kind().typ());
    }
    requireCloser(entry, target, Reason.REVOKER_WITHOUT_STANDING);
    if (statement.successor().isPresent()) {
      requireSuccessor(entry, target, statement.successor().get());
    }
  }

  private void requireSuccessor(PlacedEntry entry, PlacedEntry target, Hash reference)
      throws RefusedException {
    if (!(target.entry().statement() instanceof Statement.Enrolment leaving)
        || leaving.principal() != PrincipalKind.HUMAN) {
      throw successorInvalid(entry);
    }
    Assignee successor = walk.assignee(reference, entry.position(), Reason.SUCCESSOR_INVALID);
    if (successor.human().filter(h -> h.id().equals(leaving.id())).isPresent()) {
      throw successorInvalid(entry);
    }
    requireMayName(entry, target);
    walk.status.requireRoom(target, FactKind.LEFT, entry);
  }

  /** To close a human is easy; to say who owns instead is not: the agents go on with that one. */
  private void requireMayName(PlacedEntry entry, PlacedEntry target) throws RefusedException {
    if (walk.authorities.hasSigned(entry)) {
      return;
    }
    Lineage leaving = walk.enrolments.judge(target);
    Optional<Lineage> self =
        walk.enrolments.withKey(leaving.first(), entry.signer(), entry.position());
    if (self.isEmpty()) {
      throw refuse(
          entry.index(),
          Reason.SUCCESSOR_INVALID,
          "check signer: expected the human who leaves or an authority, got " + entry.signer());
    }
    Position before = new Position(entry.index() - 1, entry.position().timeMs());
    walk.enrolments.requireAlive(self.get(), before, NO_HOP); // this one closes it
    walk.keys.requireMaySign(self.get(), entry, NO_HOP);
  }

  private static RefusedException successorInvalid(PlacedEntry entry) {
    return refuse(
        entry.index(),
        Reason.SUCCESSOR_INVALID,
        "check successor: expected one for a human, and somebody else");
  }

  void judgeSuspension(PlacedEntry entry) throws RefusedException {
    Statement.Suspension statement = entry.as(Statement.Suspension.class);
    walk.evidence.requireThisLedger(entry, NO_HOP);
    PlacedEntry target = suspendable(statement.target(), entry);
    requireCloser(entry, target, Reason.SUSPENDER_WITHOUT_STANDING);
    if (statement.trigger().isPresent()) {
      List<String> triggers =
          target.entry().statement() instanceof Statement.Enrolment enrolment
              ? enrolment.agent().map(Statement.AgentFacts::triggers).orElse(List.of())
              : List.of();
      if (!triggers.contains(statement.trigger().get())) {
        throw refuse(
            entry.index(),
            Reason.TRIGGER_UNKNOWN,
            "check trigger: expected one that the agent in record " + target.index() + " states");
      }
    }
  }

  /** A grant, an archetype, or the first enrolment of an agent or an organisation. */
  PlacedEntry suspendable(Hash reference, PlacedEntry entry) throws RefusedException {
    PlacedEntry target = walk.evidence.followAny(reference, entry.position(), NO_HOP);
    boolean suspendable =
        target.kind() == Kind.GRANT
            || target.kind() == Kind.ARCHETYPE
            || (target.entry().statement() instanceof Statement.Enrolment enrolment
                && enrolment.rotates().isEmpty()
                && (enrolment.principal() == PrincipalKind.AGENT
                    || enrolment.principal() == PrincipalKind.ORGANISATION));
    if (!suspendable) {
      throw refuse(
          entry.index(),
          Reason.NOT_SUSPENDABLE,
          "check target: expected a grant, an archetype, or the first enrolment of an agent or an"
              + " organisation");
    }
    return target;
  }

  private void requireCloser(PlacedEntry entry, PlacedEntry target, Reason otherwise)
      throws RefusedException {
    if (!walk.closing(() -> closers.of(target, entry)).contains(entry.signer())) {
      throw refuse(
          entry.index(),
          otherwise,
          "check signer: expected the delegator or one above, the owner, the control owner, the"
              + " enroller or the subject of record "
              + target.index()
              + ", got "
              + entry.signer());
    }
  }

  void judgeCompletion(PlacedEntry entry) throws RefusedException {
    walk.evidence.requireThisLedger(entry, NO_HOP);
    Set<String> tasks = new HashSet<>();
    Set<Hash> standing = null;
    for (Hash reference : entry.as(Statement.Completion.class).targets()) {
      PlacedEntry grant = walk.evidence.follow(reference, Kind.GRANT, entry.position(), NO_HOP);
      Set<Hash> ofThis = new HashSet<>();
      ofThis.add(Jwk.thumbprint(grant.as(Statement.Grant.class).holder()));
      ofThis.addAll(closers.delegators(grant));
      if (standing == null) {
        standing = ofThis;
      } else {
        standing.retainAll(ofThis);
      }
      tasks.add(task(grant));
    }
    if (tasks.size() > 1) {
      throw refuse(
          entry.index(), Reason.TASKS_DIFFER, "check targets: expected grants of one task");
    }
    if (standing == null || !standing.contains(entry.signer())) {
      throw refuse(
          entry.index(),
          Reason.COMPLETER_WITHOUT_STANDING,
          "check signer: expected the holder or a delegator of every target, got "
              + entry.signer());
    }
  }

  /** The id of the nearest task stated from a grant upwards; the empty text if none is. */
  private String task(PlacedEntry grant) throws RefusedException {
    PlacedEntry next = grant;
    for (int hops = 0; hops < GrantTerms.MAX_CHAIN; hops++) {
      Statement.Grant statement = next.as(Statement.Grant.class);
      if (statement.task().isPresent() || statement.parent().isEmpty()) {
        return statement.task().map(Task::id).orElse("");
      }
      Optional<Hash> parent = statement.parent();
      next = walk.evidence.follow(parent.get(), Kind.GRANT, next.position(), NO_HOP);
    }
    return "";
  }
}
