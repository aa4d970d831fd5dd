package dev.delegationledger.scope;

import static dev.delegationledger.scope.Ascii.name;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether one scope grants no more than another: capability monotonicity,
 * draft-niyikiza-oauth-attenuating-agent-tokens-01 section 4.5 (I4) and section 7 step 4p.
 * Thread-safe.
 */
public final class Attenuation {
  private Attenuation() {}

  /**
   * Whether {@code child} is an attenuation of {@code parent}. Tools may be dropped. Where the
   * parent constrains a tool, the child names exactly the same arguments, each with a constraint
   * that the parent's subsumes; where it does not, the child may constrain what it likes.
   *
   * @return nothing if it is; else {@code TOOL_WIDENED} for the first tool the parent does not
   *     grant, or {@code SCOPE_WIDENED} for the first tool and argument that are wider
   */
  public static Optional<Refusal> check(Scope parent, Scope child) {
    for (String tool : child.tools().keySet()) {
      if (!parent.tools().containsKey(tool)) {
        String detail = "tool " + name(tool) + ": expected a tool of the parent, got a new one";
        return Optional.of(Refusal.of(Reason.TOOL_WIDENED, detail));
      }
    }
    for (Map.Entry<String, Map<String, Constraint>> entry : child.tools().entrySet()) {
      String tool = entry.getKey();
      Optional<String> wider = wider(parent.constraints(tool), entry.getValue());
      if (wider.isPresent()) {
        String detail = "tool " + name(tool) + ", " + wider.get();
        return Optional.of(Refusal.of(Reason.SCOPE_WIDENED, detail));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wider(
      Map<String, Constraint> parent, Map<String, Constraint> child) {
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    Set<String> names = new TreeSet<>(parent.keySet());
    names.addAll(child.keySet());
    for (String argument : names) {
      Constraint allowed = parent.get(argument);
      Constraint asked = child.get(argument);
      if (allowed == null) {
        return Optional.of(said(argument, "no argument beside " + names(parent), "a new one"));
      } else if (asked == null) {
        return Optional.of(said(argument, "a constraint on it", "none"));
      } else if (!Subsumption.subsumes(allowed, asked)) {
        String expected = "at most " + Constraints.describe(allowed);
        return Optional.of(said(argument, expected, Constraints.describe(asked)));
      }
    }
    return Optional.empty();
  }

  private static String said(String argument, String expected, String got) {
    return "argument " + name(argument) + ": expected " + expected + ", got " + got;
  }

  private static String names(Map<String, Constraint> arguments) {
    return arguments.keySet().stream().map(Ascii::name).collect(Collectors.joining(", "));
  }
}
