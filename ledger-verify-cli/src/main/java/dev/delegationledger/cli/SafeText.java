package dev.delegationledger.cli;

import java.util.Locale;

/**
 * Makes text of a stranger fit to be shown. What could move the cursor, reverse the line, hide
 * characters or pile up marks is written as {@code \}{@code u{202e}}; a backslash as two, so that
 * nobody can pass text off as an escape.
 */
final class SafeText {
  /** How many characters of one text are shown. */
  static final int MAX_SHOWN = 300;

  private static final int MARKS_IN_A_ROW = 3;
  private static final int REPLACEMENT = 0xFFFD;

  private SafeText() {}

  /** Escaped, and shortened to {@value #MAX_SHOWN} characters with a note of the full length. */
  static String of(String text) {
    return of(text, MAX_SHOWN);
  }

  /** Escaped, and shortened to {@code max} characters before escaping. */
  static String of(String text, int max) {
    StringBuilder shown = new StringBuilder();
    int marks = MARKS_IN_A_ROW; // a mark at the very beginning would sit on our own text
    int before = ' ';
    int count = 0;
    int at = 0;
    while (at < text.length() && count < max) {
      int c = text.codePointAt(at);
      boolean mark = isMark(c);
      marks = mark ? marks + 1 : 0;
      if (isHostile(c) || (mark && marks > MARKS_IN_A_ROW) || (c == ' ' && before == ' ')) {
        escape(c, shown);
      } else if (c == '\\') {
        shown.append("\\\\");
      } else {
        shown.appendCodePoint(c);
      }
      before = c;
      at += Character.charCount(c);
      count++;
    }
    if (at < text.length()) {
      shown.append("... (").append(text.codePointCount(0, text.length())).append(" characters)");
    }
    return shown.toString();
  }

  /** The same JSON text, with every hostile character in its strings written as a JSON escape. */
  static String json(String json) {
    StringBuilder shown = new StringBuilder(json.length());
    for (int at = 0; at < json.length(); ) {
      int c = json.codePointAt(at);
      if (isHostile(c)) {
        for (char unit : Character.toChars(c)) {
          shown.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
        }
      } else {
        shown.appendCodePoint(c);
      }
      at += Character.charCount(c);
    }
    return shown.toString();
  }

  /** The text without unpaired surrogates, which no encoding can carry. */
  static String wellFormed(String text) {
    return text.codePoints()
        .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void escape(int c, StringBuilder shown) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> shown.append(String.format(Locale.ROOT, "\\u{%x}", c));
    }
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  /**
   * Controls, formats (bidi, zero-width, tags), separators but the space, what no font has, and
   * letters and marks that show nothing.
   */
  private static boolean isHostile(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> c != ' ';
      default -> isInvisible(c);
    };
  }

  /** Letters and marks of Unicode's Default_Ignorable_Code_Point, and the empty Braille cell. */
  private static boolean isInvisible(int c) {
    return c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || (c >= 0x180B && c <= 0x180F)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xFE00 && c <= 0xFE0F)
        || c == 0xFFA0
        || (c >= 0xE0000 && c <= 0xE0FFF);
  }
}
