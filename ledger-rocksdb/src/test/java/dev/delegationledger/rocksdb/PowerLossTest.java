package dev.delegationledger.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.LedgerBrokenException;
import dev.delegationledger.rocksdb.DiskJournal.Disk;
import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger on a disk that forgets what was not synced. A process that appends is killed at a random
 * moment; then its files are cut back to what a disk could hold if the power had failed at that
 * moment, and at others before it. What {@link DiskJournal} models is all that this shows.
 */
class PowerLossTest {
  private static final int SEED = 42;

  @TempDir Path temp;

  @TempDir(factory = MemoryDisk.class)
  Path disk;

  private DiskShim shim;
  private final Random random = new Random(SEED);

  @BeforeEach
  void compile() throws Exception {
    shim = DiskShim.compiled(temp);
  }

  /** Each process goes on with what the power loss before it left. */
  @Test
  void ledgerAfterPowerLoss_holdsEveryAcknowledgedEntry() throws Exception {
    Acknowledged all = new Acknowledged();
    Path cut = disk.resolve("cut");
    int moments = 0;
    int kills = CrashRuns.kills(2);
    for (int kill = 0; kill < kills; kill++) {
      boolean fresh = kill % 10 == 0;
      if (fresh) {
        all = new Acknowledged();
      }
      DiskJournal journal = killed(kill, fresh ? null : cut, "synced");
      List<String> lines = journal.lines();
      for (int moment : moments(lines, journal.begun(), CrashRuns.moments(12))) {
        Acknowledged told = all.and(lines.subList(0, moment));
        Path copy = disk.resolve("moment");
        String what = "seed " + SEED + ", kill " + kill + ", power lost after line " + moment;
        journal.afterPowerLoss(lines.subList(0, moment), Disk.torn(random), copy);
        told.assertHeldBy(copy, what);
        moments++;
      }
      journal.afterPowerLoss(lines, Disk.torn(random), cut);
      all = all.and(lines);
      all.assertHeldBy(cut, "seed " + SEED + ", kill " + kill);
      Tree.delete(disk.resolve("run" + kill));
    }
    CrashRuns.say(
        kills + " kills, " + moments + " power losses, acknowledged entries lost: 0; last ledger "
            + all.size());
  }

  /** The negative control: if this lost nothing, the test above would show nothing. */
  @Test
  void ledgerThatDoesNotSync_losesAcknowledgedEntries() throws Exception {
    int kills = CrashRuns.kills(2);
    int losing = 0;
    int moments = 0;
    for (int kill = 0; kill < kills; kill++) {
      DiskJournal journal = killed(kill, null, "unsynced");
      List<String> lines = journal.lines();
      for (int moment : moments(lines, journal.begun(), 4)) {
        Acknowledged told = new Acknowledged().and(lines.subList(0, moment));
        if (told.size() > 0) {
          Path copy = disk.resolve("moment");
          journal.afterPowerLoss(lines.subList(0, moment), Disk.forgetful(), copy);
          moments++;
          losing += loses(told, copy) ? 1 : 0;
        }
      }
      Tree.delete(disk.resolve("run" + kill));
    }
    CrashRuns.say("without sync: " + losing + " of " + moments + " power losses lost entries");
    assertThat(moments).isGreaterThan(kills);
    assertThat(losing).isGreaterThan(moments / 2);
  }

  private static boolean loses(Acknowledged told, Path dir) {
    try (DelegationLedger ledger = LedgerChild.open(dir)) {
      return told.missingIn(ledger) > 0;
    } catch (StoreException | LedgerBrokenException refused) {
      return true;
    }
  }

  /** Appends in another process, below a journal, and kills it. */
  private DiskJournal killed(int kill, Path ledger, String mode) throws Exception {
    Path folder = Files.createDirectories(disk.resolve("run" + kill));
    DiskJournal journal = DiskJournal.begin(folder, ledger);
    long before = Files.size(journal.file());
    Process child =
        Jvm.start(
            LedgerChild.class,
            temp,
            "-Xmx256m",
            shim.noting(journal.root(), journal.file(), journal.shadow()),
            List.of(journal.ledger().toString(), journal.file().toString(), mode));
    while (!Files.readString(journal.file(), UTF_8).contains("\nA ") && child.isAlive()) {
      Thread.sleep(20);
    }
    assertThat(Files.size(journal.file())).isGreaterThan(before);
    Thread.sleep(random.nextInt(400));
    child.toHandle().destroyForcibly();
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(128 + 9);
    return journal;
  }

  /** The last moment, and as many others: any, and right after an acknowledgement, in turn. */
  private List<Integer> moments(List<String> lines, int begun, int others) throws IOException {
    List<Integer> acknowledged = new ArrayList<>();
    for (int i = begun; i < lines.size(); i++) {
      if (lines.get(i).startsWith("A ")) {
        acknowledged.add(i + 1);
      }
    }
    List<Integer> moments = new ArrayList<>();
    for (int i = 0; i < others; i++) {
      moments.add(
          i % 2 == 0
              ? begun + random.nextInt(lines.size() - begun + 1)
              : acknowledged.get(random.nextInt(acknowledged.size())));
    }
    moments.add(lines.size());
    return moments;
  }
}
