package dev.delegationledger.publish;

import dev.delegationledger.log.WitnessPolicy;
import java.time.Duration;

/**
 * How a ledger publishes its checkpoints: to which witnesses, and how patiently. Immutable.
 *
 * @param policy which witnesses, where, and which of them are enough
 * @param timeout of one request, up to the last byte of its answer
 * @param interval between the beginnings of two publications, at least; appending does not wait for
 *     it
 * @param firstRetry after the first failure; each further one doubles it
 * @param lastRetry up to which it is doubled. Of each wait a random half is left out, so that many
 *     ledgers do not come back to a witness all at once
 */
public record Publishing(
    WitnessPolicy policy,
    Duration timeout,
    Duration interval,
    Duration firstRetry,
    Duration lastRetry) {
  private static final Duration MOST = Duration.ofDays(1);

  /**
   * @throws IllegalArgumentException unless each duration is above zero and at most a day, and the
   *     first retry not above the last
   */
  public Publishing {
    requireDuration("time-out", timeout);
    requireDuration("interval", interval);
    requireDuration("first retry", firstRetry);
    requireDuration("last retry", lastRetry);
    if (firstRetry.compareTo(lastRetry) > 0) {
      throw new IllegalArgumentException("publish: expected a first retry up to the last");
    }
  }

  private static void requireDuration(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(MOST) > 0) {
      throw new IllegalArgumentException(
          "publish: expected a " + what + " above zero, up to a day, got " + duration);
    }
  }

  /** By this policy: 10 s for each request, at most once a second, again after 1 s to 1 min. */
  public static Publishing by(WitnessPolicy policy) {
    return new Publishing(
        policy,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1));
  }

  /** The same with another time-out of one request. */
  public Publishing timeout(Duration each) {
    return new Publishing(policy, each, interval, firstRetry, lastRetry);
  }

  /** The same with another time between the beginnings of two publications. */
  public Publishing atMostEvery(Duration least) {
    return new Publishing(policy, timeout, least, firstRetry, lastRetry);
  }

  /** The same with other waits after failures. */
  public Publishing retrying(Duration first, Duration last) {
    return new Publishing(policy, timeout, interval, first, last);
  }
}
