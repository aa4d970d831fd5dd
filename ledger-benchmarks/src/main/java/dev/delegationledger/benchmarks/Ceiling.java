package dev.delegationledger.benchmarks;

import dev.delegationledger.BareSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The bare loop: as many threads as processors check signatures and do nothing else. */
final class Ceiling implements AutoCloseable {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final ExecutorService threads = Executors.newFixedThreadPool(PROCESSORS);

  /** Checks all of them once: how many a second. */
  double perSecond(List<BareSignature> signatures) throws Exception {
    List<Callable<Boolean>> loops = new ArrayList<>();
    for (int i = 0; i < PROCESSORS; i++) {
      int first = i;
      loops.add(() -> loop(signatures, first));
    }
    long begin = System.nanoTime();
    boolean good = true;
    for (Future<Boolean> loop : threads.invokeAll(loops)) {
      good &= loop.get();
    }
    double perSecond = signatures.size() * NANOS / (System.nanoTime() - begin);
    if (!good) {
      throw new IllegalStateException("check signatures: expected good ones only");
    }
    return perSecond;
  }

  private static boolean loop(List<BareSignature> signatures, int first) {
    boolean good = true;
    for (int i = first; i < signatures.size(); i += PROCESSORS) {
      good &= signatures.get(i).isGood();
    }
    return good;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
