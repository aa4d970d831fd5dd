package dev.delegationledger;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.Bound;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.NormalPath;
import dev.delegationledger.model.NormalUrl;
import dev.delegationledger.scope.Narrowing;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a grant says of one tool's arguments, in the nine constraint types of
 * draft-niyikiza-oauth-attenuating-agent-tokens-01 section 3.4 and three of our own: {@link
 * #pathWithin}, {@link #urlWithin}, {@link #prefix}. A program that knows only the draft takes the
 * three for unknown types, so it denies. A call has exactly the arguments that are constrained; a
 * tool of which nothing is said may be called with any. For one thread.
 *
 * <p>Values are strings, whole numbers, {@link BigDecimal}, booleans, {@link
 * dev.delegationledger.model.Value}, or lists and maps of them; binary floating point throws {@link
 * IllegalArgumentException}, as does an argument that is constrained twice.
 */
public final class ToolArguments {
  private final Map<String, Constraint> asked = new TreeMap<>();

  ToolArguments() {}

  /** The argument is required and may have any value. */
  public ToolArguments any(String name) {
    return constraint(name, new Constraint.Wildcard());
  }

  /** The argument equals {@code value}, a scalar. */
  public ToolArguments exact(String name, Object value) {
    return constraint(name, new Constraint.Exact(Values.of(value)));
  }

  /** The argument is a number from {@code min} to {@code max}, both included. */
  public ToolArguments range(String name, long min, long max) {
    return range(name, BigDecimal.valueOf(min), BigDecimal.valueOf(max));
  }

  /** The argument is a number from {@code min} to {@code max}, both included. */
  public ToolArguments range(String name, BigDecimal min, BigDecimal max) {
    return constraint(name, new Range(bound(min), bound(max)));
  }

  /** The argument is a number of at least {@code min}; {@link #max} may be added. */
  public ToolArguments min(String name, long min) {
    return min(name, BigDecimal.valueOf(min));
  }

  /** The argument is a number of at least {@code min}; {@link #max} may be added. */
  public ToolArguments min(String name, BigDecimal min) {
    if (asked.get(name) instanceof Range range && range.min().isEmpty()) {
      asked.put(name, new Range(bound(min), range.max()));
      return this;
    }
    return constraint(name, new Range(bound(min), Optional.empty()));
  }

  /** The argument is a number of at most {@code max}; {@link #min} may be added. */
  public ToolArguments max(String name, long max) {
    return max(name, BigDecimal.valueOf(max));
  }

  /** The argument is a number of at most {@code max}; {@link #min} may be added. */
  public ToolArguments max(String name, BigDecimal max) {
    if (asked.get(name) instanceof Range range && range.max().isEmpty()) {
      asked.put(name, new Range(range.min(), bound(max)));
      return this;
    }
    return constraint(name, new Range(Optional.empty(), bound(max)));
  }

  /** The argument is one of {@code values}. */
  public ToolArguments oneOf(String name, Object... values) {
    return constraint(name, new Constraint.OneOf(Values.all(values)));
  }

  /** The argument is none of {@code excluded}. */
  public ToolArguments notOneOf(String name, Object... excluded) {
    return constraint(name, new Constraint.NotOneOf(Values.all(excluded)));
  }

  /** The argument is a list that holds each of {@code required}. */
  public ToolArguments contains(String name, Object... required) {
    return constraint(name, new Constraint.Contains(Values.all(required)));
  }

  /** The argument is a list of nothing but {@code allowed}. */
  public ToolArguments subset(String name, Object... allowed) {
    return constraint(name, new Constraint.Subset(Values.all(allowed)));
  }

  /**
   * The argument is an absolute path, {@code root} or below it, in normal form: not one that needs
   * any {@code .}, {@code ..}, {@code //} or escape to be resolved. Not a type of the draft.
   */
  public ToolArguments pathWithin(String name, String root) {
    return constraint(name, new Constraint.PathWithin(new NormalPath(root)));
  }

  /**
   * The argument is a URL with the scheme, host and port of {@code root}, its path that of {@code
   * root} or below it; its query may be any. Not a type of the draft.
   */
  public ToolArguments urlWithin(String name, String root) {
    NormalUrl url =
        NormalUrl.parse(root)
            .filter(parsed -> root.indexOf('?') < 0)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "argument " + name + ": expected scheme://host[:port]/path, got another"));
    return constraint(name, new Constraint.UrlWithin(url));
  }

  /**
   * The argument is a string that starts with {@code prefix}; both in Unicode normalization form C.
   * Not a type of the draft.
   */
  public ToolArguments prefix(String name, String prefix) {
    return constraint(name, new Constraint.Prefix(prefix));
  }

  /** The argument satisfies {@code constraint}, of any type. */
  public ToolArguments constraint(String name, Constraint constraint) {
    if (asked.putIfAbsent(name, constraint) != null) {
      throw new IllegalArgumentException(
          "argument " + name + " is constrained already: combine with Constraint.All");
    }
    return this;
  }

  /** As stated. */
  Map<String, Constraint> stated() {
    return Map.copyOf(asked);
  }

  /** On top of what the parent grant says: not named is inherited, ranges are cut. */
  Map<String, Constraint> under(Map<String, Constraint> parent) {
    Map<String, Constraint> merged = new TreeMap<>(parent);
    asked.forEach(
        (name, constraint) -> {
          Constraint above = parent.get(name);
          merged.put(
              name,
              above != null && constraint instanceof Range range
                  ? Narrowing.range(above, range.min(), range.max())
                  : constraint);
        });
    return merged;
  }

  private static Optional<Bound> bound(BigDecimal value) {
    return Optional.of(new Bound(value, true));
  }
}
