package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who may enrol whom, judged at the enrolment's own record; and whether a principal is alive at
 * another (docs/rules.md, section 3).
 */
final class EnrolmentRules {
  /** The most enrolments that one action may rest on, so that its proof stays within its limits. */
  static final int MAX_ENROLMENTS = 128;

  /** The most bytes of JWS in them. */
  static final int MAX_ENROLMENT_BYTES = 512 * 1024;

  private final Walk walk;
  private final AgentRules agents;
  private final Map<Long, Lineage> judged = new HashMap<>();
  private final Map<VerifyingKey, Long> keys;
  private final Set<Long> counted = new HashSet<>();
  private long bytes;

  EnrolmentRules(Walk walk) {
    this(walk, new HashMap<>());
  }

  private EnrolmentRules(Walk walk, Map<VerifyingKey, Long> keys) {
    this.walk = walk;
    this.agents = new AgentRules(walk);
    this.keys = keys;
  }

  /**
   * For another statement of the same judgement: one key still binds one enrolment in all of it,
   * but what that statement rests on counts by itself, as it did when it was admitted.
   */
  EnrolmentRules forAnother() {
    return new EnrolmentRules(walk, keys);
  }

  /** The lineage of an enrolment that {@code reference} names, judged at its own record. */
  Lineage follow(Hash reference, Position citing, OptionalInt hop) throws RefusedException {
    return judge(walk.evidence.follow(reference, Kind.ENROLMENT, citing, hop));
  }

  Lineage judge(PlacedEntry enrolment) throws RefusedException {
    return judge(enrolment, 0);
  }

  Lineage judge(PlacedEntry enrolment, int below) throws RefusedException {
    Lineage known = judged.get(enrolment.index());
    if (known != null) {
      return known;
    }
    if (below > AgentRules.MAX_SPAWN_DEPTH + 1) {
      throw AgentRules.spawnedTooDeep(enrolment);
    }
    count(enrolment);
    if (counted.size() > MAX_ENROLMENTS || bytes > MAX_ENROLMENT_BYTES) {
      throw refuse(
          enrolment.index(),
          Reason.CHAIN_TOO_LARGE,
          "follow enrolments: expected at most 128 of them and 512 KiB");
    }
    Statement.Enrolment statement = enrolment.as(Statement.Enrolment.class);
    requireWellMade(enrolment, statement);
    Lineage lineage;
    if (statement.rotates().isPresent()) {
      lineage = rotation(enrolment, statement, below);
    } else if (statement.principal() == PrincipalKind.AGENT) {
      lineage = agents.judge(enrolment, statement.agent().orElseThrow(), below);
    } else {
      walk.authorities.requireAuthority(enrolment);
      lineage = Lineage.byAuthority(enrolment);
    }
    judged.put(enrolment.index(), lineage);
    return lineage;
  }

  /** Those recorded later than what is judged do not count: nobody adds to it afterwards. */
  private void count(PlacedEntry enrolment) {
    if (enrolment.index() <= walk.judgedFor.index() && counted.add(enrolment.index())) {
      bytes += enrolment.entry().signed().length();
    }
  }

  private void requireWellMade(PlacedEntry enrolment, Statement.Enrolment statement)
      throws RefusedException {
    walk.evidence.requireForm(enrolment, NO_HOP);
    if (statement.expiresAt() <= statement.issued().issuedAt()) {
      throw refuse(
          enrolment.index(), Reason.ENROLMENT_LIFETIME, "check exp: expected it after iat");
    }
    requireUnexpired(enrolment, enrolment.position(), NO_HOP);
    requireReadableName(enrolment, statement);
    List<VerifyingKey> bound = new ArrayList<>();
    bound.add(statement.key());
    statement.recovery().ifPresent(bound::add);
    for (VerifyingKey key : bound) {
      if (walk.authorities.hasRole(Jwk.thumbprint(key), enrolment.index())) {
        throw refuse(
            enrolment.index(),
            Reason.KEY_ROLE_CONFLICT,
            "check key: expected a key that is neither the ledger's nor an authority's");
      }
    }
    for (VerifyingKey key : bound) {
      Long other = keys.putIfAbsent(key, enrolment.index());
      if (other != null && other != enrolment.index()) {
        throw refuse(
            enrolment.index(),
            Reason.KEY_ALREADY_ENROLLED,
            "check key: expected one that no other enrolment binds, got that of record " + other);
      }
    }
  }

  /** A named human is the end of every chain: a name, where it is seen, names somebody. */
  private static void requireReadableName(PlacedEntry enrolment, Statement.Enrolment statement)
      throws RefusedException {
    Optional<Value> name = enrolment.entry().signed().read(SlotName.NAME);
    if (statement.principal() == PrincipalKind.HUMAN
        && name.isPresent()
        && !(name.get() instanceof Value.Str text
            && text.value().codePoints().anyMatch(Character::isLetter))) {
      throw refuse(
          enrolment.index(),
          Reason.CLAIMS_MALFORMED,
          "at /dl/name: expected a text with at least one letter");
    }
  }

  private Lineage rotation(PlacedEntry enrolment, Statement.Enrolment statement, int below)
      throws RefusedException {
    PlacedEntry outgoing =
        walk.evidence.follow(
            statement.rotates().orElseThrow(), Kind.ENROLMENT, enrolment.position(), NO_HOP);
    Lineage before = judge(outgoing, below);
    boolean fits =
        before.id().equals(statement.id())
            && before.principal() == statement.principal()
            && before.key().equals(enrolment.signer())
            && statement.expiresAt() <= before.statement().expiresAt()
            && walk.evidence.facts(outgoing, FactKind.ROTATED, enrolment.index() - 1).isEmpty();
    if (!fits) {
      throw refuse(
          enrolment.index(),
          Reason.ROTATION_MISMATCH,
          "check rotates: expected the principal, kind and signature of record "
              + outgoing.index()
              + ", not rotated before, and exp at most its");
    }
    requireAlive(before, enrolment.position(), NO_HOP);
    walk.keys.requireMaySign(before, enrolment, NO_HOP);
    return before.rotatedTo(enrolment);
  }

  /** The enrolment of the same principal that has this key: {@code lineage} or a later rotation. */
  Optional<Lineage> withKey(Lineage lineage, Hash key, Position at) throws RefusedException {
    Lineage next = lineage;
    while (!next.key().equals(key)) {
      Optional<PlacedEntry> rotation = rotation(next.self(), at.index());
      if (rotation.isEmpty()) {
        return Optional.empty();
      }
      next = judge(rotation.get());
    }
    return Optional.of(next);
  }

  /** The enrolment of the principal's newest key at {@code at}: {@code lineage} or a rotation. */
  Lineage newest(Lineage lineage, Position at) throws RefusedException {
    Lineage newest = lineage;
    for (Optional<PlacedEntry> next = rotation(newest.self(), at.index());
        next.isPresent();
        next = rotation(newest.self(), at.index())) {
      newest = judge(next.get());
    }
    return newest;
  }

  /** What an enrolment was rotated to by record {@code last}. */
  private Optional<PlacedEntry> rotation(PlacedEntry enrolment, long last) throws RefusedException {
    for (Fact fact : walk.evidence.facts(enrolment, FactKind.ROTATED, last)) {
      Optional<PlacedEntry> rotation = walk.standingCause(fact, enrolment);
      if (rotation.isPresent()) {
        return rotation;
      }
    }
    return Optional.empty();
  }

  /** The first enrolment of a principal; nothing is judged. */
  PlacedEntry first(PlacedEntry enrolment) throws RefusedException {
    PlacedEntry first = enrolment;
    Optional<Hash> rotates = first.as(Statement.Enrolment.class).rotates();
    while (rotates.isPresent()) {
      first = walk.evidence.follow(rotates.get(), Kind.ENROLMENT, first.position(), NO_HOP);
      rotates = first.as(Statement.Enrolment.class).rotates();
    }
    return first;
  }

  /**
   * All enrolments of a principal before {@code at}, the first one first. Whether a rotation stands
   * is not asked: what became void must not take along what closed the principal by it.
   */
  List<PlacedEntry> line(PlacedEntry enrolment, Position at) throws RefusedException {
    List<PlacedEntry> line = new ArrayList<>();
    Optional<PlacedEntry> next = Optional.of(first(enrolment));
    while (next.isPresent()) {
      PlacedEntry last = next.get();
      line.add(last);
      next = Optional.empty();
      for (Fact fact : walk.evidence.facts(last, FactKind.ROTATED, at.index() - 1)) {
        if (next.isEmpty()) {
          next = walk.evidence.cause(fact, last);
        }
      }
    }
    return line;
  }

  /**
   * Refuses unless the enrolment is unexpired, and it, the others of its line, its template, its
   * operator and all above it are open at {@code at}.
   */
  void requireAlive(Lineage lineage, Position at, OptionalInt hop) throws RefusedException {
    walk.status.requireOpen(lineage.self(), at, hop);
    requireUnexpired(lineage.self(), at, hop);
    for (PlacedEntry one : line(lineage.self(), at)) {
      walk.status.requireOpenBesideItsKey(one, at, hop);
    }
    if (lineage.template().isPresent()) {
      walk.status.requireOpen(lineage.template().get(), at, hop);
    }
    if (lineage.operator().isPresent()) {
      requireAlive(lineage.operator().get(), at, hop);
    }
    if (lineage.spawner().isPresent()) {
      requireAlive(lineage.spawner().get(), at, hop);
    } else if (lineage.owner().isPresent()) {
      walk.ownership.requireAlive(walk.ownership.ownerAt(lineage, at), at, hop);
    }
  }

  private void requireUnexpired(PlacedEntry enrolment, Position at, OptionalInt hop)
      throws RefusedException {
    if (walk.evidence.endedBy(enrolment.as(Statement.Enrolment.class).expiresAt(), at)) {
      throw refuse(
          enrolment.index(),
          hop,
          Reason.ENROLMENT_EXPIRED,
          "check exp: expected it alive at record " + at.index());
    }
  }
}
