package dev.delegationledger.cli;

import java.io.ByteArrayInputStream;
import java.util.List;

/** The commands about one action in this process. */
final class ProofCommandsTest extends ProofCommandsContract {
  @Override
  Run run(byte[] stdin, String... arguments) {
    return Run.of(new ByteArrayInputStream(stdin), List.of(arguments));
  }
}
