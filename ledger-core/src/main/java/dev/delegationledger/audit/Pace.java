package dev.delegationledger.audit;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Tells from time to time how far an audit is, how fast it goes, and how long it will take. The
 * rate is that of the last ten times it told, so that it follows what the audit does now. For one
 * run, on the thread that runs it.
 */
public final class Pace implements ProgressListener {
  private static final int WINDOW = 10;
  private static final double MILLIS_PER_SECOND = 1000.0;

  private final Clock clock;
  private final long everyMs;
  private final Consumer<Progress> hearer;
  private final Deque<Moment> window = new ArrayDeque<>();

  private record Moment(long timeMs, long done) {}

  private Pace(Clock clock, long everyMs, Consumer<Progress> hearer) {
    this.clock = clock;
    this.everyMs = everyMs;
    this.hearer = hearer;
  }

  /**
   * Begins to measure now.
   *
   * @param every how much time there is at least between one telling and the next; the last record
   *     is always told
   */
  public static Pace of(Clock clock, Duration every, Consumer<Progress> hearer) {
    Pace pace = new Pace(clock, every.toMillis(), hearer);
    pace.window.add(new Moment(clock.millis(), 0));
    return pace;
  }

  @Override
  public void progress(long done, long total) {
    Moment now = new Moment(clock.millis(), done);
    long since = now.timeMs() - window.getLast().timeMs();
    if (since < 0) {
      window.clear(); // the clock was put back: begin anew
      window.add(now);
    } else if (since >= everyMs || done >= total) {
      hearer.accept(after(now, total));
      window.add(now);
      if (window.size() > WINDOW) {
        window.remove();
      }
    }
  }

  private Progress after(Moment now, long total) {
    Moment from = window.getFirst();
    long took = now.timeMs() - from.timeMs();
    if (took <= 0) {
      return new Progress(now.done(), total, OptionalDouble.empty(), Optional.empty());
    }
    double rate = (now.done() - from.done()) * MILLIS_PER_SECOND / took;
    Optional<Duration> remaining =
        rate > 0
            ? Optional.of(Duration.ofSeconds((long) Math.ceil((total - now.done()) / rate)))
            : Optional.empty();
    return new Progress(now.done(), total, OptionalDouble.of(rate), remaining);
  }
}
