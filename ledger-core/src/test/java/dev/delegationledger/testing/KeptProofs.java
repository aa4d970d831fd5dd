package dev.delegationledger.testing;

import static java.util.Objects.requireNonNull;

import dev.delegationledger.authority.Verdict;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A folder of proof files, each with the trust file and the verdict that it was given: what the
 * second verifier is compared over. One file is kept once, whoever verified it how often. Safe for
 * several threads and processes.
 */
public final class KeptProofs {
  /** Names the folder that everything the tests verify is kept in, if it is to be kept. */
  public static final String PROPERTY = "proofs.kept";

  /** So many of each verdict from each process: some tests verify very many. */
  private static final int OF_EACH_VERDICT = 50;

  private static final Map<String, AtomicInteger> KEPT = new ConcurrentHashMap<>();

  private final Path folder;
  private final Set<Reason> reasons = ConcurrentHashMap.newKeySet();

  private KeptProofs(Path folder) {
    this.folder = folder;
  }

  /** Proofs in this folder, which is made where it is missing. */
  public static KeptProofs in(Path folder) {
    try {
      return new KeptProofs(Files.createDirectories(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Proofs in this folder, in which no other is left. */
  public static KeptProofs anew(Path folder) throws IOException {
    KeptProofs kept = in(folder);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    return kept;
  }

  /** Keeps what a test verified, if the system property says where; returns the verdict. */
  public static Verdict kept(byte[] proof, String trust, Verdict verdict) {
    String folder = System.getProperty(PROPERTY);
    if (folder != null && isOneOfFew(verdict)) {
      in(Path.of(folder)).keep(proof, trust, verdict);
    }
    return verdict;
  }

  private static boolean isOneOfFew(Verdict verdict) {
    String said = verdict.refusal().map(refusal -> refusal.reason().code()).orElse("proven");
    return KEPT.computeIfAbsent(said, code -> new AtomicInteger()).getAndIncrement()
        < OF_EACH_VERDICT;
  }

  /** Has every proof of a folder verified anew, and keeps it with today's verdict. */
  public void keepAll(Path others) throws IOException {
    try (Stream<Path> files = Files.list(others)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".verdict")).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".verdict", ".proof");
        Value.Obj said = (Value.Obj) Forge.value(Files.readString(file));
        Value.Str anchored = (Value.Str) requireNonNull(said.members().get("trust"));
        String trust = Files.readString(others.resolve(anchored.value()));
        byte[] proof = Files.readAllBytes(others.resolve(name));
        keep(proof, trust, Scene.verify(proof, trust));
      }
    }
  }

  /** The reasons of the verdicts on what was kept by this. */
  public Set<Reason> reasons() {
    return Set.copyOf(reasons);
  }

  /** Keeps one proof. */
  public void keep(byte[] proof, String trust, Verdict verdict) {
    verdict.refusal().ifPresent(refusal -> reasons.add(refusal.reason()));
    byte[] anchors = trust.getBytes(StandardCharsets.UTF_8);
    String anchored = name(anchors) + ".trust";
    String name = name((name(proof) + anchored).getBytes(StandardCharsets.US_ASCII));
    Map<String, Value> said = new TreeMap<>();
    said.put("trust", Value.of(anchored));
    said.put("outcome", Value.of(verdict.finding().code()));
    Optional<Refusal> refusal = verdict.refusal();
    refusal.ifPresent(r -> said.put("reason", Value.of(r.reason().code())));
    refusal.ifPresent(r -> r.index().ifPresent(at -> said.put("record", Value.of(at))));
    refusal.ifPresent(r -> r.hop().ifPresent(hop -> said.put("hop", Value.of(hop))));
    refusal.ifPresent(r -> said.put("detail", Value.of(r.detail())));
    if (refusal.isEmpty()) {
      verdict
          .human()
          .ifPresent(
              human -> {
                said.put("human", Value.of(human.id()));
                human.name().ifPresent(known -> said.put("name", Value.of(known)));
              });
    }
    try {
      write(anchored, anchors);
      write(name + ".proof", proof);
      write(name + ".verdict", Json.canonical(Value.obj(said)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(byte[] bytes) {
    return Sha256.of(bytes).base64Url().substring(0, 16);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Files.write(file, bytes);
    }
  }
}
