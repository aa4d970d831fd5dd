package dev.delegationledger.publish;

import dev.delegationledger.authority.WitnessCheck;
import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.publish.WitnessStatus.State;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One witness as the publisher knows it: what it cosigned, whether it is being asked, and when it
 * may be asked again. Confined to the publisher's thread, but for {@link #status}.
 */
final class Feed {
  private static final int MOST_DOUBLINGS = 30;

  private final WitnessPolicy.Witness witness;
  private final WitnessClient client;
  private final Publishing how;
  private final SecureRandom random;

  private volatile WitnessStatus status;
  private Optional<Round> asking = Optional.empty();
  private Instant asked = Instant.MIN;
  private long old;
  private int failures;
  private long notBefore;

  /**
   * @param cosigned how many records it is known to have cosigned
   * @param now of {@link System#nanoTime}
   */
  Feed(
      WitnessPolicy.Witness witness,
      WitnessClient client,
      Publishing how,
      SecureRandom random,
      long cosigned,
      long now) {
    this.witness = witness;
    this.client = client;
    this.how = how;
    this.random = random;
    this.old = cosigned;
    this.notBefore = now;
    this.status =
        new WitnessStatus(
            witness,
            State.NOT_ASKED,
            cosigned,
            Optional.empty(),
            Optional.empty(),
            "not asked yet");
  }

  WitnessPolicy.Witness witness() {
    return witness;
  }

  WitnessClient client() {
    return client;
  }

  WitnessStatus status() {
    return status;
  }

  /** How many records it cosigned last, as far as is known. */
  long old() {
    return old;
  }

  boolean isAsking() {
    return asking.isPresent();
  }

  boolean isAsking(Round round) {
    return asking.filter(round::equals).isPresent();
  }

  /** Whether it is of use to show it a checkpoint of this size, now or later. */
  boolean mayBeAsked(long size) {
    return switch (status.state()) {
      case OTHER_HISTORY, NO_URL -> false;
      case SAW_MORE -> size >= old;
      case NOT_ASKED,
          COSIGNED,
          SUPERSEDED,
          UNREACHABLE,
          TIMED_OUT,
          UNAVAILABLE,
          UNKNOWN_LOG,
          FORBIDDEN,
          REFUSED,
          INVALID_ANSWER,
          CLOCK_BEHIND ->
          true;
    };
  }

  /** How long it is left alone from now on, in nanoseconds; not above 0 if it need not be. */
  long left(long now) {
    return notBefore - now;
  }

  /**
   * Takes note that it is being asked.
   *
   * @param time by the ledger's clock
   */
  void asks(Round round, Instant time) {
    asking = Optional.of(round);
    asked = time;
  }

  /**
   * Takes what came of asking.
   *
   * @param newest how many records the ledger has signed by now
   */
  void took(Answer answer, long newest, long now, Instant time) {
    asking = Optional.empty();
    boolean superseded = answer.state() == State.SAW_MORE && answer.saw().orElseThrow() <= newest;
    State state = superseded ? State.SUPERSEDED : answer.state();
    long cosigned = answer.cosignature().map(c -> c.checkpoint().size()).orElse(0L);
    if (state != State.OTHER_HISTORY) {
      old = answer.saw().orElse(old);
    }
    failures = state == State.COSIGNED ? 0 : Math.min(failures + 1, MOST_DOUBLINGS);
    notBefore = failures == 0 ? now : now + backOff().toNanos();
    status =
        new WitnessStatus(
            witness,
            state,
            Math.max(cosigned, status.cosignedSize()),
            Optional.of(time),
            answer.dated().isPresent() ? behind(answer.dated().get()) : status.behind(),
            answer.detail());
  }

  /** How much earlier than it was asked it says that it cosigned, beyond what clocks may differ. */
  private Optional<Duration> behind(long seconds) {
    return WitnessCheck.isLater(asked.toEpochMilli(), seconds)
        ? Optional.of(Duration.between(Instant.ofEpochSecond(seconds), asked))
        : Optional.empty();
  }

  /** The first wait doubled with each failure, of which a random half is left out. */
  private Duration backOff() {
    Duration longest = how.firstRetry();
    for (int i = 1; i < failures && longest.compareTo(how.lastRetry()) < 0; i++) {
      longest = longest.multipliedBy(2);
    }
    long nanos = Math.min(longest.toNanos(), how.lastRetry().toNanos());
    return Duration.ofNanos(nanos / 2 + Math.floorMod(random.nextLong(), nanos / 2 + 1));
  }
}
