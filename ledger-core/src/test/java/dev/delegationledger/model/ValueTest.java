package dev.delegationledger.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueTest {
  @Test
  void numbers_areComparedByWhatTheyAre() {
    assertThat(number("1.0")).isEqualTo(number("1")).isEqualTo(Value.of(1));
    assertThat(number("1e2")).isEqualTo(number("100")).hasSameHashCodeAs(number("100.00"));
    assertThat(number("-0.000")).isEqualTo(Value.of(0));
    assertThat(number("0.1")).isNotEqualTo(number("0.1000000000000000055511151231257827"));
  }

  @Test
  void numberAtItsBounds_isAccepted() {
    assertThat(number("9".repeat(Value.Num.MAX_DIGITS))).isInstanceOf(Value.Num.class);
    assertThat(number("9.9e128")).isInstanceOf(Value.Num.class);
    assertThat(number("1e-128")).isInstanceOf(Value.Num.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99999999999999999999999999999999999999999", // 41 digits
        "1e129",
        "9e-129",
        "1e2147483647",
        "1e-2147483647"
      })
  void numberBeyondItsBounds_isRefused(String literal) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> number(literal))
        .withMessageContaining("a number has at most 40 digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud83d\ud83d\ude00"})
  void unpairedSurrogate_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Value.of(text))
        .withMessageContaining("unpaired surrogate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Value.obj(Map.of(text, Value.NULL)))
        .withMessageContaining("unpaired surrogate");
  }

  @Test
  void surrogatePair_isAccepted() {
    assertThat(Value.of("a\ud83d\ude00")).isEqualTo(new Value.Str("a\ud83d\ude00"));
  }

  @Test
  void members_standInCodeUnitOrder() {
    var members = new HashMap<String, Value>();
    for (String name : List.of("b", "a", "\uffff", "\ud83d\ude00", "B", "")) {
      members.put(name, Value.NULL);
    }
    assertThat(Value.obj(members).members().keySet())
        .containsExactly("", "B", "a", "b", "\ud83d\ude00", "\uffff");
  }

  @Test
  void containers_areCopies() {
    var items = new ArrayList<Value>(List.of(Value.of(true)));
    Value.Arr array = Value.arr(items);
    items.clear();
    assertThat(array.items()).containsExactly(Value.of(true));
    assertThat(array).isEqualTo(Value.arr(List.of(Value.of(true))));
  }

  private static Value number(String literal) {
    return Value.of(new BigDecimal(literal));
  }
}
