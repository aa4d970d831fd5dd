package dev.delegationledger.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The test vectors beside the project; a test that needs them is skipped where they are missing.
 */
final class SharedVectors {
  private static final Path ROOT = Path.of("../../shared/vectors");

  private SharedVectors() {}

  static byte[] bytes(String file) throws IOException {
    Path path = ROOT.resolve(file);
    assumeTrue(Files.isRegularFile(path), () -> "no test vectors at " + path);
    return Files.readAllBytes(path);
  }

  /** All files of a folder by name. */
  static SortedMap<String, byte[]> folder(String folder) throws IOException {
    Path path = ROOT.resolve(folder);
    assumeTrue(Files.isDirectory(path), () -> "no test vectors at " + path);
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(path)) {
      for (Path file : (Iterable<Path>) list::iterator) {
        Path name = file.getFileName();
        assertThat(name).isNotNull();
        files.put(String.valueOf(name), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
