package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;

import dev.delegationledger.aat.GrantTerms;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.AgentFacts;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose keys may close a record: its closers (docs/rules.md, section 10). References are followed,
 * and no enrolment is judged: what is broken, expired or compromised must not be what nobody can
 * close. Only what adds a closer has to stand: a rotation, a transfer. A newer version of a group
 * takes closers away as well, so it counts as it was recorded.
 */
final class Closers {
  private final Walk walk;

  Closers(Walk walk) {
    this.walk = walk;
  }

  /** The keys that may close {@code target} by {@code closing}. */
  Set<Hash> of(PlacedEntry target, PlacedEntry closing) throws RefusedException {
    Set<Hash> keys = new HashSet<>();
    Position at = closing.position();
    if (target.kind() == Kind.GRANT) {
      Statement.Grant grant = target.as(Statement.Grant.class);
      keys.add(Jwk.thumbprint(grant.holder()));
      laterDelegators(target, at, keys);
      enrolment(enrolment(grant.delegate(), target), at, keys);
      return keys;
    }
    if (walk.authorities.hasSigned(closing)) {
      keys.add(closing.signer());
    }
    if (target.kind() == Kind.ENROLMENT) {
      enrolment(target, at, keys);
    }
    return keys;
  }

  /** The key that signed a grant, and those that signed the grants above it. */
  Set<Hash> delegators(PlacedEntry grant) throws RefusedException {
    Set<Hash> keys = new HashSet<>();
    PlacedEntry next = grant;
    for (int hops = 0; hops < GrantTerms.MAX_CHAIN; hops++) {
      keys.add(next.signer());
      Optional<Hash> parent = next.as(Statement.Grant.class).parent();
      if (parent.isEmpty()) {
        break;
      }
      next = walk.evidence.follow(parent.get(), Kind.GRANT, next.position(), NO_HOP);
    }
    return keys;
  }

  /** The keys of who gave a grant, and the grants above it, and those that they were rotated to. */
  private void laterDelegators(PlacedEntry grant, Position at, Set<Hash> keys)
      throws RefusedException {
    keys.addAll(delegators(grant));
    PlacedEntry next = grant;
    while (next.as(Statement.Grant.class).parent().isPresent()) {
      Hash parent = next.as(Statement.Grant.class).parent().get();
      next = walk.evidence.follow(parent, Kind.GRANT, next.position(), NO_HOP);
      withLaterKeys(enrolment(next.as(Statement.Grant.class).delegate(), next), at, keys);
    }
    Hash delegator = next.as(Statement.Grant.class).delegator().orElseThrow();
    withLaterKeys(enrolment(delegator, next), at, keys);
  }

  private PlacedEntry enrolment(Hash reference, PlacedEntry citing) throws RefusedException {
    return walk.evidence.follow(reference, Kind.ENROLMENT, citing.position(), NO_HOP);
  }

  private void enrolment(PlacedEntry target, Position at, Set<Hash> keys) throws RefusedException {
    withLaterKeys(target, at, keys);
    signer(target, at, keys);
    List<PlacedEntry> above = walk.ownership.upFrom(target);
    PlacedEntry topmost = above.get(above.size() - 1);
    if (target.as(Statement.Enrolment.class).principal() != PrincipalKind.AGENT) {
      keys.add(topmost.signer());
      return;
    }
    for (PlacedEntry agent : above) {
      Optional<Hash> spawner = facts(agent).flatMap(AgentFacts::spawner);
      if (spawner.isPresent()) {
        withLaterKeys(enrolment(spawner.get(), agent), at, keys);
      }
    }
    if (facts(topmost).flatMap(AgentFacts::owner).isPresent()) { // else what it says is broken
      assigned(walk.ownership.ownerOf(topmost, at), at, keys);
    }
    for (PlacedEntry agent : above) {
      Optional<Hash> control = facts(agent).map(f -> f.roles().get(AgentRole.CONTROL_OWNER));
      if (control.isPresent()) {
        assigned(walk.evidence.followAny(control.get(), agent.position(), NO_HOP), at, keys);
        break;
      }
    }
  }

  /** The key that signed an enrolment, and those that it was rotated to. */
  private void signer(PlacedEntry target, Position at, Set<Hash> keys) throws RefusedException {
    keys.add(target.signer());
    Optional<Hash> by =
        target
            .as(Statement.Enrolment.class)
            .rotates()
            .or(() -> facts(target).flatMap(f -> f.owner().or(f::spawner)));
    if (by.isPresent()) {
      PlacedEntry signer = walk.evidence.followAny(by.get(), target.position(), NO_HOP);
      for (PlacedEntry one : humans(signer, target.position())) {
        Set<Hash> later = new HashSet<>();
        withLaterKeys(one, at, later);
        if (later.contains(target.signer())) {
          keys.addAll(later);
        }
      }
    }
  }

  private static Optional<AgentFacts> facts(PlacedEntry enrolment) {
    return enrolment.as(Statement.Enrolment.class).agent();
  }

  private void assigned(PlacedEntry humanOrGroup, Position at, Set<Hash> keys)
      throws RefusedException {
    for (PlacedEntry human : humans(humanOrGroup, at)) {
      withLaterKeys(human, at, keys);
    }
  }

  /** The enrolment itself, or those of the members of a group's current version. */
  private List<PlacedEntry> humans(PlacedEntry principal, Position at) throws RefusedException {
    List<PlacedEntry> humans = new ArrayList<>();
    if (principal.kind() == Kind.GROUP) {
      PlacedEntry version = walk.groups.newestAt(principal, at);
      for (Hash member : version.as(Statement.Group.class).members()) {
        humans.add(enrolment(member, version));
      }
    } else if (principal.kind() == Kind.ENROLMENT) {
      humans.add(principal);
    }
    return humans;
  }

  /** The key of an enrolment, and those that it was rotated to. */
  private void withLaterKeys(PlacedEntry enrolment, Position at, Set<Hash> keys)
      throws RefusedException {
    Optional<PlacedEntry> next = Optional.of(enrolment);
    while (next.isPresent()) {
      PlacedEntry current = next.get();
      keys.add(Jwk.thumbprint(current.as(Statement.Enrolment.class).key()));
      next = Optional.empty();
      for (Fact fact : walk.evidence.facts(current, FactKind.ROTATED, at.index())) {
        next = walk.standingCause(fact, current);
      }
    }
  }
}
