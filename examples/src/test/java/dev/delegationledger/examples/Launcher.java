package dev.delegationledger.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the packaged {@code ledger-verify}, each time as a process of its own. */
final class Launcher {
  /** The folder with bin and lib. */
  static final Path HOME = Path.of("../ledger-verify-cli/target/ledger-verify").toAbsolutePath();

  private Launcher() {}

  /** What a process left. */
  record Ran(int exit, String out, String err) {}

  static Ran run(Path workingFolder, List<String> arguments) throws Exception {
    return run(HOME, workingFolder, Map.of(), arguments);
  }

  static Ran run(
      Path home, Path workingFolder, Map<String, String> environment, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/ledger-verify").toString());
    command.addAll(arguments);
    Path out = Files.createTempFile("ledger-verify", ".out");
    Path err = Files.createTempFile("ledger-verify", ".err");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(workingFolder.toFile());
      builder.environment().putAll(environment);
      int exit = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
      return new Ran(exit, text(out), text(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
