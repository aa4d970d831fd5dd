package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.audit.Audit;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger whose process is stopped, goes on, and is killed while it appends. A kill leaves the
 * system's caches in place, so this shows atomicity and recovery; {@link PowerLossTest} shows what
 * is on the disk.
 */
class KilledLedgerTest {
  @TempDir Path temp;
  private @Nullable Process child;

  @AfterEach
  void endChild() {
    if (child != null) {
      child.destroyForcibly();
    }
  }

  @Test
  void killedLedger_holdsEveryAcknowledgedEntryAndPassesTheAudit() throws Exception {
    Path dir = temp.resolve("ledger");
    Random random = new Random(3);
    Acknowledged all = new Acknowledged();
    int kills = CrashRuns.kills(2);
    for (int kill = 0; kill < kills; kill++) {
      Path journal = temp.resolve("journal" + kill);
      Process child = start(dir, journal);
      Thread.sleep(random.nextInt(400));
      kill(child);
      all = all.and(lines(journal));
      all.assertHeldBy(dir, "kill " + kill);
    }
    CrashRuns.say(kills + " kills, of " + all.size() + " acknowledged entries lost: 0");
  }

  @Test
  void stoppedLedger_isReadButNotWrittenByOthers_andGoesOn() throws Exception {
    Path dir = temp.resolve("ledger");
    Path journal = temp.resolve("journal");
    Process child = start(dir, journal);
    Random random = new Random(4);
    int stops = CrashRuns.kills(2);
    for (int stop = 0; stop < stops; stop++) {
      assertSecondWriterRefused(dir);
      Thread.sleep(random.nextInt(100));
      signal("STOP", child);
      Acknowledged told = new Acknowledged().and(lines(journal));
      assertSecondWriterRefused(dir);
      try (ReadableStore store = RocksDbStore.read(dir)) {
        var report = Audit.full(store, LedgerChild.trust()).run();
        assertThat(report.findings()).isEmpty();
        assertThat(report.size()).isGreaterThan(told.size());
      }
      int before = lines(journal).size();
      signal("CONT", child);
      await(journal, before + 3, child);
    }
    kill(child);
    new Acknowledged().and(lines(journal)).assertHeldBy(dir, "stopped " + stops + " times");
  }

  private static void assertSecondWriterRefused(Path dir) {
    assertThatThrownBy(() -> LedgerChild.open(dir))
        .isInstanceOf(StoreLockedException.class)
        .hasMessage(
            "opening store %s failed: expected no other writer, got one that holds it", dir);
  }

  /** Returns once the process has its first receipts. */
  private Process start(Path dir, Path journal) throws Exception {
    Process started =
        Jvm.start(LedgerChild.class, temp, List.of(dir.toString(), journal.toString(), "synced"));
    child = started;
    await(journal, 8, started);
    return started;
  }

  private static void await(Path journal, int lines, Process child) throws Exception {
    while (!Files.exists(journal) || lines(journal).size() < lines) {
      assertThat(child.isAlive()).isTrue();
      Thread.sleep(10);
    }
  }

  /** All whole lines. */
  private static List<String> lines(Path journal) throws IOException {
    String text = Files.readString(journal, US_ASCII);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private static void signal(String name, Process child) throws Exception {
    Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + child.pid()).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static void kill(Process child) throws Exception {
    child.toHandle().destroyForcibly();
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(128 + 9);
  }
}
