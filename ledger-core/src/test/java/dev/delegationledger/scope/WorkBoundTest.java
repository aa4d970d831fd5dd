package dev.delegationledger.scope;

import static dev.delegationledger.scope.Build.exact;
import static dev.delegationledger.scope.Build.nested;
import static dev.delegationledger.scope.Build.pathWithin;
import static dev.delegationledger.scope.Build.prefix;
import static dev.delegationledger.scope.Build.range;
import static dev.delegationledger.scope.Build.scope;
import static dev.delegationledger.scope.Build.urlWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Constraint.All;
import dev.delegationledger.model.Constraint.Any;
import dev.delegationledger.model.Constraint.OneOf;
import dev.delegationledger.model.Constraint.Subset;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Pairs of tokens as large as a token may be, shaped to hurt. Each takes tens of milliseconds; an
 * exponential search or a walk over colliding hashes would not end within the bound.
 */
class WorkBoundTest {
  private static final int TOKEN_BYTES = 64 * 1024;
  private static final Duration BOUND = Duration.ofSeconds(20);

  /** The largest of a family that fits a token; its clauses are about the same size. */
  private static Constraint largest(IntFunction<Constraint> family) {
    Constraint constraint = family.apply(100 * TOKEN_BYTES / size(family.apply(100)) * 9 / 10);
    assertThat(size(constraint)).isBetween(TOKEN_BYTES * 3 / 4, TOKEN_BYTES);
    return constraint;
  }

  private static int size(Constraint constraint) {
    return Ascii.json(scope("t", Map.of("x", constraint)).toToolsValue()).replace(" ", "").length();
  }

  private static Constraint all(int count, IntFunction<Constraint> clause) {
    return new All(IntStream.range(0, count).mapToObj(clause).toList());
  }

  private static Constraint atMost(long max) {
    return range("[," + BigDecimal.valueOf(max).toPlainString() + "]");
  }

  private static boolean subsumes(Constraint parent, Constraint child) {
    return assertTimeoutPreemptively(BOUND, () -> Subsumption.subsumes(parent, child));
  }

  @Test
  void allWithOneClauseTooFew_isRefusedWithoutBacktracking() {
    // Every parent clause takes every child clause but the last, which none takes.
    Constraint parent = largest(n -> all(n, i -> atMost(9)));
    int clauses = ((All) parent).constraints().size();
    assertThat(subsumes(parent, all(clauses, i -> atMost(i == clauses - 1 ? 99 : 9)))).isFalse();
    assertThat(subsumes(parent, parent)).isTrue();
  }

  @Test
  void allWhoseLooseClausesComeFirst_isMatched() {
    // Row i takes the columns j >= i; offered loosest first, so that every row displaces others.
    Constraint parent = largest(n -> all(n, i -> atMost(10_000 - i)));
    int clauses = ((All) parent).constraints().size();
    assertThat(subsumes(parent, all(clauses, i -> atMost(10_000 - (clauses - 1 - i))))).isTrue();
    assertThat(subsumes(all(clauses, i -> atMost(9_000 + i)), all(clauses, i -> atMost(9_000 + i))))
        .isTrue();
    assertThat(subsumes(parent, all(clauses, i -> atMost(10_000 - i + (i == 0 ? 1 : 0)))))
        .isFalse();
  }

  @Test
  void nestedComposites_areComparedPairByPairOnce() {
    for (Function<List<Constraint>, Constraint> kind :
        List.<Function<List<Constraint>, Constraint>>of(All::new, Any::new)) {
      for (int depth = 2; depth <= Constraints.MAX_DEPTH; depth += 5) {
        int levels = depth;
        for (int branches : List.of(1, 2, 3, 30)) {
          if (Math.pow(branches, depth - 1.0) < 1000) {
            Constraint tree = tree(kind, levels, branches, exact(1));
            Constraint wide = tree(kind, levels, branches, atMost(1));
            assertThat(subsumes(wide, tree)).isTrue();
            assertThat(subsumes(tree, wide)).isFalse();
          }
        }
      }
    }
  }

  private static Constraint tree(
      Function<List<Constraint>, Constraint> kind, int depth, int branches, Constraint leaf) {
    if (depth == 1) {
      return leaf;
    }
    Constraint below = tree(kind, depth - 1, branches, leaf);
    return kind.apply(IntStream.range(0, branches).mapToObj(i -> below).toList());
  }

  @Test
  void manyDeepClauses_areComparedInBoundedTime() {
    Constraint parent = largest(n -> all(n, i -> nested(14, atMost(9))));
    Constraint child = largest(n -> all(n, i -> nested(14, atMost(i % 2 == 0 ? 9 : 99))));
    assertThat(subsumes(parent, child)).isFalse();
    assertThat(subsumes(parent, parent)).isTrue();
  }

  /** 2^bits distinct strings with one hash code. */
  private static List<Value> colliding(int bits) {
    List<String> texts = List.of("");
    for (int bit = 0; bit < bits; bit++) {
      List<String> longer = new ArrayList<>();
      for (String text : texts) {
        longer.add(text + "Aa");
        longer.add(text + "BB");
      }
      texts = longer;
    }
    return texts.stream().map(Value::of).toList();
  }

  @Test
  void largeListsOfCollidingStrings_areComparedAsSets() {
    List<Value> strings = colliding(11);
    assertThat(strings.stream().map(Object::hashCode).distinct()).hasSize(1);
    List<Value> reversed = new ArrayList<>(strings);
    Collections.reverse(reversed);
    assertThat(subsumes(new OneOf(strings), new OneOf(reversed))).isTrue();
    assertThat(subsumes(new OneOf(strings.subList(1, 2048)), new OneOf(reversed))).isFalse();
    assertThat(
            assertTimeoutPreemptively(
                BOUND, () -> Checks.check(new Subset(strings), Value.arr(reversed))))
        .isTrue();
  }

  @Test
  void manyExtensionClauses_readALargeListOrALongTextOnce() {
    String path = "/" + "\u00e9/".repeat(8_000) + "a";
    String url = "https://h/" + "%C3%A9/".repeat(8_000) + "a";
    Constraint parent =
        largest(n -> all(n, i -> i % 2 == 0 ? pathWithin("/") : urlWithin("https://h/")));
    int clauses = ((All) parent).constraints().size();
    for (List<Value> values :
        List.of(
            IntStream.range(0, 10_000).mapToObj(i -> Value.of("/" + i)).toList(),
            Build.vs(path, url))) {
      Constraint one = new OneOf(values);
      assertThat(subsumes(parent, all(clauses, i -> one))).isFalse();
      assertThat(subsumes(parent, all(clauses, i -> new OneOf(values)))).isFalse();
      for (Value value : values.subList(0, 2)) {
        assertThat(assertTimeoutPreemptively(BOUND, () -> Checks.check(parent, value))).isFalse();
      }
    }
    Constraint prefixes = largest(n -> all(n, i -> prefix("/")));
    assertThat(assertTimeoutPreemptively(BOUND, () -> Checks.check(prefixes, Value.of(path))))
        .isTrue();
    Constraint deep = largest(n -> all(n, i -> pathWithin(path.substring(0, 600))));
    assertThat(subsumes(deep, deep)).isTrue();
  }

  @Test
  void manyClausesOverOneLargeList_buildItOnce() {
    List<Value> numbers = IntStream.range(0, 10_000).mapToObj(i -> Value.of((long) i)).toList();
    Constraint parent = all(1, i -> new OneOf(numbers));
    Constraint child =
        largest(n -> all(n, i -> new OneOf(List.of(Value.of((long) i), Value.of("x")))));
    assertThat(subsumes(parent, child)).isFalse();
    Value items = Value.arr(numbers);
    Constraint check = largest(n -> all(n, i -> Build.contains(i % 10_000)));
    assertThat(assertTimeoutPreemptively(BOUND, () -> Checks.check(check, items))).isTrue();
  }
}
