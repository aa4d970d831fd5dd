package dev.delegationledger.aat;

import dev.delegationledger.model.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The subsumption rules of the draft's section 4.5 at the door: each row as signed chains that pass
 * and chains that fail.
 */
final class SubsumptionRowsTest {
  private static final String ANY_VALUE = "{\"constraint_type\":\"wildcard\"}";

  private static String exact(String value) {
    return "{\"constraint_type\":\"exact\",\"value\":" + value + "}";
  }

  private static String range(String members) {
    return "{\"constraint_type\":\"range\"" + (members.isEmpty() ? "" : ",") + members + "}";
  }

  private static String oneOf(String values) {
    return "{\"constraint_type\":\"one_of\",\"values\":[" + values + "]}";
  }

  private static String notOneOf(String excluded) {
    return "{\"constraint_type\":\"not_one_of\",\"excluded\":[" + excluded + "]}";
  }

  private static String contains(String required) {
    return "{\"constraint_type\":\"contains\",\"required\":[" + required + "]}";
  }

  private static String subset(String allowed) {
    return "{\"constraint_type\":\"subset\",\"allowed\":[" + allowed + "]}";
  }

  private static String all(String... clauses) {
    return "{\"constraint_type\":\"all\",\"constraints\":[" + String.join(",", clauses) + "]}";
  }

  private static String any(String... clauses) {
    return "{\"constraint_type\":\"any\",\"constraints\":[" + String.join(",", clauses) + "]}";
  }

  /** Parent, child, and a value that the child accepts. */
  static Stream<Arguments> passing() {
    return Stream.of(
        // exact
        Arguments.of(exact("\"a\""), exact("\"a\""), "\"a\""),
        Arguments.of(exact("1"), exact("1.0"), "1"),
        Arguments.of(range("\"min\":0,\"max\":9"), exact("9"), "9"),
        Arguments.of(oneOf("\"a\",\"b\""), exact("\"b\""), "\"b\""),
        Arguments.of(ANY_VALUE, exact("null"), "null"),
        // range
        Arguments.of(range("\"min\":0,\"max\":9"), range("\"min\":1,\"max\":8"), "5"),
        Arguments.of(range("\"min\":0"), range("\"min\":0,\"max\":9"), "5"),
        Arguments.of(range(""), range(""), "5"),
        Arguments.of(
            range("\"min\":0,\"max\":9"),
            range("\"min\":0,\"min_inclusive\":false,\"max\":9,\"max_inclusive\":false"),
            "5"),
        Arguments.of(range("\"min\":0,\"min_inclusive\":false"), range("\"min\":0.5"), "0.5"),
        // one_of and not_one_of
        Arguments.of(oneOf("1,2,3"), oneOf("3,1"), "3"),
        Arguments.of(notOneOf("1"), notOneOf("2,1"), "3"),
        // wildcard, and everything under it
        Arguments.of(ANY_VALUE, ANY_VALUE, "{\"x\":[]}"),
        Arguments.of(ANY_VALUE, range("\"max\":9"), "5"),
        Arguments.of(ANY_VALUE, oneOf("5"), "5"),
        Arguments.of(ANY_VALUE, notOneOf("6"), "5"),
        Arguments.of(ANY_VALUE, contains("5"), "[5]"),
        Arguments.of(ANY_VALUE, subset("5"), "[5]"),
        Arguments.of(ANY_VALUE, all(exact("5")), "5"),
        Arguments.of(ANY_VALUE, any(exact("5")), "5"),
        // all: a clause added anywhere, and a matching that a greedy one would miss
        Arguments.of(all(range("\"max\":9")), all(notOneOf("4"), range("\"max\":8")), "5"),
        Arguments.of(all(ANY_VALUE, exact("5")), all(exact("5"), ANY_VALUE), "5"),
        Arguments.of(all(ANY_VALUE, range("\"max\":9")), all(range("\"max\":8"), ANY_VALUE), "5"),
        // any: the draft's example, and clauses of other types
        Arguments.of(
            any(exact("\"pdf\""), exact("\"csv\""), exact("\"xlsx\"")),
            any(exact("\"pdf\""), exact("\"csv\"")),
            "\"csv\""),
        Arguments.of(any(oneOf("\"pdf\",\"csv\"")), any(exact("\"pdf\"")), "\"pdf\""),
        // contains and subset
        Arguments.of(contains("1"), contains("2,1"), "[1,2,3]"),
        Arguments.of(subset("1,2,3"), subset("1,3"), "[3,3]"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void rowOfTheTable_passes(String parent, String child, String value) {
    Stock.ofConstraints(parent, child, value).isPermitted();
  }

  /** Parent, child, and a value that the child accepts, so that only the attenuation can refuse. */
  static Stream<Arguments> failing() {
    return Stream.of(
        // exact
        Arguments.of(exact("\"a\""), exact("\"b\""), "\"b\""),
        Arguments.of(exact("1"), exact("\"1\""), "\"1\""),
        Arguments.of(range("\"min\":0,\"max\":9"), exact("10"), "10"),
        Arguments.of(range("\"min\":0,\"max\":9"), exact("\"5\""), "\"5\""),
        Arguments.of(range("\"max\":9,\"max_inclusive\":false"), exact("9"), "9"),
        Arguments.of(oneOf("\"a\""), exact("\"c\""), "\"c\""),
        // range
        Arguments.of(range("\"min\":0"), range("\"min\":-1"), "5"),
        Arguments.of(range("\"max\":9"), range("\"max\":9.1"), "5"),
        Arguments.of(range("\"max\":9"), range("\"min\":0"), "5"),
        Arguments.of(range("\"min\":0,\"min_inclusive\":false"), range("\"min\":0"), "5"),
        Arguments.of(range("\"max\":9,\"max_inclusive\":false"), range("\"max\":9"), "5"),
        // one_of and not_one_of
        Arguments.of(oneOf("1,2"), oneOf("1,4"), "1"),
        Arguments.of(oneOf("1,2"), notOneOf("3"), "1"),
        Arguments.of(notOneOf("1,2"), notOneOf("1"), "5"),
        // wildcard under anything else
        Arguments.of(exact("5"), ANY_VALUE, "5"),
        Arguments.of(range(""), ANY_VALUE, "5"),
        Arguments.of(any(ANY_VALUE), ANY_VALUE, "5"),
        // all: dropped, changed, and one clause for two
        Arguments.of(all(range("\"max\":9"), notOneOf("4")), all(range("\"max\":9")), "5"),
        Arguments.of(all(range("\"max\":9")), all(range("\"max\":10")), "5"),
        Arguments.of(all(ANY_VALUE, ANY_VALUE), all(exact("5")), "5"),
        Arguments.of(all(range("\"max\":9")), range("\"max\":8"), "5"),
        // any: the draft's example, and none at all
        Arguments.of(
            any(exact("\"pdf\""), exact("\"csv\""), exact("\"xlsx\"")),
            any(exact("\"pdf\""), exact("\"docx\"")),
            "\"pdf\""),
        Arguments.of(any(exact("5")), any(), "5"),
        Arguments.of(any(exact("5")), all(exact("5")), "5"),
        Arguments.of(any(exact("5")), exact("5"), "5"),
        // contains and subset
        Arguments.of(contains("1,2"), contains("1"), "[1,2]"),
        Arguments.of(subset("1"), subset("1,2"), "[1]"));
  }

  @ParameterizedTest
  @MethodSource("failing")
  void rowOfTheTable_isRefused(String parent, String child, String value) {
    Stock.ofConstraints(parent, child, value).isRefused(Reason.SCOPE_WIDENED, 1);
  }

  /**
   * By type: a wide one for a parent; a child that means no more; a value that the child accepts.
   */
  private record Row(String wide, String tight, String value) {}

  private static final List<Row> TYPES =
      List.of(
          new Row(exact("5"), exact("5"), "5"),
          new Row(range("\"min\":0,\"max\":9"), range("\"min\":5,\"max\":5"), "5"),
          new Row(oneOf("5,6"), oneOf("5"), "5"),
          new Row(notOneOf(""), notOneOf("6"), "5"),
          new Row(contains(""), contains("5"), "[5]"),
          new Row(subset("5,6"), subset("5"), "[5]"),
          new Row(ANY_VALUE, ANY_VALUE, "5"),
          new Row(all(), all(exact("5")), "5"),
          new Row(any(ANY_VALUE), any(exact("5")), "5"));

  /** Rows are parents, columns children, in the order of the types. */
  private static final List<String> PERMITTED =
      List.of(
          "X........", // exact
          "XX.......", // range
          "X.X......", // one_of
          "...X.....", // not_one_of
          "....X....", // contains
          ".....X...", // subset
          "XXXXXXXXX", // wildcard
          ".......X.", // all
          "........X"); // any

  static Stream<Arguments> pairsOfTypes() {
    return Stream.iterate(0, i -> i < 81, i -> i + 1).map(i -> Arguments.of(i / 9, i % 9));
  }

  @ParameterizedTest
  @MethodSource("pairsOfTypes")
  void pairOfTypes_passesExactlyWhereTheDraftPermitsIt(int parent, int child) {
    Row below = TYPES.get(child);
    Stock stock = Stock.ofConstraints(TYPES.get(parent).wide(), below.tight(), below.value());
    if (PERMITTED.get(parent).charAt(child) == 'X') {
      stock.isPermitted();
    } else {
      stock.isRefused(Reason.SCOPE_WIDENED, 1);
    }
  }

  @Test
  void droppedTool_passes_andAnAddedOneIsRefused() {
    String one = "{\"t\":{}}";
    String two = "{\"t\":{},\"u\":{}}";
    Stock.of(two, one).call("t", "{}").isPermitted();
    Stock.of(one, two).call("t", "{}").isRefused(Reason.TOOL_WIDENED, 1);
  }

  @Test
  void argumentNames_stayWhatTheyAre() {
    String one = "{\"t\":{\"a\":" + ANY_VALUE + "}}";
    String two = "{\"t\":{\"a\":" + ANY_VALUE + ",\"b\":" + ANY_VALUE + "}}";
    Stock.of(two, two).call("t", "{\"a\":1,\"b\":2}").isPermitted();
    Stock.of(two, one).call("t", "{\"a\":1}").isRefused(Reason.SCOPE_WIDENED, 1);
    Stock.of(one, two).call("t", "{\"a\":1,\"b\":2}").isRefused(Reason.SCOPE_WIDENED, 1);
  }

  @Test
  void unconstrainedTool_mayBeClosed_andNotOpenedAgain() {
    String open = "{\"t\":{}}";
    String closed = "{\"t\":{\"a\":" + ANY_VALUE + "}}";
    Stock.of(open, open).call("t", "{\"x\":1}").isPermitted();
    Stock.of(open, closed).call("t", "{\"a\":1}").isPermitted();
    Stock.of(closed, open).call("t", "{\"a\":1}").isRefused(Reason.SCOPE_WIDENED, 1);
  }
}
