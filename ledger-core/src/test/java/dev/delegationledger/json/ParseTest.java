package dev.delegationledger.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParseTest {
  private static final String NOT_JSON = "expected JSON (RFC 8259), got something else";
  private static final String BOUNDS = "expected a number within the bounds, got one outside them";
  private static final String TOO_DEEP =
      "expected at most " + Json.MAX_DEPTH + " levels of nesting, got more";
  private static final String TOO_LONG = "expected a number of at most 128 characters, got more";

  @Test
  void everyTypeOfValue_isRead() throws JsonException {
    assertThat(parse(" {\"a\":[null,true,false,-1.50,\"\\u0041\\/\"],\r\n\t\"\":{}} "))
        .isEqualTo(
            Value.obj(
                Map.of(
                    "a",
                    Value.arr(
                        List.of(
                            Value.NULL,
                            Value.of(true),
                            Value.of(false),
                            Value.of(new BigDecimal("-1.5")),
                            Value.of("A/"))),
                    "",
                    Value.obj(Map.of()))));
  }

  @Test
  void escapedNul_isKept() throws JsonException {
    assertThat(parse("\"a\\u0000b\"")).isEqualTo(Value.of("a\0b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n\t"})
  void textWithoutValue_isRefused(String text) {
    assertRefused(text, "expected a value, got the end of the text", text.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 2", "[] []", "{}\n{}", "null null", "\"a\" \"a\"", "1 []"})
  void secondValue_isRefused(String text) {
    assertThat(refusal(text))
        .hasMessageContaining("expected the end of the text, got another value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1a", "1\0", "1\0001", "[]\0", "[]x", "\"a\"b", "truefalse", "true1", "nullx", "1:2", "1,",
            "]",
        "[]]", "{}}", "\0", "[]\ufeff", "\f1", "\0131", "\u00a01", "\u20281", "\0361", "1//",
            "/**/1", "#\n1"
      })
  void garbageAroundTheValue_isRefused(String text) {
    assertThat(refusal(text)).hasMessageContaining(NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':1}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{\"a\":1",
        "{\"a\":",
        "{\"a\"",
        "{",
        "[",
        "[1",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{]",
        "[}",
        "{1:2}",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\",
        "\"\0\"",
        "\"\037\"",
        "\"\n\"",
        "tru",
        "nul",
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        "-01",
        "00",
        ".5",
        "1.",
        "1.e1",
        "1e",
        "1e+",
        "-",
        "0x1",
        "1_0",
        "\u0661",
        "True"
      })
  void lenientSpelling_isRefused(String text) {
    assertThat(refusal(text)).hasMessageContaining(NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "[{\"b\":{\"\":1,\"c\":[],\"\":[]}}]"
      })
  void secondMemberOfTheSameName_isRefused(String text) {
    assertThat(refusal(text))
        .hasMessageContaining("expected each member once, got a second one of the same name");
  }

  @Test
  void namesThatOnlyLookTheSame_areTwoMembers() throws JsonException {
    assertThat(((Value.Obj) parse("{\"\\u00e9\":1,\"e\\u0301\":2}")).members()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ude00\\ud83d\"",
        "\"\\ud83dx\"",
        "\"\\ud83d\\n\""
      })
  void unpairedSurrogate_isRefused(String text) {
    assertThat(refusal(text))
        .hasMessageContaining("expected escaped surrogates in pairs, got one alone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud800", "\\udc00", "\\ude00\\ud83d", "\\ud83dx", "\\ud83d"})
  void unpairedSurrogateInName_isRefused(String name) {
    assertThat(refusal("{\"" + name + "\":1}")).isNotNull();
  }

  @Test
  void pairedSurrogates_areRead() throws JsonException {
    assertThat(parse("{\"\\ud83d\\ude00\":\"\\ud83d\\ude00\"}"))
        .isEqualTo(parse("{\"\ud83d\ude00\":\"\ud83d\ude00\"}"));
  }

  @Test
  void nestingUpToTheBound_isRead() throws JsonException {
    assertThat(parse(nested(Json.MAX_DEPTH))).isInstanceOf(Value.Arr.class);
    assertThat(parse("{\"a\":".repeat(Json.MAX_DEPTH) + "1" + "}".repeat(Json.MAX_DEPTH)))
        .isInstanceOf(Value.Obj.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {Json.MAX_DEPTH + 1, 501, 100_000})
  void nestingBeyondTheBound_isRefused(int depth) {
    assertRefused(nested(depth), TOO_DEEP, Json.MAX_DEPTH + 1);
    assertThat(refusal("{\"a\":".repeat(depth))).hasMessageContaining(TOO_DEEP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "-0.0e5",
        "0e500",
        "0E-99999999999",
        "0.000e+2147483648",
        "1e128",
        "1E-128",
        "-9.99e+128"
      })
  void numberWithinTheBounds_isRead(String text) throws JsonException {
    assertThat(parse(text)).isInstanceOf(Value.Num.class);
  }

  @Test
  void zero_hasNeitherSignNorExponent() throws JsonException {
    assertThat(parse("[-0,0.00,0e500,-0E-99999999999]"))
        .isEqualTo(Value.arr(List.of(Value.of(0), Value.of(0), Value.of(0), Value.of(0))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e129",
        "1e-129",
        "10e128",
        "0.1e-128",
        "-1e129",
        "1e2147483647",
        "100e2147483647",
        "0.01e-2147483647",
        "1e2147483648",
        "1e99999999999",
        "-1e-99999999999999999999"
      })
  void numberBeyondTheExponent_isRefused(String text) {
    assertRefused(text, BOUNDS, text.length());
  }

  @Test
  void digitsUpToTheBound_areExact() throws JsonException {
    String digits = "1234567890".repeat(4).substring(0, 39) + "1";
    assertThat(parse("0." + digits)).isEqualTo(Value.of(new BigDecimal("0." + digits)));
    assertRefused("0." + digits + "1", BOUNDS, 43);
  }

  @Test
  void numberLiteral_hasAtMost128Characters() throws JsonException {
    assertThat(parse("-1" + "0".repeat(126))).isEqualTo(Value.of(BigDecimal.TEN.pow(126).negate()));
    assertRefused("-1" + "0".repeat(127), TOO_LONG, 129);
    assertRefused("1." + "0".repeat(127), TOO_LONG, 129);
    assertRefused("1e" + "0".repeat(100_000), TOO_LONG, 100_002);
    assertRefused("9".repeat(100_000), TOO_LONG, 100_000);
  }

  @Test
  void longStringsAndNames_areBoundedByTheSizeOnly() throws JsonException {
    String text = "x".repeat(1 << 21);
    assertThat(parse("{\"" + text + "\":\"" + text + "\"}"))
        .isEqualTo(Value.obj(Map.of(text, Value.of(text))));
  }

  @Test
  void size_isBounded() throws JsonException {
    byte[] text = "[\u00e9]".replace("[", "\"").replace("]", "\"").getBytes(UTF_8);
    assertThat(Json.parse(text, 4)).isEqualTo(Value.of("\u00e9"));
    JsonException refusal = catchThrowableOfType(JsonException.class, () -> Json.parse(text, 3));
    assertThat(refusal).hasMessage("size check failed: expected at most 3 bytes, got 4 at byte 3");
    assertThat(refusal.offset()).isEqualTo(3);
  }

  @Test
  void byteOrderMark_isRefused() {
    assertRefused("\ufeff{}", "expected no byte order mark, got one", 0);
    assertRefused("\ufeff", "expected no byte order mark, got one", 0);
  }

  @Test
  void otherEncodings_areNotTried() {
    assertThat(refusal("[\"a\"]".getBytes(UTF_16))).hasMessageContaining("expected UTF-8");
    assertThat(refusal("[\"a\"]".getBytes(UTF_16LE))).hasMessageContaining(NOT_JSON);
    assertThat(refusal("[\"a\"]".getBytes(java.nio.charset.Charset.forName("UTF-32BE"))))
        .hasMessageContaining(NOT_JSON);
    assertThat(refusal("\"\u00e9\"".getBytes(ISO_8859_1))).hasMessageContaining("expected UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00c0\u00af", "\u00e0\u0080\u00af", "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080",
        "\u0080", "\u00fe", "\u00c3", "\u00e2\u0082"
      })
  void malformedUtf8_isRefusedWhereItStands(String latin) {
    JsonException refusal = refusal(("[\"\u00c3\u00a9" + latin + "\"]").getBytes(ISO_8859_1));
    assertThat(refusal).hasMessageContaining("expected UTF-8, got another byte");
    assertThat(refusal.offset()).isEqualTo(4);
  }

  @Test
  void offset_countsBytes() {
    assertRefused("[\"\u20ac\ud83d\ude00\",1e500]", BOUNDS, 16);
  }

  @Test
  void message_neverQuotesTheInput() {
    for (String text :
        new String[] {"secret", "[\"secret\" secret]", "{\"secret\":secret}", "\"secret"}) {
      JsonException refusal = refusal(text);
      assertThat(refusal.getMessage()).doesNotContain("secret");
      assertThat(refusal.getCause()).isNull();
    }
    assertThat(refusal("{\"secret\":1,\"secret\":2}").getMessage()).doesNotContain("secret");
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static Value parse(String text) throws JsonException {
    return Json.parse(text.getBytes(UTF_8), Integer.MAX_VALUE);
  }

  private static void assertRefused(String text, String detail, long offset) {
    JsonException refusal = refusal(text);
    assertThat(refusal).hasMessageEndingWith(detail + " at byte " + offset);
    assertThat(refusal.offset()).isEqualTo(offset);
  }

  private static JsonException refusal(String text) {
    return refusal(text.getBytes(UTF_8));
  }

  private static JsonException refusal(byte[] text) {
    JsonException refusal =
        catchThrowableOfType(JsonException.class, () -> Json.parse(text, Integer.MAX_VALUE));
    assertThat(refusal).as("refusal").isNotNull();
    return refusal;
  }
}
