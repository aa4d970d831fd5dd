package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.SlotFamily;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.entry.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds a policy: what the ledger demands of everybody from its record on. It takes the place of
 * the policy before it, so it has to say everything again. For one thread; makes one draft.
 */
public final class Policy extends Builder {
  private final SortedMap<String, Tier> tools = new TreeMap<>();
  private final Map<Tier, List<Statement.Demand>> demands = new EnumMap<>(Tier.class);
  private final Set<AgentRole> required = EnumSet.noneOf(AgentRole.class);
  private Optional<Tier> otherwise = Optional.empty();
  private Optional<Long> maxGrant = Optional.empty();
  private Optional<Long> maxAgent = Optional.empty();
  private Optional<Long> maxSpawned = Optional.empty();
  private boolean distinct;
  private final SortedMap<SlotFamily, Long> retention = new TreeMap<>();

  private Policy() {}

  /** Begins a policy; it needs {@link #otherwise}. */
  public static Policy of() {
    return new Policy();
  }

  /**
   * How much harm a tool can do.
   *
   * @throws IllegalArgumentException if the tool is named already
   */
  public Policy tool(String name, Tier tier) {
    requireOpen();
    if (tools.putIfAbsent(name, tier) != null) {
      throw new IllegalArgumentException("tool " + name + " is named already");
    }
    return this;
  }

  /** How much harm every tool can do that is not named. */
  public Policy otherwise(Tier tier) {
    requireOpen();
    otherwise = Optional.of(tier);
    return this;
  }

  /** What every call of a tool in this tier needs, all of them. May be called again. */
  public Policy tier(Tier tier, Approvals... approvals) {
    requireOpen();
    for (Approvals needed : approvals) {
      demands.computeIfAbsent(tier, t -> new ArrayList<>()).add(needed.demand());
    }
    return this;
  }

  /** The longest that a grant may last, in whole seconds; 90 days if nothing is said. */
  public Policy maxGrantLifetime(Duration duration) {
    requireOpen();
    maxGrant = Optional.of(Writing.seconds(duration));
    return this;
  }

  /** The longest that the enrolment of an agent may last, in whole seconds. */
  public Policy maxAgentLifetime(Duration duration) {
    requireOpen();
    maxAgent = Optional.of(Writing.seconds(duration));
    return this;
  }

  /** The most spawned agents that one owner may have alive at a time. */
  public Policy maxSpawned(long agents) {
    requireOpen();
    maxSpawned = Optional.of(agents);
    return this;
  }

  /** Roles that whoever enrols an agent has to assign, beside the owner. May be called again. */
  public Policy require(AgentRole... roles) {
    requireOpen();
    required.addAll(List.of(roles));
    required.remove(AgentRole.OWNER);
    return this;
  }

  /** All roles of an agent have to be different humans. */
  public Policy distinctRoles() {
    requireOpen();
    distinct = true;
    return this;
  }

  /**
   * How long what slots of this family hide is kept: after that, in whole seconds from the entry's
   * record, any human, organisation or service that is enrolled may have it erased, see {@link
   * Erasure#retention}.
   */
  public Policy retention(SlotFamily slots, Duration duration) {
    requireOpen();
    retention.put(slots, Writing.seconds(duration));
    return this;
  }

  /**
   * The draft, to be signed by an authority.
   *
   * @throws IllegalStateException if the tier of other tools is not stated
   */
  public Draft<Recorded> by(Signer authority) {
    requireOpen();
    Tier others =
        otherwise.orElseThrow(
            () ->
                new IllegalStateException("policy: say the tier of other tools, .otherwise(...)"));
    return finish(
        authority,
        writing ->
            new Statement.Policy(
                writing.issued(),
                tools,
                others,
                demands,
                maxGrant,
                maxAgent,
                maxSpawned,
                required,
                distinct,
                retention),
        Recorded::new);
  }
}
