package dev.delegationledger.scope;

import static dev.delegationledger.scope.Build.pathWithin;
import static dev.delegationledger.scope.Build.scope;
import static dev.delegationledger.scope.Build.v;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.model.NormalPath;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code path_within} takes, and every spelling by which somebody has got out of a folder. */
class PathWithinTest {
  private static final Scope SCOPE = scope("read", Map.of("path", pathWithin("/data/reports")));

  static Stream<Arguments> within() {
    return Stream.of(
        Arguments.of("the root itself", "/data/reports"),
        Arguments.of("a file in it", "/data/reports/q3.pdf"),
        Arguments.of("a file far below", "/data/reports/a/b/c/d"),
        Arguments.of("a hidden file", "/data/reports/.hidden"),
        Arguments.of("dots that start a name", "/data/reports/..hidden"),
        Arguments.of("dots inside a name", "/data/reports/a..b"),
        Arguments.of("spaces inside and before", "/data/reports/ my report"),
        Arguments.of("a composed letter", "/data/reports/r\u00e9sum\u00e9"),
        Arguments.of("another script", "/data/reports/\u5831\u544a"),
        Arguments.of("a character beyond the first plane", "/data/reports/\ud83d\ude00"),
        Arguments.of("marks that mean nothing to a path", "/data/reports/~a;b=c&d'e\"f|g*h?<i>"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("within")
  void pathWithinRoot_isTaken(String name, String path) {
    assertThat(SCOPE.admit("read", Map.of("path", Argument.of(v(path))))).isEmpty();
  }

  static Stream<Arguments> outside() {
    return Stream.of(
        Arguments.of("a sibling whose name goes on", "/data/reportsX"),
        Arguments.of("a sibling whose name goes on, below", "/data/reports.bak/a"),
        Arguments.of("the parent", "/data"),
        Arguments.of("the top", "/"),
        Arguments.of("elsewhere", "/etc/passwd"),
        Arguments.of("the root below another", "/mnt/data/reports"));
  }

  /** None of these is a path in normal form, whatever the root. */
  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.of("empty", ""),
        Arguments.of("relative", "data/reports/a"),
        Arguments.of("relative to here", "./a"),
        Arguments.of("home", "~/a"),
        Arguments.of("one up", "/data/reports/../secret"),
        Arguments.of("one up at the end", "/data/reports/.."),
        Arguments.of("one up and back", "/data/reports/../reports/a"),
        Arguments.of("one up at the start", "/../data/reports/a"),
        Arguments.of("up by two from below", "/data/reports/a/../../secret"),
        Arguments.of("here", "/data/reports/./a"),
        Arguments.of("here at the end", "/data/reports/."),
        Arguments.of("three dots", "/data/reports/.../a"),
        Arguments.of("four dots, which become two", "/data/reports/..../a"),
        Arguments.of("an empty segment", "/data/reports//a"),
        Arguments.of("an empty segment at the start", "//data/reports/a"),
        Arguments.of("a slash at the end", "/data/reports/"),
        Arguments.of("a slash at the end, below", "/data/reports/a/"),
        Arguments.of("two slashes and nothing", "//"),
        Arguments.of("backslashes", "/data/reports\\..\\secret"),
        Arguments.of("a backslash in a name", "/data/reports/a\\b"),
        Arguments.of("a network share", "\\\\server\\share"),
        Arguments.of("a drive", "C:/data/reports/a"),
        Arguments.of("a drive after a slash", "/C:/data/reports/a"),
        Arguments.of("a stream", "/data/reports/a.txt::$DATA"),
        Arguments.of("a stream of a folder", "/data/reports/a:b"),
        Arguments.of("escaped dots", "/data/reports/%2e%2e/secret"),
        Arguments.of("one escaped dot", "/data/reports/.%2e/secret"),
        Arguments.of("escaped dots in capitals", "/data/reports/%2E%2E/secret"),
        Arguments.of("an escaped slash", "/data/reports/..%2fsecret"),
        Arguments.of("an escaped backslash", "/data/reports/..%5csecret"),
        Arguments.of("escaped twice", "/data/reports/%252e%252e%252fsecret"),
        Arguments.of("an overlong slash", "/data/reports/..%c0%afsecret"),
        Arguments.of("an overlong dot", "/data/reports/%c0%ae%c0%ae/secret"),
        Arguments.of("a legacy escape", "/data/reports/%u002e%u002e/secret"),
        Arguments.of("an escaped NUL", "/data/reports/a%00.pdf"),
        Arguments.of("a bare percent sign", "/data/reports/100%"),
        Arguments.of("NUL", "/data/reports/a\u0000.pdf"),
        Arguments.of("a line feed", "/data/reports/a\nb"),
        Arguments.of("a line feed at the end", "/data/reports/a\n"),
        Arguments.of("a tab", "/data/reports/\ta"),
        Arguments.of("the last of ASCII's controls", "/data/reports/a\u001fb"),
        Arguments.of("delete", "/data/reports/a\u007fb"),
        Arguments.of("a C1 control", "/data/reports/a\u0085b"),
        Arguments.of("a dot at the end of a name", "/data/reports/a."),
        Arguments.of("a dot at the end of a folder", "/data/reports./a"),
        Arguments.of("a space at the end of a name", "/data/reports/a "),
        Arguments.of("a space at the end of a folder", "/data/reports /a"),
        Arguments.of("a space alone", "/data/reports/ /a"),
        Arguments.of("dots and a space", "/data/reports/.. /secret"),
        Arguments.of("a space before the path", " /data/reports/a"),
        Arguments.of("no-break space", "/data/reports/..\u00a0/secret"),
        Arguments.of("ideographic space", "/data/reports/\u3000"),
        Arguments.of("braille blank", "/data/reports/\u2800"),
        Arguments.of("line separator", "/data/reports/a\u2028b"),
        Arguments.of("paragraph separator", "/data/reports/a\u2029b"),
        Arguments.of("division slash", "/data/reports/..\u2215secret"),
        Arguments.of("fraction slash", "/data/reports/..\u2044secret"),
        Arguments.of("full-width slash", "/data/reports/..\uff0fsecret"),
        Arguments.of("big solidus", "/data/reports/..\u29f8secret"),
        Arguments.of("box diagonal", "/data/reports/..\u2571secret"),
        Arguments.of("mathematical rising diagonal", "/data/reports/..\u27cbsecret"),
        Arguments.of("full-width backslash", "/data/reports/..\uff3csecret"),
        Arguments.of("small backslash", "/data/reports/..\ufe68secret"),
        Arguments.of("set minus", "/data/reports/..\u2216secret"),
        Arguments.of("yen, a backslash in one code page", "/data/reports/..\u00a5secret"),
        Arguments.of("won, a backslash in another", "/data/reports/..\u20a9secret"),
        Arguments.of("one dot leaders", "/data/reports/\u2024\u2024/secret"),
        Arguments.of("a two dot leader", "/data/reports/\u2025/secret"),
        Arguments.of("an ellipsis", "/data/reports/\u2026/secret"),
        Arguments.of("full-width dots", "/data/reports/\uff0e\uff0e/secret"),
        Arguments.of("small dots", "/data/reports/\ufe52\ufe52/secret"),
        Arguments.of("a full-width percent sign", "/data/reports/\uff052e"),
        Arguments.of("a full-width colon", "/data/reports/a\uff1ab"),
        Arguments.of("a ratio for a colon", "/data/reports/a\u2236b"),
        Arguments.of("a full-width semicolon", "/data/reports/a\uff1bb"),
        Arguments.of("zero width space", "/data/reports/.\u200b./secret"),
        Arguments.of("zero width joiner", "/data/reports/.\u200d./secret"),
        Arguments.of("word joiner", "/data/reports/\u2060../secret"),
        Arguments.of("byte order mark", "\ufeff/data/reports/a"),
        Arguments.of("soft hyphen", "/data/reports/a\u00adb"),
        Arguments.of("right-to-left override", "/data/reports/\u202efdp.exe"),
        Arguments.of("a bidirectional isolate", "/data/reports/\u2066a\u2069"),
        Arguments.of("a variation selector", "/data/reports/a\ufe0f"),
        Arguments.of("a variation selector of the supplement", "/data/reports/a\udb40\udd00"),
        Arguments.of("a Mongolian variation selector", "/data/reports/a\u180b"),
        Arguments.of("a combining grapheme joiner", "/data/reports/a\u034fb"),
        Arguments.of("a Hangul filler", "/data/reports/\u3164"),
        Arguments.of("a tag character", "/data/reports/a\udb40\udc41"),
        Arguments.of("private use", "/data/reports/\ue000"),
        Arguments.of("unassigned", "/data/reports/\u0378"),
        Arguments.of("a noncharacter", "/data/reports/\uffff"),
        Arguments.of("a decomposed letter", "/data/reports/re\u0301sume\u0301"),
        Arguments.of("a singleton that composes to another", "/data/reports/\u212b"),
        Arguments.of("conjoining jamo", "/data/reports/\u1112\u1161\u11ab"),
        Arguments.of("a file URL", "file:///data/reports/a"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
            outside(),
            hostile(),
            Stream.of(
                Arguments.of("another case", "/data/Reports/a"),
                Arguments.of("another case of the top", "/DATA/reports/a"),
                Arguments.of("a letter of another script", "/d\u0430ta/reports/a"),
                Arguments.of("a number", 5),
                Arguments.of("a list", List.of("/data/reports/a"))))
        .flatMap(rows -> rows);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void anyOtherPath_isOutOfScope(String name, Object path) {
    assertThat(SCOPE.admit("read", Map.of("path", Argument.of(v(path)))))
        .extracting(Refusal::reason)
        .containsExactly(Reason.ARGUMENT_OUT_OF_SCOPE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void hostilePath_isOutsideEveryRoot_andNoRootItself(String name, String path) {
    Scope everything = scope("read", Map.of("path", pathWithin("/")));
    assertThat(everything.admit("read", Map.of("path", Argument.of(v(path)))))
        .extracting(Refusal::reason)
        .containsExactly(Reason.ARGUMENT_OUT_OF_SCOPE);
    assertThat(NormalPath.parse(path)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new NormalPath(path));
    Map<String, String> stated = Map.of("constraint_type", "path_within", "root", path);
    assertThat(ToolNameTest.reason(() -> Scope.parseTools(v(Map.of("t", Map.of("x", stated))), "")))
        .isEqualTo(Reason.CLAIMS_MALFORMED);
  }

  @Test
  void rootOfAll_takesEveryNormalPath() throws RefusedException {
    Scope everything = scope("read", Map.of("path", pathWithin("/")));
    for (String path : List.of("/", "/a", "/data/reports/a")) {
      assertThat(everything.admit("read", Map.of("path", Argument.of(v(path))))).isEmpty();
    }
  }

  @Test
  void unpairedSurrogate_isNoPath() {
    assertThat(NormalPath.parse("/a\ud800")).isEmpty();
    assertThat(NormalPath.parse("/\udc00\ud800")).isEmpty();
  }
}
