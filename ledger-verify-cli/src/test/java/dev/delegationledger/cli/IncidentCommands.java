package dev.delegationledger.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Commands about one incident, however they are started: its ledgers, and a proof of a payment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IncidentCommands {
  private Path folder;
  private Incident incident;
  private Path proof;

  /** Runs the command with nothing else on stdin. */
  abstract Run run(byte[] stdin, String... arguments) throws IOException, InterruptedException;

  final Run run(Object... arguments) throws IOException, InterruptedException {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument.toString());
    }
    return run(new byte[0], texts.toArray(new String[0]));
  }

  final Incident incident() {
    return incident;
  }

  final Path folder() {
    return folder;
  }

  final Path proof() {
    return proof;
  }

  @BeforeAll
  void makeIncident(@TempDir Path created) throws Exception {
    folder = created;
    incident = Incident.in(folder);
    proof = folder.resolve("proof.json");
    run("prove", incident.paymentId(), "--ledger", incident.ledger(), "-o", proof).exits(0);
  }

  final Run verify(Path file, Object... more) throws IOException, InterruptedException {
    List<Object> arguments = new ArrayList<>(List.of("verify", file, "--trust", incident.trust()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  final Run trace(Object action, Path ledger) throws IOException, InterruptedException {
    return run("trace", action, "--ledger", ledger, "--trust", incident.trust(), "--json");
  }

  final Run audit(Path ledger) throws IOException, InterruptedException {
    return run("audit", "--ledger", ledger, "--trust", incident.trust(), "--json");
  }
}
