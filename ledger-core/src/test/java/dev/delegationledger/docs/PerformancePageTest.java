package dev.delegationledger.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the names of the figures in docs/performance.md to those that the benchmarks write. */
final class PerformancePageTest {
  /** The module is built with {@code -Pbench} only, so its source is read. */
  private static final Path KEYS =
      Path.of("..", "ledger-benchmarks", "src/main/java/dev/delegationledger/benchmarks/Key.java");

  private static final Pattern CONSTANT =
      Pattern.compile(
          "^ {2}[A-Z][A-Z0-9_]*\\(\\s*\"([^\"]+)\",\\s*\"[^\"]+\"(, Set\\.LONG)?\\)[,;]",
          Pattern.MULTILINE);
  private static final Pattern ROW = Pattern.compile("^\\| (`[^|]+) \\|", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([^`]+)`( \\*long\\*)?");

  @Test
  void page_explainsExactlyTheFiguresThatAreWritten_andWhichOfThemOnlyTheLongSetHas()
      throws IOException {
    Set<String> written = new TreeSet<>();
    Matcher constants = CONSTANT.matcher(Files.readString(KEYS));
    while (constants.find()) {
      written.add(constants.group(1) + (constants.group(2) == null ? "" : " long"));
    }
    assertThat(written).hasSizeGreaterThan(40);
    assertThat(names("## What the figures are")).isEqualTo(written);
  }

  @Test
  void whatIsToBeReached_isWrittenAndExplained() {
    Set<String> explained = new TreeSet<>();
    names("## What the figures are").forEach(name -> explained.add(name.replace(" long", "")));
    assertThat(names("## What to reach")).hasSizeGreaterThan(13).isSubsetOf(explained);
  }

  /** The names in the first column of the section's table. */
  private static Set<String> names(String section) {
    String page = Pages.text("performance.md");
    String rows = page.substring(page.indexOf(section));
    int end = rows.indexOf("\n## ");
    Set<String> names = new TreeSet<>();
    Matcher row = ROW.matcher(end < 0 ? rows : rows.substring(0, end));
    while (row.find()) {
      Matcher name = NAME.matcher(row.group(1));
      while (name.find()) {
        assertThat(names.add(name.group(1) + (name.group(2) == null ? "" : " long")))
            .as(name.group(1))
            .isTrue();
      }
    }
    return names;
  }
}
