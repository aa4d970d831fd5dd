package dev.delegationledger.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {
  private static final Value ALL =
      value(
          "{\"array\":[1],\"false\":false,\"null\":null,\"number\":1.5,\"object\":{\"a\":1},"
              + "\"string\":\"x\",\"whole\":7}");

  @Test
  void membersOfTheRightType_areRead() throws RefusedException {
    Members members = members(ALL);
    assertThat(members.list("array")).containsExactly(Value.of(1));
    assertThat(members.truth("false")).isFalse();
    assertThat(members.value("null")).isEqualTo(Value.NULL);
    assertThat(members.value("number")).isEqualTo(value("1.5"));
    assertThat(members.object("object").whole("a")).isEqualTo(1);
    assertThat(members.text("string")).isEqualTo("x");
    assertThat(members.whole("whole")).isEqualTo(7);
    assertThat(members.names())
        .containsExactly("array", "false", "null", "number", "object", "string", "whole");
    members.end();
  }

  @Test
  void itemsOfAnArray_areReadAndNamedWhereTheyAreWrong() throws RefusedException {
    String hash = "\"" + "A".repeat(43) + "\"";
    Members members =
        members(value("{\"h\":[" + hash + ",\"A\"],\"o\":[{\"a\":1},2],\"t\":[\"x\",3]}"));
    assertThat(members(value("{\"h\":[" + hash + "]}")).hashes("h")).containsExactly(Hash.ZERO);
    assertThat(members(value("{\"t\":[\"x\"]}")).texts("t")).containsExactly("x");
    assertThat(detail(() -> members.hashes("h"))).startsWith("at /h/1: expected a SHA-256");
    assertThat(detail(() -> members.texts("t"))).startsWith("at /t/1: expected a string");
    assertThat(detail(() -> members.objects("o"))).startsWith("at /o/1: expected an object");
  }

  @Test
  void membersOfObjectsInAnArray_areEndedWithIt() throws RefusedException {
    Members members = members(value("{\"o\":[{\"a\":1,\"b\":2}]}"));
    assertThat(members.objects("o").get(0).whole("a")).isEqualTo(1);
    assertThat(detail(members::end)).startsWith("at /o/0/b: expected no such member");
  }

  private static String detail(ThrowingCallable act) {
    return catchThrowableOfType(RefusedException.class, act).refusal().detail();
  }

  @Test
  void optionalMembers_areReadWhereTheyAre() throws RefusedException {
    Members members = members(ALL);
    assertThat(members.optionalList("array")).contains(List.of(Value.of(1)));
    assertThat(members.optionalTruth("false")).contains(false);
    assertThat(members.optionalValue("null")).contains(Value.NULL);
    assertThat(members.optionalValue("number")).contains(value("1.5"));
    assertThat(members.optionalObject("object").orElseThrow().optionalWhole("a")).contains(1L);
    assertThat(members.optionalText("string")).contains("x");
    assertThat(members.optionalWhole("whole")).contains(7L);
    members.end();
  }

  @Test
  void optionalMembers_areEmptyWhereTheyAreNot() throws RefusedException {
    Members members = members(value("{}"));
    assertThat(members.optionalList("a")).isEmpty();
    assertThat(members.optionalTruth("a")).isEmpty();
    assertThat(members.optionalValue("a")).isEmpty();
    assertThat(members.optionalObject("a")).isEmpty();
    assertThat(members.optionalText("a")).isEmpty();
    assertThat(members.optionalWhole("a")).isEmpty();
    assertThat(members.optionalHash("a")).isEmpty();
    members.end();
  }

  @Test
  void missingMember_isRefused() {
    Members members = members(value("{}"));
    assertRefused(() -> members.text("a"), "at /a: expected a string, got nothing");
    assertRefused(
        () -> members.whole("a"), "at /a: expected a whole number from 0 to 2^53-1, got nothing");
    assertRefused(() -> members.truth("a"), "at /a: expected true or false, got nothing");
    assertRefused(() -> members.value("a"), "at /a: expected a value, got nothing");
    assertRefused(() -> members.object("a"), "at /a: expected an object, got nothing");
    assertRefused(() -> members.list("a"), "at /a: expected an array, got nothing");
    assertRefused(
        () -> members.hash("a"), "at /a: expected a SHA-256 digest in base64url, got nothing");
  }

  @ParameterizedTest
  @CsvSource({
    "array,an array",
    "false,a truth value",
    "null,null",
    "number,a number",
    "object,an object",
    "string,a string"
  })
  void memberOfAnotherType_isRefusedNamingTypesOnly(String name, String got) {
    if (!name.equals("string")) {
      assertRefused(() -> members(ALL).text(name), name, "a string", got);
      assertRefused(() -> members(ALL).optionalText(name), name, "a string", got);
    }
    if (!name.equals("false")) {
      assertRefused(() -> members(ALL).truth(name), name, "true or false", got);
      assertRefused(() -> members(ALL).optionalTruth(name), name, "true or false", got);
    }
    if (!name.equals("object")) {
      assertRefused(() -> members(ALL).object(name), name, "an object", got);
      assertRefused(() -> members(ALL).optionalObject(name), name, "an object", got);
    }
    if (!name.equals("array")) {
      assertRefused(() -> members(ALL).list(name), name, "an array", got);
      assertRefused(() -> members(ALL).optionalList(name), name, "an array", got);
    }
    String whole = "a whole number from 0 to 2^53-1";
    assertRefused(() -> members(ALL).whole(name), name, whole, got);
    assertRefused(() -> members(ALL).optionalWhole(name), name, whole, got);
    String hash = "a SHA-256 digest in base64url";
    assertRefused(() -> members(ALL).hash(name), name, hash, got);
    assertRefused(() -> members(ALL).optionalHash(name), name, hash, got);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "1.0,1",
    "1e3,1000",
    "9007199254740991,9007199254740991",
    "90071992547409.91e2,9007199254740991"
  })
  void wholeNumber_isReadHoweverItIsWritten(String text, long whole) throws RefusedException {
    assertThat(members(value("{\"n\":" + text + "}")).whole("n")).isEqualTo(whole);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "0.5",
        "9007199254740992",
        "9007199254740991.5",
        "18446744073709551616",
        "1e128",
        "1e-128"
      })
  void numberThatIsNotWholeOrTooLarge_isRefused(String text) {
    assertRefused(
        () -> members(value("{\"n\":" + text + "}")).whole("n"),
        "at /n: expected a whole number from 0 to 2^53-1, got a number");
  }

  @Test
  void hashInCanonicalBase64Url_isRead() throws RefusedException {
    Members members = members(Value.obj(Map.of("h", Value.of(Hash.ZERO.base64Url()))));
    assertThat(members.hash("h")).isEqualTo(Hash.ZERO);
    assertThat(members.optionalHash("h")).contains(Hash.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+A",
        " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "\u0410AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void hashInAnySpellingButOne_isRefused(String text) {
    assertRefused(
        () -> members(Value.obj(Map.of("h", Value.of(text)))).hash("h"),
        "at /h: expected a SHA-256 digest in base64url, got a string");
  }

  @Test
  void memberNobodyAskedFor_isRefused() throws RefusedException {
    Members members = members(value("{\"a\":1,\"b\":\"secret\"}"));
    members.whole("a");
    members.names();
    assertRefused(members::end, "at /b: expected no such member, got a string");
  }

  @Test
  void memberOfAnInnerObjectNobodyAskedFor_isRefusedWithTheOuterOne() throws RefusedException {
    Members members = members(value("{\"dl\":{\"key\":{\"x\":1}}}"));
    members.object("dl").optionalObject("key");
    assertRefused(members::end, "at /dl/key/x: expected no such member, got a number");
  }

  @Test
  void innerObject_isNamedByItsPointer() {
    Members members = members(value("{\"dl\":{\"key\":5}}"));
    assertRefused(
        () -> members.object("dl").text("key"), "at /dl/key: expected a string, got a number");
  }

  @Test
  void valueThatIsNoObject_isRefused() {
    assertRefused(
        () -> membersAt(value("[]"), ""), "at the root: expected an object, got an array");
    assertRefused(() -> membersAt(Value.NULL, "/a/0"), "at /a/0: expected an object, got null");
  }

  @Test
  void ownFinding_hasTheReasonAndThePointer() {
    RefusedException refused = members(value("{}")).refused("a/b", "expected better");
    assertThat(refused.refusal().reason()).isEqualTo(Reason.CLAIMS_MALFORMED);
    assertThat(refused.refusal().detail()).isEqualTo("at /a~1b: expected better");
  }

  @ParameterizedTest
  @CsvSource({"a/b,/a~1b", "m~n,/m~0n", "'',/", "a%b,/a%b", "k\"l,/k\"l", "c^d,/c^d", "~1,/~01"})
  void pointer_isThatOfRfc6901(String name, String pointer) {
    assertThat(members(value("{}")).pointer(name)).isEqualTo(pointer);
  }

  @Test
  void hostileName_isShownEscapedAndCut() {
    Members members = members(value("{}"));
    assertThat(members.pointer("a b\n\033\u202e\u00e9\\\ud83d\ude00"))
        .isEqualTo("/a\\u0020b\\u000a\\u001b\\u202e\\u00e9\\\\\\ud83d\\ude00");
    assertThat(members.pointer("x".repeat(64))).isEqualTo("/" + "x".repeat(64));
    assertThat(members.pointer("x".repeat(65))).isEqualTo("/" + "x".repeat(64) + "...");
    assertThat(members.pointer("\n".repeat(1_000_000)))
        .isEqualTo("/" + "\\u000a".repeat(10) + "...");
  }

  private static void assertRefused(
      ThrowingCallable read, String name, String expected, String got) {
    assertRefused(read, "at /" + name + ": expected " + expected + ", got " + got);
  }

  private static void assertRefused(ThrowingCallable read, String detail) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, read);
    assertThat(refused).isNotNull();
    assertThat(refused.refusal().reason()).isEqualTo(Reason.CLAIMS_MALFORMED);
    assertThat(refused.refusal().detail()).isEqualTo(detail);
  }

  private static Members membersAt(Value value, String pointer) throws RefusedException {
    return Members.of(value, pointer, Reason.CLAIMS_MALFORMED);
  }

  private static Members members(Value value) {
    try {
      return membersAt(value, "");
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  private static Value value(String text) {
    try {
      return Json.parse(text.getBytes(UTF_8), Integer.MAX_VALUE);
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }
}
