package dev.delegationledger.authority;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.model.Constraint;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Approvals that a call of some tool needs. Immutable.
 *
 * @param statedBy the record of the policy or the grant that demands them
 * @param count how many, of different humans with different keys
 * @param from principal ids of humans, and of groups whose members, that may approve
 * @param roles who may approve by their role for the acting agent
 * @param validFor how long an approval counts, in seconds
 * @param when by argument, what is to hold for them to be needed: a call of which one of these is
 *     seen not to hold goes without; if it is empty, every call needs them
 */
public record NeededApproval(
    long statedBy,
    long count,
    List<String> from,
    Set<AgentRole> roles,
    long validFor,
    Map<String, Constraint> when) {
  public NeededApproval {
    from = List.copyOf(from);
    roles = Set.copyOf(roles);
    when = Collections.unmodifiableMap(new TreeMap<>(when));
  }
}
