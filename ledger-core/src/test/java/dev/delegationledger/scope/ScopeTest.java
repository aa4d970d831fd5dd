package dev.delegationledger.scope;

import static dev.delegationledger.scope.Build.WILDCARD;
import static dev.delegationledger.scope.Build.exact;
import static dev.delegationledger.scope.Build.nested;
import static dev.delegationledger.scope.Build.range;
import static dev.delegationledger.scope.Build.scope;
import static dev.delegationledger.scope.Build.v;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Admission of a call (AAT section 7 step 6b) and attenuation of a scope (section 4.5, I4). */
class ScopeTest {
  private static final Scope PAY =
      scope(
          "erp:pay", Map.of("vendor", exact("V-7"), "amount", range("[0,500]"), "note", WILDCARD));

  private static final Map<String, Argument> GOOD =
      Map.of(
          "vendor", Argument.of(v("V-7")),
          "amount", Argument.of(v(500)),
          "note", Argument.hidden());

  private static Map<String, Argument> with(String name, Argument argument) {
    Map<String, Argument> arguments = new TreeMap<>(GOOD);
    arguments.put(name, argument);
    return arguments;
  }

  private static Map<String, Argument> without(String name) {
    Map<String, Argument> arguments = new TreeMap<>(GOOD);
    arguments.remove(name);
    return arguments;
  }

  private static void assertOnly(List<Refusal> findings, Reason reason, String detail) {
    assertThat(findings).containsExactly(Refusal.of(reason, detail));
  }

  @Test
  void callWithinScope_isAdmitted_itsWildcardArgumentUnseen() {
    assertThat(PAY.admit("erp:pay", GOOD)).isEmpty();
  }

  @Test
  void otherTool_isRefused_alsoWhenItsNameLooksTheSame() {
    assertOnly(
        PAY.admit("ERP:pay", GOOD),
        Reason.TOOL_NOT_GRANTED,
        "tool ERP:pay: expected a granted tool, got another");
    assertThat(PAY.admit("erp%3Apay", GOOD).get(0).reason()).isEqualTo(Reason.TOOL_NOT_GRANTED);
    assertThat(Scope.NONE.admit("erp:pay", GOOD).get(0).reason())
        .isEqualTo(Reason.TOOL_NOT_GRANTED);
  }

  @Test
  void argumentThatNoConstraintNames_isRefused_seenOrHidden() {
    String detail = "tool erp:pay, argument \"to iban\": expected no such argument, got one";
    assertOnly(
        PAY.admit("erp:pay", with("to iban", Argument.of(v(1)))),
        Reason.ARGUMENT_NOT_GRANTED,
        detail);
    assertOnly(
        PAY.admit("erp:pay", with("to iban", Argument.hidden())),
        Reason.ARGUMENT_NOT_GRANTED,
        detail);
  }

  @Test
  void constrainedArgumentLeftOut_isRefused_alsoUnderWildcard() {
    assertOnly(
        PAY.admit("erp:pay", without("amount")),
        Reason.ARGUMENT_MISSING,
        "tool erp:pay, argument amount: expected 0..500, got no such argument");
    assertOnly(
        PAY.admit("erp:pay", without("note")),
        Reason.ARGUMENT_MISSING,
        "tool erp:pay, argument note: expected any value, got no such argument");
  }

  @Test
  void valueOutsideConstraint_isRefused_withoutRepeatingIt() {
    assertOnly(
        PAY.admit("erp:pay", with("amount", Argument.of(v(501)))),
        Reason.ARGUMENT_OUT_OF_SCOPE,
        "tool erp:pay, argument amount: expected 0..500, got another number");
    assertOnly(
        PAY.admit("erp:pay", with("vendor", Argument.of(v(List.of("V-7"))))),
        Reason.ARGUMENT_OUT_OF_SCOPE,
        "tool erp:pay, argument vendor: expected = \"V-7\", got another array");
  }

  @Test
  void valueOutsideConstraint_isToldByItsKindAlone() {
    Map<Value, String> kinds =
        Map.of(
            v(true),
            "another truth value",
            v(-1),
            "another number",
            v("secret"),
            "another string",
            v(List.of(1)),
            "another array",
            v(Map.of("k", 1)),
            "another object",
            Value.NULL,
            "null");
    kinds.forEach(
        (value, told) ->
            assertOnly(
                PAY.admit("erp:pay", with("amount", Argument.of(value))),
                Reason.ARGUMENT_OUT_OF_SCOPE,
                "tool erp:pay, argument amount: expected 0..500, got " + told));
  }

  @Test
  void hiddenValueThatMatters_isUndecided() {
    assertOnly(
        PAY.admit("erp:pay", with("amount", Argument.hidden())),
        Reason.ARGUMENT_NOT_DISCLOSED,
        "tool erp:pay, argument amount: expected 0..500, got a hidden value");
  }

  @Test
  void definiteRefusal_outranksUndecided() {
    Map<String, Argument> arguments = with("amount", Argument.hidden());
    arguments.put("vendor", Argument.of(v("V-8")));
    arguments.put("zzz", Argument.hidden());
    assertThat(PAY.admit("erp:pay", arguments))
        .extracting(Refusal::reason)
        .containsExactly(
            Reason.ARGUMENT_OUT_OF_SCOPE,
            Reason.ARGUMENT_NOT_GRANTED,
            Reason.ARGUMENT_NOT_DISCLOSED);
  }

  @Test
  void unconstrainedTool_takesAnyArguments() {
    Scope open = scope("t", Map.of());
    assertThat(open.admit("t", Map.of())).isEmpty();
    assertThat(open.admit("t", Map.of("x", Argument.hidden(), "y", Argument.of(v(1))))).isEmpty();
  }

  @Test
  void newTool_isToolWidened_evenBesideAWiderArgument() {
    Scope child = new Scope(Map.of("a", Map.of("x", WILDCARD), "z\u202e", Map.of()));
    assertThat(Attenuation.check(scope("a", Map.of("x", exact(1))), child))
        .contains(
            Refusal.of(
                Reason.TOOL_WIDENED,
                "tool \"z\\u202e\": expected a tool of the parent, got a new one"));
  }

  @Test
  void droppedTool_orSameScope_isAttenuation() {
    assertThat(Attenuation.check(PAY, Scope.NONE)).isEmpty();
    assertThat(Attenuation.check(PAY, PAY)).isEmpty();
    assertThat(Attenuation.check(Scope.NONE, Scope.NONE)).isEmpty();
  }

  private static void assertWidened(Map<String, Constraint> child, String detail) {
    assertThat(Attenuation.check(PAY, scope("erp:pay", child)))
        .contains(Refusal.of(Reason.SCOPE_WIDENED, "tool erp:pay, " + detail));
  }

  @Test
  void closedWorldParent_demandsExactlyItsArguments() {
    Map<String, Constraint> child = new TreeMap<>(PAY.constraints("erp:pay"));
    child.put("iban", WILDCARD);
    assertWidened(
        child, "argument iban: expected no argument beside amount, note, vendor, got a new one");
    child.remove("iban");
    child.remove("note");
    assertWidened(child, "argument note: expected a constraint on it, got none");
    assertWidened(Map.of(), "argument amount: expected a constraint on it, got none");
  }

  @Test
  void widerConstraint_isScopeWidened() {
    Map<String, Constraint> child = new TreeMap<>(PAY.constraints("erp:pay"));
    child.put("amount", range("[0,501]"));
    assertWidened(child, "argument amount: expected at most 0..500, got 0..501");
  }

  @Test
  void openParent_letsChildConstrainAnything() {
    Scope open = scope("t", Map.of());
    assertThat(Attenuation.check(open, scope("t", Map.of("x", WILDCARD)))).isEmpty();
    assertThat(Attenuation.check(open, open)).isEmpty();
  }

  @Test
  void constraintAsDeepAsPermitted_isTaken_oneDeeperIsNot() {
    Map<String, Constraint> deepest = Map.of("x", nested(32, exact(1)));
    assertThat(scope("t", deepest).admit("t", Map.of("x", Argument.of(v(1))))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scope("t", Map.of("x", nested(33, exact(1)))))
        .withMessage("tool t, argument x: a constraint nests at most 32 deep");
  }

  @Test
  void toolNamedByUri_isCompared_inItsOneSpelling() {
    Scope scope = scope("mcp://tools.example/pay", Map.of());
    assertThat(scope.admit("mcp://tools.example/pay", Map.of())).isEmpty();
    assertThat(scope.admit("mcp://tools.example/Pay", Map.of()).get(0).reason())
        .isEqualTo(Reason.TOOL_NOT_GRANTED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scope("mcp://Tools.example/pay", Map.of()))
        .withMessage(
            "tool mcp://Tools.example/pay: expected a URI in normal form, got another spelling");
  }

  @Test
  void scope_keepsNoReferenceToWhatItWasMadeOf() {
    Map<String, Constraint> arguments = new TreeMap<>(Map.of("x", exact(1)));
    Scope scope = scope("t", arguments);
    arguments.clear();
    assertThat(scope.constraints("t")).containsOnlyKeys("x");
    assertThat(scope).isEqualTo(scope("t", Map.of("x", exact(1))));
  }
}
