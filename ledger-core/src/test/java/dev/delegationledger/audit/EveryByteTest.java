package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.log.Merkle;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.Keys;
import dev.delegationledger.view.NodeKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One row of a stored ledger is changed, gone or new: it is found, at the right record, once. */
final class EveryByteTest {
  private static final long SIZE = 12;

  /** Records whose status changed: the child grant's, and the helper's enrolment. */
  private static final TreeSet<Long> CLOSED = new TreeSet<>(List.of(4L, 6L));

  /**
   * An audit of this ledger costs some milliseconds, mostly for validating keys: so each row is
   * tried at every {@code STRIDE}th byte, the long records at fewer, and the rows begin at
   * different ones. All bytes of all rows have been tried once, with a stride of 1.
   */
  private static final int STRIDE = 11;

  private MapStore store;
  private int rows;

  @BeforeEach
  void build() throws Exception {
    store = MapStore.copyOf(Cast.twelveRecords().store);
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void everyTable_hasRows(Table table) {
    assertThat(store.keys(table)).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void everyValueChanged_isFoundAtItsRecordOnce(Table table) {
    for (byte[] key : store.keys(table)) {
      byte[] value = store.value(table, key);
      for (int at = first(value.length);
          at < value.length;
          at += table == Table.RECORDS ? 4 * STRIDE : STRIDE) {
        byte[] changed = value.clone();
        changed[at] ^= (byte) (1 << (at % 8));
        store.put(table, key, changed);
        assertOnlyFinding(table, key, changedReasons(table));
      }
      store.put(table, key, value);
    }
    assertThat(findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void everyValueCutOrLengthened_isFoundAtItsRecordOnce(Table table) {
    for (byte[] key : store.keys(table)) {
      byte[] value = store.value(table, key);
      store.put(table, key, Arrays.copyOf(value, value.length + 1));
      assertOnlyFinding(table, key, changedReasons(table));
      if (value.length > 0) {
        store.put(table, key, Arrays.copyOf(value, value.length - 1));
        assertOnlyFinding(table, key, changedReasons(table));
        store.put(table, key, new byte[0]);
        assertOnlyFinding(table, key, changedReasons(table));
      }
      store.put(table, key, value);
    }
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void everyRowRemoved_isFoundAtItsRecordOnce(Table table) {
    for (byte[] key : store.keys(table)) {
      byte[] value = store.remove(table, key);
      assertOnlyFinding(table, key, List.of(goneReason(table)));
      store.put(table, key, value);
    }
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void everyKeyChanged_isFoundAtItsRecord(Table table) {
    for (byte[] key : store.keys(table)) {
      for (int at = first(key.length); at < key.length; at += STRIDE) {
        byte[] moved = key.clone();
        moved[at] ^= (byte) (1 << (at % 8));
        if (store.get(table, moved) != null) {
          continue;
        }
        byte[] value = store.remove(table, key);
        store.put(table, moved, value);
        List<Refusal> findings = findings();
        assertThat(findings)
            .as("%s row of record %s, key byte %s", table, indexOf(table, key), at)
            .hasSize(2)
            .anySatisfy(
                finding -> {
                  assertThat(finding.reason()).isEqualTo(goneReason(table));
                  assertThat(finding.index()).hasValue(indexOf(table, key));
                })
            .anySatisfy(finding -> assertThat(finding.reason()).isEqualTo(addedReason(table)));
        store.remove(table, moved);
        store.put(table, key, value);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void everyRowCopiedToARecordThatDoesNotGiveIt_isFoundThere(Table table) {
    long[] places = {3, SIZE, SIZE + 5};
    for (byte[] key : store.keys(table)) {
      for (long place : places) {
        byte[] copy = at(table, key, place);
        if (store.get(table, copy) != null) {
          continue;
        }
        store.put(table, copy, store.value(table, key));
        List<Refusal> findings = findings();
        assertThat(findings).as("%s copy of a row of %s", table, indexOf(table, key)).hasSize(1);
        assertThat(findings.get(0).reason()).isEqualTo(addedReason(table));
        assertThat(findings.get(0).index()).isEqualTo(named(indexOf(table, copy)));
        store.remove(table, copy);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void rowsWithKeysOfAnotherShape_areFound(Table table) {
    for (int length : new int[] {1, 7, 8, 9, 31, 40, 72, 100}) {
      byte[] key = new byte[length];
      Arrays.fill(key, (byte) 0xfe);
      store.put(table, key, new byte[0]);
      assertThat(findings())
          .as("%s key of %s bytes", table, length)
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.reason()).isEqualTo(addedReason(table));
                assertThat(finding.index()).isEmpty();
              });
      store.remove(table, key);
    }
  }

  @Test
  void headChangedAnywhere_isFound() {
    byte[] head = store.headBytes();
    for (int at = 0; at < head.length; at += 2) {
      byte[] changed = head.clone();
      changed[at] ^= (byte) (1 << (at % 8));
      store.head(changed);
      boolean readable = isReadable(changed);
      assertThat(findings())
          .as("head byte %s", at)
          .isNotEmpty()
          .allSatisfy(
              finding -> {
                assertThat(finding.reason())
                    .isIn(Reason.HEAD_CONTRADICTION, Reason.CHECKPOINT_SIGNATURE_INVALID);
                assertThat(finding.index().isPresent()).isEqualTo(readable);
              });
    }
  }

  @Test
  void headGone_isFound() {
    store.head(null);
    assertThat(findings())
        .singleElement()
        .extracting(Refusal::reason)
        .isEqualTo(Reason.HEAD_CONTRADICTION);
  }

  private int first(int length) {
    return length == 0 ? 0 : rows++ % Math.min(STRIDE, length);
  }

  private List<Refusal> findings() {
    return Audits.run(Audit.structure(store)).findings();
  }

  private void assertOnlyFinding(Table table, byte[] key, List<Reason> reasons) {
    assertThat(findings())
        .as("%s row of record %s", table, indexOf(table, key))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.reason()).isIn(reasons);
              assertThat(finding.index()).hasValue(indexOf(table, key));
            });
  }

  private static List<Reason> changedReasons(Table table) {
    return switch (table) {
      case RECORDS -> List.of(Reason.RECORD_ALTERED, Reason.RECORD_MALFORMED);
      case NODES, STATUS_NODES -> List.of(Reason.NODE_CONTRADICTION);
      case STATUS -> List.of(Reason.STATUS_CONTRADICTION);
      case BY_HASH, BY_JTI, BY_KEY, BY_PRINCIPAL, BY_REFERENCE, BY_END, CHARGES ->
          List.of(Reason.LOOKUP_CONTRADICTION);
      case DISCLOSURES -> List.of(Reason.DISCLOSURE_MISMATCH);
    };
  }

  private static Reason goneReason(Table table) {
    return switch (table) {
      case RECORDS -> Reason.RECORD_LOST;
      case DISCLOSURES -> Reason.DISCLOSURE_LOST;
      case NODES,
          STATUS_NODES,
          STATUS,
          BY_HASH,
          BY_JTI,
          BY_KEY,
          BY_PRINCIPAL,
          BY_REFERENCE,
          BY_END,
          CHARGES ->
          changedReasons(table).get(0);
    };
  }

  private static Reason addedReason(Table table) {
    return table == Table.RECORDS ? Reason.HEAD_CONTRADICTION : changedReasons(table).get(0);
  }

  /** The record that a row is about. */
  private static long indexOf(Table table, byte[] key) {
    return switch (table) {
      case RECORDS, STATUS, CHARGES -> Keys.trailingIndex(key);
      case NODES -> {
        NodeKey node = NodeKey.of(key).orElseThrow();
        yield ((node.index() + 1) << node.level()) - 1;
      }
      case STATUS_NODES -> {
        NodeKey node = NodeKey.of(key).orElseThrow();
        long from = node.index() << node.level();
        Long closed = CLOSED.ceiling(from);
        yield closed != null && closed < from + (1L << node.level()) ? closed : from;
      }
      case BY_HASH, BY_JTI, BY_KEY, BY_PRINCIPAL, BY_REFERENCE, BY_END -> Keys.trailingIndex(key);
      case DISCLOSURES -> ByteBuffer.wrap(key).getLong();
    };
  }

  /** No record can be named that no log can hold. */
  private static OptionalLong named(long index) {
    return index < Merkle.MAX_SIZE ? OptionalLong.of(index) : OptionalLong.empty();
  }

  /** The same key with another record's index in it. */
  private static byte[] at(Table table, byte[] key, long index) {
    if (table == Table.NODES || table == Table.STATUS_NODES) {
      return Keys.node(NodeKey.of(key).orElseThrow().level(), index);
    }
    ByteBuffer copy = ByteBuffer.wrap(key.clone());
    copy.putLong(table == Table.DISCLOSURES ? 0 : key.length - Long.BYTES, index);
    return copy.array();
  }

  private static boolean isReadable(byte[] head) {
    try {
      Head.parse(head);
      return true;
    } catch (dev.delegationledger.model.RefusedException unreadable) {
      return false;
    }
  }
}
