package dev.delegationledger.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Draft;
import dev.delegationledger.Enrol;
import dev.delegationledger.Erasure;
import dev.delegationledger.Recorded;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.rocksdb.FaultyDisk.Fault;
import dev.delegationledger.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Another process, on a disk that it can make fail: it makes one ledger after the other, each with
 * a fault at another file call, and holds each to the promise. It ends with an error if one broke
 * it.
 */
final class FaultyLedger {
  private final SecureRandom random = new SecureRandom();
  private final Path dir;
  private final int appends;
  private final FaultyDisk disk;
  private int broken;

  private FaultyLedger(Path dir, int appends, FaultyDisk disk) {
    this.dir = dir;
    this.appends = appends;
    this.disk = disk;
  }

  /**
   * Makes ledgers.
   *
   * @param args {@code faults}, {@code purges} or {@code full}; a folder on the faulty disk; the
   *     file that is shared with it; how many entries each ledger gets; and of how many faults one
   *     is tried
   */
  public static void main(String[] args) throws Exception {
    FaultyDisk disk = FaultyDisk.of(Path.of(args[2]));
    FaultyLedger ledger =
        new FaultyLedger(Path.of(args[1]).resolve("ledger"), Integer.parseInt(args[3]), disk);
    int every = Integer.parseInt(args[4]);
    switch (args[0]) {
      case "faults" -> ledger.tryFaults(every);
      case "purges" -> ledger.tryPurges(every);
      case "full" -> ledger.fillDisks(every);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Goes on, so that a run of hours tells of every broken promise, not of the first one only. */
  private void broken(Run run, Throwable e) {
    broken++;
    System.err.println("broken: " + run.what);
    e.printStackTrace();
  }

  private void assertNoneBroken() {
    assertThat(broken).as("promises that were broken").isZero();
  }

  private void tryFaults(int every) throws Exception {
    long skip = 0;
    long acknowledged = 0;
    long latches = 0;
    for (Fault fault : Fault.values()) {
      int tried = 0;
      int fired = 0;
      int opening = 0;
      int appending = 0;
      long calls = callsWith(fault);
      for (long at = 1 + skip; at <= calls; at += every) {
        Tree.delete(dir);
        disk.has(fault, at);
        Run run = new Run(fault + " at call " + at, () -> {});
        boolean failed;
        try {
          run.appendAll();
          failed = disk.fired();
          disk.works();
          run.told.assertHeldBy(dir, run.what);
        } catch (RuntimeException | AssertionError e) {
          failed = true;
          broken(run, e);
        }
        acknowledged += run.told.size();
        tried++;
        fired += failed ? 1 : 0;
        opening += run.failedToOpen ? 1 : 0;
        appending += run.latched ? 1 : 0;
        skip = at + every - calls - 1;
      }
      latches += appending;
      say(
          fault
              + ": "
              + tried
              + " of "
              + calls
              + " calls, "
              + fired
              + " failed; of these, opening was"
              + " refused "
              + opening
              + " times, the latch closed "
              + appending
              + " times");
    }
    assertNoneBroken();
    say(
        "all faults: the latch closed "
            + latches
            + " times; "
            + acknowledged
            + " entries acknowledged, lost: 0");
  }

  /**
   * Each call of an erasure and the purge that follows it fails: that is said, and as what it is,
   * or nothing was lost by it; and once the ledger was opened again no file has what was erased.
   */
  private void tryPurges(int every) throws Exception {
    Tree.delete(dir);
    disk.has(Fault.FAILS, Long.MAX_VALUE);
    Run good = new Run("no fault", () -> {});
    good.appendAll();
    int tried = 0;
    int said = 0;
    for (long at = good.callsBeforeErasure + 1; at <= good.callsAfterErasure; at += every) {
      Tree.delete(dir);
      disk.has(Fault.FAILS, at);
      Run run = new Run("erasing fails at call " + at, () -> {});
      run.appendAll();
      disk.works();
      if (run.refused == null) { // what failed was needless, as are lines of the program's own log
        run.assertErased();
      }
      tried++;
      said += run.saidPurging ? 1 : 0;
      run.told.assertHeldBy(dir, run.what);
      run.assertErased();
    }
    say(
        tried
            + " of the "
            + (good.callsAfterErasure - good.callsBeforeErasure)
            + " calls of an erasure failed, "
            + said
            + " of them in its purge");
  }

  /** How many calls a run makes, or how many writes, where only they are counted. */
  private long callsWith(Fault fault) throws Exception {
    Tree.delete(dir);
    disk.has(fault, Long.MAX_VALUE);
    new Run("no fault", () -> {}).appendAll();
    return disk.calls();
  }

  private void fillDisks(int every) throws Exception {
    int tried = 0;
    int appending = 0;
    boolean latched = true;
    for (int step = 0; ; step += latched ? 1 : 8) { // less often where it is opened again
      int space = step * every;
      Tree.delete(dir);
      disk.works();
      Run run = new Run("space for " + space + " bytes", () -> disk.hasSpaceFor(space));
      run.appendAll();
      latched = run.latched;
      if (!disk.fired()) {
        break;
      }
      if (run.refused == null) {
        // it was the program's own log that did not fit: nothing of the ledger's is in it
        disk.works();
        run.told.assertHeldBy(dir, run.what);
        continue;
      }
      assertThat(run.refused)
          .as(run.what)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("No space left on device");
      disk.hasSpaceFor(0);
      assertThatThrownBy(() -> LedgerChild.open(dir)) // to go on with it needs space as well
          .as(run.what)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("No space left on device");
      disk.works();
      run.told.assertHeldBy(dir, run.what);
      tried++;
      appending += latched ? 1 : 0;
    }
    say(
        tried
            + " full disks, "
            + appending
            + " of them while entries were appended;"
            + " acknowledged entries lost: 0");
  }

  /** One ledger: it is opened twice, gets its entries, and one is erased. */
  private final class Run {
    final String what;
    final Acknowledged told = new Acknowledged();
    boolean failedToOpen;
    boolean latched;
    boolean saidPurging;

    /** The text that is erased, once the erasure was submitted: the fault may come before it. */
    @Nullable String erased;

    long callsBeforeErasure;
    long callsAfterErasure;
    @Nullable StoreException refused;

    private Runnable onceOpen;

    Run(String what, Runnable onceOpen) {
      this.what = what;
      this.onceOpen = onceOpen;
    }

    void appendAll() {
      try {
        open(
            ledger -> {
              Recorded jane =
                  append(
                      ledger,
                      Enrol.human()
                          .name("Jane Doe")
                          .key(InMemorySigner.generate(Suite.ED25519, random))
                          .by(LedgerChild.AUTHORITY));
              appendSome(ledger, appends / 2);
              erased = jane.entry().disclosures().values().iterator().next().encoded();
              callsBeforeErasure = disk.calls();
              append(ledger, Erasure.of(jane).by(LedgerChild.AUTHORITY));
              callsAfterErasure = disk.calls();
            });
        open(ledger -> appendSome(ledger, appends / 2));
      } catch (StoreException e) {
        refused = e;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(what + ": expected a StoreException, got " + e, e);
      }
    }

    void assertErased() throws IOException {
      if (erased == null) {
        return;
      }
      for (Path file : StoreFolder.list(dir)) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as("%s, %s", file, what)
            .doesNotContain(erased);
      }
    }

    private void open(Consumer<DelegationLedger> use) {
      DelegationLedger opened;
      try {
        opened = LedgerChild.open(dir);
      } catch (StoreException e) {
        failedToOpen = true;
        throw e;
      }
      onceOpen.run();
      onceOpen = () -> {};
      try (DelegationLedger ledger = opened) {
        use.accept(ledger);
      }
    }

    private void appendSome(DelegationLedger ledger, int count) {
      for (int i = 0; i < count; i++) {
        append(ledger, LedgerChild.service(random));
      }
    }

    private Recorded append(DelegationLedger ledger, Draft<?> draft) {
      SignedEntry entry = ledger.sign(draft);
      told.submit(entry);
      try {
        Recorded recorded = ledger.append(entry);
        told.acknowledge(recorded.receipt().index(), recorded.hash());
        return recorded;
      } catch (StoreException e) {
        if (String.valueOf(e.getMessage()).startsWith("purging")) {
          saidPurging = true;
        } else {
          assertLatched(ledger);
        }
        throw e;
      }
    }

    private void assertLatched(DelegationLedger ledger) {
      latched = true;
      SignedEntry next = ledger.sign(LedgerChild.service(random));
      try {
        ledger.append(next);
        fail(what + ": a further append was accepted");
      } catch (StoreException e) {
        assertThat(e).as(what).hasMessageContaining("outcome is unknown");
      }
      assertThat(told.missingIn(ledger)).as("read while latched, %s", what).isZero();
      assertThat(ledger.find(next.hash())).isEmpty();
    }
  }
}
