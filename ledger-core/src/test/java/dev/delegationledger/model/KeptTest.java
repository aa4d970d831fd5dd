package dev.delegationledger.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept has a bound, and nothing is kept that does not hold any more. */
final class KeptTest {
  private static final int MOST = 10;

  private final Kept<Integer, String> kept = Kept.atMost(MOST);

  @Test
  void beyondTheBound_allIsDropped_andTheNewestIsThere() {
    for (int i = 0; i < MOST; i++) {
      kept.put(i, "value " + i);
    }
    assertThat(kept.get(0)).isEqualTo("value 0");
    kept.put(MOST, "one more");
    assertThat(kept.get(MOST)).isEqualTo("one more");
    assertThat(kept.get(0)).isNull();
    assertThat(kept.get(MOST - 1)).isNull();
  }

  @Test
  void whatDoesNotHoldAnyMore_isNotKept_andWhatWasKeptStays() {
    kept.putIf(() -> false, 1, "read before an erasure");
    assertThat(kept.get(1)).isNull();
    kept.putIf(() -> true, 1, "read after it");
    kept.putIf(() -> false, 1, "read before another");
    assertThat(kept.get(1)).isEqualTo("read after it");
    kept.remove(1);
    assertThat(kept.get(1)).isNull();
  }
}
