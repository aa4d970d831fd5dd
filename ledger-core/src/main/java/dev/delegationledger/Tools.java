package dev.delegationledger;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.scope.Scope;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Collects tools, each with what its arguments must satisfy. For one thread. */
final class Tools {
  private final Map<String, Map<String, Constraint>> tools = new TreeMap<>();

  /**
   * @throws IllegalArgumentException if the tool is named already
   */
  void add(String tool, Consumer<ToolArguments> arguments) {
    ToolArguments stated = new ToolArguments();
    arguments.accept(stated);
    if (tools.putIfAbsent(tool, stated.stated()) != null) {
      throw new IllegalArgumentException("tool " + tool + " is named already");
    }
  }

  boolean isEmpty() {
    return tools.isEmpty();
  }

  Scope scope() {
    return new Scope(tools);
  }
}
