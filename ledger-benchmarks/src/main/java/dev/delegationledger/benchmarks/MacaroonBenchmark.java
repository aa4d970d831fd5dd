package dev.delegationledger.benchmarks;

import com.github.nitram509.jmacaroons.Macaroon;
import com.github.nitram509.jmacaroons.MacaroonsBuilder;
import com.github.nitram509.jmacaroons.MacaroonsVerifier;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What jmacaroons takes for a macaroon that was narrowed four times, by a caveat for each of four
 * constraints: keyed hashes and no signatures, so whoever verifies it could have made it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class MacaroonBenchmark {
  private static final int DEPTH = 4;
  private static final List<String> CAVEATS =
      List.of("tool = erp:pay", "vendor = V-1", "currency = EUR", "invoice = 2231");

  private final byte[] secret = new byte[32];
  private Macaroon root;
  private String presented;

  /** Makes the secret, and the macaroon as it is presented. */
  @Setup
  public void make() {
    new SecureRandom().nextBytes(secret);
    root = Macaroon.builder("example.com", secret, "grant-1").build();
    presented = attenuate();
    if (!verify()) {
      throw new IllegalStateException("verify macaroon: expected a good one");
    }
  }

  /** Narrows it four times, and writes it down. */
  @Benchmark
  public String attenuate() {
    Macaroon narrowed = root;
    for (int depth = 0; depth < DEPTH; depth++) {
      MacaroonsBuilder builder = Macaroon.builder(narrowed);
      for (String caveat : CAVEATS) {
        builder.addCaveat(caveat);
      }
      narrowed = builder.build();
    }
    return narrowed.serialize();
  }

  /** Reads it and verifies it. */
  @Benchmark
  public boolean verify() {
    MacaroonsVerifier verifier = new MacaroonsVerifier(Macaroon.deserialize(presented));
    CAVEATS.forEach(verifier::satisfyExact);
    return verifier.isValid(secret);
  }
}
