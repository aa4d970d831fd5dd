package dev.delegationledger.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.time.Clock;

/**
 * Where a command reads and writes, and what time it is there.
 *
 * @param in read where a file name is {@code -}
 * @param out the answer, UTF-8
 * @param err everything else, UTF-8
 * @param clock asked only where a command judges something as of now, or says how fast it is
 * @param watched whether a person sees what is written to {@code err} as it is written
 */
record Streams(InputStream in, PrintStream out, PrintStream err, Clock clock, boolean watched) {
  /** Streams that nobody watches. */
  Streams(InputStream in, PrintStream out, PrintStream err, Clock clock) {
    this(in, out, err, clock, false);
  }

  /** The same at a terminal. */
  Streams atTerminal() {
    return new Streams(in, out, err, clock, true);
  }

  /** The same, as if nobody watched. */
  Streams unwatched() {
    return new Streams(in, out, err, clock);
  }
}
