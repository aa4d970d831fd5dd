package dev.delegationledger;

import dev.delegationledger.append.Receipt;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The action is recorded and the tool may be called once, with exactly {@link #arguments()}.
 * Immutable and thread-safe.
 */
public final class Permit {
  private final Acted action;
  private final Receipt receipt;
  private final Map<String, Value> arguments;

  /**
   * @param disclosed the entry with the disclosures of all arguments
   */
  Permit(Acted action, Receipt receipt, SignedEntry disclosed) {
    this.action = action;
    this.receipt = receipt;
    Map<String, Value> values = new TreeMap<>();
    for (String name : action.statement().call().arguments().keySet()) {
      values.put(name, disclosed.read(SlotName.argument(name)).orElseThrow());
    }
    this.arguments = Collections.unmodifiableMap(values);
  }

  /** The action. */
  public Acted action() {
    return action;
  }

  /** The ledger's acknowledgement of the action. */
  public Receipt receipt() {
    return receipt;
  }

  /**
   * Whether the action had been recorded before: an earlier call may have been given a permit and
   * may have called the tool. Whoever cannot make sure that it did not must not call it again.
   */
  public boolean repeated() {
    return receipt.repeated();
  }

  /** The tool. */
  public String tool() {
    return action.tool();
  }

  /** The tool server it is meant for, if the action names one. */
  public Optional<String> audience() {
    return action.statement().call().audience();
  }

  /** The values of all arguments, as they were judged. */
  public Map<String, Value> arguments() {
    return arguments;
  }

  /**
   * An argument that is a string.
   *
   * @throws IllegalArgumentException if there is no such argument, or it is no string
   */
  public String text(String name) {
    if (arguments.get(name) instanceof Value.Str text) {
      return text.value();
    }
    throw absent(name, "a string");
  }

  /**
   * An argument that is a number.
   *
   * @throws IllegalArgumentException if there is no such argument, or it is no number
   */
  public BigDecimal number(String name) {
    if (arguments.get(name) instanceof Value.Num number) {
      return number.value();
    }
    throw absent(name, "a number");
  }

  /**
   * An argument that is a whole number.
   *
   * @throws IllegalArgumentException if there is no such argument, or it is no whole number in the
   *     range of a long
   */
  public long whole(String name) {
    try {
      return number(name).longValueExact();
    } catch (ArithmeticException notWhole) {
      throw absent(name, "a whole number");
    }
  }

  /**
   * An argument that is a truth value.
   *
   * @throws IllegalArgumentException if there is no such argument, or it is no truth value
   */
  public boolean truth(String name) {
    if (arguments.get(name) instanceof Value.Bool truth) {
      return truth.value();
    }
    throw absent(name, "a truth value");
  }

  /** See {@link Outcome#succeeded(Acted)}. */
  public Outcome succeeded() {
    return Outcome.succeeded(action);
  }

  /** See {@link Outcome#succeeded(Acted, Object)}. */
  public Outcome succeeded(@Nullable Object result) {
    return Outcome.succeeded(action, result);
  }

  /** See {@link Outcome#failed(Acted)}. */
  public Outcome failed() {
    return Outcome.failed(action);
  }

  /** See {@link Outcome#failed(Acted, Object)}. */
  public Outcome failed(@Nullable Object result) {
    return Outcome.failed(action, result);
  }

  /** See {@link Outcome#abandoned(Acted)}. */
  public Outcome abandoned() {
    return Outcome.abandoned(action);
  }

  private static IllegalArgumentException absent(String name, String expected) {
    return new IllegalArgumentException("argument " + name + ": expected " + expected);
  }
}
