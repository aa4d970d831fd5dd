package dev.delegationledger.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ledger-verify} has on its class path, as its launcher tells Java. */
final class ClassPathIT {
  private static final String ROCKSDB = "org/rocksdb/RocksDB.class";

  @TempDir private static Path folder;
  private static Path incident;

  @BeforeAll
  static void play() throws Exception {
    incident = Played.into(folder.resolve("incident")).incident();
  }

  @Test
  void verify_hasNoRocksDbOnItsClassPath() throws Exception {
    List<Path> jars = jarsOf("verify", "proof.json", "--trust", "trust.json");
    assertThat(jars).isNotEmpty();
    for (Path jar : jars) {
      assertThat(holdsRocksDb(jar)).as("%s", jar).isFalse();
    }
  }

  @Test
  void trace_hasIt_soThatThisTestWouldSeeIt() throws Exception {
    boolean found = false;
    for (Path jar : jarsOf("trace", "18", "--ledger", "ledger", "--trust", "trust.json")) {
      found |= holdsRocksDb(jar);
    }
    assertThat(found).isTrue();
  }

  @Test
  void copiedElsewhere_withoutRocksDb_itStillVerifies() throws Exception {
    Path copy = folder.resolve("a copy");
    try (Stream<Path> files = Files.walk(Launcher.HOME)) {
      for (Path file : files.filter(f -> !f.toString().contains("rocksdb")).toList()) {
        Files.copy(file, copy.resolve(Launcher.HOME.relativize(file).toString()));
      }
    }
    Launcher.Ran ran =
        Launcher.run(
            copy, incident, Map.of(), List.of("verify", "proof.json", "--trust", "trust.json"));
    assertThat(ran.out()).startsWith("PROVEN  authorised by Jane Doe");
    assertThat(ran.exit()).isZero();
  }

  /** Puts itself between the launcher and Java, and reads the class path that is handed over. */
  private static List<Path> jarsOf(String... arguments) throws Exception {
    Path home = Files.createTempDirectory(folder, "java-home");
    Path seen = home.resolve("arguments");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > '"
            + seen
            + "'\nexec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Launcher.Ran ran =
        Launcher.run(
            Launcher.HOME, incident, Map.of("JAVA_HOME", home.toString()), List.of(arguments));
    assertThat(ran.out()).startsWith("PROVEN");
    List<String> handed = Files.readAllLines(seen);
    List<Path> jars = new ArrayList<>();
    for (String entry : handed.get(handed.indexOf("-classpath") + 1).split(":", -1)) {
      assertThat(entry).endsWith("/*");
      try (Stream<Path> inside = Files.list(Path.of(entry.substring(0, entry.length() - 2)))) {
        jars.addAll(inside.filter(path -> path.toString().endsWith(".jar")).toList());
      }
    }
    return jars;
  }

  private static boolean holdsRocksDb(Path jar) throws Exception {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(ROCKSDB) != null;
    }
  }
}
