package dev.delegationledger.json;

import dev.delegationledger.model.Value;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random values and texts, small and full of corners. */
final class RandomJson {
  private static final String CHARACTERS =
      "{}[]\",:\\/ \t\r\n+-.eE019ux\0\037\177\u00e9\u20ac\ufeff\ud7ff\ue000";
  private static final String[] WORDS = {
    "true",
    "false",
    "null",
    "\"a\"",
    "{\"b\":",
    "[1,",
    "\\u0041",
    "\\ud83d",
    "\\ude00",
    "1e9",
    "0.",
    "\ud83d\ude00"
  };

  private RandomJson() {}

  static Value value(Random random) {
    return value(random, random.nextInt(50) == 0 ? Json.MAX_DEPTH : 4);
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 9)) {
      case 0 -> Value.NULL;
      case 1 -> Value.of(random.nextBoolean());
      case 2 -> Value.of(string(random));
      case 3 -> Value.of(random.nextInt());
      case 4 -> Value.of(number(random));
      case 5, 6 -> array(random, depth - 1);
      default -> object(random, depth - 1);
    };
  }

  private static Value array(Random random, int depth) {
    List<Value> items = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      items.add(value(random, depth));
    }
    return Value.arr(items);
  }

  private static Value object(Random random, int depth) {
    Map<String, Value> members = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      members.put(string(random), value(random, depth));
    }
    return Value.obj(members);
  }

  /** A number that takes in every count of digits and every exponent within the bounds. */
  private static BigDecimal number(Random random) {
    BigInteger digits = new BigInteger(random.nextInt(132), random);
    int leading = random.nextInt(2 * Value.Num.MAX_EXPONENT + 1) - Value.Num.MAX_EXPONENT;
    int scale = digits.toString().length() - 1 - leading;
    return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
  }

  private static String string(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int any = random.nextInt(Character.MAX_CODE_POINT + 1);
      boolean surrogate = any >= Character.MIN_SURROGATE && any <= Character.MAX_SURROGATE;
      text.append(random.nextInt(4) > 0 || surrogate ? fragment(random) : Character.toString(any));
    }
    return text.toString();
  }

  /** A piece of JSON text; without unpaired surrogates, although it may hold escapes of them. */
  static String fragment(Random random) {
    return random.nextInt(3) == 0
        ? WORDS[random.nextInt(WORDS.length)]
        : String.valueOf(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
  }

  /** The text with some of it cut out, put in or replaced, up to three times. */
  static byte[] alter(Random random, byte[] text) {
    byte[] altered = text;
    for (int i = random.nextInt(3); i >= 0; i--) {
      altered = alterOnce(random, altered);
    }
    return altered;
  }

  private static byte[] alterOnce(Random random, byte[] text) {
    int from = random.nextInt(text.length + 1);
    int cut = random.nextInt(10) == 0 ? text.length : random.nextInt(3);
    int to = Math.min(text.length, from + cut);
    ByteArrayOutputStream altered = new ByteArrayOutputStream();
    altered.write(text, 0, from);
    switch (random.nextInt(3)) {
      case 0 -> altered.write(random.nextInt(256));
      case 1 -> altered.writeBytes(fragment(random).getBytes(StandardCharsets.UTF_8));
      default -> altered.write(text, from, to - from);
    }
    altered.write(text, to, text.length - to);
    return altered.toByteArray();
  }
}
