package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who may revoke. Closing is made easy on purpose: neither the revoker's enrolment nor the target
 * needs to be alive, no {@code iat} and no {@code jti} stands in the way.
 */
final class RevocationRules {
  private static final OptionalInt NO_HOP = OptionalInt.empty();

  private final Evidence evidence;

  RevocationRules(Evidence evidence) {
    this.evidence = evidence;
  }

  void judge(PlacedEntry revocation) throws RefusedException {
    Statement.Revocation statement = revocation.as(Statement.Revocation.class);
    evidence.requireThisLedger(revocation, NO_HOP);
    PlacedEntry target = evidence.followAny(statement.target(), revocation.position(), NO_HOP);
    Set<Hash> standing = new HashSet<>();
    switch (target.kind()) {
      case GRANT -> grantStanding(target, standing);
      case ENROLMENT -> enrolmentStanding(target, standing);
      case GENESIS, ACTION, OUTCOME, REVOCATION ->
          throw refuse(
              revocation.index(),
              NO_HOP,
              Reason.NOT_REVOCABLE,
              "check target: expected a grant or an enrolment, got " + target.kind().typ());
    }
    if (!standing.contains(revocation.signer())) {
      throw refuse(
          revocation.index(),
          NO_HOP,
          Reason.REVOKER_WITHOUT_STANDING,
          "check signer: expected the delegator or one above, the owner, the enroller or the"
              + " subject of record "
              + target.index()
              + ", got "
              + revocation.signer());
    }
  }

  /** The delegator and every ancestor's, the holder, and whoever enrolled or owns the delegate. */
  private void grantStanding(PlacedEntry grant, Set<Hash> standing) throws RefusedException {
    Statement.Grant statement = grant.as(Statement.Grant.class);
    standing.add(Jwk.thumbprint(statement.holder()));
    PlacedEntry delegate =
        evidence.follow(statement.delegate(), Kind.ENROLMENT, grant.position(), NO_HOP);
    enrolmentStanding(delegate, standing);
    PlacedEntry next = grant;
    for (int hops = 0; hops < GrantRules.MAX_CHAIN; hops++) {
      standing.add(next.signer());
      Optional<Hash> parent = next.as(Statement.Grant.class).parent();
      if (parent.isEmpty()) {
        return;
      }
      next = evidence.follow(parent.get(), Kind.GRANT, next.position(), NO_HOP);
    }
  }

  /** The subject, whoever enrolled it, every spawner above it and the owner. */
  private void enrolmentStanding(PlacedEntry enrolment, Set<Hash> standing)
      throws RefusedException {
    PlacedEntry next = enrolment;
    standing.add(Jwk.thumbprint(enrolment.as(Statement.Enrolment.class).key()));
    for (int depth = 0; depth <= EnrolmentRules.MAX_SPAWN_DEPTH + 1; depth++) {
      Optional<Statement.AgentFacts> agent = next.as(Statement.Enrolment.class).agent();
      if (agent.isEmpty()) {
        if (next.equals(enrolment)) {
          standing.add(enrolment.signer());
        }
        return;
      }
      standing.add(next.signer());
      Hash above = agent.get().owner().or(() -> agent.get().spawner()).orElseThrow();
      next = evidence.follow(above, Kind.ENROLMENT, next.position(), NO_HOP);
    }
  }
}
