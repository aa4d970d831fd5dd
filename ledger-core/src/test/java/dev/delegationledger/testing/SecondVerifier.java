package dev.delegationledger.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the second verifier in {@code examples/second-verifier}, from any module's folder. */
public final class SecondVerifier {
  private static final Path HOME = Path.of("..", "examples", "second-verifier");

  private SecondVerifier() {}

  /**
   * What a process left.
   *
   * @param exit its exit code
   * @param output what it printed, and what it complained of
   */
  public record Ran(int exit, String output) {}

  /**
   * Whether there is a python3 with the package that the second verifier needs. Where the
   * environment says CI, there has to be.
   */
  public static boolean isThere() throws IOException, InterruptedException {
    Ran ran = python(List.of("-c", "import sys, cryptography; assert sys.version_info >= (3, 11)"));
    if (ran.exit() != 0 && System.getenv("CI") != null) {
      throw new IllegalStateException(
          "no python3 with what " + HOME.resolve("requirements.txt") + " names: " + ran.output());
    }
    return ran.exit() == 0;
  }

  /** Compares it with all that is kept in a folder: 0 where the two verifiers say the same. */
  public static Ran compare(Path folder) throws IOException, InterruptedException {
    return python(List.of("compare.py", folder.toAbsolutePath().toString()));
  }

  private static Ran python(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-B"));
    command.addAll(arguments);
    Path output = Files.createTempFile("second-verifier", ".out");
    File printed = output.toFile();
    try {
      int exit =
          new ProcessBuilder(command)
              .directory(HOME.toFile())
              .redirectErrorStream(true)
              .redirectOutput(printed)
              .start()
              .waitFor();
      return new Ran(exit, Files.readString(output, StandardCharsets.UTF_8));
    } catch (IOException noPython) {
      return new Ran(-1, String.valueOf(noPython.getMessage()));
    } finally {
      Files.delete(output);
    }
  }
}
