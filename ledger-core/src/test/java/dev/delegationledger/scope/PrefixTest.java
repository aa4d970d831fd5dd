package dev.delegationledger.scope;

import static dev.delegationledger.scope.Build.prefix;
import static dev.delegationledger.scope.Build.scope;
import static dev.delegationledger.scope.Build.v;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code prefix} takes. */
class PrefixTest {
  static Stream<Arguments> starting() {
    return Stream.of(
        Arguments.of("the prefix itself", "INV-2026-", "INV-2026-"),
        Arguments.of("and more", "INV-2026-", "INV-2026-0001"),
        Arguments.of("and anything", "INV-2026-", "INV-2026-../\n\u0000\u202e"),
        Arguments.of("a composed letter", "r\u00e9", "r\u00e9sum\u00e9"),
        Arguments.of("beyond the first plane", "\ud83d\ude00", "\ud83d\ude00\ud83d\ude01"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("starting")
  void textThatStartsWithIt_isTaken(String name, String prefix, String text) {
    Scope scope = scope("pay", Map.of("invoice", prefix(prefix)));
    assertThat(scope.admit("pay", Map.of("invoice", Argument.of(v(text))))).isEmpty();
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of("empty", "INV-2026-", ""),
        Arguments.of("too short", "INV-2026-", "INV-2026"),
        Arguments.of("another case", "INV-2026-", "inv-2026-1"),
        Arguments.of("later in the text", "INV-2026-", " INV-2026-1"),
        Arguments.of("a hyphen that looks the same", "INV-2026-", "INV\u20102026-1"),
        Arguments.of("an invisible character within", "INV-2026-", "INV-\u200b2026-1"),
        Arguments.of("a mark that changes its last letter", "re", "re\u0301sume\u0301"),
        Arguments.of("decomposed", "r\u00e9", "re\u0301"),
        Arguments.of("decomposed far behind", "INV-2026-", "INV-2026-e\u0301"),
        Arguments.of("its first half only", "\ud83d\ude00", "\ud83d\ude01"),
        Arguments.of("a number", "2026", 2026),
        Arguments.of("a list", "a", List.of("a")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void anyOtherValue_isOutOfScope(String name, String prefix, Object value) {
    Scope scope = scope("pay", Map.of("invoice", prefix(prefix)));
    assertThat(scope.admit("pay", Map.of("invoice", Argument.of(v(value)))))
        .extracting(Refusal::reason)
        .containsExactly(Reason.ARGUMENT_OUT_OF_SCOPE);
  }
}
