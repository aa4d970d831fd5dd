package dev.delegationledger.authority;

import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reads one grant as it stood at one moment, in a judgement of its own. */
final class GrantReading {
  private final PastRecords past;
  private final Position next;
  private final Walk walk;
  private final Since since;

  GrantReading(PastRecords past, Position next, Walk walk, Since since) {
    this.past = past;
    this.next = next;
    this.walk = walk;
    this.since = since;
  }

  HeldGrant read(PlacedEntry grant) throws RefusedException {
    Chain chain;
    try {
      chain = walk.grants.judge(grant);
    } catch (RefusedException neverStood) {
      return alone(grant, Standing.refused(neverStood.refusal(), since.of(neverStood)));
    }
    List<LimitLeft> limits = limits(chain);
    Map<String, List<NeededApproval>> approvals = Map.of();
    Standing standing;
    try {
      walk.calls.requireUsable(chain, next);
      requireUseLeft(chain, limits);
      approvals = approvals(chain);
      standing = Standing.after(walk.trail);
    } catch (RefusedException closed) {
      standing = Standing.refused(closed.refusal(), since(closed, chain));
    }
    return inherited(chain, standing, limits, approvals);
  }

  private OptionalLong since(RefusedException closed, Chain chain) throws RefusedException {
    if (closed.refusal().reason() != Reason.USES_EXHAUSTED) {
      return since.of(closed);
    }
    PlacedEntry exhausted = chain.hops().get(closed.refusal().hop().getAsInt()).grant();
    Optional<PlacedEntry> by = past.lastCharged(exhausted);
    return by.isPresent() ? OptionalLong.of(by.get().index()) : OptionalLong.empty();
  }

  private List<LimitLeft> limits(Chain chain) throws RefusedException {
    List<LimitLeft> limits = new ArrayList<>();
    for (Chain.Hop hop : chain.hops()) {
      if (hop.statement().limits().any()) {
        limits.add(new LimitLeft(hop.statement().limits(), past.charged(hop.grant())));
      }
    }
    return limits;
  }

  /** Refuses if no call at all is left, whatever it spends. */
  private void requireUseLeft(Chain chain, List<LimitLeft> limits) throws RefusedException {
    Iterator<LimitLeft> left = limits.iterator();
    for (int hop = 0; hop < chain.hops().size(); hop++) {
      if (chain.hops().get(hop).statement().limits().any()) {
        LimitLeft limit = left.next();
        LimitRules.requireUses(
            next, limit.limits(), limit.charged().uses() + 1, OptionalInt.of(hop));
      }
    }
  }

  private Map<String, List<NeededApproval>> approvals(Chain chain) throws RefusedException {
    Map<String, List<NeededApproval>> approvals = new TreeMap<>();
    for (String tool : chain.leaf().statement().scope().tools().keySet()) {
      List<NeededApproval> needed = new ArrayList<>();
      for (DemandRules.InForce demand : walk.demands.onTool(tool, chain, next)) {
        needed.add(needed(demand, tool));
      }
      if (!needed.isEmpty()) {
        approvals.put(tool, List.copyOf(needed));
      }
    }
    return approvals;
  }

  private NeededApproval needed(DemandRules.InForce inForce, String tool) throws RefusedException {
    Statement.Demand demand = inForce.demand();
    List<String> from = new ArrayList<>();
    for (Hash reference : demand.from()) {
      Assignee named =
          walk.assignee(reference, inForce.citing().position(), Reason.APPROVER_WITHOUT_STANDING);
      from.add(
          named
              .human()
              .map(Lineage::id)
              .orElseGet(() -> named.group().orElseThrow().as(Statement.Group.class).id()));
    }
    return new NeededApproval(
        inForce.citing().index(),
        demand.count(),
        from,
        demand.roles(),
        demand.validFor(),
        demand.when().map(when -> when.constraints(tool)).orElse(Map.of()));
  }

  private HeldGrant inherited(
      Chain chain,
      Standing standing,
      List<LimitLeft> limits,
      Map<String, List<NeededApproval>> approvals) {
    Statement.Grant grant = chain.leaf().statement();
    Optional<Chain.Hop> task = Optional.empty();
    Optional<Long> notBefore = Optional.empty();
    Map<String, Constraint> context = new LinkedHashMap<>();
    for (Chain.Hop hop : chain.hops()) { // the nearest one that states it comes last
      task = hop.statement().task().isPresent() ? Optional.of(hop) : task;
      notBefore = hop.statement().notBefore().isPresent() ? hop.statement().notBefore() : notBefore;
      context.putAll(hop.statement().context());
    }
    Portraits portraits = new Portraits(walk, past, next);
    return new HeldGrant(
        chain.leaf().grant().index(),
        chain.leaf().grant().hash(),
        grant.issued().jti(),
        OptionalLong.of(chain.leaf().delegate().self().index()),
        standing,
        task.flatMap(hop -> hop.statement().task()).map(Statement.Task::id),
        task.flatMap(hop -> hop.grant().entry().signed().readText(SlotName.TASK)),
        Optional.of(portraits.human(chain.root().delegator())),
        portraits.hops(chain.hops()),
        grant.scope(),
        context,
        limits,
        approvals,
        grant.maxDepth() - grant.depth(),
        notBefore,
        grant.expiresAt());
  }

  /** A grant that does not stand inherits nothing. */
  private HeldGrant alone(PlacedEntry entry, Standing standing) {
    Statement.Grant grant = entry.as(Statement.Grant.class);
    return new HeldGrant(
        entry.index(),
        entry.hash(),
        grant.issued().jti(),
        past.indexOf(grant.delegate()),
        standing,
        grant.task().map(Statement.Task::id),
        entry.entry().signed().readText(SlotName.TASK),
        Optional.empty(),
        List.of(),
        grant.scope(),
        grant.context(),
        List.of(),
        Map.of(),
        Math.max(0, grant.maxDepth() - grant.depth()),
        grant.notBefore(),
        grant.expiresAt());
  }
}
