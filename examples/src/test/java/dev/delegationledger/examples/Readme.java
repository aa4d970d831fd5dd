package dev.delegationledger.examples;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The fenced blocks of the README. */
final class Readme {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path FILE = ROOT.resolve("README.md");

  private Readme() {}

  /** The blocks in this language, in order, each as its lines. */
  static List<List<String>> blocks(String language) throws Exception {
    List<List<String>> found = new ArrayList<>();
    List<String> open = new ArrayList<>();
    boolean inside = false;
    boolean wanted = false;
    for (String line : Files.readAllLines(FILE, StandardCharsets.UTF_8)) {
      if (!line.startsWith("```")) {
        open.add(line);
        continue;
      }
      if (inside && wanted) {
        found.add(List.copyOf(open));
      }
      inside = !inside;
      wanted = line.equals("```" + language);
      open.clear();
    }
    return found;
  }
}
