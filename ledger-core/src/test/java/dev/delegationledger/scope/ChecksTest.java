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
import static dev.delegationledger.scope.Build.subset;
import static dev.delegationledger.scope.Build.urlWithin;
import static dev.delegationledger.scope.Build.v;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The AAT draft's {@code check}, section 3.4, type by type: what satisfies it and what does not.
 */
class ChecksTest {
  static Stream<Arguments> rows() {
    return Stream.of(
        Arguments.of(exact(1), List.of(1, new BigDecimal("1.00")), List.of("1", true, List.of(1))),
        Arguments.of(exact(Value.NULL), List.of(Value.NULL), List.of(false, "", 0, "null")),
        Arguments.of(
            range("[0,9]"),
            List.of(0, 9, new BigDecimal("0.000001")),
            List.of(new BigDecimal("-0.000001"), new BigDecimal("9.000001"), "5", true)),
        Arguments.of(range("(0,9)"), List.of(1, new BigDecimal("8.9999999999")), List.of(0, 9)),
        Arguments.of(range("(,)"), List.of(-5, 0, 5), List.of("5", Value.NULL, List.of())),
        Arguments.of(range("[5,4]"), List.of(), List.of(4, 5)),
        Arguments.of(
            oneOf("a", List.of(1), Map.of("k", 1)),
            List.of("a", List.of(new BigDecimal("1.0")), Map.of("k", new BigDecimal("1.0"))),
            List.of("b", List.of(), List.of(1, 1), Map.of("k", 1, "l", 2))),
        Arguments.of(oneOf(), List.of(), List.of("a", Value.NULL)),
        Arguments.of(notOneOf("a", 1), List.of("b", "1"), List.of("a", new BigDecimal("1.0"))),
        Arguments.of(
            contains("a", "b", "a"),
            List.of(List.of("b", "a"), List.of("x", "a", "b")),
            List.of(List.of("a"), List.of(), "ab", Map.of("a", "b"))),
        Arguments.of(contains(), List.of(List.of(), List.of(1)), List.of("a", Map.of())),
        Arguments.of(
            subset("a", "b"),
            List.of(List.of(), List.of("a", "a", "a"), List.of("b", "a")),
            List.of(List.of("a", "c"), "a", Map.of())),
        Arguments.of(WILDCARD, List.of(Value.NULL, "a", List.of(), Map.of()), List.of()),
        Arguments.of(all(range("[0,9]"), notOneOf(5)), List.of(4), List.of(5, 10)),
        Arguments.of(all(), List.of("a"), List.of()),
        Arguments.of(any(exact(1), range("[5,6]")), List.of(1, 5), List.of(2)),
        Arguments.of(any(), List.of(), List.of("a")),
        Arguments.of(
            all(pathWithin("/a"), prefix("/a/b")), List.of("/a/b", "/a/bc"), List.of("/a", "/b")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void values_satisfyExactlyAsTheTypeSays(Constraint constraint, List<?> holds, List<?> fails) {
    assertThat(holds).allMatch(value -> Checks.check(constraint, v(value)));
    assertThat(fails).noneMatch(value -> Checks.check(constraint, v(value)));
  }

  static Stream<Arguments> hidden() {
    return Stream.of(
        Arguments.of(WILDCARD, Answer.YES),
        Arguments.of(all(), Answer.YES),
        Arguments.of(any(exact(1), WILDCARD), Answer.YES),
        Arguments.of(all(WILDCARD, any(exact(1), all())), Answer.YES),
        Arguments.of(notOneOf(), Answer.YES),
        Arguments.of(any(), Answer.NO),
        Arguments.of(oneOf(), Answer.NO),
        Arguments.of(any(oneOf(), any()), Answer.NO),
        Arguments.of(all(exact(1), any()), Answer.NO),
        Arguments.of(range("[5,4]"), Answer.NO),
        Arguments.of(range("[5,5)"), Answer.NO),
        Arguments.of(range("[5,5]"), Answer.UNKNOWN),
        Arguments.of(range("(,)"), Answer.UNKNOWN),
        Arguments.of(exact(1), Answer.UNKNOWN),
        Arguments.of(oneOf(1), Answer.UNKNOWN),
        Arguments.of(notOneOf(1), Answer.UNKNOWN),
        Arguments.of(contains(), Answer.UNKNOWN),
        Arguments.of(subset(), Answer.UNKNOWN),
        Arguments.of(pathWithin("/"), Answer.UNKNOWN),
        Arguments.of(urlWithin("https://h"), Answer.UNKNOWN),
        Arguments.of(prefix("a"), Answer.UNKNOWN),
        Arguments.of(all(pathWithin("/"), oneOf()), Answer.NO),
        Arguments.of(any(prefix("a"), WILDCARD), Answer.YES),
        Arguments.of(all(WILDCARD, exact(1)), Answer.UNKNOWN),
        Arguments.of(any(any(), exact(1)), Answer.UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("hidden")
  void hiddenValue_isJudgedOnlyWhereItCannotMatter(Constraint constraint, Answer expected) {
    assertThat(Checks.decide(constraint, Argument.hidden())).isEqualTo(expected);
  }

  @Test
  void seenValue_isAlwaysDecided() {
    assertThat(Checks.decide(exact(1), Argument.of(v(1)))).isEqualTo(Answer.YES);
    assertThat(Checks.decide(exact(1), Argument.of(v(2)))).isEqualTo(Answer.NO);
  }

  /** A constraint; what excuses from it; what is outside it, and does not excuse. */
  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(exact("a"), List.of("b"), List.of(1, Value.NULL, List.of("b"))),
        Arguments.of(oneOf("a", "b"), List.of("c"), List.of(1, true)),
        Arguments.of(oneOf("a", 1), List.of(), List.of("c", 2)),
        Arguments.of(notOneOf("a"), List.of("a"), List.of()),
        Arguments.of(range("[5,9]"), List.of(4, 10), List.of("4", List.of(4), Value.NULL)),
        Arguments.of(contains("a"), List.of(List.of("b")), List.of("b", 1)),
        Arguments.of(subset("a"), List.of(List.of("b")), List.of("b")),
        Arguments.of(prefix("ab"), List.of("ac"), List.of(1, "e\u0301")),
        Arguments.of(
            pathWithin("/srv/a"), List.of("/srv/b"), List.of("/srv/b/../a", "srv/b", "/srv//b")),
        Arguments.of(
            urlWithin("https://a.example/x"),
            List.of("https://b.example/x"),
            List.of("HTTPS://b.example/x", "b.example", "https://u@b.example/x")),
        Arguments.of(all(range("[5,9]"), exact("a")), List.of(4, "b"), List.of(true)),
        Arguments.of(any(range("[5,9]"), exact("a")), List.of(), List.of(4, "b", true)),
        Arguments.of(WILDCARD, List.of(), List.of()));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void onlyAValueOfItsKind_isSeenToBeOutside(
      Constraint constraint, List<Object> outside, List<Object> unread) {
    for (Object value : outside) {
      assertThat(Checks.decideByKind(constraint, Argument.of(v(value)))).isEqualTo(Answer.NO);
    }
    for (Object value : unread) {
      assertThat(Checks.check(constraint, v(value))).as("%s", value).isFalse();
      assertThat(Checks.decideByKind(constraint, Argument.of(v(value)))).isEqualTo(Answer.UNKNOWN);
    }
    assertThat(Checks.decideByKind(constraint, Argument.hidden()))
        .isEqualTo(Checks.decide(constraint, Argument.hidden()));
  }
}
