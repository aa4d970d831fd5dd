package dev.delegationledger.authority.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A sample of what {@link RealLedger} asks of the gate. */
final class GateOfHistoriesTest {
  @Test
  void theGate_saysWhatRecordingDoes() throws InterruptedException {
    assertThat(ManyHistories.tellInEarnest(20_261_122L, 12).reasons()).isNotEmpty();
  }
}
