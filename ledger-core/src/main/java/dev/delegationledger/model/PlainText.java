package dev.delegationledger.model;

import java.text.Normalizer;

/**
 * Text that reads the same to a person, a file system and a server: one spelling, nothing
 * invisible, nothing that some of them take for a separator.
 *
 * <p>The general categories of characters are those of the Unicode version of the Java that runs
 * this, 13.0 or later. A character that this version does not assign is not plain, so an older Java
 * refuses what a newer one may take, and the normal form of what is taken never changes (Unicode
 * normalization stability policy).
 */
final class PlainText {
  private static final String LOOKALIKES =
      "\u2044\u2215\u2571\u27cb\u29f8\uff0f" // slashes
          + "\u00a5\u20a9\u2216\u2572\u27cd\u29f5\u29f9\ufe68\uff3c" // backslashes; two code pages
          // turn the signs of yen and won into one
          + "\u2024\u2025\u2026\ufe19\ufe30\ufe52\uff0e" // dots
          + "\u066a\ufe6a\uff05" // percent signs
          + "\u2236\ua789\ufe13\ufe55\uff1a" // colons
          + "\ufe14\ufe54\uff1b"; // semicolons

  private static final String INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0";

  private PlainText() {}

  /** Whether every character is plain and the text is in normalization form C. */
  static boolean isPlain(String text) {
    return text.codePoints().allMatch(PlainText::isPlain)
        && Normalizer.isNormalized(text, Normalizer.Form.NFC);
  }

  private static boolean isPlain(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    return isVisible(Character.getType(c))
        && !isVariationSelector(c)
        && LOOKALIKES.indexOf(c) < 0
        && INVISIBLE.indexOf(c) < 0;
  }

  private static boolean isVisible(int generalCategory) {
    return switch (generalCategory) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static boolean isVariationSelector(int c) {
    return (c >= 0x180b && c <= 0x180f)
        || (c >= 0xfe00 && c <= 0xfe0f)
        || (c >= 0xe0100 && c <= 0xe01ef);
  }
}
