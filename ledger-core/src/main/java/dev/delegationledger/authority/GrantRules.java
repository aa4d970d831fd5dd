package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.authority.Chain.Hop;
import dev.delegationledger.authority.GrantAttenuation.Inherited;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Attenuation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Whether a chain of grants stands: each judged at its own record from the root down, then all of
 * them again at the position of what rests on them. The order of the checks is that of
 * docs/format.md, "Rules".
 */
final class GrantRules {
  /** The most grants in a chain. */
  static final int MAX_CHAIN = 32;

  /** The most bytes of JWS in a chain. */
  static final int MAX_CHAIN_BYTES = 256 * 1024;

  private static final OptionalInt NO_HOP = OptionalInt.empty();
  private static final long MAX_LIFETIME_SECONDS = 90L * 24 * 60 * 60;

  private final Evidence evidence;
  private final EnrolmentRules enrolments;
  private final Trail trail;

  GrantRules(Evidence evidence, EnrolmentRules enrolments, Trail trail) {
    this.evidence = evidence;
    this.enrolments = enrolments;
    this.trail = trail;
  }

  /** The chain that ends in {@code leaf}, judged at every grant's own record. */
  Chain judge(PlacedEntry leaf) throws RefusedException {
    List<PlacedEntry> grants = trail.check(Check.CHAIN, () -> collect(leaf));
    List<Hop> hops = new ArrayList<>();
    Inherited inherited = Inherited.NOTHING;
    for (PlacedEntry grant : grants) {
      Hop hop = hop(grant, hops, inherited);
      inherited = inherited.with(hop.statement());
      hops.add(hop);
      trail.passed(hop);
    }
    return new Chain(hops);
  }

  /**
   * Root first; every reference points to an earlier grant, within the limits of length and size.
   */
  private List<PlacedEntry> collect(PlacedEntry leaf) throws RefusedException {
    List<PlacedEntry> grants = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    long bytes = 0;
    PlacedEntry grant = leaf;
    while (true) {
      grants.add(grant);
      bytes += grant.entry().signed().compact().length();
      if (grants.size() > MAX_CHAIN) {
        throw refuse(
            leaf.index(),
            NO_HOP,
            Reason.CHAIN_TOO_LONG,
            "follow par_hash: expected at most 32 grants");
      }
      if (bytes > MAX_CHAIN_BYTES) {
        throw refuse(
            leaf.index(),
            NO_HOP,
            Reason.CHAIN_TOO_LARGE,
            "follow par_hash: expected at most " + MAX_CHAIN_BYTES + " bytes of grants");
      }
      Statement.Grant statement = grant.as(Statement.Grant.class);
      if (!ids.add(statement.issued().jti())) {
        throw refuse(
            grant.index(),
            NO_HOP,
            Reason.GRANT_ID_REUSED,
            "check jti: expected a different one in each grant of the chain");
      }
      Optional<Hash> parent = statement.parent();
      if (parent.isEmpty()) {
        Collections.reverse(grants);
        return grants;
      }
      grant = evidence.follow(parent.get(), Kind.GRANT, grant.position(), NO_HOP);
    }
  }

  private Hop hop(PlacedEntry grant, List<Hop> above, Inherited inherited) throws RefusedException {
    OptionalInt at = OptionalInt.of(above.size());
    Statement.Grant statement = grant.as(Statement.Grant.class);
    trail.check(Check.GRANT_FORM, () -> requireWellMade(grant, statement, at));
    Lineage delegator =
        trail.check(
            Check.ENROLMENTS,
            () ->
                above.isEmpty()
                    ? enrolments.follow(statement.delegator().orElseThrow(), grant.position(), at)
                    : above.get(above.size() - 1).delegate());
    if (above.isEmpty()) {
      trail.check(Check.ROOT, () -> requireRoot(grant, statement, delegator, at));
    } else {
      trail.check(
          Check.ATTENUATION, () -> requireAttenuated(grant, above, inherited, statement, at));
    }
    Lineage delegate =
        trail.check(
            Check.ENROLMENTS, () -> enrolments.follow(statement.delegate(), grant.position(), at));
    Hop hop = new Hop(grant, delegator, delegate);
    trail.check(Check.HOLDER_KEYS, () -> requireDelegateKey(hop, at));
    trail.check(
        Check.ALIVE_WHEN_GRANTED,
        () -> {
          requireAlive(above, grant.position());
          enrolments.requireAlive(delegator, grant.position(), at);
          enrolments.requireAlive(delegate, grant.position(), at);
        });
    return hop;
  }

  private void requireWellMade(PlacedEntry grant, Statement.Grant statement, OptionalInt at)
      throws RefusedException {
    evidence.requireThisLedger(grant, at);
    evidence.requireIssuedByNow(grant, at);
    long issuedAt = statement.issued().issuedAt();
    if (statement.expiresAt() <= issuedAt
        || statement.expiresAt() - issuedAt > MAX_LIFETIME_SECONDS) {
      throw refuse(
          grant.index(),
          at,
          Reason.LIFETIME_EXCEEDED,
          "check exp: expected 1 s to 90 days after iat, got "
              + (statement.expiresAt() - issuedAt)
              + " s");
    }
    if (Evidence.endedBy(statement.expiresAt(), grant.position())) {
      throw refuse(
          grant.index(),
          at,
          Reason.GRANT_EXPIRED,
          "check exp: expected it after the record's time");
    }
    if (statement.maxDepth() >= MAX_CHAIN) {
      throw refuse(
          grant.index(),
          at,
          Reason.DEPTH_EXCEEDED,
          "check del_max_depth: expected at most "
              + (MAX_CHAIN - 1)
              + ", got "
              + statement.maxDepth());
    }
  }

  private void requireRoot(
      PlacedEntry grant, Statement.Grant statement, Lineage delegator, OptionalInt at)
      throws RefusedException {
    if (delegator.principal() != PrincipalKind.HUMAN) {
      throw refuse(
          grant.index(),
          at,
          Reason.ROOT_NOT_HUMAN,
          "check root: expected a human, got " + delegator.principal().code());
    }
    if (!grant.signer().equals(Jwk.thumbprint(delegator.statement().key()))) {
      throw refuse(
          grant.index(),
          at,
          Reason.NOT_THE_HOLDER,
          "check signer: expected the key of record "
              + delegator.self().index()
              + ", got "
              + grant.signer());
    }
    if (statement.depth() != 0) {
      throw refuse(
          grant.index(),
          at,
          Reason.DEPTH_MISMATCH,
          "check del_depth: expected 0 in a root grant, got " + statement.depth());
    }
    if (statement.scope().tools().isEmpty()) {
      throw refuse(
          grant.index(), at, Reason.NO_CAPABILITY, "check root: expected at least one tool");
    }
    if (delegator.statement().mayGrant().isEmpty()) {
      trail.notPerformed(Check.HUMAN_ENTITLEMENT);
      return;
    }
    Optional<Refusal> beyond =
        Attenuation.check(delegator.statement().mayGrant().get(), statement.scope());
    if (beyond.isPresent()) {
      trail.failed(Check.HUMAN_ENTITLEMENT);
      throw refuse(grant.index(), at, Reason.EXCEEDS_ENTITLEMENT, beyond.get().detail());
    }
    trail.performed(Check.HUMAN_ENTITLEMENT);
  }

  private static void requireAttenuated(
      PlacedEntry grant,
      List<Hop> above,
      Inherited inherited,
      Statement.Grant statement,
      OptionalInt at)
      throws RefusedException {
    Optional<Refusal> wider =
        GrantAttenuation.check(above.get(above.size() - 1).statement(), inherited, statement);
    if (wider.isPresent()) {
      throw refuse(grant.index(), at, wider.get().reason(), wider.get().detail());
    }
  }

  private static void requireDelegateKey(Hop hop, OptionalInt at) throws RefusedException {
    PrincipalKind kind = hop.delegate().principal();
    if (kind != PrincipalKind.AGENT && kind != PrincipalKind.SERVICE) {
      throw refuse(
          hop.grant().index(),
          at,
          Reason.DELEGATE_CANNOT_ACT,
          "check delegate: expected agent or service, got " + kind.code());
    }
    if (!hop.statement().holder().equals(hop.delegate().statement().key())) {
      throw refuse(
          hop.grant().index(),
          at,
          Reason.HOLDER_KEY_MISMATCH,
          "check cnf.jwk: expected the key of record " + hop.delegate().self().index());
    }
  }

  /** Refuses unless every grant, and everyone who gave or received one, is alive at {@code at}. */
  void requireAlive(List<Hop> hops, Position at) throws RefusedException {
    for (int i = 0; i < hops.size(); i++) {
      OptionalInt hop = OptionalInt.of(i);
      PlacedEntry grant = hops.get(i).grant();
      evidence.requireOpen(grant, at, Reason.GRANT_REVOKED, hop);
      Statement.Grant statement = hops.get(i).statement();
      if (Evidence.endedBy(statement.expiresAt(), at)) {
        throw refuse(
            grant.index(),
            hop,
            Reason.GRANT_EXPIRED,
            "check exp: expected it alive at record " + at.index());
      }
      if (!Evidence.begunBy(statement.notBefore().orElse(0L), at)) {
        throw refuse(
            grant.index(),
            hop,
            Reason.GRANT_NOT_YET_VALID,
            "check nbf: expected it begun at record " + at.index());
      }
      enrolments.requireAlive(hops.get(i).delegator(), at, hop);
      enrolments.requireAlive(hops.get(i).delegate(), at, hop);
    }
  }
}
