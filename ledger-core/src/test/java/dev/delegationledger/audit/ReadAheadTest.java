package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.RowVisitor;
import dev.delegationledger.store.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads of an audit: what they are given, what they say, and when they end. */
final class ReadAheadTest {
  private static final long END = 1_000;

  /** Whatever a test did, none of its threads is left when it ends. */
  @AfterEach
  void noThreadIsLeft() {
    assertThat(auditThreads()).isEmpty();
  }

  private static List<String> auditThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("ledger-audit-"))
        .toList();
  }

  @Test
  void recordsComeInOrder_fromAsManyThreadsAsAsked() {
    Map<Thread, Long> by = new ConcurrentHashMap<>();
    CountDownLatch bothBegan = new CountDownLatch(2);
    try (ReadAhead records =
        new ReadAhead(
            index -> {
              by.computeIfAbsent(
                  Thread.currentThread(),
                  thread -> {
                    bothBegan.countDown();
                    return index;
                  });
              await(bothBegan);
              return prepared(index, 1);
            },
            2,
            END)) {
      for (long index = 0; index < END; index++) {
        assertThat(records.next().stored().index()).isEqualTo(index);
      }
    }
    assertThat(by.keySet())
        .extracting(Thread::getName)
        .containsExactlyInAnyOrder("ledger-audit-1", "ledger-audit-2");
  }

  @Test
  void oneThread_isTheCallersOwn() {
    Map<Thread, Long> by = new ConcurrentHashMap<>();
    try (ReadAhead records =
        new ReadAhead(
            index -> {
              by.put(Thread.currentThread(), index);
              return prepared(index, 1);
            },
            1,
            END)) {
      records.next();
      records.next();
    }
    assertThat(by).containsOnly(Map.entry(Thread.currentThread(), 1L));
  }

  @Test
  void recordsBehindTheEnd_areOnlyReadWhenAskedFor() {
    AtomicLong furthest = new AtomicLong();
    try (ReadAhead records =
        new ReadAhead(
            index -> {
              furthest.accumulateAndGet(index, Math::max);
              return prepared(index, 1);
            },
            2,
            3)) {
      for (long index = 0; index < 3; index++) {
        records.next();
      }
      assertThat(furthest).hasValue(2);
      assertThat(records.next().stored().index()).isEqualTo(3);
    }
  }

  @Test
  void whatWaits_isBoundedInRecordsAndInCharacters() throws Exception {
    for (int characters : List.of(1, 300_000)) {
      AtomicLong prepared = new AtomicLong();
      long bound = characters == 1 ? 2 * 4 * 16 : 2 * 4 + (1 << 20) / characters + 2;
      try (ReadAhead records =
          new ReadAhead(
              index -> {
                prepared.incrementAndGet();
                return prepared(index, characters);
              },
              2,
              END)) {
        for (long index = 0; index < END / 2; index++) {
          assertThat(records.next().stored().index()).isEqualTo(index);
          assertThat(prepared.get()).isLessThanOrEqualTo(index + 1 + bound + 2 * 16);
        }
      }
      assertThat(prepared.get()).isLessThan(END);
    }
  }

  @Test
  void whatAThreadThrows_reachesWhoeverAsksForThatRecord() {
    for (Throwable failure : List.of(new IllegalStateException("closed"), new OutOfMemoryError())) {
      try (ReadAhead records =
          new ReadAhead(
              index -> {
                if (index == 40) {
                  throwIt(failure);
                }
                return prepared(index, 1);
              },
              2,
              END)) {
        for (long index = 0; index < 32; index++) {
          records.next();
        }
        assertThatThrownBy(
                () -> {
                  while (true) {
                    records.next();
                  }
                })
            .isSameAs(failure);
      }
    }
  }

  @Test
  void auditOfAStoreThatFails_throwsWhatTheStoreThrew() throws Exception {
    MemoryStore good = Cast.twelveRecords().store;
    for (int threads : List.of(1, 3)) {
      Watched store =
          new Watched(
              good,
              table -> {
                if (table == Table.BY_JTI) {
                  throw new IllegalStateException("store is closed");
                }
              });
      assertThatThrownBy(() -> Audit.structure(store).threads(threads).run())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("store is closed");
      assertThat(auditThreads()).isEmpty();
      assertThat(store.running).hasValue(0);
    }
  }

  @Test
  void listenerThatThrows_endsTheAuditAndItsThreads() throws Exception {
    Watched store = new Watched(Cast.twelveRecords().store, table -> {});
    assertThatThrownBy(
            () ->
                Audit.structure(store)
                    .threads(3)
                    .run(
                        (done, total) -> {
                          throw new IllegalArgumentException("enough after " + done);
                        }))
        .hasMessage("enough after 1");
    assertThat(auditThreads()).isEmpty();
    assertThat(store.running).hasValue(0);
  }

  @Test
  void interruptedThread_endsTheAuditAndStaysInterrupted() throws Exception {
    for (int threads : List.of(1, 3)) {
      MemoryStore store = Cast.twelveRecords().store;
      assertThatThrownBy(
              () ->
                  Audit.full(store, Cast.trust(Map.of()))
                      .threads(threads)
                      .run((done, total) -> Thread.currentThread().interrupt()))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("interrupted before record 2");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(auditThreads()).isEmpty();
    }
  }

  @Test
  void threadThatWaitsForARecord_canBeInterrupted() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean cancelled = new AtomicBoolean();
    Thread caller =
        new Thread(
            () -> {
              try (ReadAhead records =
                  new ReadAhead(
                      index -> {
                        waiting.countDown();
                        await(goOn);
                        return prepared(index, 1);
                      },
                      2,
                      END)) {
                try {
                  records.next();
                } catch (CancellationException e) {
                  cancelled.set(true);
                } finally {
                  goOn.countDown(); // what still reads is waited for
                }
              }
            });
    caller.start();
    await(waiting);
    caller.interrupt();
    caller.join();
    assertThat(cancelled).isTrue();
  }

  @Test
  void fewerThanOneThread_isRefused() throws Exception {
    Audit audit = Audit.structure(Cast.twelveRecords().store);
    assertThatThrownBy(() -> audit.threads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one thread, got 0");
  }

  private static PreparedRecord prepared(long index, long characters) {
    StoredRows.Row absent =
        new StoredRows(MemoryStore.empty(), new Findings()).look(Table.RECORDS, new byte[8]);
    StoredRecord nothing =
        new StoredRecord(
            index,
            absent,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            absent,
            Optional.empty());
    return new PreparedRecord(
        nothing, Optional.empty(), Optional.empty(), Optional.empty(), characters);
  }

  private static void throwIt(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A store that is watched while it is read. */
  private static final class Watched implements ReadableStore {
    final AtomicLong running = new AtomicLong();
    private final ReadableStore store;
    private final Consumer<Table> onGet;

    Watched(ReadableStore store, Consumer<Table> onGet) {
      this.store = store;
      this.onGet = onGet;
    }

    @Override
    public byte @Nullable [] head() {
      return store.head();
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
      running.incrementAndGet();
      try {
        onGet.accept(table);
        return store.get(table, key);
      } finally {
        running.decrementAndGet();
      }
    }

    @Override
    public void scan(Table table, byte[] fromKey, RowVisitor visitor) {
      store.scan(table, fromKey, visitor);
    }

    @Override
    public void close() {}
  }
}
