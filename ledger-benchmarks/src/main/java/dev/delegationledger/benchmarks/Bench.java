package dev.delegationledger.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks one after the other and writes what they came to as JSON. */
public final class Bench {
  private static final int FEW = 1_000;
  private static final int ROUNDS = 2;

  /**
   * A heap of more than twice what lives in the large ledger: with less, the collector marks
   * without end. Large pages: what is spread over gigabytes is else looked up in the page tables
   * each time.
   */
  private static final String[] JVM = {"-Xmx6g", "-Xms6g", "-XX:+UseTransparentHugePages"};

  private static final double PERCENT = 100.0;
  private static final Figure NEVER = Figure.exactly(Double.MAX_VALUE);

  private final List<String> figures = new ArrayList<>();

  private Bench() {}

  /** A value with its error. */
  record Figure(double value, double error) {
    static Figure exactly(double value) {
      return new Figure(value, 0);
    }

    /** This divided by another; the errors add up as shares. */
    Figure over(Figure other) {
      double ratio = value / other.value;
      return new Figure(ratio, ratio * (error / value + other.error / other.value));
    }

    /** The smaller one: what else a machine does only makes a time longer. */
    Figure orLess(Figure other) {
      return other.value < value ? other : this;
    }
  }

  /**
   * @param args where to write, and how many live grants the large ledger has
   */
  public static void main(String[] args) throws RunnerException, IOException, InterruptedException {
    new Bench().run(Path.of(args[0]), Integer.parseInt(args[1]));
  }

  private void run(Path out, int many) throws RunnerException, IOException, InterruptedException {
    DenialFlood.Result flood = DenialFlood.ofNewOnes();
    DenialFlood.Result replays = DenialFlood.ofReplays();
    Figure biscuit = NEVER;
    Figure biscuitWhole = NEVER;
    Figure few = NEVER;
    Figure large = NEVER;
    for (int round = 0; round < ROUNDS; round++) {
      biscuit = biscuit.orLess(time("BiscuitBenchmark.authorize", FEW));
      few = few.orLess(time("GateBenchmark.authorize", FEW));
      biscuitWhole = biscuitWhole.orLess(time("BiscuitBenchmark.prepareAndAuthorize", FEW));
      large = large.orLess(time("GateBenchmark.authorize", many));
    }
    figure("gate.authorize.speedup_vs_biscuit", biscuit.over(few), "times");
    figure("gate.authorize.1e6_over_1e3", large.over(few), "times");
    figure("gate.authorize.1e3", few, "ns");
    figure("gate.authorize.many", large, "ns");
    figure("gate.authorize.many.grants", Figure.exactly(many), "grants");
    figure("biscuit.authorize", biscuit, "ns");
    figure("biscuit.prepare_and_authorize", biscuitWhole, "ns");
    figure("gate.act.flooded_over_quiet", flood.slowdown(), "times");
    figure("gate.act.flood", Figure.exactly(flood.perMinute()), "refused per minute");
    figure("gate.act.replayed_over_quiet", replays.slowdown(), "times");
    figure("gate.act.replays", Figure.exactly(replays.perMinute()), "refused per minute");
    Files.writeString(out, json(), StandardCharsets.UTF_8);
  }

  private static Figure time(String benchmark, int grants) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("\\." + benchmark.replace(".", "\\.") + "$")
                    .param("grants", Integer.toString(grants))
                    .jvmArgs(JVM)
                    .build())
            .run();
    Result<?> result = results.iterator().next().getPrimaryResult();
    return new Figure(result.getScore(), result.getScoreError());
  }

  private void figure(String name, Figure figure, String unit) {
    figures.add(
        String.format(
            Locale.ROOT,
            "    \"%s\": {\"value\": %s, \"unit\": \"%s\", \"error\": %s}",
            name,
            rounded(figure.value),
            unit,
            rounded(figure.error)));
  }

  private static double rounded(double value) {
    return Math.round(value * PERCENT) / PERCENT;
  }

  private String json() {
    return String.format(
        Locale.ROOT,
        "{%n  \"machine\": \"%s, %d processors\",%n  \"jdk\": \"%s %s\",%n  \"figures\": {%n%s%n "
            + " }%n}%n",
        processor().replace("\"", ""),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"),
        String.join("," + System.lineSeparator(), figures));
  }

  /** The name of the processor, where the system says so. */
  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      return System.getProperty("os.arch");
    }
  }
}
