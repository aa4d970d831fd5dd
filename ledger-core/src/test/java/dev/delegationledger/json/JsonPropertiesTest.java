package dev.delegationledger.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonPropertiesTest {
  @Property(tries = 1000)
  void anyBytes_areReadOrRefused(@ForAll byte[] bytes) {
    assertAgrees(bytes);
  }

  @Property(tries = 5000)
  void anyMixOfJsonCharacters_isReadOrRefused(@ForAll("fragments") String text) {
    assertAgrees(text.getBytes(UTF_8));
  }

  @Property(tries = 5000)
  void alteredText_isReadOrRefused(@ForAll("altered") byte[] bytes) {
    assertAgrees(bytes);
  }

  @Property(tries = 2000)
  void canonicalForm_isReadBackAndStable(@ForAll("values") Value value) throws JsonException {
    byte[] canonical = Json.canonical(value);
    Value read = Json.parse(canonical, Integer.MAX_VALUE);
    assertThat(read).isEqualTo(value);
    assertThat(Json.canonical(read)).isEqualTo(canonical);
  }

  /** Up to 15 digits name one double, so that they are its shortest form too. */
  @Property(tries = 2000)
  void numberOf15Digits_isWrittenAsItsDouble(@ForAll("numbersOf15Digits") BigDecimal number) {
    String canonical = Json.canonicalText(Value.of(number));
    assertThat(canonical).isEqualTo(ecmaScript(number));
    assertThat(new BigDecimal(Double.parseDouble(canonical)).round(new MathContext(15)))
        .isEqualByComparingTo(number);
  }

  /** Never another exception, and never accepts what the grammar of RFC 8259 does not. */
  private static void assertAgrees(byte[] bytes) {
    boolean grammatical = Grammar.matches(bytes);
    try {
      Value value = Json.parse(bytes, Integer.MAX_VALUE);
      assertThat(grammatical).as("accepted %s", new String(bytes, UTF_8)).isTrue();
      assertThat(Json.parse(Json.canonical(value), Integer.MAX_VALUE)).isEqualTo(value);
    } catch (JsonException e) {
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
      assertThat(grammatical && isAboutGrammar(e, bytes))
          .as("refused %s: %s", new String(bytes, UTF_8), e)
          .isFalse();
    }
  }

  /** Whether a refusal says that the text is no JSON, rather than JSON that is not read here. */
  private static boolean isAboutGrammar(JsonException e, byte[] bytes) {
    String message = String.valueOf(e.getMessage());
    boolean maySurrogate = new String(bytes, UTF_8).matches("(?s).*\\\\u[dD].*");
    return message.contains("expected UTF-8")
        || message.contains("end of the text")
        || (message.contains("expected JSON (RFC 8259)") && !maySurrogate);
  }

  /** ECMA-262 Number::toString, step by step, by repeated division. */
  private static String ecmaScript(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    if (number.signum() < 0) {
      return "-" + ecmaScript(number.negate());
    }
    int n = 0;
    BigDecimal scaled = number;
    for (; scaled.compareTo(BigDecimal.ONE) >= 0; n++) {
      scaled = scaled.divide(BigDecimal.TEN);
    }
    for (; scaled.multiply(BigDecimal.TEN).compareTo(BigDecimal.ONE) < 0; n--) {
      scaled = scaled.multiply(BigDecimal.TEN);
    }
    StringBuilder s = new StringBuilder();
    for (; scaled.signum() != 0; ) {
      scaled = scaled.multiply(BigDecimal.TEN);
      BigInteger digit = scaled.toBigInteger();
      s.append(digit);
      scaled = scaled.subtract(new BigDecimal(digit));
    }
    int k = s.length();
    if (n >= -5 && n <= 21) {
      return number.stripTrailingZeros().toPlainString();
    }
    String mantissa = k == 1 ? s.toString() : s.charAt(0) + "." + s.substring(1);
    return mantissa + (n > 0 ? "e+" : "e-") + Math.abs(n - 1);
  }

  @Provide
  Arbitrary<String> fragments() {
    return Arbitraries.randomValue(
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(RandomJson.fragment(random));
          }
          return text.toString();
        });
  }

  @Provide
  Arbitrary<byte[]> altered() {
    return Arbitraries.randomValue(
        random -> RandomJson.alter(random, Json.canonical(RandomJson.value(random))));
  }

  @Provide
  Arbitrary<BigDecimal> numbersOf15Digits() {
    return Combinators.combine(
            Arbitraries.longs().between(-999_999_999_999_999L, 999_999_999_999_999L),
            Arbitraries.integers().between(-40, 40))
        .as(BigDecimal::valueOf);
  }

  @Provide
  Arbitrary<Value> values() {
    return Arbitraries.randomValue(RandomJson::value);
  }
}
