package dev.delegationledger.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.log.Charges;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.Batch;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.TestLedger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader says about rows that were altered behind the ledger's back. */
final class AlteredRowsTest {
  private final MemoryStore store = MemoryStore.empty();
  private long action;

  @BeforeEach
  void copyALedger() {
    try (TestLedger t = TestLedger.open()) {
      action = t.ledger().act(t.pay(84_000)).receipt().index();
      for (int later = 1; later <= 4; later++) {
        t.ledger().act(t.pay(later));
      }
      Batch batch = Batch.withHead(Objects.requireNonNull(t.store().head()));
      for (Table table : Table.values()) {
        rows(t.store(), table).forEach(row -> batch.put(table, row.getKey(), row.getValue()));
      }
      store.commit(null, batch);
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static List<Map.Entry<byte[], byte[]>> rows(ReadableStore store, Table table) {
    List<Map.Entry<byte[], byte[]>> rows = new ArrayList<>();
    store.scan(
        table,
        new byte[0],
        (key, value) -> {
          rows.add(Map.entry(key, value));
          return true;
        });
    return rows;
  }

  private void put(Table table, byte[] key, byte[] value) {
    byte[] head = Objects.requireNonNull(store.head());
    store.commit(head, Batch.withHead(head).put(table, key, value));
  }

  private void delete(Table table, byte[] key) {
    byte[] head = Objects.requireNonNull(store.head());
    store.commit(head, Batch.withHead(head).delete(table, key));
  }

  private Reason export() {
    return reason(
        () ->
            ProofExporter.export(StoredLedger.over(store), action, EnumSet.allOf(Disclose.class)));
  }

  private static Reason reason(ThrowingCallable refused) {
    return catchThrowableOfType(RefusedException.class, refused).refusal().reason();
  }

  @Test
  void untouchedLedger_isExported() throws RefusedException {
    assertThat(
            ProofExporter.export(StoredLedger.over(store), action, EnumSet.allOf(Disclose.class))
                .action())
        .isEqualTo(action);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 8})
  void recordWithAnyByteChanged_isAltered_evenIfItNoLongerParses(long index) {
    byte[] key = Keys.index(index);
    byte[] record = Objects.requireNonNull(store.get(Table.RECORDS, key));
    for (int at : new int[] {0, record.length / 3, record.length - 1}) {
      byte[] changed = record.clone();
      changed[at] ^= 1;
      put(Table.RECORDS, key, changed);
      assertThat(export()).as("record %d, byte %d", index, at).isEqualTo(Reason.RECORD_ALTERED);
    }
  }

  @Test
  void recordGoneFromInsideTheLog_isLost() {
    delete(Table.RECORDS, Keys.index(1));
    assertThat(export()).isEqualTo(Reason.RECORD_LOST);
  }

  @Test
  void alteredDisclosure_isAMismatch_evenIfItNoLongerParses() {
    rows(store, Table.DISCLOSURES)
        .forEach(
            row -> {
              byte[] changed = row.getValue().clone();
              changed[0] = '!';
              put(Table.DISCLOSURES, row.getKey(), changed);
              long index = ByteBuffer.wrap(row.getKey()).getLong();
              assertThat(reason(() -> StoredLedger.over(store).disclosures(index)))
                  .isEqualTo(Reason.DISCLOSURE_MISMATCH);
              put(Table.DISCLOSURES, row.getKey(), row.getValue());
            });
  }

  @Test
  void treeNodesGone_areAContradiction() {
    rows(store, Table.NODES).forEach(row -> delete(Table.NODES, row.getKey()));
    assertThat(export()).isEqualTo(Reason.NODE_CONTRADICTION);
  }

  @Test
  void totalsInAnotherSpelling_areAContradiction() {
    for (String row : List.of("", "1", "1:", "01:0", "1:0 ", "-1:0", "1:9007199254740992")) {
      put(Table.CHARGES, Keys.index(5), row.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(reason(() -> StoredLedger.over(store).charged(5)))
          .as(row)
          .isEqualTo(Reason.LOOKUP_CONTRADICTION);
    }
  }

  @Test
  void totalsOfAGrantThatNothingIsChargedTo_areZero() throws RefusedException {
    assertThat(StoredLedger.over(store).charged(5)).isEqualTo(new Charges.Total(5, 0, 0));
  }

  @Test
  void recordsOutsideTheLog_areNotThere() throws RefusedException {
    StoredLedger stored = StoredLedger.over(store);
    long size = stored.head().size();
    assertThat(stored.at(-1)).isEmpty();
    assertThat(stored.at(size)).isEmpty();
    assertThat(stored.at(size - 1)).isPresent();
    assertThat(stored.at(0)).contains(stored.identity().genesis());
  }

  @Test
  void recordGoneFromInsideTheLog_isLostWhereAFactNamesIt() {
    delete(Table.RECORDS, Keys.index(1));
    assertThat(reason(() -> StoredLedger.over(store).at(1))).isEqualTo(Reason.RECORD_LOST);
  }

  @Test
  void statusNodeThatIsNoHash_isAContradiction() {
    put(Table.STATUS_NODES, Keys.node(40, 0), new byte[3]);
    assertThat(export()).isEqualTo(Reason.NODE_CONTRADICTION);
  }
}
