package dev.delegationledger.scope;

import static dev.delegationledger.scope.Build.scope;
import static dev.delegationledger.scope.Build.urlWithin;
import static dev.delegationledger.scope.Build.v;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.NormalUrl;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code url_within} takes, and the URLs that two parsers read differently. */
class UrlWithinTest {
  private static final Scope SCOPE =
      scope("get", Map.of("url", urlWithin("https://api.example.com/v1/reports")));

  static Stream<Arguments> within() {
    return Stream.of(
        Arguments.of("the root itself", "https://api.example.com/v1/reports"),
        Arguments.of("with a slash at the end", "https://api.example.com/v1/reports/"),
        Arguments.of("a resource below", "https://api.example.com/v1/reports/q3.pdf"),
        Arguments.of("with the default port", "https://api.example.com:443/v1/reports"),
        Arguments.of("with a query", "https://api.example.com/v1/reports?x=1&y=%20+/?:@"),
        Arguments.of("with an empty query", "https://api.example.com/v1/reports?"),
        Arguments.of("a URL in the query", "https://api.example.com/v1/reports?u=http://evil/../"),
        Arguments.of("marks in the query", "https://api.example.com/v1/reports?a=\"<>[]^`{|}"),
        Arguments.of("bytes in the query", "https://api.example.com/v1/reports?a=%ff%80%7e%A9"),
        Arguments.of("an escaped letter", "https://api.example.com/v1/%72eports/a"),
        Arguments.of("an escaped dot in a name", "https://api.example.com/v1/reports/q3%2Epdf"),
        Arguments.of("an escaped space", "https://api.example.com/v1/reports/a%20b"),
        Arguments.of("an escaped colon", "https://api.example.com/v1/reports/a%3ab"),
        Arguments.of("composed UTF-8", "https://api.example.com/v1/reports/r%C3%A9sum%c3%a9"),
        Arguments.of("marks of a path", "https://api.example.com/v1/reports/a:b@c!$&'()*+,=-_~"));
  }

  @Test
  void whatIsWritten_isReadBack() throws RefusedException {
    Map<String, Constraint> stated = Map.of("url", urlWithin("https://api.example.com:8443/v1"));
    Value written = Scope.toConstraintsValue(stated);
    assertThat(Scope.parseConstraints(written, "/tools/get")).isEqualTo(stated);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("within")
  void urlWithinRoot_isTaken(String name, String url) {
    assertThat(SCOPE.admit("get", Map.of("url", Argument.of(v(url))))).isEmpty();
  }

  /** Sound, but another place. */
  static Stream<Arguments> outside() {
    return Stream.of(
        Arguments.of("a sibling whose name goes on", "https://api.example.com/v1/reportsX"),
        Arguments.of("the parent", "https://api.example.com/v1"),
        Arguments.of("no path", "https://api.example.com"),
        Arguments.of("no path but a query", "https://api.example.com?/v1/reports"),
        Arguments.of("another case of the path", "https://api.example.com/V1/reports"),
        Arguments.of("another scheme", "http://api.example.com/v1/reports"),
        Arguments.of("another scheme on this port", "http://api.example.com:443/v1/reports"),
        Arguments.of("a scheme that goes on", "httpsx://api.example.com/v1/reports"),
        Arguments.of("another port", "https://api.example.com:8443/v1/reports"),
        Arguments.of("the other default port", "https://api.example.com:80/v1/reports"),
        Arguments.of("a host that goes on", "https://api.example.com.evil.com/v1/reports"),
        Arguments.of("a host in front", "https://evil-api.example.com/v1/reports"),
        Arguments.of("a subdomain", "https://a.api.example.com/v1/reports"),
        Arguments.of("a domain above", "https://example.com/v1/reports"),
        Arguments.of("an encoded look-alike", "https://xn--pi-7ka.example.com/v1/reports"),
        Arguments.of("an address", "https://127.0.0.1/v1/reports"));
  }

  /** No URL at all to a strict reader. */
  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.of("empty", ""),
        Arguments.of("a path", "/v1/reports"),
        Arguments.of("no scheme", "//api.example.com/v1/reports"),
        Arguments.of("an empty scheme", "://api.example.com/v1/reports"),
        Arguments.of("a scheme in capitals", "HTTPS://api.example.com/v1/reports"),
        Arguments.of("a scheme that starts with a digit", "1x://api.example.com/v1/reports"),
        Arguments.of("a scheme with a mark", "ht_tps://api.example.com/v1/reports"),
        Arguments.of("a nested scheme", "view-source:https://api.example.com/v1/reports"),
        Arguments.of("one slash", "https:/api.example.com/v1/reports"),
        Arguments.of("no slash", "https:api.example.com/v1/reports"),
        Arguments.of("three slashes", "https:///api.example.com/v1/reports"),
        Arguments.of("backslashes for slashes", "https:\\\\api.example.com\\v1\\reports"),
        Arguments.of("a backslash before the host's end", "https://evil.com\\@api.example.com/v1"),
        Arguments.of("a backslash in the path", "https://api.example.com/v1/reports\\..\\x"),
        Arguments.of("a backslash in the query", "https://api.example.com/v1/reports?\\"),
        Arguments.of("user information", "https://api.example.com@evil.com/v1/reports"),
        Arguments.of("user information for us", "https://evil.com@api.example.com/v1/reports"),
        Arguments.of("a password", "https://api.example.com:443@evil.com/v1/reports"),
        Arguments.of("an escaped @", "https://api.example.com%40evil.com/v1/reports"),
        Arguments.of("empty user information", "https://@api.example.com/v1/reports"),
        Arguments.of("no host", "https:///v1/reports"),
        Arguments.of("no host but a port", "https://:443/v1/reports"),
        Arguments.of("a host in capitals", "https://API.example.com/v1/reports"),
        Arguments.of("a dot at the end of the host", "https://api.example.com./v1/reports"),
        Arguments.of("a dot before the port", "https://api.example.com.:443/v1/reports"),
        Arguments.of("a dot before the host", "https://.api.example.com/v1/reports"),
        Arguments.of("two dots in the host", "https://api..example.com/v1/reports"),
        Arguments.of("a hyphen before a label", "https://-api.example.com/v1/reports"),
        Arguments.of("a hyphen after a label", "https://api-.example.com/v1/reports"),
        Arguments.of("an underscore in the host", "https://a_pi.example.com/v1/reports"),
        Arguments.of("an escape in the host", "https://%61pi.example.com/v1/reports"),
        Arguments.of("a look-alike in the host", "https://\u0430pi.example.com/v1/reports"),
        Arguments.of("a full-width host", "https://\uff41pi.example.com/v1/reports"),
        Arguments.of("ideographic dots", "https://api\u3002example\u3002com/v1/reports"),
        Arguments.of("a sharp s, which IDNA maps", "https://stra\u00dfe.example/v1/reports"),
        Arguments.of("a soft hyphen in the host", "https://api\u00ad.example.com/v1/reports"),
        Arguments.of("an account sign that IDNA splits", "https://evil.com\u2100.example.com/v1"),
        Arguments.of("a comma in the host", "https://evil.com,api.example.com/v1/reports"),
        Arguments.of("an address of IPv6", "https://[::1]/v1/reports"),
        Arguments.of("a mapped address", "https://[::ffff:127.0.0.1]/v1/reports"),
        Arguments.of("a zone", "https://[fe80::1%25eth0]/v1/reports"),
        Arguments.of("a short address", "https://127.1/v1/reports"),
        Arguments.of("an address as one number", "https://2130706433/v1/reports"),
        Arguments.of("an octal address", "https://0177.0.0.1/v1/reports"),
        Arguments.of("a hexadecimal address", "https://0x7f.0.0.1/v1/reports"),
        Arguments.of("a hexadecimal number", "https://0x7f000001/v1/reports"),
        Arguments.of("a hexadecimal last label", "https://127.0.0.0x1/v1/reports"),
        Arguments.of("an empty hexadecimal last label", "https://127.0.0.0x/v1/reports"),
        Arguments.of("a number that is too large", "https://127.0.0.256/v1/reports"),
        Arguments.of("five numbers", "https://127.0.0.0.1/v1/reports"),
        Arguments.of("a name that ends in a number", "https://api.example.1/v1/reports"),
        Arguments.of("an empty port", "https://api.example.com:/v1/reports"),
        Arguments.of("port zero", "https://api.example.com:0/v1/reports"),
        Arguments.of("a leading zero", "https://api.example.com:0443/v1/reports"),
        Arguments.of("a port too large", "https://api.example.com:65536/v1/reports"),
        Arguments.of("a port that wraps around", "https://api.example.com:4294967739/v1/reports"),
        Arguments.of("a signed port", "https://api.example.com:+443/v1/reports"),
        Arguments.of("letters for a port", "https://api.example.com:https/v1/reports"),
        Arguments.of("two ports", "https://api.example.com:443:443/v1/reports"),
        Arguments.of("digits of another script", "https://api.example.com:\u0664\u0664\u0663/v1"),
        Arguments.of("one up", "https://api.example.com/v1/reports/../secret"),
        Arguments.of("one up at the end", "https://api.example.com/v1/reports/.."),
        Arguments.of("here", "https://api.example.com/v1/./reports"),
        Arguments.of("escaped dots", "https://api.example.com/v1/reports/%2e%2e/secret"),
        Arguments.of("half escaped dots", "https://api.example.com/v1/reports/.%2E/secret"),
        Arguments.of("an escaped slash", "https://api.example.com/v1/reports%2Fa"),
        Arguments.of("one up by an escaped slash", "https://api.example.com/v1/reports/..%2fx"),
        Arguments.of("an escaped backslash", "https://api.example.com/v1/reports/..%5Cx"),
        Arguments.of("escaped twice", "https://api.example.com/v1/reports/%252e%252e/secret"),
        Arguments.of("an escaped percent sign", "https://api.example.com/v1/reports/100%25"),
        Arguments.of("one up with a parameter", "https://api.example.com/v1/reports/..;/secret"),
        Arguments.of("with an escaped one", "https://api.example.com/v1/reports/..%3B/secret"),
        Arguments.of("a parameter", "https://api.example.com/v1/reports;jsessionid=1"),
        Arguments.of("an empty segment", "https://api.example.com/v1//reports"),
        Arguments.of("an empty segment at the start", "https://api.example.com//evil.com/"),
        Arguments.of("two slashes at the end", "https://api.example.com/v1/reports//"),
        Arguments.of("two slashes alone", "https://api.example.com//"),
        Arguments.of("a dot at the end of a segment", "https://api.example.com/v1/reports./a"),
        Arguments.of("a space at its end", "https://api.example.com/v1/reports%20/a"),
        Arguments.of("an overlong slash", "https://api.example.com/v1/reports/..%c0%afx"),
        Arguments.of("an overlong dot", "https://api.example.com/v1/reports/%c0%ae%c0%ae/x"),
        Arguments.of("overlong by three", "https://api.example.com/v1/reports/%e0%80%af"),
        Arguments.of("overlong by four", "https://api.example.com/v1/reports/%f0%80%80%af"),
        Arguments.of("a surrogate", "https://api.example.com/v1/reports/%ed%a0%80"),
        Arguments.of("beyond Unicode", "https://api.example.com/v1/reports/%f4%90%80%80"),
        Arguments.of("half a character", "https://api.example.com/v1/reports/%c3"),
        Arguments.of("a character over a slash", "https://api.example.com/v1/reports/%c3/%a9"),
        Arguments.of("a stray continuation", "https://api.example.com/v1/reports/%a9"),
        Arguments.of("Latin-1", "https://api.example.com/v1/reports/r%e9sum"),
        Arguments.of("an escaped division slash", "https://api.example.com/v1/r/..%E2%88%95x"),
        Arguments.of("escaped full-width dots", "https://api.example.com/%ef%bc%8e%ef%bc%8e/x"),
        Arguments.of("an escaped zero width space", "https://api.example.com/v1/%e2%80%8b"),
        Arguments.of("an escaped override", "https://api.example.com/v1/reports/%E2%80%AEa"),
        Arguments.of("decomposed UTF-8", "https://api.example.com/v1/reports/re%cc%81"),
        Arguments.of("letters not escaped", "https://api.example.com/v1/reports/r\u00e9sum\u00e9"),
        Arguments.of("NUL", "https://api.example.com/v1/reports/a%00"),
        Arguments.of("an escaped line feed", "https://api.example.com/v1/reports/a%0d%0ab"),
        Arguments.of("a line feed", "https://api.example.com/v1/reports/a\nb"),
        Arguments.of("a line feed at the end", "https://api.example.com/v1/reports\n"),
        Arguments.of("a tab in the host", "https://api.exa\tmple.com/v1/reports"),
        Arguments.of("a space before", " https://api.example.com/v1/reports"),
        Arguments.of("a space after", "https://api.example.com/v1/reports "),
        Arguments.of("a space in the path", "https://api.example.com/v1/reports/a b"),
        Arguments.of("a byte order mark", "\ufeffhttps://api.example.com/v1/reports"),
        Arguments.of("a cut escape", "https://api.example.com/v1/reports/%"),
        Arguments.of("an escape cut to one digit", "https://api.example.com/v1/reports/%2"),
        Arguments.of("an escape of other letters", "https://api.example.com/v1/reports/%zz"),
        Arguments.of("an escape with one other letter", "https://api.example.com/v1/%4g"),
        Arguments.of("a full-width digit", "https://api.example.com/v1/reports/%\uff142"),
        Arguments.of("a mark no path may hold", "https://api.example.com/v1/reports/a|b"),
        Arguments.of("a quote", "https://api.example.com/v1/reports/\"a\""),
        Arguments.of("a template", "https://api.example.com/v1/reports/{id}"),
        Arguments.of("a fragment", "https://api.example.com/v1/reports#a"),
        Arguments.of("an empty fragment", "https://api.example.com/v1/reports#"),
        Arguments.of("a fragment after the host", "https://evil.com#@api.example.com/v1/reports"),
        Arguments.of("a fragment in the query", "https://api.example.com/v1/reports?a#b"),
        Arguments.of("a space in the query", "https://api.example.com/v1/reports?a b"),
        Arguments.of("a line feed in the query", "https://api.example.com/v1/reports?a\nb"),
        Arguments.of("an escaped one in it", "https://api.example.com/v1/reports?a%0d%0aX:"),
        Arguments.of("an escaped NUL in it", "https://api.example.com/v1/reports?%00"),
        Arguments.of("an escaped delete in it", "https://api.example.com/v1/reports?%7F"),
        Arguments.of("delete in it", "https://api.example.com/v1/reports?\u007f"),
        Arguments.of("another script in it", "https://api.example.com/v1/reports?\u00e9"),
        Arguments.of("a cut escape in it", "https://api.example.com/v1/reports?a%2"),
        Arguments.of("a script", "javascript://api.example.com/%0aalert(1)"),
        Arguments.of("a file", "file:///v1/reports"));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
            outside(),
            hostile(),
            Stream.of(
                Arguments.of("a number", 5),
                Arguments.of("null", Value.NULL),
                Arguments.of("a list", List.of("https://api.example.com/v1/reports"))))
        .flatMap(rows -> rows);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void anyOtherUrl_isOutOfScope(String name, Object url) {
    assertThat(SCOPE.admit("get", Map.of("url", Argument.of(v(url)))))
        .extracting(Refusal::reason)
        .containsExactly(Reason.ARGUMENT_OUT_OF_SCOPE);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outside")
  void urlOfAnotherPlace_isReadAllTheSame(String name, String url) {
    assertThat(NormalUrl.parse(url)).isPresent();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void hostileUrl_isNotRead(String name, String url) {
    assertThat(NormalUrl.parse(url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://h,            https, h, 443,   /",
    "https://h/,           https, h, 443,   /",
    "https://h:80/a,       https, h, 80,    /a",
    "http://h/a/b/,        http,  h, 80,    /a/b",
    "x://h:65535/%41,      x,     h, 65535, /A",
    "x://h:1?q,            x,     h, 1,     /",
    "a1+.-://0.0.0.255/a,  a1+.-, 0.0.0.255, -1, /a",
    "x://255.10.0.9,       x, 255.10.0.9, -1, /",
    "x://1a.2b.3c-4d,      x, 1a.2b.3c-4d, -1, /",
    "x://0xg,              x, 0xg, -1, /",
    "x://1.x1,             x, 1.x1, -1, /",
    "x://xn--bcher-kva.de, x, xn--bcher-kva.de, -1, /"
  })
  void url_isReadAsItsParts(String url, String scheme, String host, int port, String path) {
    OptionalInt stated = port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
    assertThat(NormalUrl.parse(url)).contains(new NormalUrl(scheme, host, stated, path));
  }

  @Test
  void hostOfAsManyCharactersAsNamesMayHave_isRead_oneMoreIsNot() {
    String label = "a".repeat(63);
    String host = String.join(".", label, label, label, "a".repeat(61));
    assertThat(NormalUrl.parse("x://" + host)).isPresent();
    assertThat(NormalUrl.parse("x://" + host + "a")).isEmpty();
    assertThat(NormalUrl.parse("x://a" + label + ".de")).isEmpty();
  }

  @Test
  void partsThatAreNotNormal_areNoRoot() {
    OptionalInt none = OptionalInt.empty();
    assertThat(new NormalUrl("https", "h", none, "/a").port()).hasValue(443);
    assertThat(new NormalUrl("http", "h", none, "/a").port()).hasValue(80);
    assertThat(new NormalUrl("ftp", "h", none, "/a").port()).isEmpty();
    for (NormalUrlParts parts :
        List.of(
            new NormalUrlParts("", "h", none, "/"),
            new NormalUrlParts("Https", "h", none, "/"),
            new NormalUrlParts("https", "", none, "/"),
            new NormalUrlParts("https", "h", OptionalInt.of(0), "/"),
            new NormalUrlParts("https", "h", OptionalInt.of(65536), "/"),
            new NormalUrlParts("https", "h", none, ""),
            new NormalUrlParts("https", "h", none, "/a/"),
            new NormalUrlParts("https", "h", none, "a"),
            new NormalUrlParts("https", "h", none, "/a;b"),
            new NormalUrlParts("https", "h", none, "/%61"))) {
      assertThatIllegalArgumentException().as("%s", parts).isThrownBy(parts::url);
    }
  }

  private record NormalUrlParts(String scheme, String host, OptionalInt port, String path) {
    NormalUrl url() {
      return new NormalUrl(scheme, host, port, path);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://h", "https://h:443", "https://h/", "https://h:443/?q"})
  void onePlace_hasOneReading_andOneSpellingForAPerson(String url) {
    assertThat(NormalUrl.parse(url)).map(NormalUrl::toString).contains("https://h/");
  }
}
