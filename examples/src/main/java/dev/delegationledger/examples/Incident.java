package dev.delegationledger.examples;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Recorded;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that the story leaves for whoever looks into it later: two ledgers, the trust file,
 * and a proof file and an expected verdict for every action. For one thread.
 */
final class Incident {
  /** The honest operator's ledger, and the name of its folder. */
  static final String LEDGER = "ledger";

  /** The dishonest operator's. */
  static final String ROGUE = "rogue";

  /** A copy of the honest operator's, in which a name was erased later. */
  static final String LATER = "later";

  /** Tokens that another program made. */
  static final String FOREIGN = "foreign";

  private final Path folder;
  private final List<Value> trusted = new ArrayList<>();
  private final List<Listed> entries = new ArrayList<>();
  private final List<Value> denied = new ArrayList<>();
  private String payment = "";
  private @Nullable Acted paymentEntry;

  private Incident(Path folder) {
    this.folder = folder;
  }

  /** Begins with an empty folder: removes what an earlier run left in it, and nothing else. */
  static Incident startIn(Path folder) throws IOException {
    for (String old :
        List.of(
            LEDGER, ROGUE, LATER, FOREIGN, "proofs", "proof.json", "trust.json", "actions.json")) {
      delete(folder.resolve(old));
    }
    Files.createDirectories(folder.resolve("proofs"));
    return new Incident(folder);
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> inside = Files.list(path)) {
        for (Path child : inside.toList()) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  /** Where a ledger lives. */
  Path folderOf(String ledger) {
    return folder.resolve(ledger);
  }

  /** What a verifier pins, by a way of its own and before anything happens. */
  void trust(DelegationLedger ledger, VerifyingKey authority) {
    String genesis = ledger.id().substring(ledger.id().indexOf('#') + 1);
    trusted.add(
        Value.obj(
            Map.of(
                "vkey", Value.of(ledger.verifierKey()),
                "genesis", Value.of(genesis),
                "authorities", Value.arr(List.of(Jwk.toValue(authority))))));
  }

  /** Writes the proof file of an action that is to be proven. */
  void proven(String name, DelegationLedger ledger, Acted action) throws IOException {
    keep(name, ledger, action, Optional.empty());
  }

  /** As {@link #proven}, of the action that the story is about; its proof has a second name. */
  void provenPayment(DelegationLedger ledger, Acted action) throws IOException {
    proven(LEDGER, ledger, action);
    payment = action.id();
    paymentEntry = action;
    Files.copy(folder.resolve(last().proof().file()), folder.resolve("proof.json"));
  }

  /** Writes the proof file of an action that is to be refused. */
  void refused(String name, DelegationLedger ledger, Acted action, Reason expected)
      throws IOException {
    keep(name, ledger, action, Optional.of(expected));
  }

  /** Writes the proof file of an action that is to be undecided. */
  void undecided(String name, DelegationLedger ledger, Acted action, Reason expected)
      throws IOException {
    keep(name, ledger, action, Optional.of(expected));
  }

  /** Lists an action that was never recorded, but for the denial of it. */
  void denied(String name, Recorded denial, Reason expected) {
    Statement.Denial statement = (Statement.Denial) denial.entry().statement();
    denied.add(
        Value.obj(
            Map.of(
                "jti",
                Value.of(statement.refused().statement().issued().jti()),
                "ledger",
                Value.of(name),
                "denial",
                Value.of(denial.receipt().index()),
                "expected",
                Value.obj(
                    Map.of("verdict", Value.of("denied"), "reason", Value.of(expected.code()))))));
  }

  /**
   * Writes a second proof file of an action that is to be undecided by now, and lists the first one
   * with it, which stays what it was.
   */
  void contested(String name, DelegationLedger ledger, Acted action) throws IOException {
    Listed earlier = entries.remove(indexOf(action));
    keep(name, ledger, action, Optional.of(Reason.CONTESTED), "-contested");
    entries.add(entries.remove(entries.size() - 1).after(earlier));
  }

  /** Writes a proof file that no honest exporter would write; it is not listed. */
  void forged(String name, byte[] proof) throws IOException {
    Files.write(folder.resolve("proofs/" + name + ".json"), proof);
  }

  private void keep(String name, DelegationLedger ledger, Acted action, Optional<Reason> expected)
      throws IOException {
    keep(name, ledger, action, expected, "");
  }

  private void keep(
      String name, DelegationLedger ledger, Acted action, Optional<Reason> expected, String marked)
      throws IOException {
    String file = "proofs/" + name + "-" + action.receipt().index() + marked + ".json";
    Files.write(folder.resolve(file), ledger.prove(action).bytes());
    entries.add(Listed.of(action, name, file, expected));
  }

  private int indexOf(Acted action) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).jti().equals(action.id())) {
        return i;
      }
    }
    throw new IllegalStateException("list action: expected a proof of " + action.id());
  }

  private Listed last() {
    return entries.get(entries.size() - 1);
  }

  /** The jti of the action that the story is about. */
  String payment() {
    return payment;
  }

  /** The action that the story is about. */
  Acted paymentEntry() {
    return Objects.requireNonNull(paymentEntry);
  }

  /** Writes the trust file and the list of actions. */
  void finish() throws IOException {
    Value trust = Value.obj(Map.of("version", Value.of(1), "ledgers", Value.arr(trusted)));
    Files.write(folder.resolve("trust.json"), Json.canonical(trust));
    List<Value> all = new ArrayList<>(entries.stream().map(Listed::toValue).toList());
    all.addAll(denied);
    Value actions = Value.arr(all);
    Files.write(folder.resolve("actions.json"), Json.canonical(actions));
  }

  /**
   * Verifies every proof file, from the files alone.
   *
   * @return a line for each verdict
   * @throws IllegalStateException if one is not as expected
   */
  List<String> verify() throws IOException, RefusedException {
    AuthorityVerifier verifier =
        AuthorityVerifier.trusting(
            TrustAnchors.parse(Files.readAllBytes(folder.resolve("trust.json"))));
    List<String> lines = new ArrayList<>();
    for (Listed entry : entries) {
      for (Listed.Proof proof : entry.proofs()) {
        Verdict verdict = verifier.verify(Files.readAllBytes(folder.resolve(proof.file())));
        lines.add(proof.requireExpected(verdict));
      }
    }
    return lines;
  }

  /** What {@code ledger-verify trace} prints of the payment, run as a process of its own. */
  String trace() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-classpath",
                System.getProperty("java.class.path"),
                "dev.delegationledger.cli.Main",
                "trace",
                payment,
                "--ledger",
                folderOf(LEDGER).toString(),
                "--trust",
                folder.resolve("trust.json").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("trace: expected exit code 0, got " + process.exitValue());
    }
    return printed;
  }
}
