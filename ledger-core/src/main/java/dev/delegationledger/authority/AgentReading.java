package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;

import dev.delegationledger.model.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads what one agent could do at one moment. The agent and each grant to it are judged by
 * themselves, as an action under that grant would be.
 */
final class AgentReading {
  private final PastRecords past;
  private final Position next;
  private final Supplier<Walk> walks;
  private final Below below;
  private final Since since;

  /**
   * @param next where the next record would stand
   * @param walks makes a fresh judgement for {@code next} over {@code past}
   */
  AgentReading(PastRecords past, Position next, Supplier<Walk> walks) {
    this.past = past;
    this.next = next;
    this.walks = walks;
    this.below = new Below(past);
    this.since = new Since(past);
  }

  /**
   * An agent by itself.
   *
   * @param agent empty if its enrolment never stood
   */
  record Judged(Standing standing, Optional<AgentAuthority.Agent> agent) {}

  AgentAuthority read(PlacedEntry enrolment, Position asOf) throws RefusedException {
    PlacedEntry first = below.first(enrolment);
    Judged judged = agent(first);
    List<HeldGrant> live = new ArrayList<>();
    List<HeldGrant> closed = new ArrayList<>();
    for (PlacedEntry entry : below.heldBy(first)) {
      HeldGrant grant = grant(entry);
      (grant.standing().isAlive() ? live : closed).add(grant);
    }
    return new AgentAuthority(asOf, judged.standing(), judged.agent(), live, closed);
  }

  /** An agent, named by its first enrolment. */
  Judged agent(PlacedEntry first) throws RefusedException {
    Walk walk = walks.get();
    Standing standing;
    Optional<AgentAuthority.Agent> agent = Optional.empty();
    try {
      Lineage newest = walk.enrolments.newest(walk.enrolments.judge(first), next);
      standing = standing(newest, walk);
      agent = Optional.of(new Portraits(walk, past, next).agent(newest));
    } catch (RefusedException neverStood) {
      standing = Standing.refused(neverStood.refusal(), since.of(neverStood));
    }
    return new Judged(standing, agent);
  }

  /** A grant, whoever holds it. */
  HeldGrant grant(PlacedEntry grant) throws RefusedException {
    return new GrantReading(past, next, walks.get(), since).read(grant);
  }

  private Standing standing(Lineage agent, Walk walk) throws RefusedException {
    try {
      walk.enrolments.requireAlive(agent, next, NO_HOP);
    } catch (RefusedException closed) {
      return Standing.refused(closed.refusal(), since.of(closed));
    }
    return Standing.after(walk.trail);
  }
}
