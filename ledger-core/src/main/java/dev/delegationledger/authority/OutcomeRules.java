package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;

/**
 * Who may say what came of an action: its signer, even after a revocation, or a service that is
 * enrolled and alive.
 */
final class OutcomeRules {
  private final Walk walk;
  private final EnrolmentRules enrolments;

  OutcomeRules(Walk walk) {
    this.walk = walk;
    this.enrolments = walk.enrolments.forAnother();
  }

  void judge(PlacedEntry outcome) throws RefusedException {
    Statement.Outcome statement = outcome.as(Statement.Outcome.class);
    walk.evidence.requireForm(outcome, NO_HOP);
    PlacedEntry action =
        walk.evidence.follow(statement.action(), Kind.ACTION, outcome.position(), NO_HOP);
    if (statement.service().isEmpty()) {
      requireStanding(outcome, outcome.signer().equals(action.signer()));
      return;
    }
    Lineage service = enrolments.follow(statement.service().get(), outcome.position(), NO_HOP);
    requireStanding(
        outcome,
        service.principal() == PrincipalKind.SERVICE
            && outcome.signer().equals(Jwk.thumbprint(service.statement().key())));
    enrolments.requireAlive(service, outcome.position(), NO_HOP);
    walk.keys.requireNotRotated(service, outcome);
  }

  private static void requireStanding(PlacedEntry outcome, boolean standing)
      throws RefusedException {
    if (!standing) {
      throw refuse(
          outcome.index(),
          Reason.OUTCOME_WITHOUT_STANDING,
          "check signer: expected the action's signer or the service named, got "
              + outcome.signer());
    }
  }

  /**
   * Whether the authority that {@code chain} gave had ended when the outcome was recorded. That is
   * said beside the verdict, so nothing that it finds counts there.
   */
  boolean isLate(PlacedEntry outcome, Chain chain) {
    try {
      walk.beside().grants.requireAlive(chain.hops(), outcome.position());
      return false;
    } catch (RefusedException ended) {
      return true;
    }
  }
}
