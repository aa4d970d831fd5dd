package dev.delegationledger.entry;

import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.scope.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What an entry says. Claims as they stand in the signed bytes, nothing judged yet. References are
 * SHA-256 digests of the other entry's JWS signing input; times are seconds since the epoch.
 * Immutable.
 */
public sealed interface Statement {
  /** Which kind of statement it is. */
  Kind kind();

  /** Signer, ledger, jti, time of issue. */
  Issued issued();

  /** The slots of the statement by name, see {@link SlotName}. */
  Map<String, Slot> slots();

  /**
   * Record 0.
   *
   * @param format the version of all formats in the ledger; this program knows 1
   * @param origin the checkpoint origin (C2SP tlog-checkpoint)
   * @param checkpointKey the Ed25519 key that signs genesis and every checkpoint
   * @param authorities the keys that may enrol humans, organisations and services
   */
  record Genesis(
      Issued issued,
      long format,
      String origin,
      VerifyingKey checkpointKey,
      List<VerifyingKey> authorities)
      implements Statement {
    public Genesis {
      authorities = List.copyOf(authorities);
    }

    @Override
    public Kind kind() {
      return Kind.GENESIS;
    }

    @Override
    public Map<String, Slot> slots() {
      return Map.of();
    }
  }

  /**
   * Names a principal and binds a key to it.
   *
   * @param expiresAt the enrolment has ended at exactly this second
   * @param id opaque principal id, a URI
   * @param possession compact JWS, the new key's signature over ledger, id and enroller
   * @param name a human's legal name; optional for organisations and services, absent for agents
   * @param mayGrant the ceiling of a human's root grants, if one is set
   * @param agent what only an agent states
   */
  record Enrolment(
      Issued issued,
      long expiresAt,
      String id,
      PrincipalKind principal,
      VerifyingKey key,
      String possession,
      Optional<Slot> name,
      Optional<Scope> mayGrant,
      Optional<AgentFacts> agent)
      implements Statement {
    @Override
    public Kind kind() {
      return Kind.ENROLMENT;
    }

    @Override
    public Map<String, Slot> slots() {
      return name.map(slot -> Map.of(SlotName.NAME, slot)).orElse(Map.of());
    }
  }

  /**
   * What an agent's enrolment adds. Exactly one of owner and spawner is present; with a spawner,
   * archetype is the agent's own, and an absent operator or model is the spawner's.
   *
   * @param archetype the template the instance was made from
   * @param operator enrolment of the organisation that runs it
   * @param owner enrolment of the human who answers for it and signed this enrolment
   * @param spawner enrolment of the agent that spawned it and signed this enrolment
   */
  record AgentFacts(
      String archetype,
      Optional<Hash> operator,
      Optional<Model> model,
      Optional<Hash> owner,
      Optional<Hash> spawner) {}

  /** The model behind an agent, as its enroller states it. */
  record Model(String provider, String name, String version) {}

  /**
   * An Attenuating Authorization Token with the {@code dl} object of this project.
   *
   * @param expiresAt the grant has ended at exactly this second
   * @param holder {@code cnf.jwk}, the key that may act and delegate under it
   * @param depth {@code del_depth}
   * @param maxDepth {@code del_max_depth}
   * @param parent {@code par_hash}; absent in a root grant
   * @param delegator enrolment of the human who signs; in a root grant only
   * @param delegate enrolment of whoever receives the authority
   * @param task absent means the parent's
   * @param notBefore the grant has begun at exactly this second
   */
  record Grant(
      Issued issued,
      long expiresAt,
      VerifyingKey holder,
      long depth,
      long maxDepth,
      Optional<Hash> parent,
      Scope scope,
      Optional<Hash> delegator,
      Hash delegate,
      Optional<Task> task,
      Optional<Long> notBefore)
      implements Statement {
    @Override
    public Kind kind() {
      return Kind.GRANT;
    }

    @Override
    public Map<String, Slot> slots() {
      return task.flatMap(Task::text).map(slot -> Map.of(SlotName.TASK, slot)).orElse(Map.of());
    }
  }

  /** What a grant is for: an id in clear, and a text that may be hidden. */
  record Task(String id, Optional<Slot> text) {}

  /**
   * What an agent set out to do.
   *
   * @param grantId {@code aat_id}, the jti of the grant acted under
   * @param grant {@code aat_hash}, the grant acted under
   * @param tool {@code aat_tool}, compared exactly
   * @param audience {@code aat_aud}, the tool server it is meant for
   * @param arguments one slot for each argument, by its name
   * @param causedBy the entry that led to this action
   */
  record Action(
      Issued issued,
      long expiresAt,
      String grantId,
      Hash grant,
      String tool,
      Optional<String> audience,
      SortedMap<String, Slot> arguments,
      Optional<Slot> intent,
      Optional<Hash> causedBy)
      implements Statement {
    @Override
    public Kind kind() {
      return Kind.ACTION;
    }

    @Override
    public Map<String, Slot> slots() {
      Map<String, Slot> slots = new java.util.TreeMap<>();
      arguments.forEach((name, slot) -> slots.put(SlotName.argument(name), slot));
      intent.ifPresent(slot -> slots.put(SlotName.INTENT, slot));
      return slots;
    }
  }

  /**
   * What came of an action.
   *
   * @param service enrolment of the service that reports it; absent when the action's signer does
   */
  record Outcome(
      Issued issued,
      Hash action,
      OutcomeStatus status,
      Optional<Slot> result,
      Optional<Hash> service)
      implements Statement {
    @Override
    public Kind kind() {
      return Kind.OUTCOME;
    }

    @Override
    public Map<String, Slot> slots() {
      return result.map(slot -> Map.of(SlotName.RESULT, slot)).orElse(Map.of());
    }
  }

  /**
   * Closes a grant or an enrolment.
   *
   * @param target the entry it closes
   */
  record Revocation(Issued issued, Hash target, Optional<Slot> reason) implements Statement {
    @Override
    public Kind kind() {
      return Kind.REVOCATION;
    }

    @Override
    public Map<String, Slot> slots() {
      return reason.map(slot -> Map.of(SlotName.REASON, slot)).orElse(Map.of());
    }
  }
}
