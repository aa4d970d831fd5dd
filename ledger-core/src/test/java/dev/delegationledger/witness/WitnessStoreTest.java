package dev.delegationledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.testing.Scene;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WitnessStoreTest {
  private final Logged log = new Logged();
  private final MemoryStore store = MemoryStore.empty();
  private final WitnessStore kept = WitnessStore.over(store);

  @Test
  void replace_writesOnlyOverWhatWasExpected() {
    assertThat(kept.replace(Optional.of(log.at(1)), log.at(4))).isFalse();
    assertThat(kept.latest(Scene.ORIGIN)).isEmpty();
    assertThat(kept.replace(Optional.empty(), log.at(4))).isTrue();
    assertThat(kept.replace(Optional.empty(), log.fork(4))).isFalse();
    assertThat(kept.replace(Optional.of(log.fork(4)), log.at(7))).isFalse();
    assertThat(kept.latest(Scene.ORIGIN)).contains(log.at(4));
    assertThat(kept.replace(Optional.of(log.at(4)), log.at(7))).isTrue();
    assertThat(WitnessStore.over(store).latest(Scene.ORIGIN)).contains(log.at(7));
  }

  @Test
  void otherLogStoredInBetween_isNoConflict() {
    SignedCheckpoint other =
        new Checkpoint("example.com/other", 1, Hash.ZERO).sign(log.s.ledgerKey);
    kept.replace(Optional.empty(), log.at(4));
    WitnessStore elsewhere = WitnessStore.over(store);
    assertThat(elsewhere.replace(Optional.empty(), other)).isTrue();

    assertThat(kept.replace(Optional.of(log.at(4)), log.at(7))).isTrue();
    assertThat(kept.latest("example.com/other")).contains(other);
  }

  @Test
  void storeThatIsDamaged_orALedgers_isNeverRead_norWrittenOver() {
    String one = log.at(4).text().replace("\n", "\\n");
    for (String head :
        new String[] {
          "",
          "{}",
          "{\"format\":\"witness/2\",\"logs\":{}}",
          "{\"format\":\"witness/1\",\"logs\":{},\"more\":1}",
          "{\"format\":\"witness/1\",\"logs\":{\"other\":\"" + one + "\"}}",
          "{\"format\":\"witness/1\",\"logs\":{\"" + Scene.ORIGIN + "\":\"x\"}}"
        }) {
      MemoryStore damaged = MemoryStore.empty();
      byte[] before = head.getBytes(StandardCharsets.UTF_8);
      damaged.commit(null, Batch.withHead(before));
      WitnessStore over = WitnessStore.over(damaged);

      assertThatThrownBy(() -> over.latest(Scene.ORIGIN)).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> over.replace(Optional.empty(), log.at(4)))
          .isInstanceOf(StoreException.class);
      assertThat(damaged.head()).isEqualTo(before);
    }
    assertThatThrownBy(() -> WitnessStore.over(log.s.store).latest(Scene.ORIGIN))
        .isInstanceOf(StoreException.class);
  }
}
