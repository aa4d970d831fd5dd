package dev.delegationledger.scope;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a grant allows: tools, and for each what its arguments must satisfy
 * (draft-niyikiza-oauth-attenuating-agent-tokens-01 sections 3.3 and 3.4). Immutable, compared by
 * content, thread-safe.
 *
 * <p>A tool without constraints may be called with any arguments. A tool with constraints must be
 * called with exactly the arguments they name (closed world). Tool and argument names are compared
 * as they are, without any normalisation; a tool's name with {@code ://} is a URI that needs none.
 *
 * @param tools constraint by argument, by tool; iterates in UTF-16 code unit order
 */
public record Scope(Map<String, Map<String, Constraint>> tools) {
  /** The scope that allows nothing. */
  public static final Scope NONE = new Scope(Map.of());

  /**
   * @throws IllegalArgumentException if a constraint nests deeper than {@value
   *     Constraints#MAX_DEPTH}, or a tool's name is not {@linkplain ToolName#isNormal normal}
   */
  public Scope {
    TreeMap<String, Map<String, Constraint>> copy = new TreeMap<>();
    tools.forEach((tool, arguments) -> copy.put(requireNormal(tool), copyOf(tool, arguments)));
    tools = Collections.unmodifiableMap(copy);
  }

  private static String requireNormal(String tool) {
    if (!ToolName.isNormal(tool)) {
      throw new IllegalArgumentException(
          "tool " + Ascii.name(tool) + ": expected a URI in normal form, got another spelling");
    }
    return tool;
  }

  private static Map<String, Constraint> copyOf(String tool, Map<String, Constraint> arguments) {
    arguments.forEach(
        (argument, constraint) -> {
          if (!Constraints.isWithinDepth(constraint, Constraints.MAX_DEPTH)) {
            throw new IllegalArgumentException(
                "tool "
                    + Ascii.name(tool)
                    + ", argument "
                    + Ascii.name(argument)
                    + ": a constraint nests at most "
                    + Constraints.MAX_DEPTH
                    + " deep");
          }
        });
    return Collections.unmodifiableMap(new TreeMap<>(arguments));
  }

  /**
   * Reads an {@code authorization_details} array (RFC 9396). Its {@code attenuating_agent_token}
   * entry is a closed object of {@code type} and {@code tools}; entries of other types are ignored;
   * without an entry the scope is {@link #NONE}.
   *
   * @param pointer where the value stands, an RFC 6901 pointer for the refusal
   * @throws RefusedException {@code CLAIMS_MALFORMED}, which outranks {@code
   *     UNKNOWN_CONSTRAINT_TYPE}
   */
  public static Scope parse(Value authorizationDetails, String pointer) throws RefusedException {
    return parseStated(authorizationDetails, pointer).orElse(NONE);
  }

  /**
   * As {@link #parse}, but tells an absent {@code attenuating_agent_token} entry, which a root or
   * leaf grant must not have, from one that grants no tool.
   *
   * @throws RefusedException as {@link #parse}
   */
  public static Optional<Scope> parseStated(Value authorizationDetails, String pointer)
      throws RefusedException {
    return ScopeReader.details(authorizationDetails, pointer);
  }

  /**
   * Reads a bare {@code tools} object.
   *
   * @throws RefusedException as {@link #parse}
   */
  public static Scope parseTools(Value tools, String pointer) throws RefusedException {
    return ScopeReader.tools(tools, pointer);
  }

  /**
   * Reads an object of constraints by name, as it stands in {@code tools} for one tool.
   *
   * @throws RefusedException as {@link #parse}
   */
  public static Map<String, Constraint> parseConstraints(Value constraints, String pointer)
      throws RefusedException {
    return ScopeReader.constraints(constraints, pointer);
  }

  /** The object that {@link #parseConstraints} reads back. */
  public static Value toConstraintsValue(Map<String, Constraint> constraints) {
    return ScopeWriter.arguments(constraints);
  }

  /** The {@code authorization_details} array with one entry that {@link #parse} reads back. */
  public Value toValue() {
    return Value.arr(
        List.of(
            Value.obj(
                Map.of(
                    "type", Value.of(ScopeReader.ENTRY_TYPE), "tools", ScopeWriter.tools(this)))));
  }

  /** The bare {@code tools} object that {@link #parseTools} reads back. */
  public Value toToolsValue() {
    return ScopeWriter.tools(this);
  }

  /**
   * The constraints on the arguments of {@code tool}; none if it is unconstrained or not granted.
   */
  public Map<String, Constraint> constraints(String tool) {
    return tools.getOrDefault(tool, Map.of());
  }

  /**
   * Whether this scope allows a call of {@code tool} with {@code arguments}, which are all the call
   * has (section 7 step 6b). A hidden argument counts as present; its value is needed only where
   * the constraint cannot be decided without.
   *
   * @return nothing if it is allowed; else every finding, definite ones ({@code TOOL_NOT_GRANTED},
   *     {@code ARGUMENT_NOT_GRANTED}, {@code ARGUMENT_MISSING}, {@code ARGUMENT_OUT_OF_SCOPE})
   *     before undecided ones ({@code ARGUMENT_NOT_DISCLOSED}), each in order of argument names. No
   *     finding carries the value of an argument
   */
  public List<Refusal> admit(String tool, Map<String, Argument> arguments) {
    return Admission.findings(this, tool, arguments);
  }

  /**
   * The scope on one line of printable ASCII: {@code erp:pay(amount <= 100000, vendor = "V-7")}.
   */
  public String describe() {
    return tools.isEmpty()
        ? "no tools"
        : tools.entrySet().stream()
            .map(tool -> Ascii.name(tool.getKey()) + "(" + describe(tool.getValue()) + ")")
            .collect(Collectors.joining("; "));
  }

  private static String describe(Map<String, Constraint> arguments) {
    return arguments.isEmpty()
        ? "any arguments"
        : arguments.entrySet().stream()
            .map(a -> Ascii.name(a.getKey()) + " " + Constraints.describe(a.getValue()))
            .collect(Collectors.joining(", "));
  }
}
