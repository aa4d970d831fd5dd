package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.All;
import dev.delegationledger.model.Constraint.Any;
import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.Constraint.Contains;
import dev.delegationledger.model.Constraint.Exact;
import dev.delegationledger.model.Constraint.NotOneOf;
import dev.delegationledger.model.Constraint.OneOf;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.Constraint.Subset;
import dev.delegationledger.model.Constraint.Wildcard;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one scope; every object of the schema is closed. Used once. */
final class ScopeReader {
  static final String ENTRY_TYPE = "attenuating_agent_token";

  /** Held back until the rest is read: what is malformed stays so when the type gets known. */
  private @Nullable Refusal unknown;

  private ScopeReader() {}

  static Optional<Scope> details(Value value, String pointer) throws RefusedException {
    ScopeReader reader = new ScopeReader();
    Optional<Scope> scope = reader.entries(value, pointer);
    reader.end();
    return scope;
  }

  static Scope tools(Value value, String pointer) throws RefusedException {
    ScopeReader reader = new ScopeReader();
    Scope scope = reader.scope(value, pointer);
    reader.end();
    return scope;
  }

  static Map<String, Constraint> constraints(Value value, String pointer) throws RefusedException {
    ScopeReader reader = new ScopeReader();
    Map<String, Constraint> constraints = reader.arguments(value, pointer);
    reader.end();
    return constraints;
  }

  private void end() throws RefusedException {
    if (unknown != null) {
      throw new RefusedException(unknown);
    }
  }

  private Optional<Scope> entries(Value value, String pointer) throws RefusedException {
    Optional<Scope> scope = Optional.empty();
    List<Value> entries = Shape.array(value, pointer);
    for (int i = 0; i < entries.size(); i++) {
      String at = pointer + "/" + i;
      Shape entry = Shape.of(entries.get(i), at);
      if (!entry.text("type").equals(ENTRY_TYPE)) {
        continue;
      }
      if (scope.isPresent()) {
        throw Shape.malformed(at, "at most one entry of type " + ENTRY_TYPE, "another");
      }
      scope = Optional.of(scope(entry.value("tools"), entry.pointer("tools")));
      entry.end();
    }
    return scope;
  }

  private Scope scope(Value value, String pointer) throws RefusedException {
    Map<String, Map<String, Constraint>> tools = new TreeMap<>();
    Shape map = Shape.of(value, pointer);
    for (String tool : map.names()) {
      if (!ToolName.isNormal(tool)) {
        throw Shape.malformed(map.pointer(tool), "a tool's URI in normal form", "another spelling");
      }
      tools.put(tool, arguments(map.value(tool), map.pointer(tool)));
    }
    return new Scope(tools);
  }

  private Map<String, Constraint> arguments(Value value, String pointer) throws RefusedException {
    Map<String, Constraint> arguments = new TreeMap<>();
    Shape map = Shape.of(value, pointer);
    for (String argument : map.names()) {
      arguments.put(argument, constraint(map.value(argument), map.pointer(argument), 1));
    }
    return arguments;
  }

  private Constraint constraint(Value value, String pointer, int depth) throws RefusedException {
    if (depth > Constraints.MAX_DEPTH) {
      String expected = "constraints nested at most " + Constraints.MAX_DEPTH + " deep";
      throw Shape.malformed(pointer, expected, "a deeper one");
    }
    Shape object = Shape.of(value, pointer);
    String code = object.text("constraint_type");
    Optional<ConstraintType> type = ConstraintType.ofCode(code);
    if (type.isEmpty()) {
      return unknown(object.pointer("constraint_type"), code);
    }
    Constraint constraint = constraint(type.get(), object, depth);
    object.end();
    return constraint;
  }

  private Constraint constraint(ConstraintType type, Shape object, int depth)
      throws RefusedException {
    return switch (type) {
      case EXACT -> exact(object);
      case RANGE -> new Range(bound(object, "min"), bound(object, "max"));
      case ONE_OF -> new OneOf(object.array("values"));
      case NOT_ONE_OF -> new NotOneOf(object.array("excluded"));
      case CONTAINS -> new Contains(object.array("required"));
      case SUBSET -> new Subset(object.array("allowed"));
      case WILDCARD -> new Wildcard();
      case ALL -> new All(clauses(object, depth));
      case ANY -> new Any(clauses(object, depth));
      case PATH_WITHIN -> ExtensionReader.pathWithin(object);
      case URL_WITHIN -> ExtensionReader.urlWithin(object);
      case PREFIX -> ExtensionReader.prefix(object);
    };
  }

  private static Constraint exact(Shape object) throws RefusedException {
    Value value = object.value("value");
    if (value instanceof Value.Arr || value instanceof Value.Obj) {
      throw Shape.malformed(object.pointer("value"), "a scalar", Shape.kind(value));
    }
    return new Exact(value);
  }

  /** Inclusive unless it says otherwise; the flag of a bound that is not there says nothing. */
  private static Optional<Bound> bound(Shape object, String name) throws RefusedException {
    boolean inclusive = object.optionalTruth(name + "_inclusive").orElse(true);
    return object.optionalNumber(name).map(number -> new Bound(number, inclusive));
  }

  private List<Constraint> clauses(Shape object, int depth) throws RefusedException {
    List<Value> values = object.array("constraints");
    List<Constraint> clauses = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      clauses.add(constraint(values.get(i), object.pointer("constraints") + "/" + i, depth + 1));
    }
    return clauses;
  }

  /** Stands in for a type this program does not know, and accepts nothing; never handed out. */
  private Constraint unknown(String pointer, String code) {
    if (unknown == null) {
      String detail = "at " + pointer + ": expected a known type, got " + Ascii.quote(code);
      unknown = Refusal.of(Reason.UNKNOWN_CONSTRAINT_TYPE, detail);
    }
    return new Any(List.of());
  }
}
