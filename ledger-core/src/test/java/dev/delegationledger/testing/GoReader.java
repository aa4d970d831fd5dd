package dev.delegationledger.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program in {@code ledger-core/src/test/interop}, which reads what a ledger exports by Go's
 * own implementation of transparency logs.
 */
public final class GoReader {
  private static final String PROGRAM = "interop";

  private final Path folder;

  private GoReader(Path folder) {
    this.folder = folder;
  }

  /** How the program ended, and what it said. */
  public record Ran(int exit, String said) {}

  /**
   * Builds it. Where that cannot be done, because there is no Go or its module cannot be had, the
   * test is skipped; it fails where the environment says {@code CI}.
   *
   * @param folder to build into
   */
  public static GoReader builtInto(Path folder) throws IOException, InterruptedException {
    String program = folder.resolve(PROGRAM).toAbsolutePath().toString();
    Path source = Path.of("src/test/interop");
    Path here = Files.isDirectory(source) ? source : Path.of("../ledger-core").resolve(source);
    Ran built;
    try {
      built = run(here, List.of("go", "build", "-o", program, "."));
    } catch (IOException e) {
      built = new Ran(-1, e.toString());
    }
    if (System.getenv("CI") == null) {
      assumeTrue(built.exit() == 0, built.said());
    }
    assertThat(built.exit()).as(built.said()).isZero();
    return new GoReader(folder);
  }

  /** Checks a folder of tiles, and tlog-proofs, under a verifier key. */
  public Ran check(String verifierKey, Path tiles, Path... proofs)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve(PROGRAM).toAbsolutePath().toString());
    command.add(verifierKey);
    command.add(tiles.toAbsolutePath().toString());
    for (Path proof : proofs) {
      command.add(proof.toAbsolutePath().toString());
    }
    return run(folder, command);
  }

  private static Ran run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("GOTOOLCHAIN", "local");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
    return new Ran(process.exitValue(), said);
  }
}
