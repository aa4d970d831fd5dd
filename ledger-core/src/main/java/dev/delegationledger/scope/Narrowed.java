package dev.delegationledger.scope;

import static dev.delegationledger.scope.Ascii.name;

import dev.delegationledger.model.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a grant narrowed relative to its parent, told to a person. Thread-safe. */
public final class Narrowed {
  private static final String WIDER = " (not an attenuation)";

  private Narrowed() {}

  /**
   * One line of printable ASCII for each difference, by tool, then by argument; none if the child
   * grants the same: {@code tool erp:refund dropped}, {@code erp:pay amount: 0..500000 ->
   * 0..100000}. A difference that {@link Attenuation} refuses ends in {@code (not an attenuation)}.
   */
  public static List<String> between(Scope parent, Scope child) {
    List<String> lines = new ArrayList<>();
    Set<String> tools = new TreeSet<>(parent.tools().keySet());
    tools.addAll(child.tools().keySet());
    for (String tool : tools) {
      if (!child.tools().containsKey(tool)) {
        lines.add("tool " + name(tool) + " dropped");
      } else if (!parent.tools().containsKey(tool)) {
        lines.add("tool " + name(tool) + " added" + WIDER);
      } else if (parent.constraints(tool).isEmpty()) {
        lines.addAll(closed(name(tool), child.constraints(tool)));
      } else {
        lines.addAll(changed(name(tool), parent.constraints(tool), child.constraints(tool)));
      }
    }
    return List.copyOf(lines);
  }

  private static List<String> closed(String tool, Map<String, Constraint> child) {
    List<String> lines = new ArrayList<>();
    if (!child.isEmpty()) {
      String names = child.keySet().stream().map(Ascii::name).collect(Collectors.joining(", "));
      lines.add(tool + ": any arguments -> exactly " + names);
    }
    child.forEach((argument, asked) -> lines.add(line(tool, argument, "any value", asked)));
    return lines;
  }

  private static List<String> changed(
      String tool, Map<String, Constraint> parent, Map<String, Constraint> child) {
    List<String> lines = new ArrayList<>();
    Set<String> names = new TreeSet<>(parent.keySet());
    names.addAll(child.keySet());
    for (String argument : names) {
      Constraint before = parent.get(argument);
      Constraint after = child.get(argument);
      if (before == null) {
        lines.add(tool + " " + name(argument) + " added" + WIDER);
      } else if (after == null) {
        lines.add(tool + " " + name(argument) + " no longer required" + WIDER);
      } else {
        boolean within = Subsumption.subsumes(before, after);
        boolean same = within && Subsumption.subsumes(after, before);
        if (!same) {
          String line = line(tool, argument, Constraints.describe(before), after);
          lines.add(within ? line : line + WIDER);
        }
      }
    }
    return lines;
  }

  private static String line(String tool, String argument, String before, Constraint after) {
    return tool + " " + name(argument) + ": " + before + " -> " + Constraints.describe(after);
  }
}
