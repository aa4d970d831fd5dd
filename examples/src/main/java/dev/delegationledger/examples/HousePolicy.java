package dev.delegationledger.examples;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.delegationledger.Approvals;
import dev.delegationledger.Grouped;
import dev.delegationledger.Policy;
import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Tier;

/**
 * What the company demands of every agent. Six things never happen on an agent's word alone: each
 * needs two humans. {@code docs/examples/policy.json} is what it writes.
 */
final class HousePolicy {
  /** From this many cents on a payment needs the two humans as well. */
  static final long THRESHOLD = 50_000;

  private HousePolicy() {}

  /** Begins the policy, under which the members of {@code controllers} approve. */
  static Policy approvedBy(Grouped controllers) {
    return Policy.of()
        .tool("data:delete-production", Tier.CRITICAL)
        .tool("iam:change-permissions", Tier.CRITICAL)
        .tool("bank:move-money", Tier.CRITICAL)
        .tool("legal:send-external-text", Tier.CRITICAL)
        .tool("people:dismiss", Tier.CRITICAL)
        .tool("contract:enforce", Tier.CRITICAL)
        .tool(Delegation.PAY, Tier.HIGH)
        .tool(Delegation.READ, Tier.LOW)
        .otherwise(Tier.CRITICAL) // nobody has thought about it yet
        .tier(Tier.CRITICAL, twoOf(controllers))
        // To pay an open invoice moves money too. Small ones need nobody, the others the same two.
        .tier(Tier.HIGH, twoOf(controllers).when(Delegation.PAY, t -> t.min("amount", THRESHOLD)))
        .maxGrantLifetime(ofDays(30))
        .maxAgentLifetime(ofDays(60))
        .maxSpawned(5)
        .require(AgentRole.CONTROL_OWNER)
        .distinctRoles();
  }

  private static Approvals twoOf(Grouped controllers) {
    return Approvals.of(2).from(controllers).validFor(ofHours(8));
  }
}
