package dev.delegationledger.entry;

import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.Set;

/** The claims of what closes, opens, moves or answers something, and may say why. */
final class ReasonedClaims {
  private static final int MAX_TARGETS = 64;

  private ReasonedClaims() {}

  static Statement.Revocation readRevocation(ClaimsReader in) throws RefusedException {
    return new Statement.Revocation(
        in.issued(Set.of()), in.dl.hash("target"), in.dl.optionalHash("successor"), reason(in));
  }

  static void write(Statement.Revocation revocation, ObjectWriter dl) {
    reason(revocation, dl)
        .hash("target", revocation.target())
        .hash("successor", revocation.successor());
  }

  static Statement.Approval readApproval(ClaimsReader in) throws RefusedException {
    return new Statement.Approval(
        in.issued(Set.of()),
        in.dl.hash("target"),
        ClaimsReader.constant(in.dl, "decision", Decision.class),
        in.dl.hash("approver"),
        reason(in));
  }

  static void write(Statement.Approval approval, ObjectWriter dl) {
    reason(approval, dl)
        .hash("target", approval.target())
        .code("decision", approval.decision())
        .hash("approver", approval.approver());
  }

  static Statement.Transfer readTransfer(ClaimsReader in) throws RefusedException {
    return new Statement.Transfer(
        in.issued(Set.of()), in.dl.hash("agent"), in.dl.hash("owner"), reason(in));
  }

  static void write(Statement.Transfer transfer, ObjectWriter dl) {
    reason(transfer, dl).hash("agent", transfer.agent()).hash("owner", transfer.owner());
  }

  static Statement.Suspension readSuspension(ClaimsReader in) throws RefusedException {
    return new Statement.Suspension(
        in.issued(Set.of()),
        in.dl.hash("target"),
        ClaimsReader.optionalLabel(in.dl, "trigger"),
        reason(in));
  }

  static void write(Statement.Suspension suspension, ObjectWriter dl) {
    reason(suspension, dl)
        .hash("target", suspension.target())
        .text("trigger", suspension.trigger());
  }

  static Statement.Resumption readResumption(ClaimsReader in) throws RefusedException {
    return new Statement.Resumption(in.issued(Set.of()), in.dl.hash("target"), reason(in));
  }

  static void write(Statement.Resumption resumption, ObjectWriter dl) {
    reason(resumption, dl).hash("target", resumption.target());
  }

  static Statement.Completion readCompletion(ClaimsReader in) throws RefusedException {
    return new Statement.Completion(
        in.issued(Set.of()), ClaimsReader.hashes(in.dl, "targets", 1, MAX_TARGETS), reason(in));
  }

  static void write(Statement.Completion completion, ObjectWriter dl) {
    reason(completion, dl).hashes("targets", completion.targets());
  }

  static Statement.Compromise readCompromise(ClaimsReader in) throws RefusedException {
    return new Statement.Compromise(
        in.issued(Set.of()), in.dl.hash("target"), in.dl.whole("last_good"), reason(in));
  }

  static void write(Statement.Compromise compromise, ObjectWriter dl) {
    reason(compromise, dl)
        .hash("target", compromise.target())
        .whole("last_good", compromise.lastGood());
  }

  static Optional<Slot> reason(ClaimsReader in) throws RefusedException {
    return ClaimsReader.optionalSlot(in.dl, SlotName.REASON);
  }

  static ObjectWriter reason(Statement.Reasoned statement, ObjectWriter dl) {
    return dl.slot(SlotName.REASON, statement.reason());
  }
}
