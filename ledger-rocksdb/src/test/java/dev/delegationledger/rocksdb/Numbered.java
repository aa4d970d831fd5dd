package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.Table;
import java.nio.ByteBuffer;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A history that can be checked: commit n puts row n into every table, a value known from n, and
 * makes n the head.
 */
final class Numbered {
  private Numbered() {}

  /** Commits {@code number}, with up to {@code bytes} bytes in each table. */
  static void commit(Store store, int number, int bytes) {
    Batch batch = Batch.withHead(key(number));
    for (Table table : Table.values()) {
      batch.put(table, key(number), value(table, number, bytes));
    }
    store.commit(number == 1 ? null : key(number - 1), batch);
  }

  static int head(ReadableStore store) {
    return number(store.head());
  }

  /**
   * Reads everything: every table must hold exactly the rows 1 to head, unaltered.
   *
   * @return the head; 0 if there is none
   */
  static int check(ReadableStore store, int bytes) {
    int head = head(store);
    for (Table table : Table.values()) {
      int[] rows = {0};
      store.scan(
          table,
          new byte[0],
          (key, value) -> {
            rows[0]++;
            assertThat(number(key)).as("row of %s", table).isEqualTo(rows[0]);
            assertThat(value)
                .as("row %s of %s", rows[0], table)
                .isEqualTo(value(table, rows[0], bytes));
            return true;
          });
      for (int number = 1; number <= head; number += 7) { // single reads go through other blocks
        assertThat(store.get(table, key(number))).isEqualTo(value(table, number, bytes));
      }
      assertThat(store.get(table, key(head + 1))).isNull();
      assertThat(rows[0]).as("rows of %s at head %s", table, head).isEqualTo(head);
    }
    return head;
  }

  static byte[] key(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }

  private static int number(byte @Nullable [] key) {
    return key == null ? 0 : ByteBuffer.wrap(key).getInt();
  }

  private static byte[] value(Table table, int number, int bytes) {
    Random random = new Random(31L * number + table.name().hashCode());
    byte[] value = new byte[random.nextInt(bytes + 1)];
    random.nextBytes(value);
    return value;
  }
}
