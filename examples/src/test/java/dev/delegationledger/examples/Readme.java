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

  /**
   * Output that the README quotes.
   *
   * @param command the command line before it
   * @param lines what it is said to print, shortened
   */
  record Quoted(String command, List<String> lines) {}

  /** Each text block, with the shell block before it, which holds one command. */
  static List<Quoted> quoted() throws Exception {
    List<Quoted> found = new ArrayList<>();
    List<String> open = new ArrayList<>();
    String language = "";
    String command = "";
    for (String line : Files.readAllLines(FILE, StandardCharsets.UTF_8)) {
      if (!line.startsWith("```")) {
        open.add(line);
        continue;
      }
      if (language.equals("text")) {
        found.add(new Quoted(command, List.copyOf(open)));
      } else if (language.equals("sh")) {
        command = String.join("\n", open);
      }
      language = language.isEmpty() ? line.substring(3) : "";
      open.clear();
    }
    return found;
  }
}
