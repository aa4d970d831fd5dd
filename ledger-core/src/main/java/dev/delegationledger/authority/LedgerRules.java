package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What must be the only one of its kind in the ledger. Admission and audit check it; one file
 * cannot show it.
 */
final class LedgerRules {
  private static final OptionalInt NO_HOP = OptionalInt.empty();

  private final LedgerIndex index;

  LedgerRules(LedgerIndex index) {
    this.index = index;
  }

  void judge(PlacedEntry entry) throws RefusedException {
    Statement statement = entry.entry().statement();
    if (statement instanceof Statement.Revocation) {
      return; // nobody's choice of jti may stand in the way of closing
    }
    if (index.jtiUsed(entry.signer(), statement.issued().jti())) {
      throw refuse(
          entry.index(),
          NO_HOP,
          Reason.JTI_REUSED,
          "check jti: expected one the signer never used");
    }
    if (statement instanceof Statement.Enrolment enrolment) {
      enrolment(entry, enrolment);
    } else if (statement instanceof Statement.Outcome outcome
        && index.outcomeRecorded(outcome.action())) {
      throw refuse(
          entry.index(),
          NO_HOP,
          Reason.OUTCOME_ALREADY_RECORDED,
          "check action: expected one without outcome");
    }
  }

  private void enrolment(PlacedEntry entry, Statement.Enrolment enrolment) throws RefusedException {
    Hash key = Jwk.thumbprint(enrolment.key());
    if (index.keyEnrolled(key)) {
      throw refuse(
          entry.index(),
          NO_HOP,
          Reason.KEY_ALREADY_ENROLLED,
          "check key: expected one that no principal has, got " + key);
    }
    Optional<PrincipalKind> holder = index.principal(enrolment.id());
    boolean instanceId = enrolment.principal() == PrincipalKind.AGENT;
    if (holder.isPresent() && (instanceId || holder.get() != enrolment.principal())) {
      throw refuse(
          entry.index(),
          NO_HOP,
          Reason.PRINCIPAL_ALREADY_ENROLLED,
          "check id: expected an id that no " + holder.get().code() + " has");
    }
  }
}
