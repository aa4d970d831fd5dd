package dev.delegationledger.cli;

/** Text for a person, wrapped at 80 columns. Takes only text that is safe to show. */
final class Page {
  private static final int WIDTH = 80;
  private static final int MIN_TEXT = 30;

  private final StringBuilder text = new StringBuilder();

  /** An empty line. */
  Page gap() {
    text.append('\n');
    return this;
  }

  /** A line without wrapping. */
  Page line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /**
   * {@code words} after {@code lead}; the lines after the first stand below the first word. A word
   * that does not fit is not cut.
   */
  Page item(String lead, String words) {
    return item(lead, " ".repeat(lead.length()), words);
  }

  /** As {@link #item(String, String)}, with {@code next} before the further lines. */
  Page item(String lead, String next, String words) {
    int width = Math.max(MIN_TEXT, WIDTH - lead.length());
    StringBuilder line = new StringBuilder(lead);
    int used = 0;
    for (String word : words.split(" ", -1)) {
      if (used > 0 && used + 1 + word.length() > width) {
        text.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(next);
        used = 0;
      }
      if (used > 0) {
        line.append(' ');
        used++;
      }
      line.append(word);
      used += word.length();
    }
    text.append(line.toString().stripTrailing()).append('\n');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
