package dev.delegationledger.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Starts {@code ledger-verify}: verifies who authorised what an agent did. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Streams streams =
        new Streams(
            System.in, stream(FileDescriptor.out), stream(FileDescriptor.err), Clock.systemUTC());
    System.exit(
        LedgerVerify.run(List.of(arguments), isAtTerminal() ? streams.atTerminal() : streams));
  }

  /**
   * Whether stderr is a terminal, as far as the system says where a descriptor leads: Java itself
   * does not.
   */
  private static boolean isAtTerminal() {
    try {
      String leadsTo = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return leadsTo.startsWith("/dev/pts/") || leadsTo.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }

  /** UTF-8 whatever the locale says: JSON is, and names are not all ASCII. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
