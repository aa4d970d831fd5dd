package dev.delegationledger.rocksdb;

import static java.time.Duration.ofDays;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.AppendBatch;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Outcome;
import dev.delegationledger.Revocation;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.audit.ProgressListener;
import dev.delegationledger.authority.PinnedKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.store.ReadableStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A ledger on disk with as many records as asked for: of ten, one is a grant with a limit, four are
 * actions under it, four their outcomes, and one revokes it. As a program it writes one and audits
 * it, and says how much of its heap is in use when so many records are done.
 */
final class LargeLedger {
  /** How many records stand before the first grant. */
  static final int BEFORE = 4;

  private static final int CYCLE = 10;
  private static final String ORIGIN = "example.com/large";
  private static final int CYCLES_PER_BATCH = 10;
  private static final int ACTIONS = 4;
  private static final InMemorySigner LEDGER = key(1);
  private static final InMemorySigner HR = key(2);
  private static final InMemorySigner JANE = key(3);
  private static final InMemorySigner PAYER = key(4);

  private LargeLedger() {}

  private static InMemorySigner key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return InMemorySigner.ed25519(Bytes.of(bytes));
  }

  /** Writes a ledger of {@code records} records, a multiple of 100, and the few before them. */
  static void write(Path dir, int records) {
    try (DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            RocksDbStore.at(dir),
            Genesis.of(ORIGIN, LEDGER).authority(HR.publicKey()),
            Clock.systemUTC(),
            new SecureRandom())) {
      Enrolled jane = ledger.append(Enrol.human().name("Jane Doe").key(JANE).by(HR));
      Enrolled acme = ledger.append(Enrol.organisation().name("Acme").key(key(5)).by(HR));
      Enrolled payer =
          ledger.append(
              Enrol.agent("payables")
                  .owner(jane)
                  .operator(acme)
                  .model("acme", "m", "1")
                  .expiresIn(ofDays(30))
                  .key(PAYER)
                  .by(JANE));
      for (int done = 0; done < records; done += CYCLE * CYCLES_PER_BATCH) {
        ledger.appendAll(
            batch -> {
              for (int cycle = 0; cycle < CYCLES_PER_BATCH; cycle++) {
                cycle(payer, batch);
              }
              return batch;
            });
      }
    }
  }

  private static void cycle(Enrolled payer, AppendBatch batch) {
    Granted grant =
        batch.add(
            Grant.to(payer)
                .task("T-1", "pay vendors")
                .tool("erp:pay", t -> t.any("vendor").range("amount", 0, 500_000))
                .uses(100)
                .expiresIn(ofDays(7))
                .by(JANE));
    for (int i = 0; i < ACTIONS; i++) {
      Acted action =
          batch.add(
              Action.under(grant)
                  .tool("erp:pay")
                  .arg("vendor", "V-7")
                  .arg("amount", 84_000)
                  .by(PAYER));
      batch.add(Outcome.succeeded(action).by(PAYER));
    }
    batch.add(Revocation.of(grant).by(JANE));
  }

  /** Audits it in full. */
  static AuditReport audit(Path dir, ProgressListener progress) {
    TrustAnchors trust =
        TrustAnchors.of(
            new TrustAnchors.Anchor(
                PinnedKeys.of(VerifierKey.of(ORIGIN, LEDGER.publicKey())),
                Optional.empty(),
                Set.of(Jwk.thumbprint(HR.publicKey())),
                Optional.empty(),
                Optional.empty(),
                0,
                UnknownSignatures.REFUSE));
    try (ReadableStore store = RocksDbStore.read(dir)) {
      return Audit.full(store, trust).run(progress);
    }
  }

  /**
   * Writes a ledger, or audits it.
   *
   * @param args {@code write}, a directory and how many records; or {@code audit}, a directory, and
   *     after how many records each to say what is in use
   */
  public static void main(String[] args) {
    Path dir = Path.of(args[1]);
    if (args[0].equals("write")) {
      write(dir, Integer.parseInt(args[2]));
      return;
    }
    long step = Long.parseLong(args[2]);
    long[] begun = {System.nanoTime()};
    AuditReport report =
        audit(
            dir,
            (done, total) -> {
              if (done % step == 0) {
                say(done + " records, " + used() + " bytes in use");
              }
            });
    say(
        String.join(
            " ",
            "" + report.size(),
            "" + report.checked(),
            "" + report.findings().size(),
            "records, checked, findings;",
            "" + (System.nanoTime() - begun[0]) / 1_000_000,
            "ms"));
  }

  /** With the serial collector, what is left after a full collection. */
  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
