package dev.delegationledger.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every link of the README and the docs to a file or a heading leads somewhere. */
final class LinksIT {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");

  @TestFactory
  Stream<DynamicTest> everyLink_leadsSomewhere() throws Exception {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(Readme.ROOT);
        Stream<Path> docs = Files.walk(Readme.ROOT.resolve("docs"))) {
      Stream.concat(top, docs).filter(p -> p.toString().endsWith(".md")).forEach(pages::add);
    }
    assertThat(pages).contains(Readme.FILE);
    return pages.stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    Readme.ROOT.relativize(page).toString(),
                    () -> assertThat(broken(page)).isEmpty()));
  }

  private static List<String> broken(Path page) throws Exception {
    List<String> broken = new ArrayList<>();
    Matcher link = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll("code"));
    while (link.find()) {
      String file = link.group(1);
      if (file.contains(":")) {
        continue; // another site
      }
      Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
      boolean leads =
          Files.exists(target)
              && (link.group(2) == null || anchors(target).contains(link.group(2)));
      if (!leads) {
        broken.add(link.group());
      }
    }
    return broken;
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(Path page) throws Exception {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
        .toList();
  }
}
