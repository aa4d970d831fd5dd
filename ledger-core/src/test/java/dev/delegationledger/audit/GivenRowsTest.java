package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.store.Table;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GivenRowsTest {
  private static final int MANY = 50_000;

  private final GivenRows given = new GivenRows();

  @Test
  void whatWasGiven_isNeverDenied() {
    for (int i = 0; i < MANY; i++) {
      given.add(Table.BY_HASH, hash(i));
      given.add(Table.BY_JTI, both(i));
      assertThat(given.mayHave(Table.BY_HASH, hash(i / 2))).isTrue();
      assertThat(given.mayHave(Table.BY_JTI, both(i / 3))).isTrue();
    }
  }

  @Test
  void whatWasNotGiven_isDeniedButForAFewInAHundred() {
    assertThat(given.mayHave(Table.BY_HASH, hash(0))).isFalse();
    IntStream.range(0, MANY).forEach(i -> given.add(Table.BY_HASH, hash(i)));
    assertThat(wrong(Table.BY_HASH, MANY)).isLessThan(MANY / 20);
    assertThat(wrong(Table.BY_REFERENCE, 0)).isLessThan(MANY / 20);
  }

  @Test
  void beyondTheBound_whatWasGivenIsNotDenied_andMoreOfTheRestIsTakenForGiven() {
    GivenRows bounded = new GivenRows(1 << 14);
    IntStream.range(0, MANY).forEach(i -> bounded.add(Table.BY_HASH, hash(i)));
    assertThat(IntStream.range(0, MANY).allMatch(i -> bounded.mayHave(Table.BY_HASH, hash(i))))
        .isTrue();
    assertThat(
            IntStream.range(MANY, 2 * MANY)
                .filter(i -> bounded.mayHave(Table.BY_HASH, hash(i)))
                .count())
        .isBetween(MANY / 2L, (long) MANY);
  }

  private long wrong(Table table, int from) {
    return IntStream.range(from, from + MANY).filter(i -> given.mayHave(table, hash(i))).count();
  }

  private static byte[] hash(int i) {
    return Sha256.of(ByteBuffer.allocate(Integer.BYTES).putInt(i).array()).toArray();
  }

  /** As a jti of a signer: two hashes. */
  private static byte[] both(int i) {
    byte[] both = Arrays.copyOf(hash(i), 2 * Table.HASH_BYTES);
    System.arraycopy(hash(7), 0, both, Table.HASH_BYTES, Table.HASH_BYTES);
    return both;
  }
}
