package dev.delegationledger.scope;

import dev.delegationledger.model.Value;

/**
 * An argument of an action as the one who judges it sees it: its value, or only that it is there.
 */
public sealed interface Argument {
  /** The argument whose value is known. */
  static Argument of(Value value) {
    return new Seen(value);
  }

  /** An argument that is present, its value not disclosed. */
  static Argument hidden() {
    return new Hidden();
  }

  /** A disclosed argument. */
  record Seen(Value value) implements Argument {}

  /** An argument of which only the name is known. */
  record Hidden() implements Argument {}
}
