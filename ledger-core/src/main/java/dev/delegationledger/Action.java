package dev.delegationledger;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Issued;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Builds an action: what an agent sets out to do under a grant. Every argument and the intent go
 * into hidden slots. For one thread; makes one draft.
 */
public final class Action extends Builder {
  private final Granted grant;
  private final SortedMap<String, Value> arguments = new TreeMap<>();
  private Optional<String> tool = Optional.empty();
  private Optional<String> intent = Optional.empty();
  private Optional<String> audience = Optional.empty();
  private Optional<Recorded> cause = Optional.empty();
  private Duration lifetime = Duration.ofSeconds(60);

  private Action(Granted grant) {
    this.grant = grant;
  }

  /** Begins an action under {@code grant}, whose holder signs it. */
  public static Action under(Granted grant) {
    return new Action(grant);
  }

  /** The tool to be called, 1 to 256 characters. */
  public Action tool(String name) {
    requireOpen();
    tool = Optional.of(name);
    return this;
  }

  /** An argument of the call. */
  public Action arg(String name, String text) {
    return arg(name, Value.of(text));
  }

  /** An argument of the call. */
  public Action arg(String name, long number) {
    return arg(name, Value.of(number));
  }

  /** An argument of the call. */
  public Action arg(String name, BigDecimal number) {
    return arg(name, Value.of(number));
  }

  /** An argument of the call. */
  public Action arg(String name, boolean truth) {
    return arg(name, Value.of(truth));
  }

  /**
   * An argument of the call. Its name is in clear.
   *
   * @throws IllegalArgumentException if the argument is given already
   */
  public Action arg(String name, Value value) {
    requireOpen();
    if (arguments.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("argument " + name + " is given already");
    }
    return this;
  }

  /** What the agent means to do, in words. */
  public Action intent(String text) {
    requireOpen();
    intent = Optional.of(text);
    return this;
  }

  /** The tool server it is meant for, in clear. */
  public Action audience(String server) {
    requireOpen();
    audience = Optional.of(server);
    return this;
  }

  /** The entry that led to it. */
  public Action causedBy(Recorded entry) {
    requireOpen();
    cause = Optional.of(entry);
    return this;
  }

  /** How long it may wait to be recorded, in whole seconds; 60 by default, at most 300. */
  public Action expiresIn(Duration duration) {
    requireOpen();
    Writing.seconds(duration);
    lifetime = duration;
    return this;
  }

  /**
   * The draft, to be signed by the holder of the grant.
   *
   * @throws IllegalStateException if the tool is not named
   */
  public Draft<Acted> by(Signer holder) {
    requireOpen();
    String named = tool.orElseThrow(() -> new IllegalStateException("action: name the .tool(...)"));
    return finish(holder, writing -> statement(writing, named), Acted::new);
  }

  private Statement statement(Writing writing, String named) {
    Issued issued = writing.issued();
    SortedMap<String, Slot> slots = new TreeMap<>();
    arguments.forEach(
        (name, value) -> slots.put(name, writing.hide(SlotName.argument(name), value)));
    return new Statement.Action(
        issued,
        issued.issuedAt() + Writing.seconds(lifetime),
        grant.id(),
        grant.hash(),
        named,
        audience,
        slots,
        writing.hide(SlotName.INTENT, intent.map(Value::of)),
        cause.map(Recorded::hash));
  }
}
