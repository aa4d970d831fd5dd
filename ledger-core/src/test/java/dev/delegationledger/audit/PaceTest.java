package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private final List<Progress> heard = new ArrayList<>();
  private final TestClock clock = TestClock.at(Instant.EPOCH);
  private final Pace pace = Pace.of(clock, Duration.ofSeconds(1), heard::add);

  @Test
  void rateAndRemainingTime_areToldOnceASecond() {
    for (long done = 1; done <= 100; done++) {
      clock.move(Duration.ofMillis(100));
      pace.progress(done, 1000);
    }
    assertThat(heard).hasSize(10);
    assertThat(heard.get(9))
        .isEqualTo(
            new Progress(100, 1000, OptionalDouble.of(10), Optional.of(Duration.ofSeconds(90))));
  }

  @Test
  void rate_isThatOfTheLastTenSeconds() {
    at(100_000, 1_000, 2_000);
    for (int second = 101; second <= 111; second++) {
      at(second * 1000L, 1_000 + (second - 100) * 50, 2_000);
    }
    assertThat(heard.get(heard.size() - 1).perSecond()).hasValue(50);
    assertThat(heard.get(1).perSecond().orElseThrow()).isLessThan(11);
  }

  @Test
  void remainingTime_isRoundedUp() {
    at(1_000, 3, 7);
    assertThat(heard.get(0).remaining()).hasValue(Duration.ofSeconds(2));
  }

  @Test
  void lastRecord_isToldAtOnce_withNothingRemaining() {
    at(1_000, 5, 10);
    at(1_100, 10, 10);
    assertThat(heard).extracting(Progress::done).containsExactly(5L, 10L);
    assertThat(heard.get(1).remaining()).hasValue(Duration.ZERO);
  }

  @Test
  void ledgerThatIsDoneInNoTime_hasNoRate() {
    pace.progress(1, 1);
    assertThat(heard).containsExactly(new Progress(1, 1, OptionalDouble.empty(), Optional.empty()));
  }

  @Test
  void standstill_hasNoRemainingTime() {
    for (int second = 1; second <= 12; second++) {
      at(second * 1000L, 1, 10);
    }
    Progress last = heard.get(heard.size() - 1);
    assertThat(last.perSecond()).hasValue(0);
    assertThat(last.remaining()).isEmpty();
  }

  @Test
  void clockThatIsPutBack_makesTheRateBeginAnew() {
    at(5_000, 50, 100);
    at(1_000, 60, 100);
    assertThat(heard).hasSize(1);
    at(2_000, 70, 100);
    assertThat(heard.get(1).perSecond()).hasValue(10);
  }

  private void at(long millis, long done, long total) {
    clock.set(Instant.ofEpochMilli(millis));
    pace.progress(done, total);
  }
}
