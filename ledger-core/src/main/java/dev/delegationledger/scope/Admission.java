package dev.delegationledger.scope;

import static dev.delegationledger.scope.Ascii.name;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Judges one call against one scope. */
final class Admission {
  private final String tool;
  private final Map<String, Constraint> constraints;

  private Admission(String tool, Map<String, Constraint> constraints) {
    this.tool = tool;
    this.constraints = constraints;
  }

  static List<Refusal> findings(Scope scope, String tool, Map<String, Argument> arguments) {
    if (!scope.tools().containsKey(tool)) {
      String detail = "tool " + name(tool) + ": expected a granted tool, got another";
      return List.of(Refusal.of(Reason.TOOL_NOT_GRANTED, detail));
    }
    return new Admission(tool, scope.constraints(tool)).judge(arguments);
  }

  private List<Refusal> judge(Map<String, Argument> arguments) {
    if (constraints.isEmpty()) {
      return List.of();
    }
    boolean all = arguments.size() == constraints.size();
    for (Map.Entry<String, Constraint> stated : constraints.entrySet()) {
      Argument given = arguments.get(stated.getKey());
      all = all && given != null && Checks.decide(stated.getValue(), given) == Answer.YES;
    }
    return all ? List.of() : findings(arguments);
  }

  private List<Refusal> findings(Map<String, Argument> arguments) {
    Set<String> names = new TreeSet<>(constraints.keySet());
    names.addAll(arguments.keySet());
    List<Refusal> findings = new ArrayList<>();
    for (String argument : names) {
      judge(argument, constraints.get(argument), arguments.get(argument)).ifPresent(findings::add);
    }
    findings.sort(Comparator.comparing(f -> f.reason().reasonClass() == ReasonClass.UNDECIDED));
    return List.copyOf(findings);
  }

  private Optional<Refusal> judge(
      String argument, @Nullable Constraint constraint, @Nullable Argument given) {
    if (constraint == null) {
      return said(Reason.ARGUMENT_NOT_GRANTED, argument, "no such argument", "one");
    }
    String expected = Constraints.describe(constraint);
    if (given == null) {
      return said(Reason.ARGUMENT_MISSING, argument, expected, "no such argument");
    }
    Answer answer = Checks.decide(constraint, given);
    return switch (answer) {
      case YES -> Optional.empty();
      case NO -> said(Reason.ARGUMENT_OUT_OF_SCOPE, argument, expected, other(given));
      case UNKNOWN -> said(Reason.ARGUMENT_NOT_DISCLOSED, argument, expected, other(given));
    };
  }

  private Optional<Refusal> said(Reason reason, String argument, String expected, String got) {
    String where = "tool " + name(tool) + ", argument " + name(argument);
    return Optional.of(Refusal.of(reason, where + ": expected " + expected + ", got " + got));
  }

  /** Not the value: a finding ends up in logs, from which a disclosure could not be erased. */
  private static String other(Argument given) {
    if (!(given instanceof Argument.Seen seen)) {
      return "a hidden value";
    }
    Value value = seen.value();
    if (value instanceof Value.Bool) {
      return "another truth value";
    } else if (value instanceof Value.Num) {
      return "another number";
    } else if (value instanceof Value.Str) {
      return "another string";
    } else if (value instanceof Value.Arr) {
      return "another array";
    }
    return value instanceof Value.Obj ? "another object" : "null";
  }
}
