package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;

import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.RefusedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads what one agent could do at one moment. The agent and each grant to it are judged by
 * themselves, as an action under that grant would be.
 */
final class AgentReading {
  private final PastRecords past;
  private final Position next;
  private final Supplier<Walk> walks;

  /**
   * @param next where the next record would stand
   * @param walks makes a fresh judgement for {@code next} over {@code past}
   */
  AgentReading(PastRecords past, Position next, Supplier<Walk> walks) {
    this.past = past;
    this.next = next;
    this.walks = walks;
  }

  AgentAuthority read(PlacedEntry enrolment, Position asOf) throws RefusedException {
    PlacedEntry first = first(enrolment);
    Walk walk = walks.get();
    Standing standing;
    Optional<AgentAuthority.Agent> agent = Optional.empty();
    try {
      Lineage newest = walk.enrolments.newest(walk.enrolments.judge(first), next);
      standing = standing(newest, walk);
      agent = Optional.of(new Portraits(walk, past, next).agent(newest));
    } catch (RefusedException neverStood) {
      standing = Standing.refused(neverStood.refusal(), since(neverStood));
    }
    List<HeldGrant> live = new ArrayList<>();
    List<HeldGrant> closed = new ArrayList<>();
    for (PlacedEntry entry : grants(first)) {
      HeldGrant grant = new GrantReading(past, next, walks.get(), this::since).read(entry);
      (grant.standing().isAlive() ? live : closed).add(grant);
    }
    return new AgentAuthority(asOf, standing, agent, live, closed);
  }

  private Standing standing(Lineage agent, Walk walk) throws RefusedException {
    try {
      walk.enrolments.requireAlive(agent, next, NO_HOP);
    } catch (RefusedException closed) {
      return Standing.refused(closed.refusal(), since(closed));
    }
    return Standing.after(walk.trail);
  }

  /** The enrolment that all rotations go back to, whether or not they stand. */
  private PlacedEntry first(PlacedEntry enrolment) throws RefusedException {
    PlacedEntry first = enrolment;
    while (true) {
      Optional<Hash> rotates = first.as(Statement.Enrolment.class).rotates();
      Optional<PlacedEntry> before =
          rotates.isPresent() ? past.find(rotates.get()) : Optional.empty();
      if (before.isEmpty()
          || before.get().index() >= first.index()
          || !(before.get().entry().statement() instanceof Statement.Enrolment)) {
        return first;
      }
      first = before.get();
    }
  }

  /** All grants to the agent, by any of its keys, in the order of the log. */
  private Iterable<PlacedEntry> grants(PlacedEntry first) throws RefusedException {
    NavigableMap<Long, PlacedEntry> grants = new TreeMap<>();
    Deque<PlacedEntry> open = new ArrayDeque<>(List.of(first));
    while (!open.isEmpty()) {
      PlacedEntry enrolment = open.remove();
      for (PlacedEntry entry : past.referring(enrolment.hash())) {
        if (entry.entry().statement() instanceof Statement.Grant grant
            && grant.delegate().equals(enrolment.hash())) {
          grants.put(entry.index(), entry);
        } else if (entry.index() > enrolment.index()
            && entry.entry().statement() instanceof Statement.Enrolment rotation
            && rotation.rotates().equals(Optional.of(enrolment.hash()))) {
          open.add(entry);
        }
      }
    }
    return grants.values();
  }

  /**
   * The record that accounts for a refusal: it closed something, or was the first after its end.
   */
  private OptionalLong since(RefusedException refused) throws RefusedException {
    if (refused instanceof ClosedByRecord closed) {
      return OptionalLong.of(closed.record());
    }
    Optional<Long> end = end(refused);
    if (end.isEmpty()) {
      return OptionalLong.empty();
    }
    long ended = refused.refusal().index().getAsLong();
    long over = past.firstAt(ended, Math.multiplyExact(end.get(), 1000L));
    return over <= past.last() ? OptionalLong.of(over) : OptionalLong.empty();
  }

  /** When what was refused had ended, if it was refused for that, in seconds. */
  private Optional<Long> end(RefusedException refused) throws RefusedException {
    OptionalLong index = refused.refusal().index();
    if (index.isEmpty() || index.getAsLong() > past.last()) {
      return Optional.empty();
    }
    Statement statement = past.at(index.getAsLong()).orElseThrow().entry().statement();
    return switch (refused.refusal().reason()) {
      case GRANT_EXPIRED -> Optional.of(((Statement.Grant) statement).expiresAt());
      case ENROLMENT_EXPIRED -> Optional.of(((Statement.Enrolment) statement).expiresAt());
      case GROUP_EXPIRED -> Optional.of(((Statement.Group) statement).expiresAt());
      default -> Optional.empty();
    };
  }
}
