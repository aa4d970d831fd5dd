package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SlotFamily;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may have what erased (docs/rules.md, section 14). Never an agent: who acts does not remove
 * the traces of it.
 */
final class ErasureRules {
  private final Walk walk;
  private final EnrolmentRules enrolments;

  ErasureRules(Walk walk) {
    this.walk = walk;
    this.enrolments = walk.enrolments.forAnother();
  }

  void judge(PlacedEntry entry) throws RefusedException {
    Statement.Erasure statement = entry.as(Statement.Erasure.class);
    walk.evidence.requireForm(entry, NO_HOP);
    PlacedEntry target = walk.evidence.followAny(statement.target(), entry.position(), NO_HOP);
    Set<String> slots = erased(target, entry);
    walk.status.requireRoomForErasure(target, statement, entry);
    if (statement.by().isEmpty()) {
      requireStanding(entry, walk.authorities.hasSigned(entry), "an authority");
      return;
    }
    Lineage signer = enrolments.follow(statement.by().get(), entry.position(), NO_HOP);
    boolean subject = statement.policy().isEmpty();
    requireStanding(
        entry,
        signer.key().equals(entry.signer())
            && (subject ? isSubject(signer, target) : isKeeper(signer)),
        subject
            ? "the principal that record " + target.index() + " names or that signed it, no agent"
            : "a human or a service");
    walk.keys.requireMaySign(signer, entry, NO_HOP);
    if (!subject) {
      walk.enrolments.requireAlive(signer, entry.position(), NO_HOP);
      requireRetentionOver(statement.policy().get(), slots, target, entry);
    }
  }

  private static void requireStanding(PlacedEntry entry, boolean standing, String expected)
      throws RefusedException {
    if (!standing) {
      throw refuse(
          entry.index(),
          Reason.ERASER_WITHOUT_STANDING,
          "check signer: expected " + expected + ", got " + entry.signer());
    }
  }

  /**
   * The principal that an enrolment names; of any other entry the one whose key signed it. Who acts
   * does not remove the traces of it.
   */
  private static boolean isSubject(Lineage signer, PlacedEntry target) {
    if (signer.principal() == PrincipalKind.AGENT) {
      return false;
    }
    if (target.entry().statement() instanceof Statement.Enrolment named) {
      return named.id().equals(signer.id()) && named.principal() == signer.principal();
    }
    if (target.kind() == Kind.ACTION || target.kind() == Kind.REQUEST) {
      return false; // a service may act too
    }
    for (Optional<Lineage> one = Optional.of(signer); one.isPresent(); one = one.get().rotated()) {
      if (one.get().key().equals(target.signer())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isKeeper(Lineage signer) {
    return signer.principal() == PrincipalKind.HUMAN || signer.principal() == PrincipalKind.SERVICE;
  }

  private void requireRetentionOver(
      Hash reference, Set<String> slots, PlacedEntry target, PlacedEntry entry)
      throws RefusedException {
    PlacedEntry policy = walk.evidence.follow(reference, Kind.POLICY, entry.position(), NO_HOP);
    PlacedEntry genesis = walk.evidence.ledger().genesis();
    List<Fact> policies = walk.evidence.facts(genesis, FactKind.POLICY, entry.index());
    if (policies.isEmpty() || policies.get(policies.size() - 1).at() != policy.index()) {
      throw refuse(
          entry.index(),
          Reason.RETENTION_NOT_OVER,
          "check policy: expected the one in force, got that of record " + policy.index());
    }
    walk.policies.judgePolicy(policy);
    for (String slot : slots) {
      Long seconds = policy.as(Statement.Policy.class).retention().get(SlotFamily.of(slot));
      if (seconds == null
          || target.position().timeMs() + Math.multiplyExact(seconds, 1000L)
              > entry.position().timeMs()) {
        throw refuse(
            entry.index(),
            Reason.RETENTION_NOT_OVER,
            "check retention: expected that of slot "
                + slot
                + " to be over, got "
                + (seconds == null ? "none stated" : seconds + " s from record " + target.index()));
      }
    }
  }

  /**
   * The slots of {@code target} that {@code erasure} erases.
   *
   * @throws RefusedException if there is none, or one that it names is not hidden or erased before
   */
  private Set<String> erased(PlacedEntry target, PlacedEntry erasure) throws RefusedException {
    Statement.Erasure statement = erasure.as(Statement.Erasure.class);
    Set<String> wanted = new TreeSet<>(hidden(statement, target));
    if (wanted.isEmpty() || !wanted.containsAll(statement.erases())) {
      throw refuse(
          erasure.index(),
          Reason.SLOT_NOT_ERASABLE,
          "check slots: expected hidden slots of record " + target.index());
    }
    boolean anew = wanted.removeAll(erasedBefore(target, erasure.index()));
    if (wanted.isEmpty() || (anew && !statement.erases().isEmpty())) {
      throw refuse(
          erasure.index(),
          Reason.SLOT_ALREADY_ERASED,
          "check slots: expected slots of record " + target.index() + " that are not erased yet");
    }
    return wanted;
  }

  private Set<String> erasedBefore(PlacedEntry target, long index) throws RefusedException {
    Set<String> erased = new TreeSet<>();
    for (Fact fact : walk.evidence.facts(target, FactKind.ERASED, index - 1)) {
      walk.standingCause(fact, target)
          .map(cause -> hidden(cause.as(Statement.Erasure.class), target))
          .ifPresent(erased::addAll);
    }
    return erased;
  }

  private static Set<String> hidden(Statement.Erasure erasure, PlacedEntry target) {
    return erasure.digests(target.entry().statement()).keySet();
  }
}
