package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whose keys may close a record: its closers (docs/rules.md, section 10). An empty answer where
 * something above it is broken would let nobody close it; so what is broken is left out.
 */
final class Closers {
  private final Walk walk;

  Closers(Walk walk) {
    this.walk = walk;
  }

  /** The keys that may close {@code target} by {@code closing}. */
  Set<Hash> of(PlacedEntry target, PlacedEntry closing) throws RefusedException {
    Set<Hash> keys = new HashSet<>();
    if (target.kind() == Kind.GRANT) {
      Statement.Grant grant = target.as(Statement.Grant.class);
      keys.add(Jwk.thumbprint(grant.holder()));
      keys.addAll(delegators(target));
      enrolment(grant.delegate(), target.position(), closing.position(), keys);
      return keys;
    }
    if (walk.authorities.hasSigned(closing)) {
      keys.add(closing.signer());
    }
    if (target.kind() == Kind.ENROLMENT) {
      enrolment(walk.enrolments.judge(target), closing.position(), keys);
    }
    return keys;
  }

  /** The key that signed a grant, and those that signed the grants above it. */
  Set<Hash> delegators(PlacedEntry grant) throws RefusedException {
    Set<Hash> keys = new HashSet<>();
    PlacedEntry next = grant;
    for (int hops = 0; hops < GrantRules.MAX_CHAIN; hops++) {
      keys.add(next.signer());
      Optional<Hash> parent = next.as(Statement.Grant.class).parent();
      if (parent.isEmpty()) {
        break;
      }
      next = walk.evidence.follow(parent.get(), Kind.GRANT, next.position(), NO_HOP);
    }
    return keys;
  }

  private void enrolment(Hash reference, Position citing, Position at, Set<Hash> keys)
      throws RefusedException {
    enrolment(walk.enrolments.follow(reference, citing, NO_HOP), at, keys);
  }

  private void enrolment(Lineage lineage, Position at, Set<Hash> keys) throws RefusedException {
    for (Optional<Lineage> next = Optional.of(lineage);
        next.isPresent();
        next = next.get().spawner()) {
      withLaterKeys(next.get(), at, keys);
      keys.add(next.get().self().signer());
      Optional<Assignee> control = next.get().inRole(AgentRole.CONTROL_OWNER);
      if (control.isPresent()) {
        assignee(control.get(), at, keys);
      }
    }
    if (lineage.topmost().owner().isPresent()) {
      assignee(walk.ownership.ownerAt(lineage, at), at, keys);
    }
  }

  private void assignee(Assignee assignee, Position at, Set<Hash> keys) throws RefusedException {
    if (assignee.human().isPresent()) {
      withLaterKeys(assignee.human().get(), at, keys);
      return;
    }
    for (Lineage member : walk.groups.membersAt(assignee.group().orElseThrow(), at)) {
      withLaterKeys(member, at, keys);
    }
  }

  /** The key of an enrolment, those it rotated, and those that it was rotated to. */
  private void withLaterKeys(Lineage lineage, Position at, Set<Hash> keys) throws RefusedException {
    for (Optional<Lineage> earlier = Optional.of(lineage);
        earlier.isPresent();
        earlier = earlier.get().rotated()) {
      keys.add(earlier.get().key());
    }
    Optional<PlacedEntry> next = Optional.of(lineage.self());
    while (next.isPresent()) {
      PlacedEntry enrolment = next.get();
      keys.add(Jwk.thumbprint(enrolment.as(Statement.Enrolment.class).key()));
      next = Optional.empty();
      for (Fact fact : walk.evidence.facts(enrolment, FactKind.ROTATED, at.index())) {
        next = walk.standingCause(fact, enrolment);
      }
    }
  }
}
