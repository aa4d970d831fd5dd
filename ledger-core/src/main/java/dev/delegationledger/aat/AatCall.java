package dev.delegationledger.aat;

import dev.delegationledger.model.Value;
import java.util.Map;

/**
 * What is about to be called, as the tool server sees it; never taken from what the caller signed.
 *
 * @param tool the tool's name, compared as it is
 * @param arguments all arguments of the call, by name
 */
public record AatCall(String tool, Map<String, Value> arguments) {
  /**
   * @throws IllegalArgumentException if a name has an unpaired surrogate
   */
  public AatCall {
    arguments = Value.obj(arguments).members();
  }
}
