package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.aat.GrantTerms;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Argument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whether an action, or a request for one, was allowed at its own record by every grant above it
 * (docs/rules.md, sections 6 and 8).
 */
final class CallRules {
  /** How far an action's {@code iat} may lie from its record's time. */
  static final long MAX_AGE_MS = 60_000;

  /** The longest an action may claim to last. */
  static final long MAX_ACTION_SECONDS = 300;

  /** The longest a request may wait. */
  static final long MAX_REQUEST_SECONDS = 7L * 24 * 60 * 60;

  private final Walk walk;
  private final Map<Long, Chain> requests = new HashMap<>();

  CallRules(Walk walk) {
    this.walk = walk;
  }

  /** The chain of an action, which is the one that a verdict is about. */
  Chain judgeAction(Called action) throws RefusedException {
    Trail trail = walk.trail;
    PlacedEntry leaf = trail.check(Check.ACTION_FORM, () -> actionForm(action));
    Chain chain = good(leaf, action.position());
    requireAllows(action, chain);
    trail.check(Check.LIMITS, () -> walk.limits.requireWithin(action, chain));
    trail.check(Check.APPROVALS, () -> walk.demands.requireMet(action, chain));
    return chain;
  }

  /** The chain of a request. */
  Chain judgeRequest(PlacedEntry request) throws RefusedException {
    Chain known = requests.get(request.index());
    if (known != null) {
      return known;
    }
    Chain chain = walk.grants.judge(requestForm(request));
    walk.trail.check(Check.ALIVE_WHEN_USED, () -> requireUsable(chain, request.position()));
    requireAllows(request, chain);
    requests.put(request.index(), chain);
    return chain;
  }

  /**
   * The chain that ends in {@code leaf}, if it stands and is usable at {@code at}: what an action
   * rests on whatever it does, and so what is worth knowing for the next one.
   */
  private Chain good(PlacedEntry leaf, Position at) throws RefusedException {
    Trail trail = walk.trail;
    Optional<Chain> known = walk.known.flatMap(chains -> chains.goodAt(leaf.index(), at));
    if (known.isPresent()) {
      known.get().hops().forEach(trail::passed);
      return known.get();
    }
    Chain chain = walk.grants.judge(leaf, trail::passed);
    trail.check(Check.ALIVE_WHEN_USED, () -> requireUsable(chain, at));
    if (walk.known.isPresent() && trail.firstUndecided().isEmpty()) {
      walk.known.get().remember(chain, walk.grounds, walk.versionSeen);
    }
    return chain;
  }

  private void requireAllows(Called call, Chain chain) throws RefusedException {
    Trail trail = walk.trail;
    trail.check(Check.SCOPE, () -> requireInScope(call, chain));
    trail.check(Check.CONTEXT, () -> ContextRules.require(call, chain, walk.evidence));
  }

  /** Refuses every call under the chain that stands, or would stand, at {@code at}. */
  void requireUsable(Chain chain, Position at) throws RefusedException {
    walk.grants.requireAlive(chain.hops(), at);
    walk.keys.requireMayCall(chain.leaf().delegate(), at);
  }

  private PlacedEntry actionForm(Called action) throws RefusedException {
    Statement.Action statement = (Statement.Action) action.statement();
    walk.evidence.requireThisLedger(action, NO_HOP);
    requireFresh(action, statement);
    PlacedEntry leaf = leafOf(action, statement.call());
    if (statement.causedBy().isPresent()) {
      walk.evidence.requireEarlier(statement.causedBy().get(), action.position(), NO_HOP);
    }
    return leaf;
  }

  private PlacedEntry requestForm(PlacedEntry request) throws RefusedException {
    Statement.Request statement = request.as(Statement.Request.class);
    walk.evidence.requireForm(request, NO_HOP);
    requireLifetime(
        request, statement, MAX_REQUEST_SECONDS, Reason.REQUEST_LIFETIME, Reason.REQUEST_EXPIRED);
    return leafOf(request, statement.call());
  }

  private PlacedEntry leafOf(Called entry, Statement.Call call) throws RefusedException {
    PlacedEntry leaf = walk.evidence.follow(call.grant(), Kind.GRANT, entry.position(), NO_HOP);
    Statement.Grant grant = leaf.as(Statement.Grant.class);
    if (!call.grantId().equals(grant.issued().jti())) {
      throw refuse(
          entry.index(),
          Reason.GRANT_ID_MISMATCH,
          "check aat_id: expected the jti of record " + leaf.index());
    }
    if (!entry.signer().equals(Jwk.thumbprint(grant.holder()))) {
      throw refuse(
          entry.index(),
          Reason.NOT_THE_HOLDER,
          "check signer: expected the holder of record "
              + leaf.index()
              + ", got "
              + entry.signer());
    }
    return leaf;
  }

  private void requireFresh(Called action, Statement.Action statement) throws RefusedException {
    long ageMs =
        action.position().timeMs() - Math.multiplyExact(statement.issued().issuedAt(), 1000L);
    if (Math.abs(ageMs) > MAX_AGE_MS) {
      throw refuse(
          action.index(),
          Reason.ACTION_STALE,
          "check iat: expected it within 60 s of the record's time, got "
              + ageMs
              + " ms before it");
    }
    requireLifetime(
        action, statement, MAX_ACTION_SECONDS, Reason.ACTION_LIFETIME, Reason.ACTION_EXPIRED);
  }

  private void requireLifetime(
      Called entry, Statement.Calling statement, long max, Reason lifetime, Reason expired)
      throws RefusedException {
    long seconds = statement.expiresAt() - statement.issued().issuedAt();
    if (seconds <= 0 || seconds > max) {
      throw refuse(
          entry.index(),
          lifetime,
          "check exp: expected 1 s to " + max + " s after iat, got " + seconds + " s");
    }
    if (GrantTerms.endedBy(statement.expiresAt(), entry.position().timeMs())) {
      throw refuse(entry.index(), expired, "check exp: expected it after the record's time");
    }
  }

  /**
   * The leaf first, then every grant above it: attenuation already implies them, and costs little
   * to repeat.
   */
  private void requireInScope(Called entry, Chain chain) throws RefusedException {
    String tool = entry.call().tool();
    Map<String, Argument> arguments = entry.arguments();
    for (int hop = chain.hops().size() - 1; hop >= 0; hop--) {
      List<Refusal> findings = chain.hops().get(hop).statement().scope().admit(tool, arguments);
      for (Refusal finding : findings) {
        RefusedException placed =
            refuse(entry.index(), OptionalInt.of(hop), finding.reason(), finding.detail());
        if (finding.reason().reasonClass() != ReasonClass.UNDECIDED) {
          throw placed;
        }
        walk.evidence.note(placed.refusal());
      }
    }
  }
}
