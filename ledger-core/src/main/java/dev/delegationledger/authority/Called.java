package dev.delegationledger.authority;

import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Value;
import dev.delegationledger.scope.Argument;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A call as the rules see it: one that was signed, or one that is only meant ({@link Attempt}). The
 * same rules judge both.
 */
public sealed interface Called permits PlacedEntry, Attempt {
  /** Where it stands, or would stand. */
  Position position();

  /** What it says; of a call, a {@link Statement.Calling}. */
  Statement statement();

  /** The thumbprint of the key that signed it, or would sign it. */
  Hash signer();

  /** What stands in a slot, as far as it is at hand. */
  Optional<Value> read(String slot);

  /** The index of its record. */
  default long index() {
    return position().index();
  }

  /** The call. */
  default Statement.Call call() {
    return ((Statement.Calling) statement()).call();
  }

  /** The arguments of the call, as far as they are seen. */
  default Map<String, Argument> arguments() {
    Map<String, Argument> arguments = new TreeMap<>();
    for (String name : call().arguments().keySet()) {
      arguments.put(name, seen(SlotName.argument(name)));
    }
    return arguments;
  }

  /** An argument of the call, as far as it is seen. */
  default Argument argument(String name) {
    return seen(SlotName.argument(name));
  }

  /** What stands in a slot of the call, as far as it is seen. */
  default Argument seen(String slot) {
    return read(slot).map(Argument::of).orElseGet(Argument::hidden);
  }
}
