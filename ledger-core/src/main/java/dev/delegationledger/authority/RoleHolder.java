package dev.delegationledger.authority;

import dev.delegationledger.model.Refusal;
import java.util.Optional;

/**
 * Who has a role for an agent at one moment. Assigned, not signed. Immutable.
 *
 * @param human the human, of a group the one on call; empty if there is none
 * @param group principal id of the group through which that human answers
 * @param unresolved why there is no human: {@code owner-unresolved} if nobody of the group is on
 *     call
 */
public record RoleHolder(
    Optional<Verdict.Human> human, Optional<String> group, Optional<Refusal> unresolved) {}
