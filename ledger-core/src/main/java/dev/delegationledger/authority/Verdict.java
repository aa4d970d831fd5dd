package dev.delegationledger.authority;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Fact;
import dev.delegationledger.log.Witnessing;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Named;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The answer to: which named human authorised this action, through whom, within what limits, and
 * was that authority alive at that moment? It never says more than was checked; the parts that were
 * not reached are empty. Immutable.
 *
 * @param finding what was found
 * @param refusal the reason, unless proven
 * @param human who authorised it: the signer of the root grant
 * @param approvedBy whose approval counted, in the order of the log: they signed as well
 * @param chain the grants that passed, root first
 * @param action the action, once it is known to be signed and in the log
 * @param outcome what came of it, if the evidence says
 * @param answersFor who is assigned to the acting agent, as of the action's record
 * @param checks what was and was not checked
 * @param checkpoint the state of the log that all of it was checked against
 * @param witnesses what the witnesses of the trust file's policy say about that checkpoint; empty
 *     if there is no policy, so that the ledger's key alone vouches for order, time, statuses and
 *     charges. Witnesses never vouch for more than one history and the time by which it was there
 * @param ignoredClaims top-level claims of the chain's entries that carry no meaning here
 * @param erased what was erased of the entries that this shows
 */
public record Verdict(
    Finding finding,
    Optional<Refusal> refusal,
    Optional<Human> human,
    List<Approver> approvedBy,
    List<Hop> chain,
    Optional<Action> action,
    Optional<Outcome> outcome,
    Optional<AnswersFor> answersFor,
    Checks checks,
    Optional<Checkpoint> checkpoint,
    Optional<Witnessing> witnesses,
    Set<String> ignoredClaims,
    List<Erased> erased) {
  public Verdict {
    approvedBy = List.copyOf(approvedBy);
    chain = List.copyOf(chain);
    ignoredClaims = Set.copyOf(ignoredClaims);
    erased = List.copyOf(erased);
  }

  /** What was found. */
  public enum Finding implements Named {
    /** Every signature and rule was re-checked, up to a human whose name is disclosed. */
    PROVEN,
    /** Something is wrong; the reason says what. */
    REFUSED,
    /** Something needed is missing or unknown. */
    UNDECIDED
  }

  /**
   * A human of the evidence.
   *
   * @param id the principal id
   * @param name the legal name, if it is disclosed
   * @param binding how strongly the name is bound to the key
   */
  public record Human(String id, Optional<String> name, String binding) {}

  /**
   * A human whose approval counted.
   *
   * @param index the approval's record
   * @param target the record that was approved
   */
  public record Approver(long index, long timeMs, long target, Human human) {}

  /**
   * One grant of the chain.
   *
   * @param index its record
   * @param hash what references to it hold
   * @param id its jti, a label
   * @param delegator principal id of who gave it
   * @param delegate principal id of who received it
   * @param taskId the id of the task it states, if it states one
   * @param taskText the text of that task, if it is disclosed
   * @param recordedAtMs its record's time
   * @param expiresAt in seconds since the epoch
   * @param allows what it allows, in words
   * @param narrowed what it narrowed against its parent, in words
   * @param revokedAt the record that revoked it, if one did by the checkpoint
   * @param grantFacts all that has happened to the grant by the checkpoint
   * @param delegateFacts all that has happened to the delegate's first enrolment by the checkpoint
   */
  public record Hop(
      long index,
      Hash hash,
      String id,
      String delegator,
      String delegate,
      Optional<String> taskId,
      Optional<String> taskText,
      long recordedAtMs,
      long expiresAt,
      String allows,
      List<String> narrowed,
      Optional<Long> revokedAt,
      List<Fact> grantFacts,
      List<Fact> delegateFacts) {}

  /**
   * The action.
   *
   * @param id its jti, a label
   * @param arguments each argument's value, empty where it is hidden
   * @param context each value of its context, empty where it is hidden
   * @param charges the totals that its record states
   * @param causedBy the entry that led to it
   */
  public record Action(
      String id,
      Hash hash,
      long index,
      long timeMs,
      String tool,
      Optional<String> audience,
      Map<String, Optional<Value>> arguments,
      Map<String, Optional<Value>> context,
      Optional<String> intent,
      String charges,
      Optional<Hash> causedBy) {}

  /**
   * What came of the action.
   *
   * @param status succeeded, failed or abandoned
   * @param late whether the authority had ended when it was recorded
   */
  public record Outcome(
      long index, long timeMs, String status, Optional<Value> result, boolean late) {}

  /**
   * Who is assigned to the agent that acted; nobody here signed the action.
   *
   * @param agent its principal id
   * @param archetype the template it was made from; empty for a service
   * @param owner the human who owned it, or its spawner, at the action's record; of a group the one
   *     on call
   * @param ownerGroup the group through which that human answers
   * @param roles who had which other role then
   * @param operator principal id of the organisation that operates it
   * @param operatorName the organisation's name, if it is stated and disclosed
   * @param model provider, name and version, joined by slashes
   */
  public record AnswersFor(
      String agent,
      Optional<String> archetype,
      Optional<Human> owner,
      Optional<String> ownerGroup,
      Map<AgentRole, Human> roles,
      Optional<String> operator,
      Optional<String> operatorName,
      Optional<String> model) {}

  /**
   * A slot whose disclosure the ledger was told to delete, by an entry that stands. Whoever has the
   * disclosure from before can still open the slot.
   *
   * @param index the record whose slot it is
   * @param slot its name
   * @param at the record that erased it
   * @param timeMs that record's time
   * @param by principal id of who signed that; of an authority the thumbprint URI of its key
   * @param byRetention whether a policy's retention had run out, rather than the subject or an
   *     authority having a say
   */
  public record Erased(
      long index, String slot, long at, long timeMs, String by, boolean byRetention) {}

  /** The same verdict, saying which checkpoint it was checked against, and who cosigned that. */
  public Verdict against(Checkpoint checkpoint, Optional<Witnessing> witnesses) {
    return new Verdict(
        finding,
        refusal,
        human,
        approvedBy,
        chain,
        action,
        outcome,
        answersFor,
        witnesses.map(checks::with).orElse(checks),
        Optional.of(checkpoint),
        witnesses,
        ignoredClaims,
        erased);
  }

  /**
   * The same verdict, on an action of a ledger at hand whose witnesses were asked for: says what
   * came after its checkpoint, or how far the witnesses have come if they have not to the action.
   *
   * @param records how many the ledger has
   * @param cosigned how many of them are under the newest checkpoint that it keeps with
   *     cosignatures
   */
  public Verdict within(long records, long cosigned) {
    boolean missing = refusal.filter(r -> r.reason() == Reason.WITNESS_QUORUM_MISSING).isPresent();
    boolean witnessed = witnesses.flatMap(Witnessing::existedBy).isPresent();
    long judged = checkpoint.map(Checkpoint::size).orElse(records);
    if (!missing && (!witnessed || judged >= records)) {
      return this;
    }
    return new Verdict(
        finding,
        missing ? refusal.map(r -> WitnessCheck.comeTo(cosigned, records, r)) : refusal,
        human,
        approvedBy,
        chain,
        action,
        outcome,
        answersFor,
        missing ? checks : checks.and(Caveats.after(judged, records)),
        checkpoint,
        witnesses,
        ignoredClaims,
        erased);
  }

  /** A verdict reached before the walk began: nothing is known but the reason. */
  public static Verdict early(Refusal refusal, Trail trail) {
    return new Verdict(
        findingOf(refusal),
        Optional.of(refusal),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        trail.checks(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        List.of());
  }

  static Finding findingOf(Refusal refusal) {
    return switch (refusal.reason().reasonClass()) {
      case UNDECIDED -> Finding.UNDECIDED;
      case INTEGRITY, AUTHORITY, MALFORMED -> Finding.REFUSED;
    };
  }
}
