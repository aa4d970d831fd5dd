package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Argument;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Whether an action was allowed at its own record, by every grant above it. */
final class ActionRules {
  /** How far an action's {@code iat} may lie from its record's time. */
  static final long MAX_AGE_MS = 60_000;

  /** The longest an action may claim to last. */
  static final long MAX_LIFETIME_SECONDS = 300;

  private static final OptionalInt NO_HOP = OptionalInt.empty();

  private final Evidence evidence;
  private final GrantRules grants;
  private final Trail trail;

  ActionRules(Evidence evidence, GrantRules grants, Trail trail) {
    this.evidence = evidence;
    this.grants = grants;
    this.trail = trail;
  }

  Chain judge(PlacedEntry action) throws RefusedException {
    Statement.Action statement = action.as(Statement.Action.class);
    PlacedEntry leaf = trail.check(Check.ACTION_FORM, () -> leafOf(action, statement));
    Chain chain = grants.judge(leaf);
    trail.check(Check.ALIVE_WHEN_USED, () -> grants.requireAlive(chain.hops(), action.position()));
    trail.check(Check.SCOPE, () -> requireInScope(action, statement, chain));
    return chain;
  }

  private PlacedEntry leafOf(PlacedEntry action, Statement.Action statement)
      throws RefusedException {
    evidence.requireThisLedger(action, NO_HOP);
    requireFresh(action, statement);
    PlacedEntry leaf = evidence.follow(statement.grant(), Kind.GRANT, action.position(), NO_HOP);
    Statement.Grant grant = leaf.as(Statement.Grant.class);
    if (!statement.grantId().equals(grant.issued().jti())) {
      throw refuse(
          action.index(),
          NO_HOP,
          Reason.GRANT_ID_MISMATCH,
          "check aat_id: expected the jti of record " + leaf.index());
    }
    if (!action.signer().equals(Jwk.thumbprint(grant.holder()))) {
      throw refuse(
          action.index(),
          NO_HOP,
          Reason.NOT_THE_HOLDER,
          "check signer: expected the holder of record "
              + leaf.index()
              + ", got "
              + action.signer());
    }
    if (statement.causedBy().isPresent()) {
      evidence.requireEarlier(statement.causedBy().get(), action.position(), NO_HOP);
    }
    return leaf;
  }

  private static void requireFresh(PlacedEntry action, Statement.Action statement)
      throws RefusedException {
    long issuedAt = statement.issued().issuedAt();
    long ageMs = action.position().timeMs() - Math.multiplyExact(issuedAt, 1000L);
    if (Math.abs(ageMs) > MAX_AGE_MS) {
      throw refuse(
          action.index(),
          NO_HOP,
          Reason.ACTION_STALE,
          "check iat: expected it within 60 s of the record's time, got "
              + ageMs
              + " ms before it");
    }
    long lifetime = statement.expiresAt() - issuedAt;
    if (lifetime <= 0 || lifetime > MAX_LIFETIME_SECONDS) {
      throw refuse(
          action.index(),
          NO_HOP,
          Reason.ACTION_LIFETIME,
          "check exp: expected 1 s to 300 s after iat, got " + lifetime + " s");
    }
    if (Evidence.endedBy(statement.expiresAt(), action.position())) {
      throw refuse(
          action.index(),
          NO_HOP,
          Reason.ACTION_EXPIRED,
          "check exp: expected it after the record's time");
    }
  }

  /**
   * The leaf first, then every grant above it: attenuation already implies them, and costs little
   * to repeat.
   */
  private void requireInScope(PlacedEntry action, Statement.Action statement, Chain chain)
      throws RefusedException {
    Map<String, Argument> arguments = arguments(action.entry().signed(), statement);
    for (int hop = chain.hops().size() - 1; hop >= 0; hop--) {
      List<Refusal> findings =
          chain.hops().get(hop).statement().scope().admit(statement.tool(), arguments);
      for (Refusal finding : findings) {
        RefusedException placed =
            refuse(action.index(), OptionalInt.of(hop), finding.reason(), finding.detail());
        if (finding.reason().reasonClass() != ReasonClass.UNDECIDED) {
          throw placed;
        }
        evidence.note(placed.refusal());
      }
    }
  }

  private static Map<String, Argument> arguments(SignedEntry entry, Statement.Action statement) {
    Map<String, Argument> arguments = new TreeMap<>();
    for (String name : statement.arguments().keySet()) {
      arguments.put(
          name, entry.read(SlotName.argument(name)).map(Argument::of).orElseGet(Argument::hidden));
    }
    return arguments;
  }
}
