package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.PrincipalId;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who may enrol whom, judged at the enrolment's own record; and whether a lineage is alive at
 * another.
 */
final class EnrolmentRules {
  /** The most spawners between an agent and the human who owns the first. */
  static final int MAX_SPAWN_DEPTH = 32;

  /** The most enrolments that one action may rest on, so that its proof stays within its limits. */
  static final int MAX_ENROLMENTS = 128;

  /** The most bytes of JWS in them. */
  static final int MAX_ENROLMENT_BYTES = 512 * 1024;

  private static final OptionalInt NO_HOP = OptionalInt.empty();

  private final Evidence evidence;
  private final Map<Long, Lineage> judged = new HashMap<>();
  private final Map<VerifyingKey, Long> keys;
  private long bytes;

  EnrolmentRules(Evidence evidence) {
    this(evidence, new HashMap<>());
  }

  private EnrolmentRules(Evidence evidence, Map<VerifyingKey, Long> keys) {
    this.evidence = evidence;
    this.keys = keys;
  }

  /**
   * For another statement of the same judgement: one key still binds one enrolment in all of it,
   * but what that statement rests on counts by itself, as it did when it was admitted.
   */
  EnrolmentRules forAnother() {
    return new EnrolmentRules(evidence, keys);
  }

  /** The lineage of an enrolment that {@code reference} names, judged at its own record. */
  Lineage follow(Hash reference, Position citing, OptionalInt hop) throws RefusedException {
    return judge(evidence.follow(reference, Kind.ENROLMENT, citing, hop));
  }

  Lineage judge(PlacedEntry enrolment) throws RefusedException {
    return judge(enrolment, 0);
  }

  private Lineage judge(PlacedEntry enrolment, int below) throws RefusedException {
    Lineage known = judged.get(enrolment.index());
    if (known != null) {
      return known;
    }
    if (below > MAX_SPAWN_DEPTH + 1) {
      throw refuse(
          enrolment.index(),
          NO_HOP,
          Reason.SPAWN_TOO_DEEP,
          "follow spawners: expected at most " + MAX_SPAWN_DEPTH);
    }
    bytes += enrolment.entry().signed().compact().length();
    if (judged.size() >= MAX_ENROLMENTS || bytes > MAX_ENROLMENT_BYTES) {
      throw refuse(
          enrolment.index(),
          NO_HOP,
          Reason.CHAIN_TOO_LARGE,
          "follow enrolments: expected at most 128 of them and 512 KiB");
    }
    requireWellMade(enrolment);
    Statement.Enrolment statement = enrolment.as(Statement.Enrolment.class);
    Long other = keys.putIfAbsent(statement.key(), enrolment.index());
    if (other != null && other != enrolment.index()) {
      throw refuse(
          enrolment.index(),
          NO_HOP,
          Reason.KEY_ALREADY_ENROLLED,
          "check key: expected one that no other enrolment binds, got that of record " + other);
    }
    Lineage lineage =
        statement.principal() == PrincipalKind.AGENT
            ? agent(enrolment, statement.agent().orElseThrow(), below)
            : byAuthority(enrolment);
    judged.put(enrolment.index(), lineage);
    return lineage;
  }

  private void requireWellMade(PlacedEntry enrolment) throws RefusedException {
    Statement.Enrolment statement = enrolment.as(Statement.Enrolment.class);
    evidence.requireThisLedger(enrolment, NO_HOP);
    evidence.requireIssuedByNow(enrolment, NO_HOP);
    if (statement.expiresAt() <= statement.issued().issuedAt()) {
      throw refuse(
          enrolment.index(), NO_HOP, Reason.ENROLMENT_LIFETIME, "check exp: expected it after iat");
    }
    requireUnexpired(enrolment, enrolment.position(), NO_HOP);
    requireReadableName(enrolment, statement);
    if (evidence.ledger().hasRole(Jwk.thumbprint(statement.key()))) {
      throw refuse(
          enrolment.index(),
          NO_HOP,
          Reason.KEY_ROLE_CONFLICT,
          "check key: expected a key that is neither the ledger's nor an authority's");
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
          NO_HOP,
          Reason.CLAIMS_MALFORMED,
          "at /dl/name: expected a text with at least one letter");
    }
  }

  private Lineage byAuthority(PlacedEntry enrolment) throws RefusedException {
    Hash signer = enrolment.signer();
    if (!evidence.ledger().authorities().containsKey(signer)) {
      throw refuse(
          enrolment.index(),
          NO_HOP,
          Reason.NOT_AN_AUTHORITY,
          "check enroller: expected an authority of genesis, got " + signer);
    }
    if (!evidence.trustsAuthority(signer)) {
      evidence.note(
          Refusal.at(
              enrolment.index(),
              Reason.AUTHORITY_NOT_TRUSTED,
              "check enroller: expected an authority of the trust file, got " + signer));
    }
    return new Lineage(enrolment, Optional.empty(), Optional.empty());
  }

  private Lineage agent(PlacedEntry enrolment, Statement.AgentFacts agent, int below)
      throws RefusedException {
    Position own = enrolment.position();
    boolean owned = agent.owner().isPresent();
    Hash reference = owned ? agent.owner().get() : agent.spawner().orElseThrow();
    Lineage above = judge(evidence.follow(reference, Kind.ENROLMENT, own, NO_HOP), below + 1);
    PrincipalKind expected = owned ? PrincipalKind.HUMAN : PrincipalKind.AGENT;
    if (above.principal() != expected) {
      throw refuse(
          enrolment.index(),
          NO_HOP,
          owned ? Reason.OWNER_NOT_HUMAN : Reason.ENROLLER_WITHOUT_STANDING,
          "check enroller: expected " + expected.code() + ", got " + above.principal().code());
    }
    if (!enrolment.signer().equals(Jwk.thumbprint(above.statement().key()))) {
      throw refuse(
          enrolment.index(),
          NO_HOP,
          Reason.ENROLLER_WITHOUT_STANDING,
          "check enroller: expected the key of record "
              + above.self().index()
              + ", got "
              + enrolment.signer());
    }
    if (!owned) {
      requireBelow(enrolment, above);
    }
    requireAlive(above, own, NO_HOP);
    return new Lineage(enrolment, Optional.of(above), operator(agent, own));
  }

  private static void requireBelow(PlacedEntry enrolment, Lineage spawner) throws RefusedException {
    String id = enrolment.as(Statement.Enrolment.class).id();
    if (!PrincipalId.isDirectlyBelow(spawner.id(), id)) {
      throw refuse(
          enrolment.index(),
          NO_HOP,
          Reason.SPAWNED_OUTSIDE_SPAWNER,
          "check id: expected one segment below " + spawner.id());
    }
    if (spawner.depth() > MAX_SPAWN_DEPTH) {
      throw refuse(
          enrolment.index(),
          NO_HOP,
          Reason.SPAWN_TOO_DEEP,
          "follow spawners: expected at most " + MAX_SPAWN_DEPTH);
    }
  }

  private Optional<PlacedEntry> operator(Statement.AgentFacts agent, Position own)
      throws RefusedException {
    if (agent.operator().isEmpty()) {
      return Optional.empty();
    }
    Lineage operator = follow(agent.operator().get(), own, NO_HOP);
    if (operator.principal() != PrincipalKind.ORGANISATION) {
      throw refuse(
          own.index(),
          NO_HOP,
          Reason.OPERATOR_NOT_ORGANISATION,
          "check operator: expected organisation, got " + operator.principal().code());
    }
    requireAlive(operator, own, NO_HOP);
    return Optional.of(operator.self());
  }

  /**
   * Refuses unless the enrolment, its operator and all above it are open and unexpired at {@code
   * at}.
   */
  void requireAlive(Lineage lineage, Position at, OptionalInt hop) throws RefusedException {
    for (Optional<Lineage> next = Optional.of(lineage);
        next.isPresent();
        next = next.get().above()) {
      requireAlive(next.get().self(), at, hop);
      if (next.get().statedOperator().isPresent()) {
        requireAlive(next.get().statedOperator().get(), at, hop);
      }
    }
  }

  private void requireAlive(PlacedEntry enrolment, Position at, OptionalInt hop)
      throws RefusedException {
    evidence.requireOpen(enrolment, at, Reason.ENROLMENT_REVOKED, hop);
    requireUnexpired(enrolment, at, hop);
  }

  private static void requireUnexpired(PlacedEntry enrolment, Position at, OptionalInt hop)
      throws RefusedException {
    if (Evidence.endedBy(enrolment.as(Statement.Enrolment.class).expiresAt(), at)) {
      throw refuse(
          enrolment.index(),
          hop,
          Reason.ENROLMENT_EXPIRED,
          "check exp: expected it alive at record " + at.index());
    }
  }
}
