package dev.delegationledger.scope;

import static dev.delegationledger.scope.Build.WILDCARD;
import static dev.delegationledger.scope.Build.all;
import static dev.delegationledger.scope.Build.any;
import static dev.delegationledger.scope.Build.contains;
import static dev.delegationledger.scope.Build.exact;
import static dev.delegationledger.scope.Build.notOneOf;
import static dev.delegationledger.scope.Build.oneOf;
import static dev.delegationledger.scope.Build.pathWithin;
import static dev.delegationledger.scope.Build.prefix;
import static dev.delegationledger.scope.Build.range;
import static dev.delegationledger.scope.Build.scope;
import static dev.delegationledger.scope.Build.subset;
import static dev.delegationledger.scope.Build.urlWithin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.Range;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scopes told to a person, and narrowing as the builders do it. */
class ReportTest {
  static Stream<Arguments> constraints() {
    return Stream.of(
        Arguments.of(exact("V-7"), "= \"V-7\""),
        Arguments.of(exact(Value.NULL), "= null"),
        Arguments.of(exact(new BigDecimal("1E5")), "= 100000"),
        Arguments.of(exact(new BigDecimal("1E100")), "= 1E+100"),
        Arguments.of(exact(new BigDecimal("0.0000001")), "= 0.0000001"),
        Arguments.of(exact(new BigDecimal("1.23E-7")), "= 0.000000123"),
        Arguments.of(exact(new BigDecimal("9E-8")), "= 9E-8"),
        Arguments.of(exact(new BigDecimal("9E-9")), "= 9E-9"),
        Arguments.of(exact(new BigDecimal("1E20")), "= 1" + "0".repeat(20)),
        Arguments.of(exact(new BigDecimal("1E21")), "= 1E+21"),
        Arguments.of(range("[0,500000]"), "0..500000"),
        Arguments.of(range("[,100000]"), "<= 100000"),
        Arguments.of(range("[,1.5)"), "< 1.5"),
        Arguments.of(range("[-3,]"), ">= -3"),
        Arguments.of(range("(0,]"), "> 0"),
        Arguments.of(range("(0,9]"), "> 0 and <= 9"),
        Arguments.of(range("(,)"), "any number"),
        Arguments.of(oneOf(true, List.of(1), Map.of("k", 2)), "one of [true, [1], {\"k\": 2}]"),
        Arguments.of(notOneOf(), "none of []"),
        Arguments.of(contains("a"), "contains all of [\"a\"]"),
        Arguments.of(subset("a", "b"), "subset of [\"a\", \"b\"]"),
        Arguments.of(WILDCARD, "any value"),
        Arguments.of(
            pathWithin("/data/r\u00e9sum\u00e9"), "path within \"/data/r\\u00e9sum\\u00e9\""),
        Arguments.of(urlWithin("https://h:443/a%20b/"), "URL within \"https://h/a b\""),
        Arguments.of(urlWithin("http://h:443"), "URL within \"http://h:443/\""),
        Arguments.of(urlWithin("x://h:1/"), "URL within \"x://h:1/\""),
        Arguments.of(prefix("INV-\n"), "starts with \"INV-\\u000a\""),
        Arguments.of(all(exact(1), any(WILDCARD)), "all of (= 1; any of (any value))"));
  }

  @ParameterizedTest
  @MethodSource("constraints")
  void constraint_isToldOnOneLine(Constraint constraint, String expected) {
    assertThat(Constraints.describe(constraint)).isEqualTo(expected);
  }

  @Test
  void scope_isToldOnOneLine() {
    Scope scope =
        new Scope(
            Map.of(
                "erp:pay", Map.of("vendor", exact("V-7"), "amount", range("[,100000]")),
                "erp:list", Map.of()));
    assertThat(scope.describe())
        .isEqualTo("erp:list(any arguments); erp:pay(amount <= 100000, vendor = \"V-7\")");
    assertThat(Scope.NONE.describe()).isEqualTo("no tools");
  }

  @Test
  void hostileText_isEscaped_whereverItStands() {
    String evil = "a\u001b[2J\n\u202e\ud83d\ude00\u007f\"\\";
    String told = "\"a\\u001b[2J\\u000a\\u202e\\ud83d\\ude00\\u007f\\\"\\\\\"";
    Scope parent = new Scope(Map.of(evil, Map.of(evil, WILDCARD), "t", Map.of()));
    Scope child = scope(evil, Map.of(evil, oneOf(Map.of(evil, evil))));
    assertThat(child.describe())
        .isEqualTo(told + "(" + told + " one of [{" + told + ": " + told + "}])");
    assertThat(Narrowed.between(parent, child))
        .containsExactly(
            told + " " + told + ": any value -> one of [{" + told + ": " + told + "}]",
            "tool t dropped");
    assertThat(child.describe()).matches("[ -~]*");
  }

  @Test
  void nameThatIsOneWord_isBare() {
    for (String word : List.of("a", "z", "A", "Z", "0", "9", "_-.:/@#%+~?&")) {
      assertThat(Ascii.name(word)).isEqualTo(word);
    }
    for (String other : List.of("`", "{", "[", ";", "!", "a,b", "(")) {
      assertThat(Ascii.name(other)).isEqualTo('"' + other + '"');
    }
  }

  @Test
  void nameThatIsNotOneWord_isQuoted() {
    assertThat(scope("a b", Map.of("", WILDCARD)).describe()).isEqualTo("\"a b\"(\"\" any value)");
  }

  @Test
  void narrowing_isToldByToolAndArgument() {
    Scope parent =
        new Scope(
            Map.of(
                "erp:pay", Map.of("amount", range("[0,500000]"), "vendor", oneOf("V-7", "V-8")),
                "erp:list", Map.of(),
                "erp:refund", Map.of()));
    Scope child =
        new Scope(
            Map.of(
                "erp:pay", Map.of("amount", range("[0,100000]"), "vendor", oneOf("V-8", "V-7")),
                "erp:list", Map.of("page", range("[1,]"))));
    assertThat(Narrowed.between(parent, child))
        .containsExactly(
            "erp:list: any arguments -> exactly page",
            "erp:list page: any value -> >= 1",
            "erp:pay amount: 0..500000 -> 0..100000",
            "tool erp:refund dropped");
    assertThat(Narrowed.between(parent, parent)).isEmpty();
  }

  @Test
  void widening_isNeverToldAsNarrowing() {
    Scope parent = scope("t", Map.of("x", range("[0,9]"), "y", WILDCARD));
    Scope child =
        new Scope(Map.of("t", Map.of("x", range("[0,10]"), "z", WILDCARD), "u", Map.of()));
    assertThat(Narrowed.between(parent, child))
        .containsExactly(
            "t x: 0..9 -> 0..10 (not an attenuation)",
            "t y no longer required (not an attenuation)",
            "t z added (not an attenuation)",
            "tool u added (not an attenuation)");
  }

  static Stream<Arguments> narrowed() {
    return Stream.of(
        Arguments.of(range("[0,500]"), "[,100]", "[0,100]"),
        Arguments.of(range("[0,500]"), "[,501]", "[0,500]"),
        Arguments.of(range("[0,500]"), "(,)", "[0,500]"),
        Arguments.of(range("[0,500]"), "(0,500]", "(0,500]"),
        Arguments.of(range("(0,500)"), "[0,500]", "(0,500)"),
        Arguments.of(range("(,)"), "[1,2]", "[1,2]"),
        Arguments.of(range("[0,5]"), "[7,8]", "[7,5]"),
        Arguments.of(WILDCARD, "[1,2)", "[1,2)"));
  }

  @ParameterizedTest
  @MethodSource("narrowed")
  void narrowedRange_isSubsumed(Constraint parent, String asked, String expected) {
    Range bounds = range(asked);
    Range result = Narrowing.range(parent, bounds.min(), bounds.max());
    assertThat(result).isEqualTo(range(expected));
    assertThat(Subsumption.subsumes(parent, result)).isTrue();
  }

  @Test
  void rangeUnderAnotherType_isLeftAsAsked() {
    Range bounds = range("[1,2]");
    assertThat(Narrowing.range(oneOf(1), bounds.min(), bounds.max())).isEqualTo(bounds);
  }
}
