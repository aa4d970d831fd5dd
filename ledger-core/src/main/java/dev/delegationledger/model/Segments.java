package dev.delegationledger.model;

/** Paths as segments, and what a segment must be so that nobody reads it as another place. */
final class Segments {
  private Segments() {}

  /**
   * Whether {@code path} is {@code /}, or one slash before each of its segments and none after. A
   * segment is {@link PlainText}, not empty, does not end in a dot or a space (so is neither {@code
   * .} nor {@code ..}), and holds no backslash, no percent sign and no {@code forbidden} character.
   */
  static boolean isPath(String path, char forbidden) {
    if (path.equals("/")) {
      return true;
    }
    boolean characters =
        path.indexOf('\\') < 0
            && path.indexOf('%') < 0
            && path.indexOf(forbidden) < 0
            && PlainText.isPlain(path);
    return characters && path.startsWith("/") && segmentsEndWell(path);
  }

  private static boolean segmentsEndWell(String path) {
    for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (!endsWell(path.charAt(slash - 1))) {
        return false;
      }
    }
    return endsWell(path.charAt(path.length() - 1));
  }

  /** The slash before it is the last character of an empty segment. */
  private static boolean endsWell(char last) {
    return last != '/' && last != '.' && last != ' ';
  }

  /** Whether {@code path} is {@code root} or below it, segment by segment; both are paths. */
  static boolean isWithin(String path, String root) {
    return root.equals("/")
        || (path.startsWith(root)
            && (path.length() == root.length() || path.charAt(root.length()) == '/'));
  }
}
