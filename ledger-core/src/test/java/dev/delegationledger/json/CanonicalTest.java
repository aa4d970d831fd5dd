package dev.delegationledger.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.model.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
  @ParameterizedTest
  @ValueSource(strings = {"arrays", "french", "structures", "unicode", "weird"})
  void publishedVector_isReproduced(String name) throws IOException, JsonException {
    byte[] canonical = canonical(SharedVectors.bytes("jcs/testdata/input/" + name + ".json"));
    assertThat(canonical)
        .isEqualTo(SharedVectors.bytes("jcs/testdata/output/" + name + ".json"))
        .isEqualTo(hex(name));
  }

  /** The one place where the published vectors round to a double: 333333333.33333329. */
  @Test
  void publishedVectorOfValues_isReproducedButForOneNumberThatKeepsItsDigits()
      throws IOException, JsonException {
    byte[] canonical = canonical(SharedVectors.bytes("jcs/testdata/input/values.json"));
    String ours = new String(canonical, UTF_8);
    String theirs = new String(SharedVectors.bytes("jcs/testdata/output/values.json"), UTF_8);
    assertThat(theirs).isEqualTo(new String(hex("values"), UTF_8)).contains("[333333333.3333333,");
    assertThat(ours).contains("[333333333.33333329,");
    assertThat(ours.replace("[333333333.33333329,", "[333333333.3333333,")).isEqualTo(theirs);
  }

  /** The samples of RFC 8785 appendix B that are within the bounds, as ECMAScript writes them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "9007199254740992", "-9007199254740992", "295147905179352830000",
            "9.999999999999997e+22",
        "1e+23", "1.0000000000000001e+23", "999999999999999700000", "999999999999999900000",
            "1e+21",
        "9.999999999999997e-7", "0.000001", "333333333.3333332", "333333333.33333325",
            "333333333.3333333",
        "333333333.3333334", "333333333.33333343", "-0.0000033333333333333333", "1424953923781206.2"
      })
  void numberAsEcmaScriptWritesIt_staysAsItIs(String number) throws JsonException {
    assertThat(new String(canonical(number.getBytes(UTF_8)), UTF_8)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "-0,0",
    "1.0,1",
    "100,100",
    "1e2,100",
    "-12.50,-12.5",
    "123456789012345678901,123456789012345678901",
    "1234567890123456789012,1.234567890123456789012e+21",
    "1e20,100000000000000000000",
    "1e21,1e+21",
    "-1.5e21,-1.5e+21",
    "12345678901234567890.5,12345678901234567890.5",
    "123456789012345678901.5,123456789012345678901.5",
    "1234567890123456789012.5,1.2345678901234567890125e+21",
    "0.1,0.1",
    "1e-6,0.000001",
    "0.0000015,0.0000015",
    "1e-7,1e-7",
    "-0.00000015,-1.5e-7",
    "1e128,1e+128",
    "1e-128,1e-128",
    "0.1000000000000000055511151231257827,0.1000000000000000055511151231257827"
  })
  void number_isLaidOutFromItsExactDecimal(String number, String canonical) {
    assertThat(Json.canonicalText(Value.of(new BigDecimal(number)))).isEqualTo(canonical);
  }

  @Test
  void string_hasTheShortestEscapes() {
    String controls = "\0\001\b\t\n\013\f\r\016\037 \"\\/\177\u0080\u2028\ufeff\ud83d\ude00";
    assertThat(Json.canonicalText(Value.of(controls)))
        .isEqualTo(
            "\"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u000e\\u001f \\\"\\\\/\177\u0080\u2028\ufeff"
                + "\ud83d\ude00\"");
  }

  /** U+1F600 sorts before U+FB33 by UTF-16 code units, and after it by code points. */
  @Test
  void members_areInOrderOfUtf16CodeUnits() {
    Value value =
        Value.obj(
            Map.of(
                "\ufb33",
                Value.of(4),
                "\ud83d\ude00",
                Value.of(3),
                "aa",
                Value.of(2),
                "a",
                Value.of(1),
                "A",
                Value.of(0)));
    assertThat(Json.canonicalText(value))
        .isEqualTo("{\"A\":0,\"a\":1,\"aa\":2,\"\ud83d\ude00\":3,\"\ufb33\":4}");
  }

  @Test
  void depthThatCannotBeReadBack_isNotWritten() {
    Value value = Value.NULL;
    for (int i = 0; i < Json.MAX_DEPTH; i++) {
      value = Value.arr(List.of(value));
    }
    Value deep = value;
    assertThat(Json.canonicalText(deep))
        .isEqualTo("[".repeat(Json.MAX_DEPTH) + "null" + "]".repeat(Json.MAX_DEPTH));
    assertThatThrownBy(() -> Json.canonicalText(Value.obj(Map.of("a", deep))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a value nests at most " + Json.MAX_DEPTH + " levels deep");
  }

  @Test
  void naughtyStrings_comeBackAsValuesAndAsNames() throws IOException, JsonException {
    Value list = Json.parse(SharedVectors.bytes("strings/blns.json"), 1 << 20);
    List<Value> strings = ((Value.Arr) list).items();
    assertThat(strings).hasSize(515);
    assertThat(Json.parse(Json.canonical(list), 1 << 20)).isEqualTo(list);
    for (Value string : strings) {
      Value object = Value.obj(Map.of(((Value.Str) string).value(), string));
      assertThat(Json.parse(Json.canonical(object), 1 << 20)).isEqualTo(object);
    }
  }

  private static byte[] canonical(byte[] text) throws JsonException {
    return Json.canonical(Json.parse(text, 1 << 20));
  }

  private static byte[] hex(String name) throws IOException {
    String hex = new String(SharedVectors.bytes("jcs/testdata/outhex/" + name + ".txt"), UTF_8);
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }
}
