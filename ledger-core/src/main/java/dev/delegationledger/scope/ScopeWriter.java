package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.All;
import dev.delegationledger.model.Constraint.Any;
import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.Constraint.Contains;
import dev.delegationledger.model.Constraint.Exact;
import dev.delegationledger.model.Constraint.NotOneOf;
import dev.delegationledger.model.Constraint.OneOf;
import dev.delegationledger.model.Constraint.PathWithin;
import dev.delegationledger.model.Constraint.Prefix;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.Constraint.Subset;
import dev.delegationledger.model.Constraint.UrlWithin;
import dev.delegationledger.model.Constraint.Wildcard;
import dev.delegationledger.model.NormalUrl;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes scopes as the JSON that {@link ScopeReader} reads; defaults are left out. */
final class ScopeWriter {
  private ScopeWriter() {}

  static Value tools(Scope scope) {
    Map<String, Value> tools = new TreeMap<>();
    scope.tools().forEach((tool, arguments) -> tools.put(tool, arguments(arguments)));
    return Value.obj(tools);
  }

  static Value arguments(Map<String, Constraint> arguments) {
    Map<String, Value> members = new TreeMap<>();
    arguments.forEach((argument, constraint) -> members.put(argument, constraint(constraint)));
    return Value.obj(members);
  }

  private static Value constraint(Constraint constraint) {
    if (constraint instanceof Exact exact) {
      return object(ConstraintType.EXACT, "value", exact.value());
    } else if (constraint instanceof Range range) {
      return range(range);
    } else if (constraint instanceof OneOf oneOf) {
      return object(ConstraintType.ONE_OF, "values", Value.arr(oneOf.values()));
    } else if (constraint instanceof NotOneOf notOneOf) {
      return object(ConstraintType.NOT_ONE_OF, "excluded", Value.arr(notOneOf.excluded()));
    } else if (constraint instanceof Contains contains) {
      return object(ConstraintType.CONTAINS, "required", Value.arr(contains.required()));
    } else if (constraint instanceof Subset subset) {
      return object(ConstraintType.SUBSET, "allowed", Value.arr(subset.allowed()));
    } else if (constraint instanceof Wildcard) {
      return Value.obj(type(ConstraintType.WILDCARD));
    } else if (constraint instanceof All all) {
      return object(ConstraintType.ALL, "constraints", clauses(all.constraints()));
    } else if (constraint instanceof Any any) {
      return object(ConstraintType.ANY, "constraints", clauses(any.constraints()));
    } else if (constraint instanceof PathWithin within) {
      return object(ConstraintType.PATH_WITHIN, "root", Value.of(within.root().value()));
    } else if (constraint instanceof UrlWithin within) {
      return url(within.root());
    } else if (constraint instanceof Prefix prefix) {
      return object(ConstraintType.PREFIX, "value", Value.of(prefix.value()));
    }
    throw new AssertionError("unknown constraint type " + constraint.getClass());
  }

  private static Value clauses(List<Constraint> clauses) {
    return Value.arr(clauses.stream().map(ScopeWriter::constraint).toList());
  }

  private static Value range(Range range) {
    Map<String, Value> members = type(ConstraintType.RANGE);
    bound(members, "min", range.min());
    bound(members, "max", range.max());
    return Value.obj(members);
  }

  private static void bound(Map<String, Value> members, String name, Optional<Bound> bound) {
    bound.ifPresent(b -> members.put(name, Value.of(b.value())));
    if (bound.isPresent() && !bound.get().inclusive()) {
      members.put(name + "_inclusive", Value.of(false));
    }
  }

  private static Value url(NormalUrl root) {
    Map<String, Value> members = type(ConstraintType.URL_WITHIN);
    members.put("scheme", Value.of(root.scheme()));
    members.put("host", Value.of(root.host()));
    root.statedPort().ifPresent(port -> members.put("port", Value.of(port)));
    members.put("path", Value.of(root.path()));
    return Value.obj(members);
  }

  private static Value object(ConstraintType type, String name, Value value) {
    Map<String, Value> members = type(type);
    members.put(name, value);
    return Value.obj(members);
  }

  private static Map<String, Value> type(ConstraintType type) {
    Map<String, Value> members = new TreeMap<>();
    members.put("constraint_type", Value.of(type.code()));
    return members;
  }
}
