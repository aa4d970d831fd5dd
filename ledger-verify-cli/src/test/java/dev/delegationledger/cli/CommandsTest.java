package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands about a ledger in this process, and what only shows there. */
final class CommandsTest extends LedgerCommandsContract {
  static final Clock CLOCK = TestClock.at(AatFiles.NOW);

  @Override
  Run run(byte[] stdin, String... arguments) {
    return Run.of(new ByteArrayInputStream(stdin), List.of(arguments));
  }

  /** What was written to stderr by a command that somebody watches. */
  private static String watched(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(InputStream.nullInputStream(), print(out), print(err), CLOCK).atTerminal();
    assertThat(LedgerVerify.run(List.of(arguments), streams)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\r");
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void progress_isOneLineAtATerminal_andIsWiped() {
    String ledger = incident().ledger().toString();
    String trust = incident().trust().toString();
    String line = "\rledger-verify: (audited|checked) (\\d+) of \\2 records \\(100\\.0 %\\)";
    assertThat(watched("audit", "--ledger", ledger, "--trust", trust)).matches(line + "\r *\r");
    assertThat(watched("audit", "--json", "--ledger", ledger, "--trust", trust))
        .matches(line + "\r *\r");
    assertThat(watched("agent", incident().reconId(), "--ledger", ledger, "--trust", trust))
        .matches(line + "\r *\r");
  }

  @Test
  void progress_isNotThereWhereItIsNotWanted() {
    String ledger = incident().ledger().toString();
    String trust = incident().trust().toString();
    assertThat(watched("audit", "--quiet", "--ledger", ledger, "--trust", trust)).isEmpty();
    assertThat(
            watched("agent", incident().reconId(), "--quiet", "--ledger", ledger, "--trust", trust))
        .isEmpty();
  }

  private static PrintStream print(OutputStream to) {
    return new PrintStream(to, false, StandardCharsets.UTF_8);
  }

  @Test
  void bug_isOneLineAndNoStackTrace() {
    InputStream faulty =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("a bug\nin\u001b two lines");
          }

          @Override
          public int read(byte[] into, int from, int length) {
            return read();
          }
        };
    String trust = incident().trust().toString();
    Run.of(faulty, List.of("verify", "-", "--trust", trust))
        .exits(70)
        .failsWith("internal error: IllegalStateException: a bug\\nin\\u{1b} two lines");
    Run.of(faulty, List.of("verify", "-", "--trust", trust, "--json"))
        .exits(70)
        .says("error/code", "internal-error");
  }

  @Test
  void answerThatCannotBeWritten_isNoSuccess() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };
    Streams streams =
        new Streams(
            InputStream.nullInputStream(), print(full), print(new ByteArrayOutputStream()), CLOCK);
    List<String> arguments =
        List.of("verify", proof().toString(), "--trust", incident().trust().toString());
    assertThat(LedgerVerify.run(arguments, streams)).isEqualTo(74);
  }
}
