package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Fact;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.scope.Answer;
import dev.delegationledger.scope.Argument;
import dev.delegationledger.scope.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which approvals a call needs, who may give them, and whether it has them (section 8). */
final class DemandRules {
  private final Walk walk;

  DemandRules(Walk walk) {
    this.walk = walk;
  }

  /**
   * A demand in force on a call.
   *
   * @param citing the policy or the grant that states it
   * @param hidden whether an argument that is not seen decides if it is: it makes approvers, and
   *     refuses nothing
   */
  record InForce(Demand demand, PlacedEntry citing, boolean hidden) {
    InForce hiddenOn(Called call, Evidence evidence) {
      evidence.note(
          Refusal.at(
              call.index(),
              Reason.ARGUMENT_NOT_DISCLOSED,
              "check approvals: expected the arguments that decide whether they are needed"));
      return new InForce(demand, citing, true);
    }
  }

  /** Refuses an action that lacks an approval, or uses a request that is not there for it. */
  void requireMet(Called action, Chain chain) throws RefusedException {
    Optional<Hash> reference = ((Statement.Action) action.statement()).request();
    Optional<PlacedEntry> request = Optional.empty();
    if (reference.isPresent()) {
      request =
          Optional.of(
              walk.evidence.follow(reference.get(), Kind.REQUEST, action.position(), NO_HOP));
      requireUsable(request.get(), action);
    }
    List<InForce> demands = inForce(action, chain, action.position());
    if (demands.isEmpty()) {
      return; // nobody's approval counts here, nor what is said against it
    }
    List<Approved> approvals =
        request.isPresent() ? walk.approvals.standing(request.get(), action.position()) : List.of();
    List<MissingApprovals> missing = new ArrayList<>();
    Optional<RefusedException> first = Optional.empty();
    for (InForce inForce : demands) {
      if (first.isPresent()) {
        missing.addAll(alsoMissing(inForce, approvals, action, chain));
        continue;
      }
      List<Approved> met = meeting(inForce, approvals, action, chain);
      boolean isMet = met.size() >= inForce.demand().count();
      if (!isMet && !inForce.hidden()) {
        missing.add(missing(inForce, met));
        first =
            Optional.of(
                refuse(
                    action.index(),
                    Reason.APPROVAL_MISSING,
                    "check approvals: expected "
                        + inForce.demand().count()
                        + " that record "
                        + inForce.citing().index()
                        + " demands, got "
                        + met.size()));
      }
      if (isMet) {
        met.forEach(walk.trail::counted);
      }
    }
    if (first.isPresent()) {
      throw new ApprovalsAwaited(first.get(), missing);
    }
  }

  private static MissingApprovals missing(InForce inForce, List<Approved> met) {
    return new MissingApprovals(inForce.citing().index(), inForce.demand().count(), met.size());
  }

  /** What else is missing: the refusal is found already, and stays the one that it is. */
  private List<MissingApprovals> alsoMissing(
      InForce inForce, List<Approved> approvals, Called action, Chain chain) {
    try {
      List<Approved> met = meeting(inForce, approvals, action, chain);
      return inForce.hidden() || met.size() >= inForce.demand().count()
          ? List.of()
          : List.of(missing(inForce, met));
    } catch (RefusedException unanswered) {
      return List.of(missing(inForce, List.of()));
    }
  }

  private void requireUsable(PlacedEntry request, Called action) throws RefusedException {
    walk.trail.aside(() -> walk.calls.judgeRequest(request));
    Statement.Request asked = request.as(Statement.Request.class);
    if (!asked.call().equals(action.call()) || !request.signer().equals(action.signer())) {
      throw refuse(
          action.index(),
          Reason.REQUEST_MISMATCH,
          "check request: expected the call and the signer of record " + request.index());
    }
    if (walk.evidence.endedBy(asked.expiresAt(), action.position())) {
      throw refuse(
          request.index(),
          Reason.REQUEST_EXPIRED,
          "check exp: expected it alive at record " + action.index());
    }
    walk.status.requireOpen(request, action.position(), NO_HOP);
    for (Fact used : walk.evidence.facts(request, FactKind.USED, action.index() - 1)) {
      // a recorded action that is judged again, for a retry, meets its own use
      if (!walk.evidence.isRecordOf(action, used.at())) {
        throw used(request, action.position());
      }
    }
  }

  /** Refuses a request that an action before {@code at} used. */
  void requireUnused(PlacedEntry request, Position at) throws RefusedException {
    if (!walk.evidence.facts(request, FactKind.USED, at.index() - 1).isEmpty()) {
      throw used(request, at);
    }
  }

  private static RefusedException used(PlacedEntry request, Position at) {
    return refuse(
        request.index(),
        Reason.REQUEST_USED,
        "read status: expected it unused before record " + at.index());
  }

  private List<Approved> meeting(
      InForce inForce, List<Approved> approvals, Called action, Chain chain)
      throws RefusedException {
    List<Approved> met = new ArrayList<>();
    for (Approved approval : approvals) {
      Position own = approval.approval().position();
      long validUntilMs =
          Math.addExact(own.timeMs(), Math.multiplyExact(inForce.demand().validFor(), 1000L));
      if (action.position().timeMs() <= validUntilMs
          && walk.approvals.isAlive(approval, action.position())
          && mayApprove(approval.approver(), inForce, chain, own)) {
        met.add(approval);
      }
    }
    return ApprovalRules.distinct(met);
  }

  /** Whether a human may approve a call under at least one demand in force on it. */
  boolean mayAnswer(Lineage human, Called call, Chain chain, Position at) throws RefusedException {
    for (InForce inForce : inForce(call, chain, at)) {
      if (mayApprove(human, inForce, chain, at)) {
        return true;
      }
    }
    return false;
  }

  /** The demands in force on a call: those of its tier first, then those of each grant. */
  private List<InForce> inForce(Called call, Chain chain, Position at) throws RefusedException {
    String tool = call.call().tool();
    List<InForce> applying = new ArrayList<>();
    for (InForce one : onTool(tool, chain, at)) {
      switch (applies(one.demand(), tool, call)) {
        case YES -> applying.add(one);
        case UNKNOWN -> applying.add(one.hiddenOn(call, walk.evidence));
        case NO -> {}
      }
    }
    return applying;
  }

  /** The demands in force on some call of a tool, or on every one, in the same order. */
  List<InForce> onTool(String tool, Chain chain, Position at) throws RefusedException {
    List<InForce> found = new ArrayList<>(0);
    Optional<PlacedEntry> policy = walk.policies.inForceAt(at);
    if (policy.isPresent()) {
      Statement.Policy statement = policy.get().as(Statement.Policy.class);
      for (Demand demand : statement.demands().getOrDefault(statement.tierOf(tool), List.of())) {
        add(demand, policy.get(), tool, found);
      }
    }
    for (Chain.Hop hop : chain.hops()) {
      for (Demand demand : hop.statement().demands()) {
        add(demand, hop.grant(), tool, found);
      }
    }
    return found;
  }

  private static void add(Demand demand, PlacedEntry citing, String tool, List<InForce> found) {
    if (demand.when().isEmpty() || demand.when().get().tools().containsKey(tool)) {
      found.add(new InForce(demand, citing, false));
    }
  }

  /**
   * Whether a demand counts: unless its condition is seen not to hold, it does; unknown where an
   * argument is hidden that could show it.
   */
  private static Answer applies(Demand demand, String tool, Called entry) {
    if (demand.when().isEmpty()) {
      return Answer.YES;
    }
    Map<String, Argument> arguments = entry.arguments();
    Answer applies = Answer.YES;
    for (Map.Entry<String, Constraint> stated : demand.when().get().constraints(tool).entrySet()) {
      Argument argument = arguments.get(stated.getKey());
      if (argument == null) {
        continue;
      }
      if (argument instanceof Argument.Hidden) {
        // of whatever kind it is: nothing that is not seen excuses, not even what nothing satisfies
        if (!(stated.getValue() instanceof Constraint.Wildcard)) {
          applies = Answer.UNKNOWN;
        }
      } else if (Checks.decideByKind(stated.getValue(), argument) == Answer.NO) {
        return Answer.NO;
      }
    }
    return applies;
  }

  private boolean mayApprove(Lineage human, InForce inForce, Chain chain, Position at)
      throws RefusedException {
    boolean holds =
        chain.hops().stream()
            .anyMatch(hop -> Jwk.thumbprint(hop.statement().holder()).equals(human.key()));
    if (holds || human.id().equals(chain.root().delegator().id())) {
      return false;
    }
    for (Hash reference : inForce.demand().from()) {
      Assignee named =
          walk.assignee(reference, inForce.citing().position(), Reason.APPROVER_WITHOUT_STANDING);
      boolean isNamed =
          named.group().isPresent()
              ? walk.groups.isMemberAt(named.group().get(), human.id(), at)
              : named.human().orElseThrow().id().equals(human.id());
      if (isNamed) {
        return true;
      }
    }
    for (AgentRole role : inForce.demand().roles()) {
      Optional<Assignee> assigned = assigned(chain.leaf().delegate(), role, at);
      if (assigned.isPresent()
          && walk.ownership
              .humanAt(assigned.get(), at)
              .filter(one -> one.id().equals(human.id()))
              .isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Who has a role for an agent as of {@code at}: as the agent states it that has an owner, so that
   * none chooses who approves and who resumes what it spawned. Nobody for a service.
   */
  Optional<Assignee> assigned(Lineage agent, AgentRole role, Position at) throws RefusedException {
    if (role != AgentRole.OWNER) {
      return agent.topmost().inRole(role);
    }
    return agent.topmost().owner().isPresent()
        ? Optional.of(walk.ownership.ownerAt(agent, at))
        : Optional.empty();
  }
}
