package dev.delegationledger.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.EveryKind;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** One value of a good claims set is changed: each bound at it and one past it, and the like. */
final class MalformedClaimsTest {
  /** Takes the member away. */
  private static final @Nullable String GONE = null;

  private static final String SAFE = "9007199254740991";
  private static final String UNSAFE = "9007199254740992";

  private final List<DynamicTest> tests = new ArrayList<>();

  @TestFactory
  Stream<DynamicTest> enrolments() {
    at(Kind.ENROLMENT, 0, "dl/kind").refuses("\"group\"", "\"HUMAN\"", "7", GONE);
    at(Kind.ENROLMENT, 0, "dl/suite").refuses(Reason.UNKNOWN_SUITE, "\"rsa\"");
    at(Kind.ENROLMENT, 0, "dl/suite").refuses("\"es256\"", GONE);
    at(Kind.ENROLMENT, 0, "dl/name").refuses("{}", "{\"digest\":\"x\"}", "\"Jane\"", GONE);
    at(Kind.ENROLMENT, 0, "dl/id").accepts("\"urn:x\"").refuses("\"X:y\"", "\"urn: x\"", GONE);
    at(Kind.ENROLMENT, 0, "dl/pop").refuses("7", GONE);
    at(Kind.ENROLMENT, 0, "exp").accepts("0", SAFE).refuses(UNSAFE, "-1", "1.5", "\"1\"", GONE);
    String bound = Json.canonicalText(Jwk.toValue(EveryKind.BOUND.publicKey()));
    String signer = Json.canonicalText(Jwk.toValue(EveryKind.SIGNER.publicKey()));
    at(Kind.ENROLMENT, 0, "dl/recovery").accepts(signer, GONE).refuses(bound, "{}", "7");
    for (int named : new int[] {1, 2, 5, 6}) {
      at(Kind.ENROLMENT, named, "dl/name").refuses("{\"value\":\"n\"}");
    }
    at(Kind.ENROLMENT, 4, "dl/name").accepts("{\"value\":\"n\"}");
    for (int noCeiling : new int[] {1, 3, 4, 5}) {
      at(Kind.ENROLMENT, noCeiling, "dl/may_grant").refuses("{}");
    }
    at(Kind.ENROLMENT, 5, "dl/archetype").refuses("\"a\"");
    for (String member :
        List.of("owner", "spawner", "operator", "template", "provisioner", "control_owner")) {
      at(Kind.ENROLMENT, 6, "dl/" + member).refuses(hash(1));
      at(Kind.ENROLMENT, 0, "dl/" + member).refuses(hash(1));
    }
    at(Kind.ENROLMENT, 6, "dl/archetype").refuses("\"a\"");
    at(Kind.ENROLMENT, 6, "dl/triggers").refuses("[\"a\"]");
    at(Kind.ENROLMENT, 6, "dl/rotates").refuses(GONE, "\"x\"", "7");
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> agents() {
    at(Kind.ENROLMENT, 1, "dl/spawner").refuses(hash(1));
    at(Kind.ENROLMENT, 1, "dl/owner").refuses(GONE, "7", "\"x\"");
    at(Kind.ENROLMENT, 2, "dl/owner").refuses(hash(1));
    at(Kind.ENROLMENT, 2, "dl/spawner").refuses(GONE);
    at(Kind.ENROLMENT, 1, "dl/operator").refuses(GONE);
    at(Kind.ENROLMENT, 1, "dl/model").refuses(GONE, "{}", "7");
    at(Kind.ENROLMENT, 1, "dl/model/version").accepts(text(256)).refuses("\"\"", text(257), GONE);
    at(Kind.ENROLMENT, 1, "dl/archetype").accepts(text(256)).refuses("\"\"", text(257), GONE);
    at(Kind.ENROLMENT, 1, "dl/template").accepts(GONE).refuses("\"x\"");
    at(Kind.ENROLMENT, 1, "dl/provisioner").accepts(GONE, hash(1)).refuses("7");
    at(Kind.ENROLMENT, 1, "dl/control-owner").refuses(hash(1));
    at(Kind.ENROLMENT, 1, "dl/triggers")
        .accepts(GONE, list(1, MalformedClaimsTest::label), list(32, MalformedClaimsTest::label))
        .refuses("[]", list(33, MalformedClaimsTest::label), "[\"a\",\"a\"]", "[7]", "[\"\"]")
        .refuses("[" + text(257) + "]", "\"a\"");
    at(Kind.ENROLMENT, 1, "dl/id")
        .refuses("\"urn:x\"", "\"urn:uuid:3F1C9C1E-5b7a-4c55-9d55-0a3f6a1b2c3d\"");
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> grants() {
    at(Kind.GRANT, 0, "dl/delegator").refuses(GONE, "7");
    at(Kind.GRANT, 0, "par_hash").refuses(hash(1));
    at(Kind.GRANT, 1, "dl/delegator").refuses(hash(1));
    at(Kind.GRANT, 0, "dl/delegate").refuses(GONE, "7");
    at(Kind.GRANT, 0, "dl/task").refuses(GONE, "{\"id\":\"T\"}");
    at(Kind.GRANT, 1, "dl/task").accepts("{\"id\":\"T\"}").refuses("{}");
    at(Kind.GRANT, 0, "dl/nbf").accepts("0", SAFE, GONE).refuses(UNSAFE, "-1");
    at(Kind.GRANT, 0, "nbf").refuses("1");
    at(Kind.GRANT, 0, "dl/quorum").accepts(GONE).refuses("{}", "{\"count\":1}", "7");
    at(Kind.GRANT, 0, "dl/quorum/count").accepts("1", "32").refuses("0", "33", "1.5", GONE);
    at(Kind.GRANT, 0, "dl/replaces/close").accepts("false").refuses(GONE, "0", "\"true\"");
    at(Kind.GRANT, 0, "dl/replaces/grant").refuses(GONE, "7");
    at(Kind.GRANT, 0, "dl/context")
        .accepts(GONE, "{\"aat_aud\":{\"constraint_type\":\"wildcard\"}}")
        .refuses("{}", "[]", "{\"region\":{\"constraint_type\":\"wildcard\"}}");
    at(Kind.GRANT, 0, "dl/context/dataset").accepts(GONE).refuses("7", "{}");
    at(Kind.GRANT, 0, "dl/context/dataset")
        .refuses(Reason.UNKNOWN_CONSTRAINT_TYPE, "{\"constraint_type\":\"near\"}");
    demands(Kind.GRANT, "dl/approvals", 1);
    at(Kind.GRANT, 0, "dl/approvals").accepts(GONE);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> limits() {
    at(Kind.GRANT, 0, "dl/limits").accepts(GONE, "{\"uses\":1}").refuses("{}", "7", "[]");
    at(Kind.GRANT, 0, "dl/limits/spend").accepts(GONE).refuses("{}", "7");
    for (String number : List.of("uses", "spend/total", "spend/per_action")) {
      at(Kind.GRANT, 0, "dl/limits/" + number)
          .accepts("1", SAFE, "1.0")
          .refuses("0", "-1", "1.5", UNSAFE, "\"1\"", "null");
    }
    at(Kind.GRANT, 0, "dl/limits/uses").accepts(GONE);
    at(Kind.GRANT, 0, "dl/limits/spend/per_action").accepts(GONE);
    at(Kind.GRANT, 0, "dl/limits/spend/total").refuses(GONE);
    at(Kind.GRANT, 0, "dl/limits/spend/currency")
        .refuses("\"eur\"", "\"EU\"", "\"EURO\"", "\"EUR\\n\"", "\"\u00c4UR\"", "7", GONE);
    at(Kind.GRANT, 0, "dl/limits/spend/amounts")
        .accepts("{}", amounts(256))
        .refuses(amounts(257), "[]", GONE);
    at(Kind.GRANT, 0, "dl/limits/spend/amounts")
        .accepts("{\"https://h/t\":null}", "{\"t\":\"/" + "a".repeat(30_000) + "\"}")
        .refuses("{\"https://h:443/t\":null}");
    at(Kind.GRANT, 0, "dl/limits/spend/amounts/erp:pay")
        .accepts("null", "\"/\"", "\"/a/0\"", "\"/a~0b~1c\"", GONE)
        .refuses("\"\"", "\"a\"", "\"/a~\"", "\"/~2\"", "\"/a~~0\"", "7", "{}");
    return tests.stream();
  }

  /** Those of a grant or a tier; at least {@code min}. */
  private void demands(Kind kind, String path, int min) {
    String one = "{\"count\":1,\"from\":[" + hash(1) + "],\"roles\":[],\"valid_for\":1}";
    at(kind, 0, path).accepts("[" + one + "]", list(16, i -> one)).refuses(list(17, i -> one));
    at(kind, 0, path).refuses("{}", "[7]");
    if (min == 0) {
      at(kind, 0, path).accepts("[]");
    } else {
      at(kind, 0, path).refuses("[]");
    }
    at(kind, 0, path + "/0/count").accepts("1", "32").refuses("0", "33", "-1", "1.5", GONE);
    at(kind, 0, path + "/0/valid_for")
        .accepts("1", "7776000")
        .refuses("0", "7776001", "1.5", "null", GONE);
    at(kind, 0, path + "/0/from")
        .accepts("[]", list(64, MalformedClaimsTest::hash))
        .refuses(
            list(65, MalformedClaimsTest::hash), list(2, i -> hash(1)), "[7]", "[\"x\"]", GONE);
    at(kind, 0, path + "/1/from").accepts("[" + hash(1) + "]");
    at(kind, 0, path + "/1/roles").refuses("[]", GONE);
    at(kind, 0, path + "/0/roles")
        .accepts("[]", "[\"owner\",\"provisioner\",\"control-owner\",\"data-approver\"]")
        .refuses("[\"control_owner\"]", "[\"owner\",\"owner\"]", "[7]", "\"owner\"");
    at(kind, 0, path + "/0/when").accepts(GONE, "{\"t\":{}}").refuses("{}", "[]", "{\"t\":7}");
  }

  @TestFactory
  Stream<DynamicTest> calls() {
    for (Kind kind : List.of(Kind.ACTION, Kind.REQUEST)) {
      at(kind, 0, "exp").accepts("0", SAFE).refuses(UNSAFE, GONE);
      at(kind, 0, "aat_id").accepts(text(256)).refuses("\"\"", text(257), GONE);
      at(kind, 0, "aat_tool").accepts(text(256)).refuses("\"\"", text(257), "7", GONE);
      at(kind, 0, "aat_tool").accepts("\"https://h/t\"").refuses("\"https://h:443/t\"");
      at(kind, 0, "aat_hash").refuses("\"x\"", GONE);
      at(kind, 0, "aat_aud").accepts(GONE, "\"\"").refuses("[\"a\"]");
      at(kind, 0, "dl/arguments").accepts("{}").refuses("[]", GONE);
      at(kind, 0, "dl/arguments/amount").accepts(GONE).refuses("84", "{}");
      at(kind, 0, "dl/context").accepts(GONE, "{}").refuses("[]");
      at(kind, 0, "dl/context/aat_aud").refuses("{\"value\":\"x\"}");
      at(kind, 0, "dl/context/region").refuses("{\"value\":\"x\"}");
      at(kind, 0, "dl/context/dataset").accepts("{\"value\":[1]}").refuses("\"x\"", "{}");
      at(kind, 0, "dl/intent").accepts(GONE).refuses("\"x\"", "{\"value\":1,\"digest\":1}");
    }
    at(Kind.ACTION, 0, "dl/request").accepts(GONE).refuses("7");
    at(Kind.ACTION, 0, "dl/caused_by").accepts(GONE).refuses("7");
    at(Kind.REQUEST, 0, "dl/request").refuses(hash(1));
    at(Kind.REQUEST, 0, "dl/caused_by").refuses(hash(1));
    String digest = "{\"digest\":" + hash(1) + "}";
    at(Kind.ACTION, 0, "dl/arguments").refuses("{\"a\":" + digest + ",\"b\":" + digest + "}");
    at(Kind.OUTCOME, 0, "dl/status").accepts("\"abandoned\"").refuses("\"done\"", "7", GONE);
    at(Kind.OUTCOME, 0, "dl/action").refuses("7", GONE);
    at(Kind.OUTCOME, 0, "dl/service").accepts(GONE).refuses("7");
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> policiesAndArchetypes() {
    at(Kind.POLICY, 0, "dl/tools").accepts("{}", tools(1024)).refuses(tools(1025), "[]", GONE);
    at(Kind.POLICY, 0, "dl/tools/free").accepts("\"medium\"").refuses("\"none\"", "\"LOW\"", "7");
    at(Kind.POLICY, 0, "dl/tools")
        .accepts("{\"https://h/t\":\"low\"}")
        .refuses("{\"https://h:443/t\":\"low\"}");
    at(Kind.POLICY, 0, "dl/otherwise").refuses("\"\"", "7", GONE);
    at(Kind.POLICY, 0, "dl/tiers").accepts("{}").refuses("[]", "{\"none\":[]}", GONE);
    demands(Kind.POLICY, "dl/tiers/high", 0);
    for (String seconds : List.of("max_grant_seconds", "max_agent_seconds")) {
      at(Kind.POLICY, 0, "dl/" + seconds).accepts("1", SAFE, GONE).refuses("0", UNSAFE, "null");
    }
    at(Kind.POLICY, 0, "dl/max_spawned").accepts("0", SAFE, GONE).refuses("-1", UNSAFE, "1.5");
    at(Kind.POLICY, 0, "dl/required_roles")
        .accepts("[]", "[\"control-owner\"]")
        .refuses("[\"owner\"]", "[\"boss\"]", "[\"provisioner\",\"provisioner\"]", "7", GONE);
    at(Kind.POLICY, 0, "dl/distinct_roles").accepts("false").refuses("0", "\"true\"", GONE);
    at(Kind.ARCHETYPE, 0, "dl/label").accepts(text(256)).refuses("\"\"", text(257), GONE);
    at(Kind.ARCHETYPE, 0, "dl/may_hold").accepts("{}").refuses("[]", GONE);
    at(Kind.ARCHETYPE, 0, "dl/max_grant_seconds").accepts("1", SAFE, GONE).refuses("0", UNSAFE);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> groups() {
    at(Kind.GROUP, 0, "exp").accepts(SAFE).refuses(UNSAFE, GONE);
    at(Kind.GROUP, 0, "dl/id").accepts("\"a:b\"").refuses("\"b\"", "\"a:\"", "7", GONE);
    at(Kind.GROUP, 1, "dl/members")
        .accepts(list(1, MalformedClaimsTest::hash), list(32, MalformedClaimsTest::hash))
        .refuses("[]", list(33, MalformedClaimsTest::hash), list(2, i -> hash(1)), "[7]", GONE);
    at(Kind.GROUP, 0, "dl/members").refuses("[" + hash(1) + "]");
    at(Kind.GROUP, 0, "dl/replaces").accepts(GONE).refuses("7");
    at(Kind.GROUP, 0, "dl/rota").accepts("[]", shifts(512)).refuses(shifts(513), "{}", "[7]", GONE);
    at(Kind.GROUP, 0, "dl/rota")
        .accepts("[" + shift(0, 1) + "," + shift(1, 2) + "," + shift(9, 10) + "]")
        .refuses("[" + shift(0, 2) + "," + shift(1, 3) + "]")
        .refuses("[" + shift(5, 6) + "," + shift(1, 2) + "]")
        .refuses("[" + shift(1, 1) + "]", "[" + shift(2, 1) + "]");
    at(Kind.GROUP, 0, "dl/rota/0/member").refuses(hash(1), "7", GONE);
    at(Kind.GROUP, 0, "dl/rota/0/from").accepts("0").refuses("-1", "1.5", GONE);
    at(Kind.GROUP, 0, "dl/rota/1/until").accepts(SAFE).refuses(UNSAFE, GONE);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> closingAndAnswering() {
    at(Kind.APPROVAL, 0, "dl/decision").refuses("\"approved\"", "true", GONE);
    at(Kind.APPROVAL, 0, "dl/approver").refuses("7", GONE);
    at(Kind.TRANSFER, 0, "dl/agent").refuses("7", GONE);
    at(Kind.TRANSFER, 0, "dl/owner").refuses("7", GONE);
    at(Kind.REVOCATION, 0, "dl/successor").accepts(GONE).refuses("7");
    at(Kind.SUSPENSION, 0, "dl/trigger").accepts(GONE, text(256)).refuses("\"\"", text(257), "7");
    at(Kind.RESUMPTION, 0, "dl/trigger").refuses("\"drift\"");
    at(Kind.COMPLETION, 0, "dl/targets")
        .accepts(list(1, MalformedClaimsTest::hash), list(64, MalformedClaimsTest::hash))
        .refuses("[]", list(65, MalformedClaimsTest::hash), list(2, i -> hash(1)), "7", GONE);
    at(Kind.COMPROMISE, 0, "dl/last_good").accepts("0", SAFE).refuses("-1", UNSAFE, "1.5", GONE);
    for (Kind kind :
        List.of(
            Kind.APPROVAL, Kind.REVOCATION, Kind.SUSPENSION, Kind.RESUMPTION, Kind.COMPROMISE)) {
      at(kind, 0, "dl/target").refuses("7", "\"x\"", GONE);
      at(kind, 0, "dl/reason").accepts(GONE, "{\"value\":null}").refuses("\"why\"", "{}");
      at(kind, 0, "dl/targets").refuses("[" + hash(1) + "]");
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> genesisAndAuthorities() {
    at(Kind.GENESIS, 0, "dl/origin").accepts(text(256)).refuses("\"\"", text(257), "\"a b\"", GONE);
    String keys = Json.canonicalText(Jwk.toValue(EveryKind.BOUND.publicKey()));
    String signer = Json.canonicalText(Jwk.toValue(EveryKind.SIGNER.publicKey()));
    at(Kind.GENESIS, 0, "dl/authorities")
        .accepts("[" + keys + "]")
        .refuses("[]", "[" + keys + "," + keys + "]", "[" + signer + "]", "7", GONE);
    at(Kind.AUTHORITY, 0, "dl/add").accepts(GONE).refuses("{}", "7");
    at(Kind.AUTHORITY, 0, "dl/end").accepts(GONE).refuses("7", "\"x\"");
    at(Kind.AUTHORITY, 1, "dl/add").refuses(GONE);
    at(Kind.AUTHORITY, 2, "dl/end").refuses(GONE);
    at(Kind.AUTHORITY, 0, "dl/add/key").refuses("{}", "7", GONE);
    at(Kind.AUTHORITY, 0, "dl/add/pop").refuses("7", GONE);
    at(Kind.LEDGER_KEY, 0, "dl/key").refuses("{}", "7", GONE, p256());
    at(Kind.LEDGER_KEY, 0, "dl/pop").refuses("7", GONE);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> everyKind() {
    for (Kind kind : Kind.values()) {
      at(kind, 0, "dl/v").refuses(Reason.UNKNOWN_VERSION, "0", "2");
      at(kind, 0, "dl/v").refuses("\"1\"", GONE);
      at(kind, 0, "dl").refuses("[]", GONE);
      at(kind, 0, "iss").refuses("\"urn:x\"", GONE);
      at(kind, 0, "jti").accepts(text(256)).refuses("\"\"", text(257), GONE);
      at(kind, 0, "iat").accepts("0", SAFE).refuses("-1", UNSAFE, "0.5", GONE);
      at(kind, 0, "nbf").refuses("1");
      at(kind, 0, "extra").accepts("1");
      if (kind != Kind.GENESIS) {
        at(kind, 0, "aud").refuses("[\"" + EveryKind.LEDGER + "\"]", GONE);
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> unknownMember_isRefusedWhereverItStands() {
    EveryKind.statements()
        .forEach(
            (kind, statements) -> {
              for (int i = 0; i < statements.size(); i++) {
                Value.Obj claims = Change.claims(statements.get(i));
                Value dl = Objects.requireNonNull(claims.members().get("dl"));
                for (String path : Change.objects(dl, "dl")) {
                  at(kind, i, path + "/unheard-of").refuses("7");
                }
              }
            });
    return tests.stream();
  }

  private At at(Kind kind, int sample, String path) {
    return new At(kind, sample, path);
  }

  /** One place in one claims set. */
  private final class At {
    private final Kind kind;
    private final Value good;
    private final String path;

    At(Kind kind, int sample, String path) {
      this.kind = kind;
      this.good = Change.claims(EveryKind.statements().getOrDefault(kind, List.of()).get(sample));
      this.path = path;
    }

    At accepts(@Nullable String... values) {
      for (String json : values) {
        Value changed = Change.at(good, path, json);
        test(json, () -> assertThatCode(() -> read(changed)).doesNotThrowAnyException());
      }
      return this;
    }

    At refuses(@Nullable String... values) {
      return refuses(Reason.CLAIMS_MALFORMED, values);
    }

    At refuses(Reason reason, @Nullable String... values) {
      for (String json : values) {
        Value changed = Change.at(good, path, json);
        test(json, () -> assertThat(refusal(changed)).isEqualTo(reason));
      }
      return this;
    }

    private Reason refusal(Value changed) {
      RefusedException refused = catchThrowableOfType(RefusedException.class, () -> read(changed));
      assertThat(refused).as("accepted").isNotNull();
      return refused.refusal().reason();
    }

    private void read(Value changed) throws RefusedException {
      StatementReader.read(kind, changed);
    }

    private void test(@Nullable String json, Executable check) {
      String shown = json == null ? "(gone)" : json.length() > 60 ? json.length() + " long" : json;
      tests.add(DynamicTest.dynamicTest(kind + " " + path + " = " + shown, check));
    }
  }

  /** A good key, of the suite that signs no checkpoint. */
  private static String p256() {
    SecureRandom random = new SecureRandom();
    return Json.canonicalText(
        Jwk.toValue(InMemorySigner.generate(Suite.ES256, random).publicKey()));
  }

  private static String hash(int i) {
    return "\"" + EveryKind.hash("item " + i).base64Url() + "\"";
  }

  private static String label(int i) {
    return "\"label " + i + "\"";
  }

  private static String text(int length) {
    return "\"" + "x".repeat(length) + "\"";
  }

  private static String list(int size, IntFunction<String> item) {
    return IntStream.range(0, size).mapToObj(item).collect(Collectors.joining(",", "[", "]"));
  }

  private static String amounts(int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> "\"t" + i + "\":null")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String tools(int size) {
    return amounts(size).replace("null", "\"low\"");
  }

  private static String shift(long from, long until) {
    String member = "\"" + EveryKind.hash("human").base64Url() + "\"";
    return "{\"from\":" + from + ",\"until\":" + until + ",\"member\":" + member + "}";
  }

  private static String shifts(int size) {
    return list(size, i -> shift(i, i + 1));
  }
}
