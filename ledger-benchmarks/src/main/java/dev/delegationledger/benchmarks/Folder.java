package dev.delegationledger.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder that is gone once it is closed, with all that is in it. */
final class Folder implements AutoCloseable {
  private final Path path;

  private Folder(Path path) {
    this.path = path;
  }

  /**
   * One below the build's own folder: what the system has for temporary files may be memory, and
   * nothing is durable there.
   */
  static Folder fresh() throws IOException {
    Path below = Path.of(System.getProperty("bench.data", "target/bench-data"));
    return new Folder(Files.createTempDirectory(Files.createDirectories(below), "run-"));
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
