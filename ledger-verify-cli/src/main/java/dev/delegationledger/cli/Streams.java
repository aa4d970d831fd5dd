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
 * @param clock asked only where a command judges something as of now
 */
record Streams(InputStream in, PrintStream out, PrintStream err, Clock clock) {}
