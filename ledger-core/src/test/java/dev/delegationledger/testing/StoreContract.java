package dev.delegationledger.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.Batch;
import dev.delegationledger.store.StaleHeadException;
import dev.delegationledger.store.Store;
import dev.delegationledger.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises. A store's own test extends this and says how to make an empty one. */
public abstract class StoreContract {
  private Store store;

  /** A new, empty store; it is closed after each test. */
  protected abstract Store emptyStore();

  @BeforeEach
  void openStore() {
    store = emptyStore();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void newStore_hasNoHeadAndNoRows() {
    assertThat(store.head()).isNull();
    for (Table table : Table.values()) {
      assertThat(store.get(table, bytes("k"))).isNull();
      assertThat(rows(table, bytes(""))).isEmpty();
    }
  }

  @Test
  void commit_showsRowsOfAllTablesAndTheHead() {
    Batch batch = Batch.withHead(bytes("h1"));
    for (Table table : Table.values()) {
      batch.put(table, bytes("k"), bytes("in " + table));
    }
    store.commit(null, batch);
    assertThat(store.head()).isEqualTo(bytes("h1"));
    for (Table table : Table.values()) {
      assertThat(store.get(table, bytes("k"))).isEqualTo(bytes("in " + table));
      assertThat(rows(table, bytes(""))).containsExactly("6b=in " + table);
    }
  }

  @Test
  void staleHead_isRefusedAndWritesNothing() {
    refusedAsStale(bytes("h0"), "expected head 6830, got none");
    store.commit(null, put("h1", "a", "1"));
    refusedAsStale(null, "expected head none, got 6831");
    refusedAsStale(bytes("h0"), "expected head 6830, got 6831");
    refusedAsStale(bytes(""), "expected head , got 6831");
    store.commit(bytes("h1"), put("h2", "a", "2"));
    refusedAsStale(bytes("h1"), "expected head 6831, got 6832");
    assertThat(rows(Table.RECORDS, bytes(""))).containsExactly("61=2");
  }

  private void refusedAsStale(byte @Nullable [] expected, String message) {
    byte @Nullable [] before = store.head();
    assertThatThrownBy(() -> store.commit(expected, put("h9", "b", "9")))
        .isInstanceOf(StaleHeadException.class)
        .hasMessageContaining(message);
    assertThat(store.head()).isEqualTo(before);
    assertThat(store.get(Table.RECORDS, bytes("b"))).isNull();
  }

  @Test
  void emptyHeadAndEmptyValue_areNotAbsent() {
    store.commit(null, put("", "a", ""));
    assertThat(store.head()).isEqualTo(new byte[0]);
    assertThat(store.get(Table.RECORDS, bytes("a"))).isEqualTo(new byte[0]);
    assertThat(rows(Table.RECORDS, bytes(""))).containsExactly("61=");
    store.commit(new byte[0], put("h", "a", "x"));
  }

  @Test
  void lastOperationOnAKey_wins() {
    store.commit(null, put("h1", "gone", "1").put(Table.RECORDS, bytes("kept"), bytes("1")));
    store.commit(
        bytes("h1"),
        put("h2", "gone", "2")
            .delete(Table.RECORDS, bytes("gone"))
            .delete(Table.RECORDS, bytes("kept"))
            .put(Table.RECORDS, bytes("kept"), bytes("3"))
            .delete(Table.RECORDS, bytes("never there")));
    assertThat(store.get(Table.RECORDS, bytes("gone"))).isNull();
    assertThat(rows(Table.RECORDS, bytes(""))).containsExactly("6b657074=3");
  }

  @Test
  void scan_isInUnsignedOrderFromTheGivenKeyOn() {
    List<String> keys = List.of("00", "0000", "01", "7f", "7fff", "80", "80ff", "fe", "ff", "ff00");
    List<String> shuffled = new ArrayList<>(keys);
    Collections.shuffle(shuffled, new Random(1));
    Batch batch = Batch.withHead(bytes("h"));
    shuffled.forEach(key -> batch.put(Table.NODES, hex(key), bytes("")));
    store.commit(null, batch);
    assertThat(keys(Table.NODES, "")).isEqualTo(keys);
    assertThat(keys(Table.NODES, "7f")).isEqualTo(keys.subList(3, 10));
    assertThat(keys(Table.NODES, "7f00")).isEqualTo(keys.subList(4, 10));
    assertThat(keys(Table.NODES, "81")).isEqualTo(keys.subList(7, 10));
    assertThat(keys(Table.NODES, "ff0000")).isEmpty();
    assertThat(keys(Table.STATUS, "")).isEmpty();
  }

  @Test
  void scanPrefix_showsExactlyWhatBeginsWithIt_inAnIndexAndElsewhere() {
    for (Table table : List.of(Table.BY_REFERENCE, Table.STATUS_NODES)) {
      String before = "7f".repeat(Table.HASH_BYTES);
      String sought = "80".repeat(Table.HASH_BYTES);
      String after = "80".repeat(Table.HASH_BYTES - 1) + "81";
      List<String> keys =
          List.of(
              before, before + "ff", sought, sought + "00", sought + "07ff", sought + "ff", after);
      Batch batch = Batch.withHead(bytes(table.name()));
      keys.forEach(key -> batch.put(table, hex(key), bytes("")));
      store.commit(store.head(), batch);

      assertThat(beginning(table, sought)).isEqualTo(keys.subList(2, 6));
      assertThat(beginning(table, sought + "07")).containsExactly(sought + "07ff");
      assertThat(beginning(table, sought + "08")).isEmpty();
      assertThat(beginning(table, "79".repeat(Table.HASH_BYTES))).isEmpty();
      assertThat(beginning(table, "ff".repeat(Table.HASH_BYTES))).isEmpty();
      assertThat(beginning(table, "80")).isEqualTo(keys.subList(2, 7));
      assertThat(beginning(table, "")).isEqualTo(keys);
      List<String> first = new ArrayList<>();
      store.scanPrefix(table, hex(sought), (key, value) -> first.add(hex(key)) && false);
      assertThat(first).containsExactly(sought);
    }
  }

  @Test
  void scan_endsWhenTheVisitorHasSeenEnough() {
    store.commit(null, put("h", "a", "1").put(Table.RECORDS, bytes("b"), bytes("2")));
    AtomicInteger seen = new AtomicInteger();
    store.scan(Table.RECORDS, bytes(""), (key, value) -> seen.incrementAndGet() < 1);
    assertThat(seen).hasValue(1);
  }

  @Test
  void exceptionOfAVisitor_endsTheScanAndHarmsNothing() {
    store.commit(null, put("h", "a", "1"));
    assertThatThrownBy(
            () ->
                store.scan(
                    Table.RECORDS,
                    bytes(""),
                    (key, value) -> {
                      throw new UnsupportedOperationException("enough");
                    }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("enough");
    store.commit(bytes("h"), put("h2", "a", "2"));
    assertThat(rows(Table.RECORDS, bytes(""))).containsExactly("61=2");
  }

  @Test
  void scan_seesOneMoment_whateverItsVisitorCommits() {
    store.commit(null, put("0", "a", "1").put(Table.RECORDS, bytes("c"), bytes("1")));
    List<String> seen = new ArrayList<>();
    store.scan(
        Table.RECORDS,
        bytes(""),
        (key, value) -> {
          seen.add(text(key) + text(value));
          if (seen.size() == 1) {
            store.commit(
                store.head(),
                put("1", "b", "2")
                    .put(Table.RECORDS, bytes("c"), bytes("2"))
                    .delete(Table.RECORDS, bytes("a")));
            assertThat(store.get(Table.RECORDS, bytes("c"))).isEqualTo(bytes("2"));
          }
          return true;
        });
    assertThat(seen).containsExactly("a1", "c1");
    assertThat(rows(Table.RECORDS, bytes(""))).containsExactly("62=2", "63=2");
  }

  @Test
  void arrays_areNeverShared() {
    byte[] head = bytes("h");
    byte[] key = bytes("k");
    byte[] value = bytes("v");
    Batch batch = Batch.withHead(head).put(Table.RECORDS, key, value);
    wipe(head, key, value);
    store.commit(null, batch);
    wipe(present(store.head()), present(store.get(Table.RECORDS, bytes("k"))), batch.head());
    store.scan(
        Table.RECORDS,
        bytes(""),
        (k, v) -> {
          wipe(k, v);
          return true;
        });
    assertThat(store.head()).isEqualTo(bytes("h"));
    assertThat(store.get(Table.RECORDS, bytes("k"))).isEqualTo(bytes("v"));
    assertThat(rows(Table.RECORDS, bytes(""))).containsExactly("6b=v");
  }

  @Test
  void badKey_isRefusedByTheBatch() {
    Batch batch = Batch.withHead(bytes("h"));
    assertThatThrownBy(() -> batch.put(Table.RECORDS, new byte[0], bytes("v")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 to 1024 bytes, got 0");
    assertThatThrownBy(() -> batch.delete(Table.RECORDS, new byte[1025]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 1025");
    store.commit(null, batch.put(Table.RECORDS, new byte[1024], bytes("v")));
    assertThat(store.get(Table.RECORDS, new byte[1024])).isEqualTo(bytes("v"));
  }

  @Test
  void racingCommits_oneWinsPerHead() throws Exception {
    store.commit(null, put("0", "n", "0"));
    int threads = 4;
    int winsEach = 25;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> stale = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String name = "t" + t;
        stale.add(pool.submit(() -> countUp(winsEach, name)));
      }
      for (Future<Integer> count : stale) {
        assertThat(count.get(60, TimeUnit.SECONDS)).isNotNegative();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(text(present(store.head()))).isEqualTo(String.valueOf(threads * winsEach));
    assertThat(store.get(Table.RECORDS, bytes("n"))).isEqualTo(store.head());
    assertThat(rows(Table.STATUS, bytes(""))).hasSize(threads * winsEach);
  }

  /** Adds one {@code wins} times by compare and set; each win leaves a row of its own. */
  private int countUp(int wins, String name) {
    int stale = 0;
    for (int won = 0; won < wins; ) {
      byte[] head = present(store.head());
      String next = String.valueOf(Integer.parseInt(text(head)) + 1);
      try {
        store.commit(
            head, put(next, "n", next).put(Table.STATUS, bytes(name + "." + won), bytes(next)));
        won++;
      } catch (StaleHeadException e) {
        stale++;
      }
    }
    return stale;
  }

  @Test
  void concurrentScan_neverSeesHalfACommit() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      store.commit(null, tenRows(0));
      Future<?> writer =
          pool.submit(
              () -> {
                for (int n = 1; n <= 200; n++) {
                  store.commit(store.head(), tenRows(n));
                }
              });
      while (!writer.isDone()) {
        List<String> values = new ArrayList<>();
        store.scan(Table.NODES, bytes(""), (key, value) -> values.add(text(value)));
        assertThat(values).hasSize(10).containsOnly(values.get(0));
      }
      writer.get(60, TimeUnit.SECONDS);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Batch tenRows(int n) {
    Batch batch = Batch.withHead(bytes("h" + n));
    for (int row = 0; row < 10; row++) {
      batch.put(Table.NODES, bytes("row" + row), bytes("n" + n));
    }
    return batch;
  }

  @Test
  void randomHistories_agreeWithSortedMaps() {
    Random random = new Random(20_240_229);
    List<Table> tables = List.of(Table.values());
    Map<Table, TreeMap<byte[], byte[]>> reference = new TreeMap<>();
    for (Table table : Table.values()) {
      reference.put(table, new TreeMap<>(Arrays::compareUnsigned));
    }
    byte @Nullable [] head = null;
    for (int round = 0; round < 60; round++) {
      byte[] next = random(random, 8);
      Batch batch = Batch.withHead(next);
      for (int i = random.nextInt(20); i > 0; i--) {
        Table table = tables.get(random.nextInt(tables.size()));
        byte[] key = random(random, 1 + random.nextInt(2));
        key[0] &= 0x07;
        TreeMap<byte[], byte[]> rows = requireNonNull(reference.get(table));
        if (random.nextInt(3) == 0) {
          batch.delete(table, key);
          rows.remove(key);
        } else {
          byte[] value = random(random, random.nextInt(30));
          batch.put(table, key, value);
          rows.put(key, value);
        }
      }
      store.commit(head, batch);
      head = next;
      assertThat(store.head()).isEqualTo(head);
      byte[] from = random(random, random.nextInt(3));
      for (Table table : Table.values()) {
        List<String> expected = new ArrayList<>();
        requireNonNull(reference.get(table))
            .tailMap(from, true)
            .forEach((k, v) -> expected.add(hex(k) + "=" + hex(v)));
        List<String> got = new ArrayList<>();
        store.scan(table, from, (k, v) -> got.add(hex(k) + "=" + hex(v)));
        assertThat(got).isEqualTo(expected);
      }
    }
  }

  @Test
  void closedStore_refusesEveryCallAndClosesAgain() {
    store.commit(null, put("h", "a", "1"));
    store.close();
    assertClosed(() -> store.head());
    assertClosed(() -> store.get(Table.RECORDS, bytes("a")));
    assertClosed(() -> store.scan(Table.RECORDS, bytes(""), (key, value) -> true));
    assertClosed(() -> store.scanPrefix(Table.BY_HASH, new byte[32], (key, value) -> true));
    assertClosed(() -> store.commit(bytes("h"), put("h2", "a", "2")));
    assertThatCode(store::close).doesNotThrowAnyException();
  }

  private static void assertClosed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void close_waitsForARunningScan() throws Exception {
    store.commit(null, put("h", "a", "1").put(Table.RECORDS, bytes("b"), bytes("2")));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> seen = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Future<?> scan =
          pool.submit(
              () ->
                  store.scan(
                      Table.RECORDS,
                      bytes(""),
                      (key, value) -> {
                        inside.countDown();
                        await(goOn);
                        // A nested read works even though somebody waits to close.
                        seen.add(text(present(store.get(Table.RECORDS, key))));
                        return true;
                      }));
      await(inside);
      Future<?> close = pool.submit(store::close);
      assertThatThrownBy(() -> close.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      goOn.countDown();
      scan.get(10, TimeUnit.SECONDS);
      close.get(10, TimeUnit.SECONDS);
      assertThat(seen).containsExactly("1", "2");
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void closeFromWithinAVisitor_isRefusedInsteadOfHanging() {
    store.commit(null, put("h", "a", "1"));
    assertThatThrownBy(
            () ->
                store.scan(
                    Table.RECORDS,
                    bytes(""),
                    (key, value) -> {
                      store.close();
                      return true;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("visitor");
    assertThat(store.head()).isEqualTo(bytes("h"));
  }

  @Test
  void purge_leavesEveryRowThatIsThere() {
    store.purge(); // of nothing
    store.commit(
        null,
        Batch.withHead(bytes("h1"))
            .put(Table.DISCLOSURES, bytes("a"), bytes("1"))
            .put(Table.DISCLOSURES, bytes("b"), bytes("2"))
            .put(Table.DISCLOSURES, bytes("c"), bytes("3"))
            .put(Table.RECORDS, bytes("a"), bytes("4")));
    store.commit(
        bytes("h1"),
        Batch.withHead(bytes("h2"))
            .delete(Table.DISCLOSURES, bytes("b"))
            .delete(Table.DISCLOSURES, bytes("never there"))
            .put(Table.DISCLOSURES, bytes("c"), bytes("5")));
    for (int i = 0; i < 2; i++) {
      store.purge();
      assertThat(rows(Table.DISCLOSURES, bytes("")))
          .containsExactly(hex(bytes("a")) + "=1", hex(bytes("c")) + "=5");
      assertThat(rows(Table.RECORDS, bytes(""))).containsExactly(hex(bytes("a")) + "=4");
      assertThat(present(store.head())).isEqualTo(bytes("h2"));
    }
    store.commit(
        bytes("h2"), Batch.withHead(bytes("h3")).put(Table.DISCLOSURES, bytes("b"), bytes("6")));
    store.purge();
    assertThat(rows(Table.DISCLOSURES, bytes(""))).hasSize(3);
  }

  @Test
  void purgeFromWithinAVisitor_isRefused() {
    store.commit(null, Batch.withHead(bytes("h1")).put(Table.DISCLOSURES, bytes("a"), bytes("1")));
    store.commit(bytes("h1"), Batch.withHead(bytes("h2")).delete(Table.DISCLOSURES, bytes("a")));
    store.commit(bytes("h2"), put("h3", "k", "v"));
    assertThatThrownBy(
            () ->
                store.scan(
                    Table.RECORDS,
                    bytes(""),
                    (key, value) -> {
                      store.purge();
                      return true;
                    }))
        .isInstanceOf(IllegalStateException.class);
    store.purge();
  }

  private static Batch put(String head, String key, String value) {
    return Batch.withHead(bytes(head)).put(Table.RECORDS, bytes(key), bytes(value));
  }

  private List<String> rows(Table table, byte[] from) {
    List<String> rows = new ArrayList<>();
    store.scan(table, from, (key, value) -> rows.add(hex(key) + "=" + text(value)));
    return rows;
  }

  private List<String> keys(Table table, String from) {
    List<String> keys = new ArrayList<>();
    store.scan(table, hex(from), (key, value) -> keys.add(hex(key)));
    return keys;
  }

  private List<String> beginning(Table table, String prefix) {
    List<String> keys = new ArrayList<>();
    store.scanPrefix(table, hex(prefix), (key, value) -> keys.add(hex(key)));
    return keys;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] present(byte @Nullable [] bytes) {
    assertThat(bytes).isNotNull();
    return requireNonNull(bytes);
  }

  private static void wipe(byte[]... arrays) {
    for (byte[] array : arrays) {
      Arrays.fill(array, (byte) '!');
    }
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
