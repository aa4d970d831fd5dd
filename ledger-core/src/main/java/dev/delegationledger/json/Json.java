package dev.delegationledger.json;

import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON strictly (RFC 8259) and writes it canonically (RFC 8785). Stateless and thread-safe.
 *
 * <p>Whatever {@link #canonical} writes, {@link #parse} reads back as an equal value.
 */
public final class Json {
  /** How deep arrays and objects may nest; {@code []} has depth 1. */
  public static final int MAX_DEPTH = 80;

  /** The most characters that a number may have as written. */
  public static final int MAX_NUMBER_LENGTH = 128;

  private Json() {}

  /**
   * Reads exactly one JSON value, with nothing but JSON white space around it.
   *
   * <p>Refused although RFC 8259 leaves it open: an object with two members of the same name, a
   * byte order mark, an unpaired surrogate written as an escape, more than {@value #MAX_DEPTH}
   * levels of nesting, a number of more than {@value #MAX_NUMBER_LENGTH} characters or outside the
   * bounds of {@link Value.Num}. Numbers are exact decimals; zero is zero whatever its exponent,
   * and the sign of a negative zero is dropped.
   *
   * @param utf8 the text in UTF-8, the only encoding tried
   * @param maxBytes the most bytes the text may have
   * @throws JsonException on anything else; nothing else is thrown, whatever the bytes
   */
  public static Value parse(byte[] utf8, int maxBytes) throws JsonException {
    if (utf8.length > maxBytes) {
      throw new JsonException(
          "size check failed: expected at most " + maxBytes + " bytes, got " + utf8.length,
          maxBytes);
    }
    return JsonReader.read(utf8);
  }

  /**
   * The canonical form in UTF-8 (RFC 8785): no white space, members in UTF-16 code unit order of
   * their names, the shortest escapes.
   *
   * <p>Numbers are laid out as ECMAScript's {@code Number::toString} does it, but from the digits
   * of the exact decimal and not of the nearest double. Both are the same bytes for every number
   * that is the shortest form of its double, which takes in every number of up to 15 digits.
   *
   * @throws IllegalArgumentException on a value nested deeper than {@value #MAX_DEPTH}
   */
  public static byte[] canonical(Value value) {
    return canonicalText(value).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The text of which {@link #canonical} is the encoding.
   *
   * @throws IllegalArgumentException on a value nested deeper than {@value #MAX_DEPTH}
   */
  public static String canonicalText(Value value) {
    return CanonicalWriter.write(value);
  }
}
