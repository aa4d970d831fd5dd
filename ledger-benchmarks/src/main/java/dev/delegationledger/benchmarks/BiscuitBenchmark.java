package dev.delegationledger.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.biscuitsec.biscuit.datalog.RunLimits;
import org.biscuitsec.biscuit.error.Error;
import org.biscuitsec.biscuit.token.Authorizer;
import org.biscuitsec.biscuit.token.Biscuit;
import org.biscuitsec.biscuit.token.builder.Fact;
import org.biscuitsec.biscuit.token.builder.Utils;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The same decision with biscuit-java: a token of four blocks, each with the same four constraints
 * and an end, parsed and verified before. It knows no limits, and no revocation but by a list.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class BiscuitBenchmark {
  /** A pause of the machine is no reason to refuse here; the default is 5 ms. */
  private static final RunLimits LIMITS = new RunLimits(1000, 100, Duration.ofMinutes(1));

  private Biscuit token;

  /** Makes the token, and reads it back as one that arrives. */
  @Setup
  public void make() throws Exception {
    token = BiscuitToken.make().verified();
  }

  /** The authorizer of one call, made anew each time: it takes in the call's facts. */
  @State(Scope.Thread)
  public static class Prepared {
    private Authorizer authorizer;

    /** Before each call; not counted. */
    @Setup(Level.Invocation)
    public void prepare(BiscuitBenchmark benchmark) throws Error {
      authorizer = benchmark.prepared();
    }
  }

  private static Fact fact(String name, String text) throws Error {
    return Utils.fact(name, List.of(Utils.string(text)));
  }

  private Authorizer prepared() throws Error {
    return token
        .authorizer()
        .set_time()
        .add_fact(fact("tool", "erp:pay"))
        .add_fact(fact("vendor", "V-1"))
        .add_fact(Utils.fact("amount", List.of(Utils.integer(84_000))))
        .add_fact(fact("currency", "EUR"))
        .add_fact(fact("invoice", "2231"))
        .allow();
  }

  /** {@code authorize} alone, of an authorizer that was prepared. */
  @Benchmark
  public long authorize(Prepared prepared) throws Error {
    return prepared.authorizer.authorize(LIMITS);
  }

  /** All that one call takes: the authorizer, the facts of the call, {@code authorize}. */
  @Benchmark
  public long prepareAndAuthorize() throws Error {
    return prepared().authorize(LIMITS);
  }
}
