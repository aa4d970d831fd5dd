package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Reason;
import dev.delegationledger.store.Table;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.view.Keys;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A full audit looks records up by rows of the store that it is to check. Whatever is wrong with
 * one of them is found, and changes nothing else that the audit finds.
 */
final class ForgedLookUpsTest {
  private static final int SIZE = 12;

  private MapStore store;

  @BeforeEach
  void build() throws Exception {
    store = MapStore.copyOf(Cast.twelveRecords().store);
  }

  @ParameterizedTest
  @EnumSource(
      value = Table.class,
      names = {"BY_HASH", "BY_JTI", "BY_KEY", "BY_PRINCIPAL", "BY_REFERENCE"})
  void rowThatIsGone_isOneFindingAtItsRecord(Table table) throws Exception {
    for (byte[] key : store.keys(table)) {
      byte[] value = store.remove(table, key);
      assertThat(Audits.run(Audit.full(store, Cast.trust(Map.of()))).findings())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.reason()).isEqualTo(Reason.LOOKUP_CONTRADICTION);
                assertThat(finding.index()).hasValue(Keys.trailingIndex(key));
              });
      store.put(table, key, value);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Table.class,
      names = {"BY_HASH", "BY_JTI", "BY_KEY", "BY_PRINCIPAL", "BY_REFERENCE"})
  void rowThatLeadsElsewhere_isOneFindingThere(Table table) throws Exception {
    for (byte[] key : store.keys(table)) {
      long other = (Keys.trailingIndex(key) + SIZE / 2) % SIZE; // before it, or after it
      byte[] forged = Keys.row(Arrays.copyOf(key, key.length - Keys.INDEX_BYTES), other);
      if (store.get(table, forged) != null) {
        continue;
      }
      store.put(table, forged, new byte[0]);
      assertThat(Audit.full(store, Cast.trust(Map.of())).run().findings())
          .as("%s row of record %s that leads to %s", table, Keys.trailingIndex(key), other)
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.reason()).isEqualTo(Reason.LOOKUP_CONTRADICTION);
                assertThat(finding.index()).hasValue(other);
              });
      store.remove(table, forged);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Table.class,
      names = {"BY_HASH", "BY_JTI", "BY_KEY", "BY_PRINCIPAL", "BY_REFERENCE"})
  void rowThatCannotBeRead_isFoundAndMissedByNoRule(Table table) throws Exception {
    for (byte[] key : store.keys(table)) {
      MapStore damaged = MapStore.copyOf(store);
      damaged.damage(table, key);
      assertThat(Audit.full(damaged, Cast.trust(Map.of())).run().findings())
          .hasSize(2) // the row, and that the table could not be searched for others
          .allSatisfy(finding -> assertThat(finding.reason()).isEqualTo(Reason.STORE_UNREADABLE));
    }
  }
}
