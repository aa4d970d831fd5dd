package dev.delegationledger.benchmarks;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.model.Hash;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.view.StoredLedger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From the hash of an action to the verdict on it, read from a ledger's folder that was opened for
 * this one look-up: nothing is in the store's cache of blocks but what opening it read. What the
 * operating system keeps of the files is not dropped.
 */
final class ColdTraces {
  private static final double MILLIS = TimeUnit.MILLISECONDS.toNanos(1);

  /** In a ledger that stays open: after some hundred the virtual machine still compiles. */
  private static final int WARM_UPS = 2_000;

  private static final int PARTS = 4;
  private static final int PER_PART = 75;
  private static final double P99 = 0.99;
  private static final double P50 = 0.5;

  private ColdTraces() {}

  /** Of a ledger that is settled, of actions anywhere in it. */
  static void measure(GrowingLedger growing, Key p99, Key middle, Figures figures)
      throws Exception {
    AuthorityVerifier verifier = AuthorityVerifier.trusting(growing.ledger().trust());
    warmUp(growing, verifier);
    List<Hash> actions = growing.read(stored -> actions(stored, PARTS * PER_PART));
    long[] nanos = new long[actions.size()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = nanos(growing, verifier, actions.get(i));
    }
    figures.put(p99, millis(P99, nanos));
    figures.put(middle, millis(P50, nanos));
  }

  private static void warmUp(GrowingLedger growing, AuthorityVerifier verifier) throws Exception {
    try (ReadableStore store = RocksDbStore.read(growing.dir())) {
      for (Hash action : actions(GrowingLedger.stored(store), WARM_UPS)) {
        nanos(store, verifier, action);
      }
    }
  }

  private static Figure millis(double share, long[] nanos) {
    List<Double> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      parts.add(
          Quantile.of(share, Arrays.copyOfRange(nanos, part * PER_PART, (part + 1) * PER_PART)));
    }
    return new Figure(Quantile.of(share, nanos), Figure.middle(parts).error()).times(1 / MILLIS);
  }

  private static List<Hash> actions(StoredLedger stored, int count) throws Exception {
    SecureRandom random = new SecureRandom();
    long size = stored.head().size();
    List<Hash> actions = new ArrayList<>();
    while (actions.size() < count) {
      long index = random.nextLong(1, size);
      if (stored.signedEntry(index).kind() == Kind.ACTION) {
        actions.add(stored.signedEntry(index).hash());
      }
    }
    return actions;
  }

  private static long nanos(GrowingLedger growing, AuthorityVerifier verifier, Hash action)
      throws Exception {
    try (ReadableStore store = RocksDbStore.read(growing.dir())) {
      return nanos(store, verifier, action);
    }
  }

  private static long nanos(ReadableStore store, AuthorityVerifier verifier, Hash action)
      throws Exception {
    long begin = System.nanoTime();
    StoredLedger stored = StoredLedger.over(store);
    Verdict verdict = verifier.verify(stored, stored.indexOf(action).orElseThrow());
    long nanos = System.nanoTime() - begin;
    ProofPart.requireProven(verdict);
    return nanos;
  }
}
