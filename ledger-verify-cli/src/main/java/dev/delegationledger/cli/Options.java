package dev.delegationledger.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options that several commands take. */
final class Options {
  private Options() {}

  /** {@code --json}. */
  static final class AsJson {
    @Option(names = "--json", description = "Print JSON on stdout, on every outcome.")
    boolean wanted;
  }

  /** {@code --trust}. */
  static final class Trust {
    @Option(
        names = "--trust",
        required = true,
        paramLabel = "TRUST",
        description = "The trust file: the ledgers and authorities that you trust.")
    Path file;
  }

  /** {@code --ledger}. */
  static final class Ledger {
    @Option(
        names = "--ledger",
        required = true,
        paramLabel = "DIR",
        description = "The ledger's directory, live or copied. It is only read.")
    Path directory;
  }
}
