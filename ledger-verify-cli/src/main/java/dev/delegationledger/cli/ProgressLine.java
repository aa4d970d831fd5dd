package dev.delegationledger.cli;

import dev.delegationledger.audit.Pace;
import dev.delegationledger.audit.Progress;
import dev.delegationledger.audit.ProgressListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * One line on stderr that says how far an audit is, written over itself once a second and wiped in
 * the end: nothing of it is left before an answer or an error. Says nothing where nobody watches.
 */
final class ProgressLine implements ProgressListener, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final double PERCENT = 100.0;

  private final PrintStream err;
  private final ProgressListener pace;
  private int written;

  /**
   * @param act what is done to the records, for a person
   */
  ProgressLine(String act, Streams streams) {
    this.err = streams.err();
    this.pace =
        streams.watched()
            ? Pace.of(streams.clock(), EVERY, progress -> write(text(act, progress)))
            : ProgressListener.NONE;
  }

  @Override
  public void progress(long done, long total) {
    pace.progress(done, total);
  }

  private static String text(String act, Progress progress) {
    String text =
        String.format(
            Locale.ROOT,
            "ledger-verify: %s %d of %d records (%.1f %%)",
            act,
            progress.done(),
            progress.total(),
            PERCENT * progress.done() / progress.total());
    String rate =
        progress.perSecond().isPresent()
            ? String.format(Locale.ROOT, ", %.0f a second", progress.perSecond().getAsDouble())
            : "";
    return text + rate + progress.remaining().map(left -> ", " + told(left) + " left").orElse("");
  }

  private static String told(Duration time) {
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toSeconds() + " s";
  }

  private void write(String text) {
    err.print("\r" + text + " ".repeat(Math.max(0, written - text.length())));
    err.flush();
    written = text.length();
  }

  @Override
  public void close() {
    if (written > 0) {
      write("");
      err.print("\r");
      err.flush();
    }
  }
}
