package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Groups: their versions, their members, and who is on call (docs/rules.md, section 2). */
final class GroupRules {
  private final Walk walk;
  private final Set<Long> judged = new HashSet<>();

  GroupRules(Walk walk) {
    this.walk = walk;
  }

  void judge(PlacedEntry group) throws RefusedException {
    if (judged.contains(group.index())) {
      return;
    }
    Statement.Group statement = group.as(Statement.Group.class);
    walk.evidence.requireForm(group, NO_HOP);
    walk.authorities.requireAuthority(group);
    if (statement.expiresAt() <= statement.issued().issuedAt()
        || walk.evidence.endedBy(statement.expiresAt(), group.position())) {
      throw refuse(
          group.index(),
          Reason.GROUP_EXPIRED,
          "check exp: expected it after iat and after the record's time");
    }
    members(group);
    if (statement.replaces().isPresent()) {
      PlacedEntry replaced =
          walk.evidence.follow(statement.replaces().get(), Kind.GROUP, group.position(), NO_HOP);
      boolean again =
          !walk.evidence.facts(replaced, FactKind.REPLACED, group.index() - 1).isEmpty();
      if (again || !replaced.as(Statement.Group.class).id().equals(statement.id())) {
        throw refuse(
            group.index(),
            Reason.VERSION_MISMATCH,
            "check replaces: expected the newest version of a group with this id");
      }
    }
    judged.add(group.index());
  }

  /** The members of exactly this version. */
  List<Lineage> members(PlacedEntry version) throws RefusedException {
    List<Lineage> members = new ArrayList<>();
    for (Hash reference : version.as(Statement.Group.class).members()) {
      Lineage member = walk.enrolments.follow(reference, version.position(), NO_HOP);
      if (member.principal() != PrincipalKind.HUMAN) {
        throw refuse(
            version.index(),
            Reason.MEMBER_NOT_HUMAN,
            "check members: expected humans, got " + member.principal().code());
      }
      members.add(member);
    }
    return members;
  }

  /**
   * The version of the group that is current at {@code at}; what is broken in it breaks what asks.
   * A version that falls does not make way for the one before, whose members it may have removed.
   */
  PlacedEntry currentAt(PlacedEntry group, Position at) throws RefusedException {
    PlacedEntry version = newestAt(group, at);
    if (version.index() != group.index()) {
      walk.trail.aside(() -> judge(version));
    }
    return version;
  }

  /** As {@link #currentAt}, which is not judged. */
  PlacedEntry newestAt(PlacedEntry group, Position at) throws RefusedException {
    PlacedEntry version = group;
    while (true) {
      Optional<PlacedEntry> next = Optional.empty();
      for (Fact fact : walk.evidence.facts(version, FactKind.REPLACED, at.index())) {
        if (next.isEmpty()) {
          next = signedByAuthority(walk.evidence.cause(fact, version));
        }
      }
      if (next.isEmpty()) {
        return version;
      }
      version = next.get();
    }
  }

  private Optional<PlacedEntry> signedByAuthority(Optional<PlacedEntry> version)
      throws RefusedException {
    return version.isPresent() && walk.authorities.hasSigned(version.get())
        ? version
        : Optional.empty();
  }

  /** The members of the version that is current at {@code at}. */
  List<Lineage> membersAt(PlacedEntry group, Position at) throws RefusedException {
    return members(currentAt(group, at));
  }

  /** Whether a human with this principal id is a member at {@code at}, of a group alive there. */
  boolean isMemberAt(PlacedEntry group, String id, Position at) throws RefusedException {
    return isTrue(() -> requireAlive(group, at, NO_HOP))
        && membersAt(group, at).stream().anyMatch(member -> member.id().equals(id));
  }

  /** Refuses unless every version up to the current one is open, and that one has not ended. */
  void requireAlive(PlacedEntry group, Position at, OptionalInt hop) throws RefusedException {
    PlacedEntry version = currentAt(group, at);
    for (PlacedEntry each : upTo(version)) {
      walk.status.requireOpen(each, at, hop);
    }
    if (walk.evidence.endedBy(version.as(Statement.Group.class).expiresAt(), at)) {
      throw refuse(
          version.index(),
          hop,
          Reason.GROUP_EXPIRED,
          "check exp: expected it alive at record " + at.index());
    }
  }

  /** All versions of a group up to this one, the first one first. */
  private List<PlacedEntry> upTo(PlacedEntry version) throws RefusedException {
    ArrayDeque<PlacedEntry> versions = new ArrayDeque<>(List.of(version));
    Optional<Hash> replaces = version.as(Statement.Group.class).replaces();
    while (replaces.isPresent()) {
      PlacedEntry later = versions.getFirst();
      versions.addFirst(walk.evidence.follow(replaces.get(), Kind.GROUP, later.position(), NO_HOP));
      replaces = versions.getFirst().as(Statement.Group.class).replaces();
    }
    return List.copyOf(versions);
  }

  /** The member on call at {@code at}, if there is one whose enrolment is alive. */
  Optional<Lineage> onCallAt(PlacedEntry group, Position at) throws RefusedException {
    PlacedEntry version = currentAt(group, at);
    for (Statement.Shift shift : version.as(Statement.Group.class).rota()) {
      if (walk.evidence.begunBy(shift.from(), at) && !walk.evidence.endedBy(shift.until(), at)) {
        Lineage member = walk.enrolments.follow(shift.member(), version.position(), NO_HOP);
        return isTrue(() -> walk.enrolments.requireAlive(member, at, NO_HOP))
            ? Optional.of(member)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** A rule whose answer is asked for; what is undecided goes on up. */
  private interface Rule {
    void check() throws RefusedException;
  }

  private static boolean isTrue(Rule rule) throws RefusedException {
    try {
      rule.check();
      return true;
    } catch (RefusedException e) {
      if (e.refusal().reason().reasonClass() == ReasonClass.UNDECIDED) {
        throw e;
      }
      return false;
    }
  }
}
