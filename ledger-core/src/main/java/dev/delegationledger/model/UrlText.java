package dev.delegationledger.model;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The escapes and characters of URLs (RFC 3986 sections 2 and 3). */
final class UrlText {
  private static final int DELETE = 0x7f;

  private UrlText() {}

  /**
   * The path that {@code written} stands for, its escapes decoded once; nothing if a character may
   * not stand there, an escape is cut or stands for a separator, or the bytes are not UTF-8.
   */
  static Optional<String> path(String written) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(written.length());
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '%') {
        int octet = escaped(written, i);
        if (octet < 0 || "/\\%;".indexOf(octet) >= 0) {
          return Optional.empty();
        }
        bytes.write(octet);
        i += 2;
      } else if (isPathCharacter(c)) {
        bytes.write(c);
      } else {
        return Optional.empty();
      }
    }
    return utf8(bytes.toByteArray());
  }

  /** Strict: no overlong form, no surrogate, nothing cut off. */
  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Nothing, or a question mark and what may follow it. */
  static boolean isQuery(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int meant = c == '%' ? escaped(text, i) : c;
      boolean control = meant < ' ' || meant == DELETE;
      if (control || c == ' ' || c > DELETE || c == '#' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  /** The byte that the escape at {@code at} stands for, or -1. */
  static int escaped(String text, int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    int high = hexadecimal(text.charAt(at + 1));
    int low = hexadecimal(text.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static int hexadecimal(char c) {
    return c <= DELETE ? Character.digit(c, 16) : -1;
  }

  private static boolean isPathCharacter(char c) {
    return isUnreserved(c) || "/:@!$&'()*+,=".indexOf(c) >= 0;
  }

  /** What RFC 3986 section 2.3 wants spelled without an escape. */
  static boolean isUnreserved(int c) {
    int lower = c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    return Hosts.isLetter(lower) || Hosts.isDigit(c) || "-._~".indexOf(c) >= 0;
  }

  /** Whether each escape is needed and has upper-case digits; each is well formed. */
  static boolean hasNormalEscapes(String text) {
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      String digits = text.substring(i + 1, i + 3);
      boolean lower = digits.chars().anyMatch(Hosts::isLetter);
      if (lower || isUnreserved(escaped(text, i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether nothing stands in {@code query} that RFC 3986 section 3.4 does not permit. */
  static boolean hasOnlyQueryCharacters(String query) {
    return query.chars().allMatch(c -> isPathCharacter((char) c) || "?%;".indexOf(c) >= 0);
  }
}
