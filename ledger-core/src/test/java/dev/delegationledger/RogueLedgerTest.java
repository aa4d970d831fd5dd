package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.testing.TestLedger;
import org.junit.jupiter.api.Test;

/** That the dishonest operator of other tests does what those tests suppose. */
final class RogueLedgerTest {
  @Test
  void aRogueLedger_recordsWhatTheRulesRefuse() {
    TestLedger t = TestLedger.open();
    t.ledger().close();
    DelegationLedger rogue = RogueLedger.open(t.store(), t.ledgerKey(), t.clock(), t.random());
    Acted pay = rogue.append(t.payment(100_001).by(t.reconKey()));
    assertThat(pay.receipt().index()).isEqualTo(8);
    t.closeUnaudited();
  }
}
