package dev.delegationledger.scope;

import dev.delegationledger.model.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Text from a ledger, which is hostile, as printable ASCII on one line: JSON strings with every
 * control, bidirectional and non-ASCII character escaped.
 */
final class Ascii {
  private static final int PLAIN_EXPONENT_MIN = -7;
  private static final int PLAIN_EXPONENT_MAX = 20;

  private Ascii() {}

  /** The name of a tool or an argument: bare if it is one harmless word, else a JSON string. */
  static String name(String text) {
    boolean word = !text.isEmpty() && text.chars().allMatch(Ascii::isWordCharacter);
    return word ? text : quote(text);
  }

  private static boolean isWordCharacter(int c) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || "_-.:/@#%+~?&".indexOf(c) >= 0;
  }

  /** A JSON string. */
  static String quote(String text) {
    return '"' + escape(text) + '"';
  }

  /** The inside of a JSON string. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= 0x20 && c < 0x7f) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return out.toString();
  }

  /** The value as JSON. */
  static String json(Value value) {
    if (value instanceof Value.Bool bool) {
      return Boolean.toString(bool.value());
    } else if (value instanceof Value.Num number) {
      return number(number.value());
    } else if (value instanceof Value.Str string) {
      return quote(string.value());
    } else if (value instanceof Value.Arr array) {
      return json(array.items());
    } else if (value instanceof Value.Obj object) {
      return object.members().entrySet().stream()
          .map(Ascii::member)
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return "null";
  }

  static String json(Iterable<Value> items) {
    StringBuilder out = new StringBuilder("[");
    for (Value item : items) {
      out.append(out.length() == 1 ? "" : ", ").append(json(item));
    }
    return out.append(']').toString();
  }

  private static String member(Map.Entry<String, Value> member) {
    return quote(member.getKey()) + ": " + json(member.getValue());
  }

  /** The exact decimal, in plain digits unless it is very large or very small. */
  static String number(BigDecimal number) {
    int exponent = number.precision() - number.scale() - 1;
    boolean plain = exponent >= PLAIN_EXPONENT_MIN && exponent <= PLAIN_EXPONENT_MAX;
    return plain ? number.toPlainString() : number.toString();
  }
}
