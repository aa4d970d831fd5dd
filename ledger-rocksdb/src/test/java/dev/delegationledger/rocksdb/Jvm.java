package dev.delegationledger.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Another process that runs a class of these tests. */
final class Jvm {
  private Jvm() {}

  /**
   * Starts a process; what it says on its standard error is shown.
   *
   * @param scratch where its native library goes
   */
  static Process start(Class<?> main, Path scratch, List<String> arguments) throws IOException {
    return start(main, scratch, "-Xmx256m", Map.of(), arguments);
  }

  static Process start(
      Class<?> main,
      Path scratch,
      String heap,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(heap.split(" ", -1)));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("ROCKSDB_SHAREDLIB_DIR", scratch.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
