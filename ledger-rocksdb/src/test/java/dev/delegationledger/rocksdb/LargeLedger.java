package dev.delegationledger.rocksdb;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;

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
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Store;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ledger on disk with as many records as asked for: of ten, one is a grant with a limit, four are
 * actions under it, four their outcomes, and one revokes it; a grant ends after five minutes. As a
 * program it writes one and audits it, and says how much of its heap is in use when so many records
 * are done.
 */
final class LargeLedger {
  /** How many records stand before the first grant. */
  static final int BEFORE = 4;

  private static final int CYCLE = 10;
  private static final String ORIGIN = "example.com/large";
  private static final int CYCLES_PER_BATCH = 100;

  /** After so many cycles it says how many there are. */
  private static final int SAID = 10_000;

  private static final long TICK_MS = 10_000;
  private static final int ACTIONS = 4;
  private static final Signer LEDGER = key(1);
  private static final Signer HR = key(2);
  private static final Signer JANE = key(3);
  private static final Signer PAYER = key(4);

  private LargeLedger() {}

  private static Signer key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return FastSigner.ed25519(bytes);
  }

  /**
   * Writes a ledger of {@code records} records, a multiple of ten, and the few before them. While
   * one thread signs a batch, another appends one. Each batch is ten seconds after the one before,
   * and the last one now.
   */
  static void write(Path dir, int records) {
    int cycles = records / CYCLE;
    Ticks clock = Ticks.before(Clock.systemUTC(), cycles / CYCLES_PER_BATCH + 1);
    try (DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            RocksDbStore.at(dir),
            Genesis.of(ORIGIN, LEDGER).authority(HR.publicKey()),
            clock,
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
      write(ledger, payer, cycles, clock);
    }
  }

  private static void write(DelegationLedger ledger, Enrolled payer, int cycles, Ticks clock) {
    AtomicInteger left = new AtomicInteger(cycles);
    Runnable batches =
        () -> {
          for (int before = take(left); before > 0; before = take(left)) {
            int here = Math.min(CYCLES_PER_BATCH, before);
            clock.tick();
            ledger.appendAll(
                batch -> {
                  for (int cycle = 0; cycle < here; cycle++) {
                    cycle(payer, batch);
                  }
                  return batch;
                });
            if (before % SAID == 0) {
              say((long) (cycles - before) * CYCLE + " records");
            }
          }
        };
    CompletableFuture<Void> other = CompletableFuture.runAsync(batches);
    batches.run();
    other.join();
  }

  private static int take(AtomicInteger left) {
    return left.getAndUpdate(cycles -> Math.max(0, cycles - CYCLES_PER_BATCH));
  }

  /** A clock that stands still between ticks. */
  private static final class Ticks extends Clock {
    private final AtomicLong nowMs;

    private Ticks(long nowMs) {
      this.nowMs = new AtomicLong(nowMs);
    }

    /** After {@code ticks} of them it is as late as on {@code clock}. */
    static Ticks before(Clock clock, int ticks) {
      return new Ticks(clock.millis() - ticks * TICK_MS);
    }

    void tick() {
      nowMs.addAndGet(TICK_MS);
    }

    @Override
    public long millis() {
      return nowMs.get();
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("only millis are asked");
    }
  }

  private static void cycle(Enrolled payer, AppendBatch batch) {
    Granted grant =
        batch.add(
            Grant.to(payer)
                .task("T-1", "pay vendors")
                .tool("erp:pay", t -> t.any("vendor").range("amount", 0, 500_000))
                .uses(100)
                .expiresIn(ofMinutes(5))
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

  /** Who trusts it. */
  static TrustAnchors trust() {
    return TrustAnchors.of(
        new TrustAnchors.Anchor(
            PinnedKeys.of(VerifierKey.of(ORIGIN, LEDGER.publicKey())),
            Optional.empty(),
            Set.of(Jwk.thumbprint(HR.publicKey())),
            Optional.empty(),
            Optional.empty(),
            0,
            UnknownSignatures.REFUSE));
  }

  /** Audits it in full. */
  static AuditReport audit(Path dir, ProgressListener progress) {
    try (ReadableStore store = RocksDbStore.read(dir)) {
      return Audit.full(store, trust()).run(progress);
    }
  }

  /** Opens it for writing. */
  static DelegationLedger open(Store store) {
    return DelegationLedger.open(store, LEDGER, Clock.systemUTC(), new SecureRandom());
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
