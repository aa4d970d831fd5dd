package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.SignatureEngine;
import org.junit.jupiter.api.Test;

/** The command brings no native code of an optional engine, and so runs without it. */
class EngineTest {
  @Test
  void withoutAnOptionalEngineOnTheClassPath_theOneThatIsAlwaysThereRuns() {
    assertThat(SignatureEngine.running()).isEqualTo(SignatureEngine.BOUNCY_CASTLE);
  }
}
