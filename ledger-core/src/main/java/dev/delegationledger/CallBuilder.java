package dev.delegationledger;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * What the builders of an action and of a request share: one call of a tool. Every argument, the
 * context and the intent go into hidden slots.
 *
 * @param <B> the builder
 */
abstract class CallBuilder<B extends CallBuilder<B>> extends Builder {
  private final String grantId;
  private final Hash grant;
  private final SortedMap<String, Value> arguments = new TreeMap<>();
  private final SortedMap<String, Value> context = new TreeMap<>();
  private Optional<String> tool = Optional.empty();
  private Optional<String> intent = Optional.empty();
  private Optional<String> audience = Optional.empty();
  private Duration lifetime;

  CallBuilder(String grantId, Hash grant, Duration lifetime) {
    this.grantId = grantId;
    this.grant = grant;
    this.lifetime = lifetime;
  }

  abstract B self();

  /**
   * @throws IllegalStateException if the call is given already, or the draft was made
   */
  void requireCallOpen() {
    requireOpen();
  }

  /** The tool to be called, 1 to 256 characters. */
  public B tool(String name) {
    requireCallOpen();
    tool = Optional.of(name);
    return self();
  }

  /** An argument of the call. */
  public B arg(String name, String text) {
    return arg(name, Value.of(text));
  }

  /** An argument of the call. */
  public B arg(String name, long number) {
    return arg(name, Value.of(number));
  }

  /** An argument of the call. */
  public B arg(String name, BigDecimal number) {
    return arg(name, Value.of(number));
  }

  /** An argument of the call. */
  public B arg(String name, boolean truth) {
    return arg(name, Value.of(truth));
  }

  /**
   * An argument of the call. Its name is in clear.
   *
   * @throws IllegalArgumentException if the argument is given already
   */
  public B arg(String name, Value value) {
    requireCallOpen();
    if (arguments.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("argument " + name + " is given already");
    }
    return self();
  }

  /**
   * Where and on what it happens: {@code environment}, {@code dataset}, {@code sensitivity} or
   * {@code destination}. The key is in clear.
   *
   * @throws IllegalArgumentException if the key is given already
   */
  public B context(String key, String text) {
    return context(key, Value.of(text));
  }

  /**
   * As {@link #context(String, String)}, with a value of any type.
   *
   * @throws IllegalArgumentException if the key is given already
   */
  public B context(String key, Value value) {
    requireCallOpen();
    if (context.putIfAbsent(key, value) != null) {
      throw new IllegalArgumentException("context " + key + " is given already");
    }
    return self();
  }

  /** What the agent means to do, in words. */
  public B intent(String text) {
    requireCallOpen();
    intent = Optional.of(text);
    return self();
  }

  /** The tool server it is meant for, in clear. */
  public B audience(String server) {
    requireCallOpen();
    audience = Optional.of(server);
    return self();
  }

  final void lasts(Duration duration) {
    requireOpen();
    Writing.seconds(duration);
    lifetime = duration;
  }

  final long lifetime() {
    return Writing.seconds(lifetime);
  }

  /**
   * @throws IllegalStateException if the tool is not named
   */
  final void requireTool() {
    requireOpen();
    if (tool.isEmpty()) {
      throw new IllegalStateException("call: name the .tool(...)");
    }
  }

  /**
   * The call.
   *
   * @param like an entry whose disclosures are used again where they hide the same value in the
   *     same slot
   */
  final Statement.Call call(Writing writing, Optional<SignedEntry> like) {
    return call((slot, value) -> writing.hideAs(like, slot, value));
  }

  /**
   * The call, as it would be if it were signed: what is new in it stands in clear.
   *
   * @param like an entry whose slots are used again where they hide the same value
   */
  final Statement.Call call(Optional<SignedEntry> like) {
    return call((slot, value) -> Writing.clearOrAs(like, slot, value));
  }

  private Statement.Call call(BiFunction<String, Value, Slot> slot) {
    SortedMap<String, Slot> argumentSlots = new TreeMap<>();
    arguments.forEach(
        (name, value) -> argumentSlots.put(name, slot.apply(SlotName.argument(name), value)));
    SortedMap<String, Slot> contextSlots = new TreeMap<>();
    context.forEach(
        (key, value) -> contextSlots.put(key, slot.apply(SlotName.context(key), value)));
    return new Statement.Call(
        grantId,
        grant,
        tool.orElseThrow(),
        audience,
        argumentSlots,
        contextSlots,
        intent.map(text -> slot.apply(SlotName.INTENT, Value.of(text))));
  }
}
