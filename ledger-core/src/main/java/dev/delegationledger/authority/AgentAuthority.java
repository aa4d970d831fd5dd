package dev.delegationledger.authority;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.model.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an agent was, who answered for it, and what it could do, as of one record. Immutable.
 *
 * <p>It says what the ledger said then: what an action in the next record would have met, had it
 * come at that time. A key that was declared compromised later still counts here; the {@link
 * Verdict} on what it signed says both.
 *
 * @param asOf the last record that counts, and the time that it is judged for
 * @param standing whether the agent was alive; {@code unknown-reference} if it was not enrolled yet
 * @param agent what it was; empty if it was not enrolled yet, or its enrolment never stood
 * @param live the grants under which it could act, in the order of the log
 * @param closed the other grants to it, each with the reason; also those that one of its rotated
 *     keys still holds, which it can hand to its newest key and no longer act under
 */
public record AgentAuthority(
    Position asOf,
    Standing standing,
    Optional<Agent> agent,
    List<HeldGrant> live,
    List<HeldGrant> closed) {
  public AgentAuthority {
    live = List.copyOf(live);
    closed = List.copyOf(closed);
  }

  /**
   * An agent, or a service, which has neither owner nor roles.
   *
   * @param id its principal id
   * @param kind agent or service
   * @param enrolledAt the record of its first enrolment
   * @param keyEnrolledAt the record of the enrolment of its newest key
   * @param expiresAt that enrolment has ended at exactly this second
   * @param archetype the label of the template it was made from
   * @param spawner principal id of the agent that spawned it, whose owner is its own
   * @param roles who has which role; one that was not assigned is absent
   * @param operator principal id of the organisation that operates it
   * @param operatorName the organisation's name, if it is stated and disclosed
   * @param model provider, name and version, joined by slashes
   * @param triggers what is to have it suspended, labels
   */
  public record Agent(
      String id,
      PrincipalKind kind,
      long enrolledAt,
      long keyEnrolledAt,
      long expiresAt,
      Optional<String> archetype,
      Optional<String> spawner,
      Map<AgentRole, RoleHolder> roles,
      Optional<String> operator,
      Optional<String> operatorName,
      Optional<String> model,
      List<String> triggers) {
    public Agent {
      roles = Collections.unmodifiableMap(new TreeMap<>(roles));
      triggers = List.copyOf(triggers);
    }

    /** Who owned it, or its spawner; empty for a service. */
    public Optional<RoleHolder> owner() {
      return inRole(AgentRole.OWNER);
    }

    /** Who had a role; empty if it was not assigned. */
    public Optional<RoleHolder> inRole(AgentRole role) {
      return Optional.ofNullable(roles.get(role));
    }
  }

  static AgentAuthority unknown(Position asOf, Refusal refusal) {
    return new AgentAuthority(
        asOf,
        Standing.refused(refusal, OptionalLong.empty()),
        Optional.empty(),
        List.of(),
        List.of());
  }

  /** What it could reach: each tool that a live grant allows, and the records of those grants. */
  public SortedMap<String, List<Long>> reach() {
    SortedMap<String, List<Long>> reach = new TreeMap<>();
    for (HeldGrant grant : live) {
      for (String tool : grant.scope().tools().keySet()) {
        reach.computeIfAbsent(tool, t -> new ArrayList<>()).add(grant.index());
      }
    }
    return Collections.unmodifiableSortedMap(reach);
  }

  /** All that was found against the agent or a grant to it. */
  public List<Refusal> findings() {
    return Stream.concat(Stream.of(standing), closed.stream().map(HeldGrant::standing))
        .flatMap(one -> one.refusal().stream())
        .toList();
  }
}
