package dev.delegationledger.benchmarks;

import dev.delegationledger.Action;
import dev.delegationledger.GrantedLedger;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the gate takes for one decision that permits: a chain of four grants, each with four
 * constraints on the arguments and with limits. Each decision is about another one of the live leaf
 * grants, and the call is built for it as its host would.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class GateBenchmark {
  /** How many of the live grants calls are made under: more than any cache holds. */
  private static final int CALLED = 50_000;

  private static final int ORDER = 1 << 16;

  /** How many live leaf grants there are. */
  @Param({"1000"})
  public int grants;

  private GrantedLedger ledger;
  private final int[] order = new int[ORDER];
  private int next;

  /** Makes the ledger, and has every call decided once. */
  @Setup
  public void open() {
    ledger = GrantedLedger.of(grants);
    SecureRandom random = new SecureRandom();
    int called = Math.min(CALLED, grants);
    int[] leaves = random.ints(called, 0, grants).toArray();
    for (int leaf : leaves) {
      require(ledger.permits(ledger.call(leaf)));
    }
    for (int i = 0; i < ORDER; i++) {
      order[i] = leaves[random.nextInt(called)];
    }
  }

  /** Closes it. */
  @TearDown
  public void close() {
    ledger.close();
  }

  /** Builds a call, and decides about it. */
  @Benchmark
  public Action authorize() {
    next = (next + 1) & (ORDER - 1);
    Action call = ledger.call(order[next]);
    require(ledger.permits(call));
    return call;
  }

  static void require(boolean permitted) {
    if (!permitted) {
      throw new IllegalStateException("authorize: expected a permit");
    }
  }
}
