package dev.delegationledger;

import dev.delegationledger.entry.AgentRole;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Says which approvals an action needs: how many, by whom, for how long, and for which calls. A
 * grant or a policy demands them. They are never those of the human who gave the root grant. For
 * one thread.
 */
public final class Approvals {
  private static final Duration VALID_FOR = Duration.ofDays(1);

  private final long count;
  private final Set<Hash> from = new LinkedHashSet<>();
  private final Set<AgentRole> roles = EnumSet.noneOf(AgentRole.class);
  private final Tools when = new Tools();
  private Duration validFor = VALID_FOR;

  private Approvals(long count) {
    this.count = count;
  }

  /**
   * Approvals by this many different humans with different keys.
   *
   * @throws IllegalArgumentException if it is less than one
   */
  public static Approvals of(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("approvals: expected 1 or more, got " + count);
    }
    return new Approvals(count);
  }

  /** These humans may approve. */
  public Approvals from(Enrolled... humans) {
    for (Enrolled human : humans) {
      from.add(human.hash());
    }
    return this;
  }

  /** The members of these groups may approve. */
  public Approvals from(Grouped... groups) {
    for (Grouped group : groups) {
      from.add(group.hash());
    }
    return this;
  }

  /** Whoever has one of these roles for the acting agent may approve. */
  public Approvals role(AgentRole... assigned) {
    roles.addAll(List.of(assigned));
    return this;
  }

  /** How long an approval counts from its recording, in whole seconds; a day by default. */
  public Approvals validFor(Duration duration) {
    Writing.seconds(duration);
    validFor = duration;
    return this;
  }

  /** Only calls of this tool need them. May be called again for another tool. */
  public Approvals when(String tool) {
    return when(tool, arguments -> {});
  }

  /**
   * Only calls of this tool need them whose arguments satisfy all that is said here; of others
   * nothing is. May be called again for another tool.
   *
   * @throws IllegalArgumentException if the tool is named already
   */
  public Approvals when(String tool, Consumer<ToolArguments> arguments) {
    when.add(tool, arguments);
    return this;
  }

  /**
   * @throws IllegalStateException if nobody may approve
   */
  Statement.Demand demand() {
    if (from.isEmpty() && roles.isEmpty()) {
      throw new IllegalStateException("approvals: say who gives them, .from(...) or .role(...)");
    }
    return new Statement.Demand(
        count,
        List.copyOf(from),
        roles,
        Writing.seconds(validFor),
        when.isEmpty() ? Optional.empty() : Optional.of(when.scope()));
  }
}
