package dev.delegationledger.json;

import java.util.HexFormat;

/**
 * Writes the reference tokens of a JSON pointer (RFC 6901 section 3) so that they are safe to show,
 * since a name may have been chosen by a forger. Stateless and thread-safe.
 *
 * <p>Names of visible ASCII characters, without a backslash and of ordinary length, come out as RFC
 * 6901 has it. In all others a backslash is doubled, any other character outside {@code !} to
 * {@code ~} is written as {@code \}{@code uXXXX}, and what would make the token longer than {@value
 * #MAX_TOKEN} characters is cut and shown as {@code ...}.
 */
public final class Pointers {
  /** The most characters of one token as shown, the mark of a cut not counted. */
  public static final int MAX_TOKEN = 64;

  private Pointers() {}

  /** The token for the member {@code name}, without the slash before it. */
  public static String token(String name) {
    return isPlain(name) ? name : escaped(name);
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '~' || c == '/' || c == '\\') {
        return false;
      }
    }
    return name.length() <= MAX_TOKEN;
  }

  private static String escaped(String name) {
    StringBuilder token = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      String shown = shown(name.charAt(i));
      if (token.length() + shown.length() > MAX_TOKEN) {
        return token.append("...").toString();
      }
      token.append(shown);
    }
    return token.toString();
  }

  private static String shown(char c) {
    return switch (c) {
      case '~' -> "~0";
      case '/' -> "~1";
      case '\\' -> "\\\\";
      default -> c > ' ' && c < 0x7F ? String.valueOf(c) : "\\u" + HexFormat.of().toHexDigits(c);
    };
  }
}
