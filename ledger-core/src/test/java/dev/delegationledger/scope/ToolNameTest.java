package dev.delegationledger.scope;

import static dev.delegationledger.scope.Build.v;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools named by a URI have one spelling; other names are taken as they are. */
class ToolNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "erp:pay",
        "ERP:Pay",
        "erp%3Apay",
        "a b\n",
        "urn:tool:%7e",
        "C:\\tool",
        "/a/../b",
        "//h/a",
        "https:/h",
        "mailto:u@h",
        "https://h/",
        "https://h/pay",
        "https://h/pay/",
        "https://h:8443/pay",
        "http://h:443/pay",
        "mcp://tools.example/pay",
        "mcp://tools.example:80/pay",
        "x-mcp+a.b://10.0.0.1/Pay:Now@a!$&'()*+,=_~-",
        "https://h/a%20b/%C3%A9",
        "https://h/a?b=c%2F%3D&d;e/f?g:@",
        "https://xn--bcher-kva.example/pay"
      })
  void nameInNormalForm_isTaken(String name) throws RefusedException {
    assertThat(ToolName.isNormal(name)).isTrue();
    assertThat(Scope.parseTools(v(Map.of(name, Map.of())), "").tools()).containsOnlyKeys(name);
  }

  static Stream<Arguments> spellings() {
    return Stream.of(
        Arguments.of("a scheme in capitals", "HTTPS://h/pay"),
        Arguments.of("a host in capitals", "https://H/pay"),
        Arguments.of("user information", "https://u@h/pay"),
        Arguments.of("a fragment", "https://h/pay#a"),
        Arguments.of("an empty fragment", "https://h/pay#"),
        Arguments.of("one up", "https://h/a/../pay"),
        Arguments.of("here", "https://h/./pay"),
        Arguments.of("escaped dots", "https://h/a/%2E%2E/pay"),
        Arguments.of("an escaped letter", "https://h/%70ay"),
        Arguments.of("an escaped capital", "https://h/%50ay"),
        Arguments.of("an escaped digit", "https://h/%31"),
        Arguments.of("an escaped hyphen", "https://h/a%2Db"),
        Arguments.of("an escaped dot", "https://h/a%2Eb"),
        Arguments.of("an escaped underscore", "https://h/a%5Fb"),
        Arguments.of("an escaped tilde", "https://h/%7Ea"),
        Arguments.of("an escaped letter in the query", "https://h/pay?%61"),
        Arguments.of("an escape in small letters", "https://h/a%3d"),
        Arguments.of("the last escape in small letters", "https://h/%C3%a9"),
        Arguments.of("one in the query", "https://h/pay?a%3d"),
        Arguments.of("the default port", "https://h:443/pay"),
        Arguments.of("the other default port", "http://h:80/pay"),
        Arguments.of("a leading zero in the port", "https://h:08443/pay"),
        Arguments.of("an empty port", "https://h:/pay"),
        Arguments.of("a dot after the host", "https://h./pay"),
        Arguments.of("a dot after a segment", "https://h/pay."),
        Arguments.of("no path", "https://h"),
        Arguments.of("no path but a query", "https://h?a"),
        Arguments.of("no path on any scheme", "mcp://h"),
        Arguments.of("an empty segment", "https://h//pay"),
        Arguments.of("an empty query", "https://h/pay?"),
        Arguments.of("a mark that a query escapes", "https://h/pay?\"a\""),
        Arguments.of("a bracket that a query escapes", "https://h/pay?a[0]"),
        Arguments.of("letters not escaped", "https://h/r\u00e9sum\u00e9"),
        Arguments.of("a host of another script", "https://b\u00fccher.example/pay"),
        Arguments.of("no host", "file:///pay"),
        Arguments.of("IPv6", "https://[::1]/pay"),
        Arguments.of("no scheme", "://h/pay"),
        Arguments.of("more than a URI", "call https://h/pay"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spellings")
  void uriInAnotherSpelling_isMalformed(String what, String name) {
    assertThat(ToolName.isNormal(name)).isFalse();
    assertThat(reason(() -> Scope.parseTools(v(Map.of(name, Map.of())), "")))
        .isEqualTo(Reason.CLAIMS_MALFORMED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scope(Map.of(name, Map.of())))
        .withMessageEndingWith("expected a URI in normal form, got another spelling");
  }

  static Reason reason(ThrowingCallable reading) {
    return catchThrowableOfType(RefusedException.class, reading).refusal().reason();
  }
}
