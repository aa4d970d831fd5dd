package dev.delegationledger.rocksdb;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger on a disk that forgets what was not synced. A process that appends is killed at a random
 * moment; then its files are made what a disk could hold if the power had failed at that moment,
 * and at others before it, those of making the ledger among them. What {@link DiskJournal} models
 * is all that this shows.
 */
class PowerLossTest {
  private static final int SEED = 42;

  /** How many processes go on with what the power loss before left, until a new ledger is made. */
  private static final int GENERATIONS = 10;

  @TempDir Path temp;

  @TempDir(factory = MemoryDisk.class)
  Path disk;

  private DiskShim shim;
  private final Random random = new Random(SEED);

  /** What a disk may do, in turn; the last one leaves what a kill leaves. */
  private final List<Disk> disks =
      List.of(Disk.torn(random), Disk.forgetful(), Disk.torn(random), Disk.keepingAll());

  @BeforeEach
  void compile() throws Exception {
    shim = DiskShim.compiled(temp);
  }

  @Test
  void ledgerAfterPowerLoss_holdsEveryAcknowledgedEntry() throws Exception {
    Acknowledged all = new Acknowledged();
    int kills = CrashRuns.kills(2);
    int losses = 0;
    int acknowledged = 0;
    for (int kill = 0; kill < kills; kill++) {
      boolean fresh = kill % GENERATIONS == 0;
      all = fresh ? new Acknowledged() : all;
      DiskJournal journal = killed(kill, fresh ? null : disk.resolve("cut"), "synced");
      List<String> lines = journal.lines();
      for (int moment : moments(lines, journal.begun(), CrashRuns.moments(8))) {
        List<String> until = lines.subList(0, moment);
        Path moved = disk.resolve("moment");
        journal.afterPowerLoss(until, disks.get(losses++ % disks.size()), moved);
        all.and(until).assertHeldBy(moved, at(kill, moment));
      }
      journal.afterPowerLoss(lines, Disk.torn(random), disk.resolve("cut"));
      int before = all.size();
      all = all.and(lines);
      acknowledged += all.size() - before;
      all.assertHeldBy(disk.resolve("cut"), at(kill, lines.size()));
      losses++;
      Tree.delete(disk.resolve("run" + kill));
    }
    CrashRuns.say(
        kills
            + " processes killed, power lost at "
            + losses
            + " moments; "
            + acknowledged
            + " entries acknowledged, lost: 0 (seed "
            + SEED
            + ")");
  }

  private static String at(int kill, int moment) {
    return "seed " + SEED + ", kill " + kill + ", power lost after line " + moment;
  }

  /** The negative control: if this lost nothing, the test above would show nothing. */
  @Test
  void ledgerThatDoesNotSync_losesAcknowledgedEntries() throws Exception {
    int kills = CrashRuns.kills(2);
    int losing = 0;
    int losses = 0;
    for (int kill = 0; kill < kills; kill++) {
      DiskJournal journal = killed(kill, null, "unsynced");
      List<String> lines = journal.lines();
      for (int moment : moments(lines, lines.size(), 4)) {
        List<String> until = lines.subList(0, moment);
        Path moved = disk.resolve("moment");
        journal.afterPowerLoss(until, Disk.forgetful(), moved);
        losing += loses(new Acknowledged().and(until), moved) ? 1 : 0;
        losses++;
      }
      Tree.delete(disk.resolve("run" + kill));
    }
    CrashRuns.say(
        "without sync: acknowledged entries lost in "
            + losing
            + " of "
            + losses
            + " power losses, of "
            + kills
            + " processes");
    assertThat(losing).isGreaterThan(losses * 3 / 4);
  }

  private static boolean loses(Acknowledged told, Path dir) {
    assertThat(told.size()).isPositive();
    try (DelegationLedger ledger = LedgerChild.open(dir)) {
      return told.missingIn(ledger) > 0;
    } catch (StoreException | LedgerBrokenException refused) {
      return true;
    }
  }

  /**
   * Appends in another process, below a journal, and kills it; half of the times another one then
   * goes on with what is in the system's caches, and is killed as well, before the power fails.
   */
  private DiskJournal killed(int kill, @Nullable Path ledger, String mode) throws Exception {
    DiskJournal journal =
        DiskJournal.begin(Files.createDirectories(disk.resolve("run" + kill)), ledger);
    appendUntilKilled(journal, mode);
    if (kill % 2 == 0) {
      appendUntilKilled(journal, mode);
    }
    return journal;
  }

  private void appendUntilKilled(DiskJournal journal, String mode) throws Exception {
    journal.endLine();
    long before = acknowledged(journal);
    Process child =
        Jvm.start(
            LedgerChild.class,
            temp,
            "-Xmx256m",
            shim.noting(journal.root(), journal.file(), journal.shadow()),
            List.of(journal.ledger().toString(), journal.file().toString(), mode));
    while (acknowledged(journal) == before) {
      assertThat(child.isAlive()).isTrue();
      Thread.sleep(20);
    }
    Thread.sleep(random.nextInt(400));
    child.toHandle().destroyForcibly();
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(128 + 9);
  }

  private static long acknowledged(DiskJournal journal) throws IOException {
    return journal.lines().stream().filter(line -> line.startsWith("A ")).count();
  }

  /**
   * Moments in a journal, as how many lines were written by then: {@code count} of the time when
   * entries were appended, any and right after an acknowledgement, in turn; and some of those
   * before, in which the ledger was made or opened.
   *
   * @param begun how many lines tell of what was there before; of all, if nothing before the
   *     appending is wanted
   */
  private List<Integer> moments(List<String> lines, int begun, int count) {
    List<Integer> acknowledged = new ArrayList<>();
    int appending = lines.size();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith("A ")) {
        acknowledged.add(i + 1);
      } else if (lines.get(i).startsWith("B ")) {
        appending = i;
      }
    }
    List<Integer> moments = new ArrayList<>();
    int every = CrashRuns.everyCall(37);
    for (int i = begun + random.nextInt(every); i < appending; i += every) {
      moments.add(i);
    }
    int first = acknowledged.get(acknowledged.size() - 1);
    for (int i = 0; i < count; i++) {
      moments.add(
          i % 2 == 0
              ? first + random.nextInt(lines.size() - first + 1)
              : acknowledged.get(random.nextInt(acknowledged.size())));
    }
    return moments;
  }
}
