package dev.delegationledger.rocksdb;

import static java.time.Duration.ofDays;

import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Another process, whose ledger is appended to, or opened and closed, for long. Now and then it
 * says {@code done heap rss}: how much it has done, the bytes that are in use in its heap, and the
 * bytes of memory that it has.
 */
final class LongLived {
  /** How often it says so. */
  static final int SAMPLES = 20;

  private static final int THREADS = 8;

  private LongLived() {}

  /**
   * Lives.
   *
   * @param args {@code appends} or {@code openings}, the ledger's folder, and how many
   */
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[1]);
    int each = Integer.parseInt(args[2]) / SAMPLES;
    if (args[0].equals("openings")) {
      for (int sample = 1; sample <= SAMPLES; sample++) {
        for (int i = 0; i < each; i++) {
          openAndClose(dir);
        }
        say(sample * each);
      }
    } else {
      append(dir, each);
    }
  }

  private static void openAndClose(Path dir) {
    try (DelegationLedger ledger = LedgerChild.open(dir)) {
      ledger.checkpoint();
    }
  }

  private static void append(Path dir, int each) throws Exception {
    SecureRandom random = new SecureRandom();
    InMemorySigner human = InMemorySigner.generate(Suite.ED25519, random);
    InMemorySigner agent = InMemorySigner.generate(Suite.ED25519, random);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (DelegationLedger ledger = LedgerChild.open(dir)) {
      Granted grant = grant(ledger, human, agent, random);
      for (int sample = 1; sample <= SAMPLES; sample++) {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          tasks.add(() -> act(ledger, grant, agent, each / THREADS));
        }
        int done = 0;
        for (Future<Integer> task : threads.invokeAll(tasks)) {
          done += task.get();
        }
        say(sample * done);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Granted grant(
      DelegationLedger ledger, InMemorySigner human, InMemorySigner agent, SecureRandom random) {
    Enrolled jane =
        ledger.append(Enrol.human().name("Jane Doe").key(human).by(LedgerChild.AUTHORITY));
    InMemorySigner ofAcme = InMemorySigner.generate(Suite.ED25519, random);
    Enrolled acme =
        ledger.append(Enrol.organisation().name("Acme").key(ofAcme).by(LedgerChild.AUTHORITY));
    Enrolled payer =
        ledger.append(
            Enrol.agent("payables")
                .owner(jane)
                .operator(acme)
                .model("acme", "m", "1")
                .key(agent)
                .by(human));
    return ledger.append(
        Grant.to(payer)
            .task("T-1", "pay for long")
            .tool("erp:pay", tool -> tool.any("amount"))
            .expiresIn(ofDays(7))
            .by(human));
  }

  private static int act(DelegationLedger ledger, Granted grant, InMemorySigner agent, int count) {
    for (int i = 0; i < count; i++) {
      ledger.act(Action.under(grant).tool("erp:pay").arg("amount", i).by(agent));
    }
    return count;
  }

  private static void say(int done) throws IOException {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    System.out.println(done + " " + memory.getHeapMemoryUsage().getUsed() + " " + resident());
    System.out.flush();
  }

  private static long resident() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
      }
    }
    throw new IOException("expected a line VmRSS");
  }
}
