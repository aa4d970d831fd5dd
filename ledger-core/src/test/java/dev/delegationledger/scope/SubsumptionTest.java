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

/** The table of the AAT draft, section 4.5, row by row, and the rows of the types it lacks. */
class SubsumptionTest {
  /** By type: a wide one for a parent; a child that means no more, whatever the parent's type. */
  private record Row(String type, Constraint wide, Constraint tight) {}

  private static final List<Row> ROWS =
      List.of(
          new Row("exact", exact(5), exact(5)),
          new Row("range", range("[0,9]"), range("[5,5]")),
          new Row("one_of", oneOf(5, 6), oneOf(5)),
          new Row("not_one_of", notOneOf(), notOneOf(5)),
          new Row("contains", contains(), contains(5)),
          new Row("subset", subset(5, 6), subset(5)),
          new Row("wildcard", WILDCARD, WILDCARD),
          new Row("all", all(), all(exact(5))),
          new Row("any", any(WILDCARD), any(exact(5))),
          new Row("path_within", pathWithin("/"), pathWithin("/a")),
          new Row("url_within", urlWithin("https://h"), urlWithin("https://h/a")),
          new Row("prefix", prefix("a"), prefix("ab")));

  /** Rows are parents, columns children, both in the order of {@link #ROWS}. */
  private static final List<String> PERMITTED =
      List.of(
          "X...........", // exact
          "XX..........", // range
          "X.X.........", // one_of
          "...X........", // not_one_of
          "....X.......", // contains
          ".....X......", // subset
          "XXXXXXXXXXXX", // wildcard
          ".......X....", // all
          "........X...", // any
          ".........X..", // path_within, and see the values it permits below
          "..........X.", // url_within, likewise
          "...........X"); // prefix, likewise

  static Stream<Arguments> pairsOfTypes() {
    return Stream.iterate(0, i -> i < 144, i -> i + 1)
        .map(
            i ->
                Arguments.of(
                    ROWS.get(i / 12),
                    ROWS.get(i % 12),
                    PERMITTED.get(i / 12).charAt(i % 12) == 'X'));
  }

  @ParameterizedTest
  @MethodSource("pairsOfTypes")
  void pairOfTypes_isPermittedExactlyWhereTheTableSaysSo(Row parent, Row child, boolean expected) {
    assertThat(Subsumption.subsumes(parent.wide(), child.tight())).isEqualTo(expected);
  }

  @Test
  void everyTypeUnderWildcard_isPermittedHoweverWide() {
    assertThat(ROWS).allMatch(row -> Subsumption.subsumes(WILDCARD, row.wide()));
    assertThat(Subsumption.subsumes(WILDCARD, any())).isTrue();
  }

  static Stream<Arguments> permitted() {
    return Stream.of(
        Arguments.of(exact("a"), exact("a")),
        Arguments.of(exact(1), exact(new BigDecimal("1.0"))),
        Arguments.of(exact(Value.NULL), exact(Value.NULL)),
        Arguments.of(range("[0,9]"), exact(0)),
        Arguments.of(range("[0,9]"), exact(9)),
        Arguments.of(range("(,)"), exact(-7)),
        Arguments.of(oneOf("a", 1), exact(new BigDecimal("1.00"))),
        Arguments.of(range("[0,9]"), range("[0,9]")),
        Arguments.of(range("[0,9]"), range("(0,9)")),
        Arguments.of(range("(0,9)"), range("(0,9)")),
        Arguments.of(range("(0,9)"), range("[0.1,8.9]")),
        Arguments.of(range("[,9]"), range("[3,9]")),
        Arguments.of(range("[0,]"), range("[0,9]")),
        Arguments.of(range("(,)"), range("(,)")),
        Arguments.of(range("[0,9]"), range("[8,2]")),
        Arguments.of(oneOf("a", "b"), oneOf("b", "a", "b")),
        Arguments.of(oneOf("a"), oneOf()),
        Arguments.of(
            oneOf(List.of(1, Map.of("k", 2))),
            oneOf(List.of(new BigDecimal("1.0"), Map.of("k", new BigDecimal("2.0"))))),
        Arguments.of(notOneOf("a", "a"), notOneOf("b", "a")),
        Arguments.of(contains("a"), contains("a", "b")),
        Arguments.of(subset("a", "b"), subset("b")),
        Arguments.of(subset("a"), subset()),
        Arguments.of(all(), all()),
        Arguments.of(all(range("[0,9]")), all(notOneOf(3), exact(4))),
        Arguments.of(all(oneOf("a", "b"), oneOf("a")), all(exact("a"), exact("b"))),
        Arguments.of(all(exact(1), exact(1)), all(exact(1), exact(1))),
        Arguments.of(all(all(oneOf(1, 2))), all(all(exact(1), exact(5)))),
        Arguments.of(any(exact("pdf"), exact("csv")), any(exact("csv"))),
        Arguments.of(any(oneOf("pdf", "csv")), any(exact("pdf"), exact("csv"))),
        Arguments.of(any(any(range("[0,9]"))), any(any(exact(1), range("[2,3]")))),
        Arguments.of(pathWithin("/data/reports"), pathWithin("/data/reports")),
        Arguments.of(pathWithin("/data/reports"), pathWithin("/data/reports/2026")),
        Arguments.of(pathWithin("/data/reports"), exact("/data/reports")),
        Arguments.of(pathWithin("/data/reports"), exact("/data/reports/q3.pdf")),
        Arguments.of(pathWithin("/data/reports"), oneOf("/data/reports/a", "/data/reports/b")),
        Arguments.of(pathWithin("/data/reports"), oneOf()),
        Arguments.of(urlWithin("https://h/a"), urlWithin("https://h:443/a/b")),
        Arguments.of(urlWithin("https://h:8443"), urlWithin("https://h:8443/b")),
        Arguments.of(urlWithin("https://h/a"), exact("https://h/a?x=1")),
        Arguments.of(urlWithin("https://h/a"), oneOf("https://h:443/%61/", "https://h/a/b")),
        Arguments.of(prefix("INV-2026-"), prefix("INV-2026-")),
        Arguments.of(prefix("INV-2026-"), prefix("INV-2026-7")),
        Arguments.of(prefix("INV-2026-"), exact("INV-2026-")),
        Arguments.of(prefix("INV-2026-"), oneOf("INV-2026-1", "INV-2026-2")),
        Arguments.of(all(pathWithin("/a"), prefix("/a/b")), all(exact("/a/b/c"), exact("/a"))),
        Arguments.of(any(pathWithin("/a"), prefix("b")), any(oneOf("/a/x", "/a"), prefix("bc"))));
  }

  @ParameterizedTest
  @MethodSource("permitted")
  void childAtLeastAsRestrictive_isPermitted(Constraint parent, Constraint child) {
    assertThat(Subsumption.subsumes(parent, child)).isTrue();
  }

  static Stream<Arguments> wider() {
    return Stream.of(
        Arguments.of(exact("a"), exact("A")),
        Arguments.of(exact(1), exact("1")),
        Arguments.of(exact(0), exact(false)),
        Arguments.of(range("[0,9]"), exact(new BigDecimal("9.0000000001"))),
        Arguments.of(range("[0,9)"), exact(9)),
        Arguments.of(range("(0,9]"), exact(0)),
        Arguments.of(range("(,)"), exact("5")),
        Arguments.of(oneOf("a"), exact("b")),
        Arguments.of(oneOf(), exact("b")),
        Arguments.of(range("[0,9]"), range("[-1,9]")),
        Arguments.of(range("[0,9]"), range("[0,10]")),
        Arguments.of(range("(0,9]"), range("[0,9]")),
        Arguments.of(range("[0,9)"), range("[0,9]")),
        Arguments.of(range("[0,9]"), range("[0,]")),
        Arguments.of(range("[0,9]"), range("[,9]")),
        Arguments.of(range("[0,9]"), range("[12,11]")), // accepts nothing, but a bound is looser
        Arguments.of(oneOf("a", "b"), oneOf("a", "c")),
        Arguments.of(oneOf(List.of(1, 2)), oneOf(List.of(2, 1))),
        Arguments.of(notOneOf("a", "b"), notOneOf("a")),
        Arguments.of(contains("a", "b"), contains("a")),
        Arguments.of(subset("a"), subset("a", "b")),
        Arguments.of(all(exact(1), WILDCARD), all(exact(1))), // one clause cannot serve two
        Arguments.of(all(exact(1), exact(1)), all(exact(1))),
        Arguments.of(all(exact(1), exact(1)), all(exact(1), exact(2))),
        Arguments.of(all(exact(1)), all()),
        Arguments.of(all(exact(1)), all(WILDCARD, WILDCARD)),
        Arguments.of(all(any(exact(1))), all(any())),
        Arguments.of(any(exact("pdf"), exact("csv")), any(exact("pdf"), exact("docx"))),
        Arguments.of(any(exact(1)), any()),
        Arguments.of(any(), any()),
        Arguments.of(any(), any(exact(1))),
        Arguments.of(any(exact(1), exact(2)), any(oneOf(1, 2))),
        Arguments.of(pathWithin("/data/reports"), pathWithin("/data")),
        Arguments.of(pathWithin("/data/reports"), pathWithin("/data/reportsX")),
        Arguments.of(pathWithin("/data/reports"), pathWithin("/data/Reports/a")),
        Arguments.of(pathWithin("/data"), pathWithin("/")),
        Arguments.of(pathWithin("/data/reports"), exact("/data/reports/../secret")),
        Arguments.of(pathWithin("/data/reports"), exact(5)),
        Arguments.of(pathWithin("/"), oneOf("/a", "/a/")),
        Arguments.of(pathWithin("/"), oneOf("/a", List.of("/a"))),
        Arguments.of(pathWithin("/a"), prefix("/a/")), // takes "/a/../b"
        Arguments.of(pathWithin("/a"), any(exact("/a"))),
        Arguments.of(prefix("/"), pathWithin("/a")), // true of the values; not in the table
        Arguments.of(prefix("https://h/"), urlWithin("https://h/a")),
        Arguments.of(notOneOf("/b"), pathWithin("/a")),
        Arguments.of(exact("/a"), pathWithin("/a")),
        Arguments.of(urlWithin("https://h/a"), urlWithin("http://h/a")),
        Arguments.of(urlWithin("https://h/a"), urlWithin("https://h.h/a")),
        Arguments.of(urlWithin("https://h/a"), urlWithin("https://h:8443/a")),
        Arguments.of(urlWithin("x://h:1/a"), urlWithin("x://h/a")),
        Arguments.of(urlWithin("https://h/a"), urlWithin("https://h/ab")),
        Arguments.of(urlWithin("https://h/a"), urlWithin("https://h")),
        Arguments.of(urlWithin("https://h/a"), exact("https://h/a/%2e%2e/b")),
        Arguments.of(urlWithin("https://h/a"), oneOf("https://h/a", "https://h@evil/a")),
        Arguments.of(prefix("INV-2026-"), prefix("INV-2026")),
        Arguments.of(prefix("INV-2026-"), prefix("inv-2026-7")),
        Arguments.of(prefix("INV-2026-"), exact(" INV-2026-1")),
        Arguments.of(prefix("INV-2026-"), oneOf("INV-2026-1", "INV-2025-1")),
        Arguments.of(prefix("1"), exact(1)));
  }

  @ParameterizedTest
  @MethodSource("wider")
  void childLessRestrictive_isRefused(Constraint parent, Constraint child) {
    assertThat(Subsumption.subsumes(parent, child)).isFalse();
  }

  @Test
  void allMatching_findsAnAssignmentThatGreedyChoiceMisses() {
    Constraint parent = all(range("[0,9]"), range("[0,5]"), range("[0,1]"));
    assertThat(Subsumption.subsumes(parent, all(exact(1), exact(4), exact(8)))).isTrue();
    assertThat(Subsumption.subsumes(parent, all(exact(8), exact(4), exact(1)))).isTrue();
    assertThat(Subsumption.subsumes(parent, all(exact(8), exact(4), exact(5)))).isFalse();
  }
}
