package dev.delegationledger.cli;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes.
 *
 * @param in read where a file name is {@code -}
 * @param out the answer, UTF-8
 * @param err everything else, UTF-8
 */
record Streams(InputStream in, PrintStream out, PrintStream err) {}
