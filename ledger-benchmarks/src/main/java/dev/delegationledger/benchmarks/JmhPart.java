package dev.delegationledger.benchmarks;

import java.util.Collection;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Short calls that JMH measures, each in a process of JMH's own. */
final class JmhPart {
  private static final int FEW = 1_000;
  private static final int ROUNDS = 2;

  /**
   * A heap of more than twice what lives in the large ledger: with less, the collector marks
   * without end. Large pages: what is spread over gigabytes is else looked up in the page tables
   * each time.
   */
  private static final String[] JVM = {"-Xmx6g", "-Xms6g", "-XX:+UseTransparentHugePages"};

  private static final Figure NEVER = Figure.exactly(Double.MAX_VALUE);

  private JmhPart() {}

  static void run(Figures figures, Size size) throws RunnerException {
    Figure biscuit = NEVER;
    Figure few = NEVER;
    for (int round = 0; round < ROUNDS; round++) {
      biscuit = biscuit.orLess(time("BiscuitBenchmark.authorize"));
      few = few.orLess(time("GateBenchmark.authorize", FEW));
    }
    Figure large = time("GateBenchmark.authorize", size.grants());
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

  private static Figure time(String benchmark, int grants) throws RunnerException {
    return time(options(benchmark).param("grants", Integer.toString(grants)));
  }

  private static Figure time(String benchmark) throws RunnerException {
    return time(options(benchmark));
  }

  private static ChainedOptionsBuilder options(String benchmark) {
    return new OptionsBuilder().include("\\." + benchmark.replace(".", "\\.") + "$").jvmArgs(JVM);
  }

  private static Figure time(ChainedOptionsBuilder options) throws RunnerException {
    Collection<RunResult> results = new Runner(options.build()).run();
    Result<?> result = results.iterator().next().getPrimaryResult();
    return new Figure(result.getScore(), result.getScoreError());
  }
}
