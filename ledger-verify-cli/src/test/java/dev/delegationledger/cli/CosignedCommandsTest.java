package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Granted;
import dev.delegationledger.Revocation;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cosigned checkpoint that was kept goes into a proof, and the verdict names the witness. */
final class CosignedCommandsTest {
  private static final int ACTION = Payables.NEXT;

  @TempDir private Path folder;

  private final Payables payables = new Payables("example.com/cosigned");
  private final Cosigner witness = Cosigner.of("witness.example/w", payables.key());

  @BeforeEach
  void keepACosignedCheckpoint_andGoOn() throws IOException {
    try (DelegationLedger ledger = payables.create(dir())) {
      Granted grant = payables.begin(ledger);
      ledger.append(payables.pay(grant, 84_000));
      SignedCheckpoint kept = ledger.checkpoint();
      long now = payables.clock.instant().getEpochSecond();
      Files.writeString(note(), kept.with(witness.cosign(kept.checkpoint(), now)).text());
      ledger.append(Revocation.of(grant).by(payables.janeKey));
      Files.writeString(trust(""), payables.trust(""));
      Files.writeString(
          trust("-policy"),
          payables.trust("\"policy\":\"witness w " + witness.key().text() + "\\nquorum w\\n\","));
      Files.writeString(
          trust("-auditors"),
          payables.trust("\"auditors\":\"witness a " + witness.key().text() + "\\nquorum a\\n\","));
    }
  }

  private Path dir() {
    return folder.resolve("ledger");
  }

  private Path note() {
    return folder.resolve("checkpoint");
  }

  private Path trust(String which) {
    return folder.resolve("trust" + which + ".json");
  }

  private Path proof() {
    return folder.resolve("proof.json");
  }

  private static Run run(Object... arguments) {
    return Run.of(Arrays.stream(arguments).map(Object::toString).toList());
  }

  private Run proveUnder(Path note) {
    return run("prove", ACTION, "--ledger", dir(), "-o", proof(), "--checkpoint", note);
  }

  @Test
  void proofUnderAKeptCheckpoint_isProvenByItsWitness() {
    proveUnder(note()).exits(0);
    Run text = run("verify", proof(), "--trust", trust("-policy")).exits(0);
    assertThat(text.out())
        .contains("Vouched for by")
        .contains("witness  w (witness.example/w), who signed at");
    Value json = run("verify", proof(), "--trust", trust("-policy"), "--json").exits(0).json();
    assertThat(Run.at(json, "vouchedBy/quorum")).isEqualTo(Value.of("met"));
    assertThat(Run.at(json, "vouchedBy/witnesses/0/name")).isEqualTo(Value.of("w"));
    assertThat(Run.at(json, "checkpoint/size")).isEqualTo(Value.of(6));
    assertThat(run("verify", proof(), "--trust", trust("")).exits(1).out())
        .contains("checkpoint-signature-unknown");
  }

  @Test
  void proofUnderTheNewest_lacksTheQuorum_andTheLedgerItselfToo() {
    run("prove", ACTION, "--ledger", dir(), "-o", proof()).exits(0);
    assertThat(run("verify", proof(), "--trust", trust("-policy")).exits(2).out())
        .contains("witness-quorum-missing");
    run("verify", proof(), "--trust", trust("")).exits(0);
    assertThat(run("audit", "--ledger", dir(), "--trust", trust("-policy")).exits(2).out())
        .contains("witness-quorum-missing");
  }

  @Test
  void demandedAuditors_areNamed_orMissing() {
    proveUnder(note()).exits(0);
    assertThat(run("verify", proof(), "--trust", trust("-auditors")).exits(0).out())
        .contains("auditor  a (witness.example/w), who signed at");
    run("prove", ACTION, "--ledger", dir(), "-o", folder.resolve("newest.json")).exits(0);
    assertThat(
            run("verify", folder.resolve("newest.json"), "--trust", trust("-auditors"))
                .exits(2)
                .out())
        .contains("auditor-quorum-missing");
  }

  @Test
  void noteThatIsNoCheckpointOfThisLedger_makesNoFile() throws IOException {
    String text = Files.readString(note());
    Files.writeString(note(), text.replaceFirst("\n6\n", "\n5\n"));
    proveUnder(note()).exits(1).failsWith("does not verify");
    Files.writeString(note(), "nothing");
    proveUnder(note()).exits(65);
    proveUnder(folder.resolve("nowhere")).exits(74);
    assertThat(proof()).doesNotExist();
  }
}
