package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.store.Table;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.DBOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;

/** A ledger that lives long does not grow, and one that is closed leaves nothing behind. */
class LongLifeTest {
  private static final long MIB = 1024 * 1024;
  private static final int THREADS = 6;

  /** All of the heap is there from the beginning, so that what a process gains is not heap. */
  private static final String HEAP = "-Xmx192m -Xms192m -XX:+AlwaysPreTouch";

  @TempDir Path temp;

  /**
   * What the process has at a time.
   *
   * @param heap the bytes in use after collecting
   */
  private record Sample(long done, long heap, long resident) {}

  /** Twice as many as a ledger keeps of what it has read: until then it may have more. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void manyAppends_leaveHeapAndNativeMemoryFlat() throws Exception {
    List<Sample> samples = samples("appends", CrashRuns.lifetime(20_000));
    assertFlat("appends", samples, 8 * MIB, 32 * MIB);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void openingAndClosing_leavesHeapAndNativeMemoryFlat() throws Exception {
    List<Sample> samples = samples("openings", CrashRuns.openings(40));
    assertFlat("openings", samples, 4 * MIB, 16 * MIB);
  }

  private List<Sample> samples(String what, int count) throws Exception {
    Process process =
        Jvm.start(
            LongLived.class,
            temp,
            HEAP,
            Map.of(),
            List.of(what, temp.resolve("ledger").toString(), Integer.toString(count)));
    List<Sample> samples = new ArrayList<>();
    new String(process.getInputStream().readAllBytes(), US_ASCII)
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(
            words ->
                samples.add(
                    new Sample(
                        Long.parseLong(words[0]),
                        Long.parseLong(words[1]),
                        Long.parseLong(words[2]))));
    assertThat(process.waitFor()).isZero();
    assertThat(samples).hasSize(LongLived.SAMPLES);
    return samples;
  }

  /** The second half of its life has no more than the first, but for so many bytes. */
  private static void assertFlat(
      String what, List<Sample> samples, long heapSlack, long residentSlack) {
    List<Sample> first = samples.subList(0, samples.size() / 2);
    List<Sample> second = samples.subList(samples.size() / 2, samples.size());
    long heap = first.stream().mapToLong(Sample::heap).max().orElseThrow();
    long resident = first.stream().mapToLong(Sample::resident).max().orElseThrow();
    long heapLater = second.stream().mapToLong(Sample::heap).max().orElseThrow();
    long residentLater = second.stream().mapToLong(Sample::resident).max().orElseThrow();
    CrashRuns.say(
        samples.get(samples.size() - 1).done()
            + " "
            + what
            + ": heap "
            + heap / MIB
            + ", then "
            + heapLater / MIB
            + " MiB; memory of the process "
            + resident / MIB
            + ", then "
            + residentLater / MIB
            + " MiB");
    assertThat(heapLater).as("heap: %s", samples).isLessThan(heap + heapSlack);
    assertThat(residentLater).as("memory: %s", samples).isLessThan(resident + residentSlack);
  }

  @Test
  void handles_areReleasedInTheReverseOrder_once() {
    RocksDB.loadLibrary();
    List<String> released = new ArrayList<>();
    NativeHandles handles = new NativeHandles();
    for (String name : List.of("options", "database", "family")) {
      handles.add(
          new ReadOptions() {
            @Override
            public void close() {
              assertThat(isOwningHandle()).isTrue();
              super.close();
              released.add(name);
            }
          });
    }
    assertThat(handles.size()).isEqualTo(3);
    handles.close();
    handles.close();
    assertThat(released).containsExactly("family", "database", "options");
    assertThat(handles.size()).isZero();
  }

  @Test
  void closedDatabase_ownsNothing() throws Exception {
    RocksDbStore.at(temp.resolve("store")).close();
    NativeHandles handles = new NativeHandles();
    DBOptions settings = Settings.database(handles);
    Settings.forWriting(settings, false);
    OpenDatabase database =
        OpenDatabase.open(
            temp,
            handles,
            settings,
            (options, families, opened) ->
                RocksDB.open(options, temp.resolve("store").toString(), families, opened));
    assertThat(handles.size()).isGreaterThan(OpenDatabase.familyNames().size());
    RocksDB db = database.db();
    assertThat(db.isOwningHandle()).isTrue();
    database.close();
    assertThat(handles.size()).isZero();
    assertThat(db.isOwningHandle()).isFalse();
    assertThat(settings.isOwningHandle()).isFalse();
    for (Table table : Table.values()) {
      assertThat(database.family(table).isOwningHandle()).isFalse();
    }
  }

  @Test
  void closingDuringAppends_leavesEverybodyAnAnswer_andLosesNothing() throws Exception {
    Path dir = temp.resolve("ledger");
    Acknowledged all = new Acknowledged();
    for (int round = 0; round < 3; round++) {
      DelegationLedger ledger = LedgerChild.open(dir);
      CountDownLatch going = new CountDownLatch(4 * THREADS);
      List<Throwable> ends = Collections.synchronizedList(new ArrayList<>());
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(() -> ends.add(appendUntilClosed(ledger, all, going)));
        thread.start();
        threads.add(thread);
      }
      going.await();
      ledger.close();
      for (Thread thread : threads) {
        thread.join(Duration.ofSeconds(60).toMillis());
        assertThat(thread.isAlive()).isFalse();
      }
      assertThat(ends)
          .hasSize(THREADS)
          .allSatisfy(
              end ->
                  assertThat(end)
                      .isInstanceOf(StoreException.class)
                      .hasMessageContaining("closed"));
      assertThatThrownBy(() -> ledger.append(LedgerChild.service(new SecureRandom())))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("closed");
      all.assertHeldBy(dir, "closed during appends, round " + round);
    }
  }

  private static Throwable appendUntilClosed(
      DelegationLedger ledger, Acknowledged all, CountDownLatch going) {
    SecureRandom random = new SecureRandom();
    try {
      while (true) {
        SignedEntry entry = ledger.sign(LedgerChild.service(random));
        synchronized (all) {
          all.submit(entry);
        }
        long index = ledger.append(entry).receipt().index();
        synchronized (all) {
          all.acknowledge(index, entry.hash());
        }
        going.countDown();
      }
    } catch (RuntimeException e) {
      return e;
    }
  }
}
