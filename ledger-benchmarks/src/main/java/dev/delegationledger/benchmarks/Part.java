package dev.delegationledger.benchmarks;

import dev.delegationledger.crypto.SignatureEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured in a process of its own: a process has one engine for signatures, and what one
 * part leaves in memory is no burden to the next.
 */
enum Part {
  APPEND_ACCP(SignatureEngine.CORRETTO, AppendPart::corretto),
  APPEND_BC(SignatureEngine.BOUNCY_CASTLE, AppendPart::bouncyCastle),

  /** With the collector that is made for short pauses. */
  LATENCY(
      SignatureEngine.CORRETTO,
      AppendPart::latency,
      "-XX:+UseZGC",
      "-Xms3g",
      "-XX:+UseTransparentHugePages"),
  PROOF_ACCP(SignatureEngine.CORRETTO, ProofPart::corretto),
  PROOF_BC(SignatureEngine.BOUNCY_CASTLE, ProofPart::bouncyCastle),

  /**
   * Of ten million records a million are grants, held until they end: revoked, but a week later.
   */
  LARGE(SignatureEngine.CORRETTO, LargePart::run, "-Xmx6g"),
  POSTGRES(SignatureEngine.CORRETTO, PostgresPart::run),
  FLOOD(SignatureEngine.CORRETTO, DenialFlood::run),
  GATE(SignatureEngine.CORRETTO, JmhPart::run);

  private final SignatureEngine engine;

  @SuppressWarnings("ImmutableEnumChecker") // a method, which keeps nothing
  private final Body body;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> more;

  /** Measures, and puts what it came to. */
  @FunctionalInterface
  private interface Body {
    void run(Figures figures, Size size) throws Exception;
  }

  Part(SignatureEngine engine, Body body, String... more) {
    this.engine = engine;
    this.body = body;
    this.more = List.of(more);
  }

  /**
   * What the Java command needs to run it. The heap is touched before anything is measured: the
   * host of a virtual machine may give it each page only then, in ten microseconds or more.
   */
  List<String> options() {
    List<String> options = new ArrayList<>(List.of("-Xms1g", "-Xmx3g", "-XX:+AlwaysPreTouch"));
    options.addAll(more); // of two that contradict each other the later one counts
    options.add("-D" + SignatureEngine.PROPERTY + "=" + engine.code());
    return options;
  }

  /** Whether only the long set has it. */
  boolean isLongOnly() {
    return this == POSTGRES;
  }

  /**
   * Runs one part in this process.
   *
   * @param args its name, and where to write its figures
   */
  public static void main(String[] args) throws Exception {
    Part part = valueOf(args[0]);
    if (SignatureEngine.running() != part.engine) {
      throw new IllegalStateException("run " + part + ": expected the engine " + part.engine);
    }
    Figures figures = new Figures();
    part.body.run(figures, Size.ofProperties());
    figures.writeLines(Path.of(args[1]));
  }
}
