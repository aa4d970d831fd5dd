package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.aat.GrantTerms;
import dev.delegationledger.authority.Chain.Hop;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Attenuation;
import dev.delegationledger.scope.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether a chain of grants stands: each judged at its own record from the root down, then all of
 * them again at the position of what rests on them. The order of the checks is that of
 * docs/format.md, "Rules".
 */
final class GrantRules {
  private final Walk walk;
  private final Map<Long, Hop> judged = new HashMap<>();

  GrantRules(Walk walk) {
    this.walk = walk;
  }

  /** The chain that ends in {@code leaf}, judged at every grant's own record. */
  Chain judge(PlacedEntry leaf) throws RefusedException {
    return judge(leaf, hop -> {});
  }

  /**
   * As {@link #judge(PlacedEntry)}.
   *
   * @param passed takes each hop that passed, root first
   */
  Chain judge(PlacedEntry leaf, Consumer<Hop> passed) throws RefusedException {
    List<PlacedEntry> grants = walk.trail.check(Check.CHAIN, () -> collect(leaf));
    List<Hop> hops = new ArrayList<>();
    for (PlacedEntry grant : grants) {
      Hop hop = judged.get(grant.index());
      if (hop == null) {
        hop = hop(grant, hops);
        judged.put(grant.index(), hop);
      }
      hops.add(hop);
      passed.accept(hop);
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
      bytes += grant.entry().signed().length();
      place(GrantTerms.size(grants.size(), bytes), leaf.index(), NO_HOP);
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
      grant = walk.evidence.follow(parent.get(), Kind.GRANT, grant.position(), NO_HOP);
    }
  }

  private Hop hop(PlacedEntry grant, List<Hop> above) throws RefusedException {
    Trail trail = walk.trail;
    Position own = grant.position();
    OptionalInt at = OptionalInt.of(above.size());
    Statement.Grant statement = grant.as(Statement.Grant.class);
    trail.check(Check.GRANT_FORM, () -> requireWellMade(grant, statement, at));
    Lineage delegator =
        trail.check(
            Check.ENROLMENTS,
            () ->
                above.isEmpty()
                    ? walk.enrolments.follow(statement.delegator().orElseThrow(), own, at)
                    : above.get(above.size() - 1).delegate());
    if (above.isEmpty()) {
      trail.check(Check.ROOT, () -> requireRoot(grant, statement, delegator, at));
    } else {
      trail.check(Check.ATTENUATION, () -> requireAttenuated(grant, above, statement, at));
    }
    trail.check(Check.GRANT_FORM, () -> walk.keys.requireMaySign(delegator, grant, at));
    trail.check(
        Check.GRANT_FORM, () -> walk.policies.requireApprovers(statement.demands(), own, at));
    Lineage delegate =
        trail.check(Check.ENROLMENTS, () -> walk.enrolments.follow(statement.delegate(), own, at));
    Hop hop = new Hop(grant, delegator, delegate);
    trail.check(Check.HOLDER_KEYS, () -> requireDelegateKey(hop, at));
    trail.check(Check.ARCHETYPE, () -> requireArchetype(hop, at));
    trail.check(
        Check.ALIVE_WHEN_GRANTED,
        () -> {
          requireAlive(above, own);
          walk.enrolments.requireAlive(delegator, own, at);
          walk.enrolments.requireAlive(delegate, own, at);
        });
    return hop;
  }

  private void requireWellMade(PlacedEntry grant, Statement.Grant statement, OptionalInt at)
      throws RefusedException {
    walk.evidence.requireForm(grant, at);
    place(GrantAttenuation.terms(statement).wellMade(grant.position().timeMs()), grant.index(), at);
    long lifetime = lifetime(statement);
    Optional<Long> longest =
        walk.policies.statementAt(grant.position()).flatMap(Statement.Policy::maxGrantSeconds);
    if (lifetime > longest.orElse(Long.MAX_VALUE)) {
      throw refuse(
          grant.index(),
          at,
          Reason.POLICY_LIFETIME,
          "check exp: expected at most " + longest.get() + " s after iat, got " + lifetime + " s");
    }
    Optional<String> undeclared =
        statement.limits().spend().stream()
            .flatMap(
                spend ->
                    statement.scope().tools().keySet().stream()
                        .filter(tool -> !spend.amounts().containsKey(tool)))
            .findFirst();
    if (undeclared.isPresent()) {
      throw refuse(
          grant.index(),
          at,
          Reason.AMOUNT_UNDECLARED,
          "check limits: expected what each tool of the grant spends");
    }
  }

  private static long lifetime(Statement.Grant statement) {
    return statement.expiresAt() - statement.issued().issuedAt();
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
    place(GrantAttenuation.terms(statement).root(), grant.index(), at);
    requireEntitled(grant, statement, delegator, at);
    if (statement.quorum().isPresent()) {
      requireReachable(grant, statement.quorum().get(), at);
    }
  }

  private void requireEntitled(
      PlacedEntry grant, Statement.Grant statement, Lineage delegator, OptionalInt at)
      throws RefusedException {
    Optional<Scope> ceiling = delegator.first().statement().mayGrant();
    if (ceiling.isEmpty()) {
      walk.trail.notPerformed(Check.HUMAN_ENTITLEMENT);
      return;
    }
    Optional<Refusal> beyond = Attenuation.check(ceiling.get(), statement.scope());
    if (beyond.isPresent()) {
      walk.trail.failed(Check.HUMAN_ENTITLEMENT);
      throw refuse(grant.index(), at, Reason.EXCEEDS_ENTITLEMENT, beyond.get().detail());
    }
    walk.trail.performed(Check.HUMAN_ENTITLEMENT);
  }

  private void requireReachable(PlacedEntry grant, Statement.Quorum quorum, OptionalInt at)
      throws RefusedException {
    PlacedEntry group = walk.evidence.follow(quorum.group(), Kind.GROUP, grant.position(), at);
    walk.groups.judge(group);
    if (walk.groups.membersAt(group, grant.position()).size() < quorum.count()) {
      throw refuse(
          grant.index(),
          at,
          Reason.QUORUM_NOT_ROOT,
          "check quorum: expected a group of at least " + quorum.count() + " members");
    }
  }

  private static void requireAttenuated(
      PlacedEntry grant, List<Hop> above, Statement.Grant statement, OptionalInt at)
      throws RefusedException {
    List<Statement.Grant> grants = above.stream().map(Hop::statement).toList();
    place(GrantAttenuation.check(grants, statement), grant.index(), at);
  }

  /** Refuses with a finding, said of the record at {@code index}. */
  private static void place(Optional<Refusal> finding, long index, OptionalInt at)
      throws RefusedException {
    if (finding.isPresent()) {
      throw refuse(index, at, finding.get().reason(), finding.get().detail());
    }
  }

  private void requireDelegateKey(Hop hop, OptionalInt at) throws RefusedException {
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
    PlacedEntry enrolment = hop.delegate().self();
    if (!walk.evidence.facts(enrolment, FactKind.ROTATED, hop.grant().index() - 1).isEmpty()) {
      throw refuse(
          hop.grant().index(),
          at,
          Reason.KEY_ROTATED,
          "check delegate: expected a key in use, got that of record " + enrolment.index());
    }
  }

  /** Within the template of the delegate, and of every agent that stands above it. */
  private static void requireArchetype(Hop hop, OptionalInt at) throws RefusedException {
    for (Optional<Lineage> agent = Optional.of(hop.delegate());
        agent.isPresent();
        agent = agent.get().spawner()) {
      if (agent.get().template().isEmpty()) {
        continue;
      }
      Statement.Archetype bounds = agent.get().template().get().as(Statement.Archetype.class);
      Optional<Refusal> beyond = Attenuation.check(bounds.mayHold(), hop.statement().scope());
      if (beyond.isPresent()) {
        throw refuse(hop.grant().index(), at, Reason.EXCEEDS_ARCHETYPE, beyond.get().detail());
      }
      if (lifetime(hop.statement()) > bounds.maxGrantSeconds().orElse(Long.MAX_VALUE)) {
        throw refuse(
            hop.grant().index(),
            at,
            Reason.POLICY_LIFETIME,
            "check exp: expected at most " + bounds.maxGrantSeconds().get() + " s after iat");
      }
    }
  }

  /** Refuses unless every grant, and everyone who gave or received one, is alive at {@code at}. */
  void requireAlive(List<Hop> hops, Position at) throws RefusedException {
    for (int i = 0; i < hops.size(); i++) {
      OptionalInt hop = OptionalInt.of(i);
      requireOpenAndInTime(hops.get(i).grant(), at, hop);
      if (hops.get(i).statement().quorum().isPresent()) {
        requireQuorum(hops.get(i).grant(), hops.get(i).statement().quorum().get(), at, hop);
      }
      walk.enrolments.requireAlive(hops.get(i).delegator(), at, hop);
      walk.enrolments.requireAlive(hops.get(i).delegate(), at, hop);
    }
  }

  /** Refuses a grant that is closed, over or not begun at {@code at}. */
  void requireOpenAndInTime(PlacedEntry grant, Position at, OptionalInt hop)
      throws RefusedException {
    walk.status.requireOpen(grant, at, hop);
    Statement.Grant statement = grant.as(Statement.Grant.class);
    if (walk.evidence.endedBy(statement.expiresAt(), at)) {
      throw refuse(
          grant.index(),
          hop,
          Reason.GRANT_EXPIRED,
          "check exp: expected it alive at record " + at.index());
    }
    if (!walk.evidence.begunBy(statement.notBefore().orElse(0L), at)) {
      throw refuse(
          grant.index(),
          hop,
          Reason.GRANT_NOT_YET_VALID,
          "check nbf: expected it begun at record " + at.index());
    }
  }

  /** A root grant is inert until enough members of its group have approved it. */
  private void requireQuorum(
      PlacedEntry grant, Statement.Quorum quorum, Position at, OptionalInt hop)
      throws RefusedException {
    PlacedEntry group = walk.evidence.follow(quorum.group(), Kind.GROUP, grant.position(), hop);
    List<Approved> counted = new ArrayList<>();
    for (Approved approval : walk.approvals.standing(grant, at)) {
      Position own = approval.approval().position();
      if (walk.groups.isMemberAt(group, approval.approver().id(), own)
          && walk.approvals.isAlive(approval, at)) {
        counted.add(approval);
      }
    }
    List<Approved> distinct = ApprovalRules.distinct(counted);
    if (distinct.size() < quorum.count()) {
      RefusedException inert =
          refuse(
              grant.index(),
              hop,
              Reason.QUORUM_MISSING,
              "check quorum: expected approvals by "
                  + quorum.count()
                  + " members of record "
                  + group.index()
                  + " before record "
                  + at.index()
                  + ", got "
                  + distinct.size());
      throw new ApprovalsAwaited(
          inert, List.of(new MissingApprovals(grant.index(), quorum.count(), distinct.size())));
    }
    distinct.forEach(walk.trail::counted);
  }
}
