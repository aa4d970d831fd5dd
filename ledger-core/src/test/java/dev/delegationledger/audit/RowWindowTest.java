package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.CountingStore;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.NodeKey;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowWindowTest {
  private static final int LEAVES = 32;

  @Test
  void piece_isReadOnce_whateverIsAskedForInIt() {
    CountingStore store = CountingStore.over(store(Batch.withHead(new byte[] {1})));
    assertThatEachNodeIsFound(store);
    assertThat(store.read(Table.STATUS_NODES)).isEqualTo(1 + NodeKey.PIECE_ROWS);
  }

  @Test
  void rowsInFrontOfAPiece_thatNoTreeHas_hideNone_andAreReadOnce() {
    Batch batch = Batch.withHead(new byte[] {1});
    byte[] piece = NodeKey.piece(Keys.node(0, 0));
    for (int row = 0; row < 200; row++) {
      byte[] key = Arrays.copyOf(piece, piece.length + 2);
      key[piece.length + 1] = (byte) row;
      batch.put(Table.STATUS_NODES, key, new byte[0]);
    }
    CountingStore store = CountingStore.over(store(batch));
    assertThatEachNodeIsFound(store);
    assertThat(store.read(Table.STATUS_NODES)).isLessThan(3 * NodeKey.PIECE_ROWS);
  }

  private static void assertThatEachNodeIsFound(CountingStore store) {
    RowWindow window = new RowWindow(new StoredRows(store, new Findings()));
    for (int level = 0; level < 5; level++) {
      for (long index = 0; index < LEAVES >> level; index++) {
        byte[] found =
            window.look(Table.STATUS_NODES, Keys.node(level, index)).value().orElseThrow();
        assertThat(found).containsExactly(level, (int) index);
      }
    }
  }

  private static MemoryStore store(Batch batch) {
    for (int level = 0; level < 5; level++) {
      for (long index = 0; index < LEAVES >> level; index++) {
        batch.put(
            Table.STATUS_NODES, Keys.node(level, index), new byte[] {(byte) level, (byte) index});
      }
    }
    MemoryStore store = MemoryStore.empty();
    store.commit(null, batch);
    return store;
  }
}
