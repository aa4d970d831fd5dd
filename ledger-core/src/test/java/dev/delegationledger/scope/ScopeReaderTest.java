package dev.delegationledger.scope;

import static dev.delegationledger.scope.Build.WILDCARD;
import static dev.delegationledger.scope.Build.all;
import static dev.delegationledger.scope.Build.any;
import static dev.delegationledger.scope.Build.contains;
import static dev.delegationledger.scope.Build.exact;
import static dev.delegationledger.scope.Build.nested;
import static dev.delegationledger.scope.Build.notOneOf;
import static dev.delegationledger.scope.Build.oneOf;
import static dev.delegationledger.scope.Build.pathWithin;
import static dev.delegationledger.scope.Build.prefix;
import static dev.delegationledger.scope.Build.range;
import static dev.delegationledger.scope.Build.scope;
import static dev.delegationledger.scope.Build.subset;
import static dev.delegationledger.scope.Build.urlWithin;
import static dev.delegationledger.scope.Build.v;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Constraint;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read as a scope, and what is refused with which reason. */
class ScopeReaderTest {
  private static final String TYPE = "attenuating_agent_token";

  private static final String PORT =
      "/t/x/port: expected a port from 1 to 65535, and not the scheme's default, got ";

  private static final String FORM_C =
      "/t/x/value: expected text in normalization form C, not empty, got ";

  private static Map<String, Object> typed(String type, Object... members) {
    Map<String, Object> object = new TreeMap<>(Map.of("constraint_type", type));
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], members[i + 1]);
    }
    return object;
  }

  private static Map<String, Object> url(String scheme, String host, String path) {
    return typed("url_within", "scheme", scheme, "host", host, "path", path);
  }

  private static Map<String, Object> url(String scheme, String host, String path, Object port) {
    Map<String, Object> object = url(scheme, host, path);
    object.put("port", port);
    return object;
  }

  private static Value argument(Object constraint) {
    return v(Map.of("t", Map.of("x", constraint)));
  }

  static Stream<Arguments> constraints() {
    return Stream.of(
        Arguments.of(typed("exact", "value", "a"), exact("a")),
        Arguments.of(typed("exact", "value", Value.NULL), exact(Value.NULL)),
        Arguments.of(typed("range"), range("(,)")),
        Arguments.of(typed("range", "min", 1, "max", 2), range("[1,2]")),
        Arguments.of(typed("range", "min", 1, "min_inclusive", false), range("(1,)")),
        Arguments.of(typed("range", "max", 1, "max_inclusive", true), range("[,1]")),
        Arguments.of(typed("range", "max", 1, "min_inclusive", false), range("[,1]")),
        Arguments.of(typed("one_of", "values", List.of(1, "a")), oneOf(1, "a")),
        Arguments.of(typed("not_one_of", "excluded", List.of()), notOneOf()),
        Arguments.of(typed("contains", "required", List.of(List.of())), contains(List.of())),
        Arguments.of(typed("subset", "allowed", List.of("a")), subset("a")),
        Arguments.of(typed("wildcard"), WILDCARD),
        Arguments.of(typed("all", "constraints", List.of(typed("wildcard"))), all(WILDCARD)),
        Arguments.of(typed("any", "constraints", List.of()), any()),
        Arguments.of(typed("path_within", "root", "/data/r"), pathWithin("/data/r")),
        Arguments.of(typed("path_within", "root", "/"), pathWithin("/")),
        Arguments.of(url("https", "h.example", "/a b"), urlWithin("https://h.example/a%20b")),
        Arguments.of(url("https", "h", "/", 80), urlWithin("https://h:80")),
        Arguments.of(url("http", "h", "/", 443), urlWithin("http://h:443")),
        Arguments.of(url("x", "10.0.0.1", "/", 65535), urlWithin("x://10.0.0.1:65535")),
        Arguments.of(url("x", "h", "/", new BigDecimal("1.0")), urlWithin("x://h:1")),
        Arguments.of(url("x", "h", "/a"), urlWithin("x://h/a")),
        Arguments.of(typed("prefix", "value", "INV-"), prefix("INV-")));
  }

  @ParameterizedTest
  @MethodSource("constraints")
  void constraint_isRead(Map<String, Object> json, Constraint expected) throws RefusedException {
    assertThat(Scope.parseTools(argument(json), "")).isEqualTo(scope("t", Map.of("x", expected)));
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("a", "/t/x: expected an object, got a string"),
        Arguments.of(Map.of(), "/t/x/constraint_type: expected a member, got none"),
        Arguments.of(
            Map.of("constraint_type", 1), "/t/x/constraint_type: expected a string, got a number"),
        Arguments.of(typed("exact"), "/t/x/value: expected a member, got none"),
        Arguments.of(
            typed("exact", "value", List.of()), "/t/x/value: expected a scalar, got an array"),
        Arguments.of(
            typed("exact", "value", Map.of()), "/t/x/value: expected a scalar, got an object"),
        Arguments.of(
            typed("exact", "value", 1, "values", List.of()),
            "/t/x/values: expected no such member, got one"),
        Arguments.of(
            typed("wildcard", "a/b~c\n", 1),
            "/t/x/a~1b~0c\\u000a: expected no such member, got one"),
        Arguments.of(typed("range", "min", "1"), "/t/x/min: expected a number, got a string"),
        Arguments.of(typed("range", "max", Value.NULL), "/t/x/max: expected a number, got null"),
        Arguments.of(
            typed("range", "max_inclusive", 1),
            "/t/x/max_inclusive: expected true or false, got a number"),
        Arguments.of(typed("one_of"), "/t/x/values: expected a member, got none"),
        Arguments.of(
            typed("one_of", "values", "a"), "/t/x/values: expected an array, got a string"),
        Arguments.of(
            typed("not_one_of", "values", List.of()), "/t/x/excluded: expected a member, got none"),
        Arguments.of(
            typed("contains", "required", true),
            "/t/x/required: expected an array, got a truth value"),
        Arguments.of(
            typed("subset", "allowed", Map.of()), "/t/x/allowed: expected an array, got an object"),
        Arguments.of(
            typed("all", "constraints", List.of(typed("wildcard"), 5)),
            "/t/x/constraints/1: expected an object, got a number"),
        Arguments.of(typed("any"), "/t/x/constraints: expected a member, got none"),
        Arguments.of(typed("path_within"), "/t/x/root: expected a member, got none"),
        Arguments.of(typed("path_within", "root", 1), "/t/x/root: expected a string, got a number"),
        Arguments.of(
            typed("path_within", "root", "/a", "value", "/a"),
            "/t/x/value: expected no such member, got one"),
        Arguments.of(
            typed("path_within", "root", "/a/../b\u202e"),
            "/t/x/root: expected an absolute path in normal form, got \"/a/../b\\u202e\""),
        Arguments.of(
            url("HTTPS", "h", "/"), "/t/x/scheme: expected a scheme in lower case, got \"HTTPS\""),
        Arguments.of(
            url("https", "h.", "/"), "/t/x/host: expected a host in normal form, got \"h.\""),
        Arguments.of(
            url("https", "h", "/%61"),
            "/t/x/path: expected a decoded path in normal form, got \"/%61\""),
        Arguments.of(
            url("https", "h", "/a/"),
            "/t/x/path: expected a decoded path in normal form, got \"/a/\""),
        Arguments.of(
            typed("url_within", "host", "h", "path", "/"),
            "/t/x/scheme: expected a member, got none"),
        Arguments.of(
            typed("url_within", "scheme", "x", "path", "/"),
            "/t/x/host: expected a member, got none"),
        Arguments.of(
            typed("url_within", "scheme", "x", "host", "h"),
            "/t/x/path: expected a member, got none"),
        Arguments.of(url("https", "h", "/", "1"), "/t/x/port: expected a number, got a string"),
        Arguments.of(url("https", "h", "/", 443), PORT + "443"),
        Arguments.of(url("http", "h", "/", 80), PORT + "80"),
        Arguments.of(url("x", "h", "/", 0), PORT + "0"),
        Arguments.of(url("x", "h", "/", -1), PORT + "-1"),
        Arguments.of(url("x", "h", "/", 65536), PORT + "65536"),
        Arguments.of(url("x", "h", "/", new BigDecimal("4294967297")), PORT + "4294967297"),
        Arguments.of(url("x", "h", "/", new BigDecimal("1.5")), PORT + "1.5"),
        Arguments.of(typed("prefix"), "/t/x/value: expected a member, got none"),
        Arguments.of(
            typed("prefix", "value", List.of()), "/t/x/value: expected a string, got an array"),
        Arguments.of(typed("prefix", "value", ""), FORM_C + "\"\""),
        Arguments.of(typed("prefix", "value", "e\u0301"), FORM_C + "\"e\\u0301\""));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedConstraint_isRefused(Object json, String where) {
    assertThat(refusal(() -> Scope.parseTools(argument(json), "")))
        .isEqualTo(Refusal.of(Reason.CLAIMS_MALFORMED, "at " + where));
  }

  static Stream<Arguments> malformedDetails() {
    Map<String, Object> entry = Map.of("type", TYPE, "tools", Map.of());
    return Stream.of(
        Arguments.of(entry, "/ad: expected an array, got an object"),
        Arguments.of(List.of(5), "/ad/0: expected an object, got a number"),
        Arguments.of(List.of(Map.of("tools", Map.of())), "/ad/0/type: expected a member, got none"),
        Arguments.of(List.of(Map.of("type", 1)), "/ad/0/type: expected a string, got a number"),
        Arguments.of(List.of(Map.of("type", TYPE)), "/ad/0/tools: expected a member, got none"),
        Arguments.of(
            List.of(Map.of("type", TYPE, "tools", List.of())),
            "/ad/0/tools: expected an object, got an array"),
        Arguments.of(
            List.of(Map.of("type", TYPE, "tools", Map.of("t", 1))),
            "/ad/0/tools/t: expected an object, got a number"),
        Arguments.of(
            List.of(Map.of("type", TYPE, "tools", Map.of(), "locations", List.of())),
            "/ad/0/locations: expected no such member, got one"),
        Arguments.of(
            List.of(entry, entry),
            "/ad/1: expected at most one entry of type " + TYPE + ", got another"));
  }

  @ParameterizedTest
  @MethodSource("malformedDetails")
  void malformedDetails_areRefused(Object json, String where) {
    assertThat(refusal(() -> Scope.parse(v(json), "/ad")))
        .isEqualTo(Refusal.of(Reason.CLAIMS_MALFORMED, "at " + where));
  }

  @Test
  void toolNamedByUriInAnotherSpelling_isMalformed() throws RefusedException {
    assertThat(refusal(() -> Scope.parseTools(v(Map.of("https://h:443/t", Map.of())), "/tools")))
        .isEqualTo(
            Refusal.of(
                Reason.CLAIMS_MALFORMED,
                "at /tools/https:~1~1h:443~1t: expected a tool's URI in normal form, got another"
                    + " spelling"));
    assertThat(Scope.parseTools(v(Map.of("https://h/t", Map.of())), "").tools())
        .containsOnlyKeys("https://h/t");
  }

  @Test
  void unknownConstraintType_isItsOwnReason_atAnyDepth() {
    Object unknown = typed("all", "constraints", List.of(typed("cidr\u0007", "net", "::/0")));
    assertThat(refusal(() -> Scope.parseTools(argument(unknown), "")))
        .isEqualTo(
            Refusal.of(
                Reason.UNKNOWN_CONSTRAINT_TYPE,
                "at /t/x/constraints/0/constraint_type: expected a known type, got"
                    + " \"cidr\\u0007\""));
    Value other = argument(typed("Exact", "value", 1));
    assertThat(refusal(() -> Scope.parseTools(other, "")).reason())
        .isEqualTo(Reason.UNKNOWN_CONSTRAINT_TYPE);
    Value details = v(List.of(Map.of("type", TYPE, "tools", other)));
    assertThat(refusal(() -> Scope.parse(details, "")).reason())
        .isEqualTo(Reason.UNKNOWN_CONSTRAINT_TYPE);
  }

  @Test
  void malformed_outranksUnknownConstraintType() {
    Value tools = v(Map.of("a", Map.of("x", typed("cidr")), "b", Map.of("x", typed("exact"))));
    assertThat(refusal(() -> Scope.parseTools(tools, "")).reason())
        .isEqualTo(Reason.CLAIMS_MALFORMED);
  }

  @Test
  void entriesOfOtherTypes_areIgnored_andNoEntryGrantsNothing() throws RefusedException {
    Object other = Map.of("type", "payment", "tools", 5);
    Object entry = Map.of("type", TYPE, "tools", Map.of("t", Map.of()));
    assertThat(Scope.parse(v(List.of(other, entry)), "")).isEqualTo(scope("t", Map.of()));
    assertThat(Scope.parse(v(List.of(other)), "")).isEqualTo(Scope.NONE);
    assertThat(Scope.parseStated(v(List.of(other)), "")).isEmpty();
    assertThat(Scope.parseStated(Scope.NONE.toValue(), "")).contains(Scope.NONE);
  }

  @Test
  void nestingAtTheBound_isRead_oneDeeperIsRefused() throws RefusedException {
    Scope deepest = scope("t", Map.of("x", nested(32, exact(1))));
    assertThat(Scope.parse(deepest.toValue(), "")).isEqualTo(deepest);
    Value deeper = typedAll(deepest.toToolsValue());
    Refusal refusal = refusal(() -> Scope.parseTools(deeper, ""));
    assertThat(refusal.reason()).isEqualTo(Reason.CLAIMS_MALFORMED);
    assertThat(refusal.detail())
        .endsWith("expected constraints nested at most 32 deep, got a deeper one");
  }

  private static Value typedAll(Value tools) {
    Value.Obj arguments = (Value.Obj) ((Value.Obj) tools).members().values().iterator().next();
    Value constraint = arguments.members().values().iterator().next();
    return argument(typed("all", "constraints", List.of(constraint)));
  }

  @Test
  void example_ofTheDraft_isReadAndAttenuates() throws RefusedException {
    Object files = typed("one_of", "values", List.of("/data/q3-report.pdf", "/data/q4-report.pdf"));
    Object file = typed("exact", "value", "/data/q3-report.pdf");
    Scope root =
        Scope.parseTools(
            v(Map.of("read_file", Map.of("path", files), "search_index", Map.of())), "");
    Scope derived = Scope.parseTools(v(Map.of("read_file", Map.of("path", file))), "");
    assertThat(Attenuation.check(root, derived)).isEmpty();
    assertThat(Attenuation.check(derived, root)).map(Refusal::reason).contains(Reason.TOOL_WIDENED);
  }

  private interface Reading {
    Object read() throws RefusedException;
  }

  private static Refusal refusal(Reading reading) {
    return catchThrowableOfType(RefusedException.class, reading::read).refusal();
  }
}
