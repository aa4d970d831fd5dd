package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Builds a grant: the signer gives the delegate authority. {@link #to} begins a root grant, signed
 * by an enrolled human; {@link Granted#narrowTo} a child, signed by its parent's holder. For one
 * thread; makes one draft.
 */
public final class Grant extends Builder {
  private final Enrolled delegate;
  private final Optional<Statement.Grant> parent;
  private final Optional<Granted> above;
  private final Map<String, Map<String, Constraint>> tools = new TreeMap<>();
  private Optional<Task> task = Optional.empty();
  private long delegable;
  private Optional<Instant> notBefore = Optional.empty();
  private Optional<Duration> lifetime = Optional.empty();
  private Optional<Instant> end = Optional.empty();
  private Optional<Long> uses = Optional.empty();
  private final Spending spending = new Spending();
  private final ToolArguments context = new ToolArguments();
  private final List<Statement.Demand> demands = new ArrayList<>();
  private Optional<Statement.Quorum> quorum = Optional.empty();
  private Optional<Statement.Renewal> renewal = Optional.empty();

  private record Task(String id, Optional<String> text) {}

  private Grant(Enrolled delegate, Optional<Granted> above) {
    this.delegate = delegate;
    this.above = above;
    this.parent = above.map(Granted::statement);
  }

  /** Begins a root grant to an agent or a service. It needs a task, a tool and an end. */
  public static Grant to(Enrolled delegate) {
    return new Grant(delegate, Optional.empty());
  }

  static Grant under(Granted parent, Enrolled delegate) {
    return new Grant(delegate, Optional.of(parent));
  }

  /**
   * What the authority is for. A child's task is its parent's unless stated, and then the parent's
   * id or one below it: {@code T-17/a}.
   *
   * @param id in clear, 1 to 256 characters
   * @param text goes into a hidden slot
   */
  public Grant task(String id, String text) {
    requireOpen();
    task = Optional.of(new Task(id, Optional.of(text)));
    return this;
  }

  /** Allows a tool with any arguments; in a child grant with what the parent says of them. */
  public Grant tool(String name) {
    return tool(name, arguments -> {});
  }

  /**
   * Allows a tool within these arguments. In a child grant an argument that is not named is
   * inherited, and a range is cut to the parent's.
   *
   * @throws IllegalArgumentException if the tool is named already
   */
  public Grant tool(String name, Consumer<ToolArguments> arguments) {
    requireOpen();
    ToolArguments asked = new ToolArguments();
    arguments.accept(asked);
    Map<String, Constraint> constraints =
        parent.map(grant -> asked.under(grant.scope().constraints(name))).orElseGet(asked::stated);
    if (tools.putIfAbsent(name, constraints) != null) {
      throw new IllegalArgumentException("tool " + name + " is named already");
    }
    return this;
  }

  /**
   * Allows every tool of the parent as it does: hands a grant on without narrowing it.
   *
   * @throws IllegalStateException in a root grant
   */
  public Grant allTools() {
    requireOpen();
    Statement.Grant from =
        parent.orElseThrow(
            () -> new IllegalStateException("a root grant has no parent: name each .tool(...)"));
    from.scope().tools().forEach(tools::putIfAbsent);
    return this;
  }

  /**
   * How many actions may be done under it and all below it; as often as the grants above allow by
   * default.
   */
  public Grant uses(long actions) {
    requireOpen();
    uses = Optional.of(actions);
    return this;
  }

  /**
   * How much may be spent under it and all below it, in minor units: {@code spend("EUR",
   * 5_000_00)}. Every tool then says what it spends, {@link #amount} or {@link #free}; in a child
   * grant what it does not say is as in the grants above.
   *
   * @param currency three capital letters (ISO 4217)
   */
  public Grant spend(String currency, long total) {
    requireOpen();
    spending.total(currency, total);
    return this;
  }

  /** How much one action may spend at most, in minor units. */
  public Grant perAction(long most) {
    requireOpen();
    spending.perAction(most);
    return this;
  }

  /**
   * A tool spends what stands at this place of its arguments.
   *
   * @param pointer an RFC 6901 pointer into the object of the arguments: {@code "/amount"}
   */
  public Grant amount(String tool, String pointer) {
    requireOpen();
    spending.amount(tool, Optional.of(pointer));
    return this;
  }

  /** A tool spends nothing. */
  public Grant free(String tool) {
    requireOpen();
    spending.amount(tool, Optional.empty());
    return this;
  }

  /**
   * What an action has to state of its context, and what that must satisfy: {@code environment},
   * {@code dataset}, {@code sensitivity} or {@code destination}, see {@link Action#context}. In a
   * child grant what is not named is as in the grants above. May be called again for another key.
   */
  public Grant context(Consumer<ToolArguments> constraints) {
    requireOpen();
    constraints.accept(context);
    return this;
  }

  /** An action has to name one of these tool servers, see {@link Action#audience}. */
  public Grant audience(String... servers) {
    requireOpen();
    if (servers.length == 1) {
      context.exact(Statement.Grant.AUDIENCE, servers[0]);
    } else {
      context.oneOf(Statement.Grant.AUDIENCE, (Object[]) servers);
    }
    return this;
  }

  /**
   * Approvals that an action needs, all of them, beside those that the grants above demand. May be
   * called again.
   */
  public Grant approval(Approvals... needed) {
    requireOpen();
    for (Approvals approvals : needed) {
      demands.add(approvals.demand());
    }
    return this;
  }

  /** A root grant is inert until this many members of the group approve it. */
  public Grant quorum(Grouped group, int count) {
    requireOpen();
    quorum = Optional.of(new Statement.Quorum(group.hash(), count));
    return this;
  }

  /** It renews {@code old}, which goes on beside it. */
  public Grant replacing(Granted old) {
    return renewing(old, false);
  }

  /** It renews {@code old}, and closes it. */
  public Grant closing(Granted old) {
    return renewing(old, true);
  }

  private Grant renewing(Granted old, boolean closes) {
    requireOpen();
    renewal = Optional.of(new Statement.Renewal(old.hash(), closes));
    return this;
  }

  /** How many grants may follow below this one; 0 by default. */
  public Grant delegable(int grantsBelow) {
    requireOpen();
    if (grantsBelow < 0) {
      throw new IllegalArgumentException("delegable: expected 0 or more, got " + grantsBelow);
    }
    delegable = grantsBelow;
    return this;
  }

  /** The grant has begun at exactly this moment, cut to the second; at once by default. */
  public Grant notBefore(Instant begin) {
    requireOpen();
    notBefore = Optional.of(begin);
    return this;
  }

  /**
   * How long it lasts from its signing, in whole seconds, at most 90 days. A child lasts no longer
   * than its parent.
   */
  public Grant expiresIn(Duration duration) {
    requireOpen();
    Writing.seconds(duration);
    lifetime = Optional.of(duration);
    end = Optional.empty();
    return this;
  }

  /**
   * It has ended at exactly this moment, cut to the second. A child has its parent's by default.
   */
  public Grant expiresAt(Instant instant) {
    requireOpen();
    end = Optional.of(instant);
    lifetime = Optional.empty();
    return this;
  }

  /**
   * The draft, to be signed by the human who gives a root grant, or by the parent's holder.
   *
   * @throws IllegalStateException naming what is still to be stated
   */
  public Draft<Granted> by(Signer delegator) {
    requireOpen();
    requireStated(!tools.isEmpty(), "name a .tool(...); what is not named is not granted");
    requireStated(parent.isPresent() || task.isPresent(), "a root grant has a .task(...)");
    requireStated(
        parent.isPresent() || end.isPresent() || lifetime.isPresent(),
        "a root grant says .expiresIn(...) or .expiresAt(...)");
    requireStated(
        parent.isPresent() || spending.isComplete(), "what limits spending says .spend(...)");
    return finish(delegator, this::statement, Granted::new);
  }

  private Statement statement(Writing writing) {
    // A parent signed by a clock ahead of this one must not make its child look older.
    Issued issued = writing.issuedFrom(parent.map(grant -> grant.issued().issuedAt()).orElse(0L));
    long depth = parent.map(grant -> grant.depth() + 1).orElse(0L);
    Optional<Enrolled> delegator =
        parent.isPresent() ? Optional.empty() : Optional.of(delegator(writing));
    return new Statement.Grant(
        issued,
        expiresAt(issued.issuedAt()),
        delegate.key(),
        depth,
        depth + delegable,
        above.map(Recorded::hash),
        new Scope(tools),
        delegator.map(Recorded::hash),
        delegate.hash(),
        task.map(t -> new Statement.Task(t.id(), hidden(writing, t))),
        notBefore.map(Instant::getEpochSecond),
        new Statement.Limits(uses, spending.under(above, tools.keySet(), writing)),
        new TreeMap<>(context.stated()),
        demands,
        quorum,
        renewal);
  }

  private static Optional<dev.delegationledger.entry.Slot> hidden(Writing writing, Task task) {
    return writing.hide(SlotName.TASK, task.text().map(Value::of));
  }

  private long expiresAt(long issuedAt) {
    if (end.isPresent()) {
      return end.get().getEpochSecond();
    }
    long parentEnd = parent.map(Statement.Grant::expiresAt).orElse(Long.MAX_VALUE);
    return lifetime
        .map(duration -> Math.min(parentEnd, issuedAt + Writing.seconds(duration)))
        .orElse(parentEnd);
  }

  private static Enrolled delegator(Writing writing) {
    return writing
        .signerEnrolment()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a root grant is signed with the key of an enrolled human"));
  }

  private static void requireStated(boolean stated, String otherwise) {
    if (!stated) {
      throw new IllegalStateException("grant: " + otherwise);
    }
  }
}
