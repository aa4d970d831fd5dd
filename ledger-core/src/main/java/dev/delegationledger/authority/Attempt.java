package dev.delegationledger.authority;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Argument;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An action that nobody has signed: what the ledger is asked about before its tool is called. Its
 * values stand in clear, or in the slots of the request that it repeats. It is never recorded, and
 * its jti is taken to be one that nobody used. Immutable and thread-safe.
 */
public final class Attempt implements Called {
  private final Statement.Action statement;
  private final Optional<SignedEntry> repeated;
  private final Position position;
  private final Map<String, Argument> arguments;

  /**
   * @param repeated the request whose hidden slots it repeats
   * @param position where it would stand
   */
  public Attempt(Statement.Action statement, Optional<SignedEntry> repeated, Position position) {
    this.statement = statement;
    this.repeated = repeated;
    this.position = position;
    Map<String, Argument> seen = new HashMap<>();
    statement.call().arguments().forEach((name, slot) -> seen.put(name, argument(slot, name)));
    this.arguments = Collections.unmodifiableMap(seen);
  }

  private Argument argument(Slot slot, String name) {
    return slot instanceof Slot.Open open
        ? Argument.of(open.value())
        : repeated
            .flatMap(r -> r.read(SlotName.argument(name)))
            .map(Argument::of)
            .orElseGet(Argument::hidden);
  }

  @Override
  public Position position() {
    return position;
  }

  @Override
  public Statement.Action statement() {
    return statement;
  }

  @Override
  public Hash signer() {
    return statement.issued().signer();
  }

  @Override
  public Optional<Value> read(String slot) {
    return statement.slots().get(slot) instanceof Slot.Open open
        ? Optional.of(open.value())
        : repeated.flatMap(r -> r.read(slot));
  }

  /** The slots whose value is not at hand. */
  public List<String> hiddenSlots() {
    return repeated.isEmpty()
        ? List.of()
        : statement.slots().keySet().stream().filter(slot -> read(slot).isEmpty()).toList();
  }

  @Override
  public Argument argument(String name) {
    Argument argument = arguments.get(name);
    return argument == null ? Argument.hidden() : argument;
  }

  @Override
  public Map<String, Argument> arguments() {
    return arguments;
  }
}
