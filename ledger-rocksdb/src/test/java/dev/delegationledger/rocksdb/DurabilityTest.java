package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left of a store whose process died. A kill leaves the system's caches in place, so this
 * shows atomicity and recovery; that a commit is synced is a setting, asserted in {@link
 * SettingsTest}.
 */
class DurabilityTest {
  private static final int BYTES = 20_000;

  @TempDir Path temp;

  @Test
  void killedWriter_losesNoAcknowledgedCommitAndShowsNoHalfOne() throws Exception {
    Path dir = temp.resolve("store");
    Random random = new Random(9);
    int head = 0;
    for (int cycle = 0; cycle < 3; cycle++) {
      int acknowledged = commitUntilKilled(dir, 50 + random.nextInt(400), head);
      // Even before recovery a reader sees a whole number of commits.
      try (var reader = RocksDbStore.read(dir)) {
        assertThat(Numbered.check(reader, BYTES)).isBetween(acknowledged, acknowledged + 1);
      }
      try (RocksDbStore store = RocksDbStore.at(dir)) {
        head = Numbered.check(store, BYTES);
        assertThat(head).as("cycle %s", cycle).isBetween(acknowledged, acknowledged + 1);
      }
    }
  }

  /** Returns the last number that was acknowledged, at least {@code before}. */
  private int commitUntilKilled(Path dir, long millis, int before) throws Exception {
    Process child = Child.start(Child.Job.COMMIT, dir, BYTES, temp);
    int acknowledged = before;
    try (BufferedReader lines = child.inputReader(UTF_8)) {
      String line = lines.readLine();
      assertThat(line).isEqualTo(String.valueOf(before + 1));
      Thread killer = new Thread(() -> killAfter(child, millis));
      killer.start();
      for (; line != null; line = lines.readLine()) {
        // A line that the kill cut short is a prefix of the next number.
        if (Integer.parseInt(line) == acknowledged + 1) {
          acknowledged++;
        }
      }
      killer.join();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(128 + 9);
    return acknowledged;
  }

  private static void killAfter(Process child, long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    child.toHandle().destroyForcibly(); // leaves what it printed to be read
  }

  @Test
  void creationKilledAtAnyMoment_canBeRepeated() throws Exception {
    Random random = new Random(5);
    for (int i = 0; i < 2; i++) {
      Path dir = temp.resolve("new" + i);
      Process child = Child.start(Child.Job.COMMIT, dir, 10, temp);
      while (!Files.exists(dir.resolve("LOCK")) && child.isAlive()) {
        Thread.sleep(1);
      }
      Thread.sleep(random.nextInt(30));
      child.destroyForcibly().waitFor();
      try (RocksDbStore store = RocksDbStore.at(dir)) {
        int head = Numbered.check(store, 10);
        Numbered.commit(store, head + 1, 10);
      }
    }
  }

  @Test
  void failedWrite_latchesTheStoreAndLosesNothingAcknowledged() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/prlimit")), "needs prlimit to make a write fail");
    Path dir = temp.resolve("store");
    Process child = Child.start(Child.Job.COMMIT_UNTIL_FAILURE, dir, 2_000, temp);
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      assertThat(reader.readLine()).isEqualTo("1");
      limitFileSize(child.pid(), 300_000);
      lines = reader.lines().toList();
    }
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    int unknown = lines.indexOf("unknown");
    int acknowledged = unknown == 0 ? 1 : Integer.parseInt(lines.get(unknown - 1));
    assertThat(lines.get(unknown + 1))
        .startsWith("StoreException: commit to store " + dir + " refused")
        .contains("outcome of an earlier commit is unknown; reopen the store");
    assertThat(lines.get(unknown + 2)).isEqualTo("read " + acknowledged);
    assertThat(child.exitValue()).isZero();
    try (RocksDbStore store = RocksDbStore.at(dir)) {
      int head = Numbered.check(store, 2_000);
      assertThat(head).isBetween(acknowledged, acknowledged + 1);
      Numbered.commit(store, head + 1, 2_000);
    }
  }

  private static void limitFileSize(long pid, int bytes) throws IOException, InterruptedException {
    Process limit =
        new ProcessBuilder("/usr/bin/prlimit", "--pid", "" + pid, "--fsize=" + bytes)
            .inheritIO()
            .start();
    assertThat(limit.waitFor()).isZero();
  }
}
