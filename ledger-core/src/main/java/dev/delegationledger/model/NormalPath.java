package dev.delegationledger.model;

import java.util.Optional;

/**
 * An absolute path in normal form: it has one spelling, and no file system reads it as another
 * place. It is only ever checked, never brought into this form. Compared by code units, so by case.
 *
 * <p>It is {@code /}, or one slash before each of its segments and none after; a segment is plain
 * text in normalization form C, not empty, does not end in a dot or a space, and holds no {@code
 * \}, {@code %} or {@code :}. It says nothing of links and mounts, which only the one who opens the
 * file can see.
 */
public record NormalPath(String value) {
  /**
   * @throws IllegalArgumentException if it is not in normal form
   */
  public NormalPath {
    if (!isNormal(value)) {
      throw new IllegalArgumentException("expected an absolute path in normal form, got another");
    }
  }

  /** The path that {@code text} is; nothing if it is not one in normal form. */
  public static Optional<NormalPath> parse(String text) {
    return isNormal(text) ? Optional.of(new NormalPath(text)) : Optional.empty();
  }

  private static boolean isNormal(String text) {
    return Segments.isPath(text, ':');
  }

  /** Whether this is {@code root} or below it, segment by segment. */
  public boolean isWithin(NormalPath root) {
    return Segments.isWithin(value, root.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
