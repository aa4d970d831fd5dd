package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The library of {@code src/test/c/disk.c}, made with the machine's C compiler, which stands
 * between a process and its disk.
 */
final class DiskShim {
  private static final Path SOURCE = Path.of("src/test/c/disk.c");

  private final Path library;

  private DiskShim(Path library) {
    this.library = library;
  }

  /**
   * Compiles it into {@code scratch}. Where there is no compiler, or no Linux, the test is skipped
   * and says so; where the environment says {@code CI}, it fails.
   */
  static DiskShim compiled(Path scratch) throws IOException, InterruptedException {
    Path compiler =
        Stream.of("/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang", "/usr/local/bin/cc")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    boolean linux = System.getProperty("os.name").equals("Linux");
    if (compiler == null || !linux) {
      String missing = "power loss and disk faults need Linux and a C compiler (cc, gcc or clang)";
      if (System.getenv("CI") != null) {
        throw new AssertionError(missing + ": expected them where CI is set, got none");
      }
      System.out.println("skipped: " + missing);
      Assumptions.abort(missing);
    }
    Path library = scratch.resolve("libdisk.so");
    Process process =
        new ProcessBuilder(
                List.of(
                    String.valueOf(compiler),
                    "-O1",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-shared",
                    "-fPIC",
                    "-o",
                    library.toString(),
                    SOURCE.toAbsolutePath().toString(),
                    "-ldl"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return new DiskShim(library);
  }

  /** The environment of a process whose calls on the files below {@code root} are noted. */
  Map<String, String> noting(Path root, Path journal, Path shadow) throws IOException {
    Map<String, String> environment = over(root);
    environment.put("DISK_JOURNAL", journal.toString());
    environment.put("DISK_SHADOW", shadow.toRealPath().toString());
    return environment;
  }

  /** The environment of a process whose calls on the files below {@code root} can fail. */
  Map<String, String> failing(Path root, Path control) throws IOException {
    Map<String, String> environment = over(root);
    environment.put("DISK_CONTROL", control.toString());
    return environment;
  }

  private Map<String, String> over(Path root) throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", library.toString());
    environment.put("DISK_ROOT", root.toRealPath().toString());
    return environment;
  }
}
