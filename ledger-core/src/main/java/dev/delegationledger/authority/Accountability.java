package dev.delegationledger.authority;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.model.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who is accountable for one action, all as of the action's own record. It is drawn from the {@link
 * Verdict} on the action and says no more than that: what the verdict did not come to is empty.
 * Immutable.
 *
 * @param finding what the verdict found; only {@code proven} means that somebody authorised it
 * @param refusal the reason, unless proven
 * @param index the action's record
 * @param timeMs that record's time
 * @param agent principal id of the agent that acted
 * @param human the human who signed the root of the grants that the action names; see {@link
 *     #authorisedBy}
 * @param approvers the humans whose approval counted, in the order of the log
 * @param owner who owned the agent, or its spawner; of a group the one on call
 * @param ownerGroup the group through which the owner answers
 * @param controlOwner who monitored it and could stop it
 * @param provisioner who set it up
 * @param dataApprover who approved the data and the tools it reaches
 * @param operator principal id of the organisation that operated it
 * @param operatorName the organisation's name, if it is stated and disclosed
 * @param model provider, name and version, joined by slashes
 * @param checks what was and was not checked
 * @param checkpoint the state of the log that all of it was checked against
 */
public record Accountability(
    Verdict.Finding finding,
    Optional<Refusal> refusal,
    OptionalLong index,
    OptionalLong timeMs,
    Optional<String> agent,
    Optional<Verdict.Human> human,
    List<Verdict.Approver> approvers,
    Optional<Verdict.Human> owner,
    Optional<String> ownerGroup,
    Optional<Verdict.Human> controlOwner,
    Optional<Verdict.Human> provisioner,
    Optional<Verdict.Human> dataApprover,
    Optional<String> operator,
    Optional<String> operatorName,
    Optional<String> model,
    Checks checks,
    Optional<Checkpoint> checkpoint) {
  public Accountability {
    approvers = List.copyOf(approvers);
  }

  /** What a verdict on an action says about it. */
  public static Accountability of(Verdict verdict) {
    Optional<Verdict.AnswersFor> assigned = verdict.answersFor();
    Optional<Verdict.Action> action = verdict.action();
    return new Accountability(
        verdict.finding(),
        verdict.refusal(),
        action.isPresent() ? OptionalLong.of(action.get().index()) : OptionalLong.empty(),
        action.isPresent() ? OptionalLong.of(action.get().timeMs()) : OptionalLong.empty(),
        assigned.map(Verdict.AnswersFor::agent),
        verdict.human(),
        verdict.approvedBy(),
        assigned.flatMap(Verdict.AnswersFor::owner),
        assigned.flatMap(Verdict.AnswersFor::ownerGroup),
        inRole(assigned, AgentRole.CONTROL_OWNER),
        inRole(assigned, AgentRole.PROVISIONER),
        inRole(assigned, AgentRole.DATA_APPROVER),
        assigned.flatMap(Verdict.AnswersFor::operator),
        assigned.flatMap(Verdict.AnswersFor::operatorName),
        assigned.flatMap(Verdict.AnswersFor::model),
        verdict.checks(),
        verdict.checkpoint());
  }

  private static Optional<Verdict.Human> inRole(
      Optional<Verdict.AnswersFor> assigned, AgentRole role) {
    return assigned.flatMap(all -> Optional.ofNullable(all.roles().get(role)));
  }

  /** Who authorised the action; empty unless that is proven. */
  public Optional<Verdict.Human> authorisedBy() {
    return finding == Verdict.Finding.PROVEN ? human : Optional.empty();
  }
}
