package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.NormalPath;
import dev.delegationledger.model.NormalUrl;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short names for what tests build. */
final class Build {
  static final Constraint WILDCARD = new Constraint.Wildcard();

  private Build() {}

  /** A JSON value of the nearest Java one: null, Boolean, Number, String, List, Map. */
  static Value v(Object java) {
    if (java instanceof Value value) {
      return value;
    } else if (java instanceof Boolean truth) {
      return Value.of(truth);
    } else if (java instanceof Number number) {
      return Value.of(new BigDecimal(number.toString()));
    } else if (java instanceof List<?> list) {
      return Value.arr(list.stream().map(Build::v).toList());
    } else if (java instanceof Map<?, ?> map) {
      Map<String, Value> members = new LinkedHashMap<>();
      map.forEach((name, member) -> members.put((String) name, v(member)));
      return Value.obj(members);
    }
    return Value.of((String) java);
  }

  static List<Value> vs(Object... java) {
    return Arrays.stream(java).map(Build::v).toList();
  }

  static Constraint exact(Object value) {
    return new Constraint.Exact(v(value));
  }

  /** {@code [0,5]}, {@code (0,5)}, {@code [,5]}, ... with decimals for bounds. */
  static Constraint.Range range(String interval) {
    String[] bounds = interval.substring(1, interval.length() - 1).split(",", -1);
    return new Constraint.Range(
        bound(bounds[0], interval.startsWith("[")), bound(bounds[1], interval.endsWith("]")));
  }

  private static Optional<Bound> bound(String decimal, boolean inclusive) {
    return decimal.isEmpty()
        ? Optional.empty()
        : Optional.of(new Bound(new BigDecimal(decimal), inclusive));
  }

  static Constraint oneOf(Object... values) {
    return new Constraint.OneOf(vs(values));
  }

  static Constraint notOneOf(Object... excluded) {
    return new Constraint.NotOneOf(vs(excluded));
  }

  static Constraint contains(Object... required) {
    return new Constraint.Contains(vs(required));
  }

  static Constraint subset(Object... allowed) {
    return new Constraint.Subset(vs(allowed));
  }

  static Constraint all(Constraint... clauses) {
    return new Constraint.All(List.of(clauses));
  }

  static Constraint any(Constraint... clauses) {
    return new Constraint.Any(List.of(clauses));
  }

  static Constraint.PathWithin pathWithin(String root) {
    return new Constraint.PathWithin(new NormalPath(root));
  }

  static Constraint.UrlWithin urlWithin(String root) {
    return new Constraint.UrlWithin(NormalUrl.parse(root).orElseThrow());
  }

  static Constraint.Prefix prefix(String value) {
    return new Constraint.Prefix(value);
  }

  static Scope scope(String tool, Map<String, Constraint> arguments) {
    return new Scope(Map.of(tool, arguments));
  }

  /** {@code leaf} inside {@code depth - 1} composites. */
  static Constraint nested(int depth, Constraint leaf) {
    Constraint constraint = leaf;
    for (int level = 1; level < depth; level++) {
      constraint = level % 2 == 0 ? any(constraint) : all(constraint);
    }
    return constraint;
  }
}
