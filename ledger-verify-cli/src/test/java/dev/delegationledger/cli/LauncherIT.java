package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The commands about a ledger through the launcher, each run in a process of its own. */
@Execution(ExecutionMode.CONCURRENT)
final class LauncherIT extends LedgerCommandsContract {
  static final Path HOME = Path.of("target/ledger-verify");

  @Override
  Run run(byte[] stdin, String... arguments) throws IOException, InterruptedException {
    return launched(HOME, folder(), stdin, arguments);
  }

  /** What the launcher below {@code home} did; {@code folder} is for its streams. */
  static Run launched(Path home, Path folder, byte[] stdin, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/ledger-verify").toString());
    command.addAll(List.of(arguments));
    Path in = Files.write(Files.createTempFile(folder, "in", ""), stdin);
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the command ends").isTrue();
    return new Run(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static List<String> jars(Path lib) throws IOException {
    try (var files = Files.list(lib)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(n -> n.endsWith(".jar"))
          .toList();
    }
  }

  @Test
  void verifyAndAat_needNoRocksDb() throws Exception {
    assertThat(jars(HOME.resolve("lib"))).isNotEmpty().noneMatch(name -> name.contains("rocksdb"));
    assertThat(jars(HOME.resolve("lib/ledger"))).anyMatch(name -> name.startsWith("rocksdbjni"));
    Path small = copyWithoutLedgerLib();
    String trust = incident().trust().toString();
    launched(small, folder(), new byte[0], "verify", proof().toString(), "--trust", trust, "--json")
        .exits(0)
        .says("verdict", "proven")
        .says("human/name", "Jane Doe");
    AatFiles files = AatFiles.in(folder());
    launched(
            small,
            folder(),
            new byte[0],
            "aat",
            files.chain().toString(),
            "--pop",
            files.proof().toString(),
            "--anchor",
            files.anchor().toString(),
            "--tool",
            AatFiles.TOOL,
            "--args",
            AatFiles.ARGUMENTS,
            "--at",
            AatFiles.NOW.toString(),
            "--json")
        .exits(0)
        .says("verdict", "permitted");
    launched(
            small,
            folder(),
            new byte[0],
            "trace",
            "1",
            "--ledger",
            incident().ledger().toString(),
            "--trust",
            trust,
            "--json")
        .exits(70)
        .says("error/code", "internal-error");
  }

  private Path copyWithoutLedgerLib() throws IOException {
    Path small = folder().resolve("small");
    Files.createDirectories(small.resolve("lib"));
    Files.createDirectories(small.resolve("bin"));
    for (String jar : jars(HOME.resolve("lib"))) {
      Files.copy(HOME.resolve("lib").resolve(jar), small.resolve("lib").resolve(jar));
    }
    Path launcher = small.resolve("bin/ledger-verify");
    Files.copy(HOME.resolve("bin/ledger-verify"), launcher);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    return small;
  }
}
