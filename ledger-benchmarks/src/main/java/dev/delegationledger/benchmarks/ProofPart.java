package dev.delegationledger.benchmarks;

import dev.delegationledger.LoadedLedger;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.store.MemoryStore;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * From the bytes of a whole proof file to the verdict, over what biscuit-java takes to parse and
 * verify a token of the same depth: one thread, by turns, in one process.
 */
final class ProofPart {
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double MICROS = TimeUnit.SECONDS.toMicros(1);
  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 9;

  /** How many records the ledger has beside those that the proof shows. */
  private static final int OTHERS = 1_000;

  private final byte[] file;
  private final Turns turns;

  private ProofPart(byte[] file, Turns turns) {
    this.file = file;
    this.turns = turns;
  }

  static void corretto(Figures figures, Size size) throws Exception {
    ProofPart measured = measured();
    figures.put(Key.PROOF_SPEEDUP_ACCP, measured.turns.ratio());
    figures.put(Key.PROOF_ACCP, micros(measured.turns.first()));
    figures.put(Key.BISCUIT_VERIFY, micros(measured.turns.second()));
    figures.put(Key.PROOF_BYTES, Figure.exactly(measured.file.length));
  }

  static void bouncyCastle(Figures figures, Size size) throws Exception {
    ProofPart measured = measured();
    figures.put(Key.PROOF_SPEEDUP_BC, measured.turns.ratio());
    figures.put(Key.PROOF_BC, micros(measured.turns.first()));
  }

  private static ProofPart measured() throws Exception {
    BiscuitToken token = BiscuitToken.make();
    try (LoadedLedger ledger = LoadedLedger.in(MemoryStore.empty())) {
      ledger.grants(OTHERS).forEach(ledger::append);
      byte[] file = ledger.proof();
      AuthorityVerifier verifier = AuthorityVerifier.trusting(ledger.trust());
      Turns turns = new Turns();
      for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
        if (round == WARM_UPS) {
          turns = new Turns();
        }
        turns.take(
            () -> perSecond(() -> requireProven(verifier.verify(file))),
            () -> perSecond(token::verified));
      }
      return new ProofPart(file, turns);
    }
  }

  static Verdict requireProven(Verdict verdict) {
    if (verdict.finding() != Verdict.Finding.PROVEN) {
      throw new IllegalStateException("verify: expected PROVEN, got " + verdict);
    }
    return verdict;
  }

  private static double perSecond(Callable<?> call) throws Exception {
    long begin = System.nanoTime();
    int done = 0;
    long now = begin;
    while (now - begin < WINDOW_NANOS) {
      call.call();
      done++;
      now = System.nanoTime();
    }
    return done * NANOS / (now - begin);
  }

  /** Of so many a second, how long each takes. */
  private static Figure micros(Figure perSecond) {
    return Figure.exactly(MICROS).over(perSecond);
  }
}
