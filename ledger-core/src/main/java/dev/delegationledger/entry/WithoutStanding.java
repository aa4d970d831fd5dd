package dev.delegationledger.entry;

import dev.delegationledger.model.Reason;

/**
 * What is wrong with an entry that an unknown key signed. A key that nobody bound has no standing
 * for anything, whatever its signature.
 */
final class WithoutStanding {
  private WithoutStanding() {}

  static Reason reason(Statement statement) {
    return switch (statement.kind()) {
      case GENESIS -> Reason.GENESIS_INVALID;
      case ENROLMENT -> enrolment((Statement.Enrolment) statement);
      case GRANT, ACTION, REQUEST -> Reason.NOT_THE_HOLDER;
      case OUTCOME -> Reason.OUTCOME_WITHOUT_STANDING;
      case REVOCATION -> Reason.REVOKER_WITHOUT_STANDING;
      case POLICY, ARCHETYPE, GROUP, AUTHORITY -> Reason.NOT_AN_AUTHORITY;
      case APPROVAL -> Reason.APPROVER_WITHOUT_STANDING;
      case TRANSFER -> Reason.TRANSFER_WITHOUT_STANDING;
      case SUSPENSION -> Reason.SUSPENDER_WITHOUT_STANDING;
      case RESUMPTION -> Reason.RESUMER_WITHOUT_STANDING;
      case COMPLETION -> Reason.COMPLETER_WITHOUT_STANDING;
      case COMPROMISE -> Reason.DECLARER_WITHOUT_STANDING;
      case DENIAL -> Reason.DENIAL_WITHOUT_STANDING;
      case FOREIGN_CALL -> Reason.FOREIGN_CALL_WITHOUT_STANDING;
      case ERASURE -> Reason.ERASER_WITHOUT_STANDING;
      case LEDGER_KEY -> Reason.NOT_THE_LEDGER_KEY;
    };
  }

  private static Reason enrolment(Statement.Enrolment enrolment) {
    if (enrolment.rotates().isPresent()) {
      return Reason.ROTATION_MISMATCH;
    }
    return enrolment.principal() == PrincipalKind.AGENT
        ? Reason.ENROLLER_WITHOUT_STANDING
        : Reason.NOT_AN_AUTHORITY;
  }
}
