package dev.delegationledger.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.store.StaleHeadException;
import dev.delegationledger.testing.Scene;
import org.junit.jupiter.api.Test;

/** Two ledgers over one store: what one has acknowledged the other cannot overwrite. */
final class TwoWritersTest {
  private final Scene scene = Scene.open();

  @Test
  void theSecondWriter_isRefusedAndLosesNothing() {
    DelegationLedger first = scene.ledger;
    DelegationLedger second =
        DelegationLedger.open(scene.store, scene.ledgerKey, scene.time, scene.random);
    Acted acknowledged = first.append(Scene.payment(scene.child).by(scene.reconKey));
    assertThatThrownBy(() -> second.append(Scene.payment(scene.child).by(scene.reconKey)))
        .isInstanceOf(StaleHeadException.class);
    DelegationLedger reopened =
        DelegationLedger.open(scene.store, scene.ledgerKey, scene.time, scene.random);
    assertThat(reopened.find(acknowledged.hash())).isPresent();
  }
}
