package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;

/**
 * Who may say what came of an action: its signer, even after a revocation, or a service that is
 * enrolled and alive.
 */
final class OutcomeRules {
  private final Walk walk;

  OutcomeRules(Walk walk) {
    this.walk = walk;
  }

  void judge(PlacedEntry outcome) throws RefusedException {
    Statement.Outcome statement = outcome.as(Statement.Outcome.class);
    walk.evidence.requireForm(outcome, NO_HOP);
    PlacedEntry action =
        walk.evidence.follow(statement.action(), Kind.ACTION, outcome.position(), NO_HOP);
    if (statement.service().isEmpty()) {
      requireActor(outcome, action);
      return;
    }
    new ServiceRules(walk)
        .require(outcome, statement.service().get(), Reason.OUTCOME_WITHOUT_STANDING);
  }

  private static void requireActor(PlacedEntry outcome, PlacedEntry action)
      throws RefusedException {
    if (!outcome.signer().equals(action.signer())) {
      throw refuse(
          outcome.index(),
          Reason.OUTCOME_WITHOUT_STANDING,
          "check signer: expected the action's signer, got " + outcome.signer());
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
