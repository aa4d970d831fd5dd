package dev.delegationledger.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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

  /** {@code --quiet}. */
  static final class Quiet {
    @Option(
        names = "--quiet",
        description =
            "Print no progress. There is none anyway where stderr is not known to be a terminal.")
    private boolean wanted;

    /** What a command writes to that may have been asked to be quiet. */
    Streams of(Streams streams) {
      return wanted ? streams.unwatched() : streams;
    }
  }

  /** {@code --at}. */
  static final class At {
    @Option(
        names = "--at",
        paramLabel = "WHEN",
        description =
            "As of when: a record index, or an RFC 3339 time (2026-01-05T09:00:00Z). Without this"
                + " option as of the newest record, at its time.")
    @Nullable String when;
  }
}
