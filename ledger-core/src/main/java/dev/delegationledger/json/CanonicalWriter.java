package dev.delegationledger.json;

import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.Map;

/** Writes one value in the form of RFC 8785 section 3.2. Confined to the call that made it. */
final class CanonicalWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();

  private CanonicalWriter() {}

  static String write(Value value) {
    CanonicalWriter writer = new CanonicalWriter();
    writer.value(value, 0);
    return writer.out.toString();
  }

  private void value(Value value, int depth) {
    if (value instanceof Value.Obj object) {
      object(object, deeper(depth));
    } else if (value instanceof Value.Arr array) {
      array(array, deeper(depth));
    } else if (value instanceof Value.Str string) {
      string(string.value());
    } else if (value instanceof Value.Num number) {
      number(number.value());
    } else if (value instanceof Value.Bool truth) {
      out.append(truth.value());
    } else {
      out.append("null");
    }
  }

  private static int deeper(int depth) {
    if (depth == Json.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "a value nests at most " + Json.MAX_DEPTH + " levels deep");
    }
    return depth + 1;
  }

  private void object(Value.Obj object, int depth) {
    String separator = "{";
    for (Map.Entry<String, Value> member : object.members().entrySet()) {
      out.append(separator);
      string(member.getKey());
      out.append(':');
      value(member.getValue(), depth);
      separator = ",";
    }
    out.append(object.members().isEmpty() ? "{}" : "}");
  }

  private void array(Value.Arr array, int depth) {
    String separator = "[";
    for (Value item : array.items()) {
      out.append(separator);
      value(item, depth);
      separator = ",";
    }
    out.append(array.items().isEmpty() ? "[]" : "]");
  }

  /** RFC 8785 section 3.2.2.2. */
  private void string(String string) {
    out.append('"');
    int plain = 0; // from where on nothing is written yet
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\') {
        continue;
      }
      out.append(string, plain, i);
      plain = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
      }
    }
    out.append(string, plain, string.length()).append('"');
  }

  /**
   * ECMA-262 Number::toString with radix 10, from step 6 on: {@code digits} are its s, their count
   * its k, {@code point} its n, the place of the decimal point counted from the first digit.
   */
  private void number(BigDecimal number) {
    if (number.signum() < 0) {
      out.append('-');
    }
    String digits = number.unscaledValue().abs().toString();
    int count = digits.length();
    int point = count - number.scale();
    if (count <= point && point <= 21) {
      out.append(digits).append("0".repeat(point - count));
    } else if (0 < point && point <= 21) {
      out.append(digits, 0, point).append('.').append(digits, point, count);
    } else if (-6 < point && point <= 0) {
      out.append("0.").append("0".repeat(-point)).append(digits);
    } else {
      out.append(digits.charAt(0));
      if (count > 1) {
        out.append('.').append(digits, 1, count);
      }
      out.append(point > 0 ? "e+" : "e-").append(Math.abs(point - 1));
    }
  }
}
