package dev.delegationledger.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Runs the parts one after the other and writes what they came to as JSON. */
public final class Bench {
  /** Parts to run, by name and comma; none: all of the set. To try one out. */
  private static final String ONLY = "bench.only";

  /** What the processes of the parts are told. */
  private static final List<String> PASSED_ON =
      List.of("bench.full", "bench.grants", "bench.large", "bench.data");

  private Bench() {}

  /**
   * Runs them.
   *
   * @param args where to write
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    boolean isLong = Size.ofProperties().isLong();
    Set<String> only = new TreeSet<>(List.of(System.getProperty(ONLY, "").split(",", -1)));
    only.remove("");
    Figures figures = new Figures();
    List<Part> failed = new ArrayList<>();
    for (Part part : Part.values()) {
      if (only.isEmpty() ? isLong || !part.isLongOnly() : only.contains(part.name())) {
        run(part).ifPresentOrElse(figures::putAll, () -> failed.add(part));
      }
    }
    Files.writeString(
        Path.of(args[0]),
        figures.json(
            processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors",
            System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")),
        StandardCharsets.UTF_8);
    if (!failed.isEmpty()) {
      throw new IllegalStateException(
          "run benchmarks: " + failed + " failed; the others are written");
    }
    if (only.isEmpty()) {
      figures.requireAll(isLong);
    }
  }

  /** What a part came to; none if it failed, which keeps no other from running. */
  private static Optional<Figures> run(Part part) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Path lines = Files.createTempFile("bench-", ".figures");
    try {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(part.options());
      for (String name : PASSED_ON) {
        String value = System.getProperty(name, "");
        if (!value.isEmpty()) {
          command.add("-D" + name + "=" + value);
        }
      }
      command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
      command.addAll(List.of(Part.class.getName(), part.name(), lines.toString()));
      int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
      return exit == 0 ? Optional.of(Figures.ofLines(lines)) : Optional.empty();
    } finally {
      Files.deleteIfExists(lines);
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
      System.err.println("bench: " + part + " took " + seconds + " s");
    }
  }

  /** The name of the processor, where the system says so. */
  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }
}
