package dev.delegationledger.entry;

import dev.delegationledger.entry.Statement.Demand;
import dev.delegationledger.json.Members;
import dev.delegationledger.model.RefusedException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The claims by which authorities bound what others may grant: policies and archetypes. */
final class PolicyClaims {
  private static final int MAX_TOOLS = 1024;
  private static final String RETENTION = "retention";

  private PolicyClaims() {}

  static Statement.Policy readPolicy(ClaimsReader in) throws RefusedException {
    Issued issued = in.issued(Set.of());
    Members dl = in.dl;
    Set<AgentRole> required = EnumSet.noneOf(AgentRole.class);
    required.addAll(ClaimsReader.constants(dl, "required_roles", AgentRole.class));
    if (required.contains(AgentRole.OWNER)) {
      throw dl.refused("required_roles", "expected no owner, whom every such agent has");
    }
    return new Statement.Policy(
        issued,
        tools(dl),
        ClaimsReader.constant(dl, "otherwise", Tier.class),
        tiers(dl.object("tiers")),
        ClaimsReader.optionalPositive(dl, "max_grant_seconds"),
        ClaimsReader.optionalPositive(dl, "max_agent_seconds"),
        dl.optionalWhole("max_spawned"),
        required,
        dl.truth("distinct_roles"),
        retention(dl));
  }

  private static SortedMap<SlotFamily, Long> retention(Members dl) throws RefusedException {
    SortedMap<SlotFamily, Long> seconds = new TreeMap<>();
    if (ClaimsReader.has(dl, RETENTION)) {
      Members members = dl.object(RETENTION);
      for (SlotFamily family : SlotFamily.values()) {
        ClaimsReader.optionalPositive(members, family.code())
            .ifPresent(stated -> seconds.put(family, stated));
      }
      members.end();
      if (seconds.isEmpty()) {
        throw dl.refused(RETENTION, "expected at least one family of slots");
      }
    }
    return seconds;
  }

  private static SortedMap<String, Tier> tools(Members dl) throws RefusedException {
    Members members = dl.object("tools");
    SortedMap<String, Tier> tools = new TreeMap<>();
    for (String tool : ClaimsReader.tools(dl, "tools", members, MAX_TOOLS)) {
      tools.put(tool, ClaimsReader.constant(members, tool, Tier.class));
    }
    return tools;
  }

  private static Map<Tier, List<Demand>> tiers(Members members) throws RefusedException {
    Map<Tier, List<Demand>> tiers = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      if (ClaimsReader.has(members, tier.code())) {
        tiers.put(tier, DemandClaims.read(members, tier.code(), 0));
      }
    }
    return tiers;
  }

  static void write(Statement.Policy policy, ObjectWriter dl) {
    ObjectWriter tools = new ObjectWriter();
    policy.tools().forEach(tools::code);
    ObjectWriter tiers = new ObjectWriter();
    policy.demands().forEach((tier, demands) -> DemandClaims.write(tier.code(), demands, tiers));
    dl.object("tools", tools)
        .code("otherwise", policy.otherwise())
        .object("tiers", tiers)
        .whole("max_grant_seconds", policy.maxGrantSeconds())
        .whole("max_agent_seconds", policy.maxAgentSeconds())
        .whole("max_spawned", policy.maxSpawned())
        .codes("required_roles", policy.required())
        .truth("distinct_roles", policy.distinct());
    if (!policy.retention().isEmpty()) {
      ObjectWriter retention = new ObjectWriter();
      policy.retention().forEach((family, seconds) -> retention.whole(family.code(), seconds));
      dl.object(RETENTION, retention);
    }
  }

  static Statement.Archetype readArchetype(ClaimsReader in) throws RefusedException {
    Issued issued = in.issued(Set.of());
    String label = ClaimsReader.label(in.dl, "label");
    Optional<Long> seconds = ClaimsReader.optionalPositive(in.dl, "max_grant_seconds");
    return new Statement.Archetype(issued, label, ClaimsReader.tools(in.dl, "may_hold"), seconds);
  }

  static void write(Statement.Archetype archetype, ObjectWriter dl) {
    dl.text("label", archetype.label())
        .tools("may_hold", archetype.mayHold())
        .whole("max_grant_seconds", archetype.maxGrantSeconds());
  }
}
