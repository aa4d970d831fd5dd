package dev.delegationledger;

import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns what a caller has at hand into exact values. */
final class Values {
  private Values() {}

  /**
   * @throws IllegalArgumentException on a type that has no exact value, binary floating point above
   *     all
   */
  static Value of(@Nullable Object object) {
    if (object == null) {
      return Value.NULL;
    } else if (object instanceof Value value) {
      return value;
    } else if (object instanceof CharSequence || object instanceof Character) {
      return Value.of(object.toString());
    } else if (object instanceof Boolean truth) {
      return Value.of(truth.booleanValue());
    } else if (object instanceof BigDecimal number) {
      return Value.of(number);
    } else if (object instanceof BigInteger number) {
      return Value.of(new BigDecimal(number));
    } else if (object instanceof Long
        || object instanceof Integer
        || object instanceof Short
        || object instanceof Byte) {
      return Value.of(((Number) object).longValue());
    } else if (object instanceof List<?> list) {
      return array(list);
    } else if (object instanceof Map<?, ?> map) {
      return object(map);
    }
    throw new IllegalArgumentException(
        "expected a string, a whole number, a BigDecimal, a boolean, a Value, or a list or map of"
            + " them, got "
            + object.getClass().getName());
  }

  static List<Value> all(Object... objects) {
    return Arrays.stream(objects).map(Values::of).toList();
  }

  private static Value array(List<?> list) {
    List<Value> items = new ArrayList<>();
    for (Object item : list) {
      items.add(of(item));
    }
    return Value.arr(items);
  }

  private static Value object(Map<?, ?> map) {
    Map<String, Value> members = new TreeMap<>();
    map.forEach(
        (name, value) -> {
          if (!(name instanceof String text)) {
            throw new IllegalArgumentException("expected a map with names as strings");
          }
          members.put(text, of(value));
        });
    return Value.obj(members);
  }
}
