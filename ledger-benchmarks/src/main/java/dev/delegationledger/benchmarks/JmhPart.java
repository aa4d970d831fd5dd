package dev.delegationledger.benchmarks;

import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Short calls that JMH measures, each in a process of JMH's own. */
final class JmhPart {
  private static final int FEW = 1_000;
  private static final int ROUNDS = 2;

  /** As the other parts have it. */
  private static final String[] JVM = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"};

  /**
   * A heap of more than twice what lives in the large ledger: with less, the collector marks
   * without end. Large pages: what is spread over gigabytes is else looked up in the page tables
   * each time.
   */
  private static final String[] LARGE_JVM = {
    "-Xms6g", "-Xmx6g", "-XX:+AlwaysPreTouch", "-XX:+UseTransparentHugePages"
  };

  private static final Figure NEVER = Figure.exactly(Double.MAX_VALUE);

  private JmhPart() {}

  static void run(Figures figures, Size size) throws RunnerException {
    Figure biscuit = NEVER;
    Figure few = NEVER;
    for (int round = 0; round < ROUNDS; round++) {
      biscuit = biscuit.orLess(time("BiscuitBenchmark.authorize"));
      few = few.orLess(gate(FEW, JVM));
    }
    Figure large = gate(size.grants(), LARGE_JVM);
    figures.put(Key.GATE_SPEEDUP, biscuit.over(few));
    figures.put(Key.GATE_SCALE, large.over(few));
    figures.put(Key.GATE_FEW, few);
    figures.put(Key.GATE_MANY, large);
    figures.put(Key.GATE_MANY_GRANTS, Figure.exactly(size.grants()));
    figures.put(Key.BISCUIT_AUTHORIZE, biscuit);
    figures.put(Key.BISCUIT_WHOLE, time("BiscuitBenchmark.prepareAndAuthorize"));
    figures.put(Key.MACAROON_VERIFY, time("MacaroonBenchmark.verify"));
    figures.put(Key.MACAROON_ATTENUATE, time("MacaroonBenchmark.attenuate"));
  }

  private static Figure gate(int grants, String... jvm) throws RunnerException {
    return time(options("GateBenchmark.authorize", jvm).param("grants", Integer.toString(grants)));
  }

  private static Figure time(String benchmark) throws RunnerException {
    return time(options(benchmark, JVM));
  }

  private static ChainedOptionsBuilder options(String benchmark, String... jvm) {
    return new OptionsBuilder().include("\\." + benchmark.replace(".", "\\.") + "$").jvmArgs(jvm);
  }

  /**
   * The middle one of JMH's rounds, as of all other figures: a mean has the machine's pauses in it.
   */
  private static Figure time(ChainedOptionsBuilder options) throws RunnerException {
    RunResult run = new Runner(options.build()).run().iterator().next();
    return Figure.middle(
        run.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .map(round -> round.getPrimaryResult().getScore())
            .toList());
  }
}
