package dev.delegationledger.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the README's commands on the story, and holds it to the output and codes it quotes. */
final class ReadmeCommandsIT {
  private static final Pattern COMMAND =
      Pattern.compile("(?:\\S+/)?ledger-verify (.*?)(?: +# exit code (\\d+))?");
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");

  /** What a command did, which is asked twice of those that the README quotes. */
  private static final Map<String, Launcher.Ran> RAN = new HashMap<>();

  /** Stands for the folder that the README's commands are typed in. */
  @TempDir private static Path root;

  @BeforeAll
  static void play() throws Exception {
    Played.into(root.resolve("examples/target/incident"));
  }

  private static List<Matcher> commands() throws Exception {
    return Readme.blocks("sh").stream()
        .flatMap(List::stream)
        .map(COMMAND::matcher)
        .filter(Matcher::matches)
        .toList();
  }

  /** In the README's order: one of them reads what another wrote. */
  @TestFactory
  Stream<DynamicTest> everyCommand_endsWithTheCodeItQuotes() throws Exception {
    return commands().stream()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command.group(),
                    () -> {
                      Launcher.Ran ran = run(command.group(1));
                      String quoted = command.group(2) == null ? "0" : command.group(2);
                      assertThat(ran.exit()).as(ran.err()).isEqualTo(Integer.parseInt(quoted));
                    }));
  }

  @Test
  void commands_useEveryCommandOfTheTable() throws Exception {
    assertThat(commands())
        .extracting(command -> command.group(1).split(" ", 2)[0])
        .contains(
            "verify",
            "trace",
            "who",
            "agent",
            "blast-radius",
            "prove",
            "tiles",
            "audit",
            "compare",
            "show");
  }

  @TestFactory
  Stream<DynamicTest> quotedOutput_isWhatTheCommandBeforeItPrints() throws Exception {
    List<Readme.Quoted> quoted = Readme.quoted();
    assertThat(quoted).hasSize(6);
    return quoted.stream()
        .map(block -> DynamicTest.dynamicTest(block.command(), () -> requirePrinted(block)));
  }

  private static void requirePrinted(Readme.Quoted block) throws Exception {
    Matcher command = COMMAND.matcher(block.command());
    assertThat(command.matches()).as(block.command()).isTrue();
    List<String> printed =
        run(command.group(1)).out().lines().map(ReadmeCommandsIT::timeless).toList();
    List<String> quoted =
        block.lines().stream()
            .filter(line -> !line.isEmpty())
            .map(ReadmeCommandsIT::timeless)
            .toList();
    assertThat(printed).containsSubsequence(quoted);
  }

  @Test
  void codesOfTheTable_areThoseThatHelpLists() throws Exception {
    String help = run("verify --help").out();
    String readme = java.nio.file.Files.readString(Readme.FILE);
    for (int code : new int[] {0, 1, 2, 3, 64, 65, 70, 74}) {
      assertThat(help).containsPattern("(?m)^ *" + code + " ");
      assertThat(readme).contains("\n| " + code + " | ");
    }
  }

  private static String timeless(String line) {
    return TIME.matcher(line).replaceAll("TIME").stripTrailing();
  }

  private static Launcher.Ran run(String arguments) throws Exception {
    Launcher.Ran before = RAN.get(arguments);
    if (before != null) {
      return before;
    }
    Launcher.Ran ran = Launcher.run(root, List.of(arguments.split(" ", -1)));
    RAN.put(arguments, ran);
    return ran;
  }
}
