package dev.delegationledger.cli;

import java.io.IOException;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The commands about one action through the launcher, each run in a process of its own. */
@Execution(ExecutionMode.CONCURRENT)
final class ProofLauncherIT extends ProofCommandsContract {
  @Override
  Run run(byte[] stdin, String... arguments) throws IOException, InterruptedException {
    return LauncherIT.launched(LauncherIT.HOME, folder(), stdin, arguments);
  }
}
