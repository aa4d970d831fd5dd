package dev.delegationledger.authority;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.scope.Scope;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A grant that an agent holds, as it stood at one moment, with all that it inherits. Immutable.
 *
 * @param index its record
 * @param hash what references to it hold
 * @param id its jti, a label
 * @param holder the record of the enrolment whose key it is bound to
 * @param standing whether anything could be done under it, and if not, why not
 * @param taskId the id of its task, its own or the nearest above
 * @param taskText the text of that task, if it is disclosed
 * @param human who signed the root of its chain; empty if the chain does not stand
 * @param chain root first, itself last, with what had happened to each by then; empty if the chain
 *     does not stand
 * @param scope what it allows: attenuation holds it within every grant above
 * @param context what the context of an action must satisfy, by key, its own or the nearest above
 * @param limits what is left of every limit that an action under it is charged to, root first
 * @param approvals what a call needs, by tool; a tool that needs none is absent. Empty unless it is
 *     alive
 * @param delegable how many grants may follow below it
 * @param notBefore it begins at exactly this second, its own or the nearest above
 * @param expiresAt it has ended at exactly this second
 */
public record HeldGrant(
    long index,
    Hash hash,
    String id,
    OptionalLong holder,
    Standing standing,
    Optional<String> taskId,
    Optional<String> taskText,
    Optional<Verdict.Human> human,
    List<Verdict.Hop> chain,
    Scope scope,
    Map<String, Constraint> context,
    List<LimitLeft> limits,
    Map<String, List<NeededApproval>> approvals,
    long delegable,
    Optional<Long> notBefore,
    long expiresAt) {
  public HeldGrant {
    chain = List.copyOf(chain);
    limits = List.copyOf(limits);
    context = Collections.unmodifiableMap(new TreeMap<>(context));
    approvals = Collections.unmodifiableMap(new TreeMap<>(approvals));
  }

  /** What a call of {@code tool} needs. */
  public List<NeededApproval> approvalsOf(String tool) {
    return approvals.getOrDefault(tool, List.of());
  }

  /** How many actions are left under all of its limits, if one of them counts. */
  public Optional<Long> usesLeft() {
    return least(LimitLeft::uses);
  }

  /** How much is left to spend under all of its limits, in minor units, if one limits that. */
  public Optional<Long> spendLeft() {
    return least(LimitLeft::spend);
  }

  /** How much one action may spend, in minor units, if a grant of the chain limits that. */
  public Optional<Long> perAction() {
    return least(limit -> limit.limits().spend().flatMap(spend -> spend.perAction()));
  }

  /** The currency of what may be spent, if that is limited. */
  public Optional<String> currency() {
    return limits.stream()
        .flatMap(limit -> limit.limits().spend().stream())
        .map(spend -> spend.currency())
        .findFirst();
  }

  private Optional<Long> least(Function<LimitLeft, Optional<Long>> stated) {
    return limits.stream().flatMap(limit -> stated.apply(limit).stream()).min(Long::compare);
  }
}
