package dev.delegationledger.authority;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Task;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.scope.Attenuation;
import java.util.Optional;

/**
 * A child grant gives the same as its parent or less: invariants I1 to I4 of
 * draft-niyikiza-oauth-attenuating-agent-tokens-01 section 4, and one rule for each thing that
 * {@code dl} adds. Pure functions over two grants.
 */
final class GrantAttenuation {
  private GrantAttenuation() {}

  /**
   * What a grant passes down whether it states it or not.
   *
   * @param taskId the id of the nearest task stated from the root down
   * @param notBefore the latest beginning stated from the root down, in seconds; 0 if none is
   */
  record Inherited(String taskId, long notBefore) {
    static final Inherited NOTHING = new Inherited("", 0);

    Inherited with(Statement.Grant grant) {
      return new Inherited(
          grant.task().map(Task::id).orElse(taskId),
          Math.max(notBefore, grant.notBefore().orElse(0L)));
    }
  }

  /** The first rule that {@code child} breaks, if it breaks one. */
  static Optional<Refusal> check(
      Statement.Grant parent, Inherited inherited, Statement.Grant child) {
    if (!child.issued().signer().equals(Jwk.thumbprint(parent.holder()))) {
      return refusal(
          Reason.NOT_THE_HOLDER,
          "check signer: expected the parent's holder, got " + child.issued().signer());
    }
    if (child.depth() != parent.depth() + 1) {
      return refusal(
          Reason.DEPTH_MISMATCH,
          "check del_depth: expected " + (parent.depth() + 1) + ", got " + child.depth());
    }
    if (child.depth() > parent.maxDepth() || child.depth() > child.maxDepth()) {
      return refusal(
          Reason.DEPTH_EXCEEDED,
          "check del_depth: expected at most "
              + Math.min(parent.maxDepth(), child.maxDepth())
              + ", got "
              + child.depth());
    }
    if (child.maxDepth() > parent.maxDepth()) {
      return refusal(
          Reason.DEPTH_WIDENED,
          "check del_max_depth: expected at most "
              + parent.maxDepth()
              + ", got "
              + child.maxDepth());
    }
    if (child.expiresAt() > parent.expiresAt()) {
      return refusal(
          Reason.OUTLIVES_PARENT,
          "check exp: expected at most " + parent.expiresAt() + ", got " + child.expiresAt());
    }
    if (child.issued().issuedAt() < parent.issued().issuedAt()
        || child.notBefore().orElse(Long.MAX_VALUE) < inherited.notBefore()) {
      return refusal(
          Reason.PREDATES_PARENT, "check iat and nbf: expected neither before the parent's");
    }
    String taskId = child.task().map(Task::id).orElse(inherited.taskId());
    if (!taskId.equals(inherited.taskId()) && !taskId.startsWith(inherited.taskId() + "/")) {
      return refusal(
          Reason.TASK_WIDENED, "check task: expected the parent's id, or one below it and a slash");
    }
    return Attenuation.check(parent.scope(), child.scope());
  }

  private static Optional<Refusal> refusal(Reason reason, String detail) {
    return Optional.of(Refusal.of(reason, detail));
  }
}
