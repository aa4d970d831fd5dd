package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Granted;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.WitnessPolicy;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.LoopbackWitness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger that published to a witness, and then recorded one more payment: under a trust file with
 * that witness's policy each command answers from what the witness vouches for, and says so.
 */
final class WitnessedCommandsTest {
  private static final int COVERED = Payables.NEXT;
  private static final int LATER = COVERED + 1;

  @TempDir private Path folder;

  private final Payables payables = new Payables("example.com/witnessed");

  @BeforeEach
  void publish_andGoOn() throws Exception {
    Cosigner cosigner = Cosigner.of("witness.example/w", payables.key());
    try (LoopbackWitness witness = LoopbackWitness.of(payables.clock, cosigner, payables.vkey());
        DelegationLedger ledger = payables.create(dir())) {
      Granted grant = payables.begin(ledger);
      Acted paid = ledger.append(payables.pay(grant, 84_000));
      String policy = witness.line("w") + "quorum w\n";
      try (var publisher = ledger.publish(WitnessPolicy.parse(policy))) {
        paid.receipt().cosigned().get(20, TimeUnit.SECONDS);
        assertThat(publisher.failure()).isEmpty();
      }
      Files.writeString(trust("plain"), payables.trust(""));
      Files.writeString(
          trust("policy"), payables.trust("\"policy\":\"" + policy.replace("\n", "\\n") + "\","));
      ask("trace", COVERED, "policy").exits(0); // by another reader, while the ledger is open
      ledger.append(payables.pay(grant, 84_000));
    }
  }

  private Path trust(String which) {
    return folder.resolve(which + ".json");
  }

  private Path dir() {
    return folder.resolve("ledger");
  }

  private Path out() {
    return folder.resolve("proof");
  }

  private static Run run(Object... arguments) {
    return Run.of(Arrays.stream(arguments).map(Object::toString).toList());
  }

  private Run ask(String command, Object about, String trust) {
    return run(command, about, "--ledger", dir(), "--trust", trust(trust));
  }

  @Test
  void traceAndWho_areProven_asFarAsTheWitnessesVouch() {
    for (String command : new String[] {"trace", "who"}) {
      assertThat(ask(command, COVERED, "policy").exits(0).out())
          .startsWith("PROVEN")
          .containsPattern("judged\\s+by\\s+the\\s+first\\s+6\\s+of\\s+7\\s+records");
      assertThat(ask(command, COVERED, "plain").exits(0).out()).doesNotContain("What came later");
    }
  }

  @Test
  void laterAction_isUndecided_andToldWhatToDo() {
    Run undecided = ask("trace", LATER, "policy").exits(2);
    assertThat(undecided.out())
        .startsWith("UNDECIDED")
        .contains("witness-quorum-missing")
        .containsPattern("covers\\s+the\\s+first\\s+6\\s+of\\s+its\\s+7\\s+records");
    ask("trace", LATER, "plain").exits(0);
  }

  @Test
  void audit_isIntact_andCountsWhatNoWitnessVouchesFor() {
    Run audit = run("audit", "--ledger", dir(), "--trust", trust("policy")).exits(0);
    assertThat(audit.out()).startsWith("INTACT").contains("cosignatures of the newest 1 records");
    Value json =
        run("audit", "--ledger", dir(), "--trust", trust("policy"), "--json").exits(0).json();
    assertThat(Run.at(json, "witnessed")).isEqualTo(Value.of(6));
    Value plain =
        run("audit", "--ledger", dir(), "--trust", trust("plain"), "--json").exits(0).json();
    assertThat(Run.at(plain, "witnessed")).isEqualTo(Value.NULL);
  }

  @Test
  void agent_isAnswered_andToldWhatNoWitnessVouchesFor() {
    assertThat(ask("agent", Payables.PAYER, "policy").exits(0).out())
        .contains("cosignatures of the newest 1 records");
    assertThat(ask("agent", Payables.PAYER, "plain").exits(0).out())
        .doesNotContain("cosignatures of");
  }

  @Test
  void proof_isMadeUnderTheCosignedCheckpoint_unlessTheNewestIsWanted() {
    run("prove", COVERED, "--ledger", dir(), "-o", out()).exits(0);
    run("verify", out(), "--trust", trust("policy")).exits(0);
    assertThat(run("verify", out(), "--trust", trust("plain")).exits(1).out())
        .contains("checkpoint-signature-unknown");

    run("prove", COVERED, "--ledger", dir(), "-o", out(), "--newest").exits(0);
    run("verify", out(), "--trust", trust("plain")).exits(0);
    run("verify", out(), "--trust", trust("policy")).exits(2);

    run("prove", LATER, "--ledger", dir(), "-o", out()).exits(0);
    run("verify", out(), "--trust", trust("plain")).exits(0);
    run("prove", LATER, "--ledger", dir(), "-o", out(), "--newest", "--checkpoint", out())
        .exits(64)
        .failsWith("expected it without --checkpoint");
  }

  @Test
  void tlogProof_carriesTheCosignature_andTakesAKeptCheckpoint() throws Exception {
    run("prove", Payables.PAYER, "--ledger", dir(), "-o", out(), "--format", "tlog-proof").exits(0);
    String proof = Files.readString(out());
    assertThat(proof).contains("\n\u2014 witness.example/w ");
    Path note = folder.resolve("note");
    Files.writeString(note, proof.substring(proof.indexOf("\n\n") + 2));

    run(
            "prove",
            Payables.PAYER,
            "--ledger",
            dir(),
            "-o",
            out(),
            "--format",
            "tlog-proof",
            "--newest")
        .exits(0);
    assertThat(Files.readString(out())).doesNotContain("witness.example");
    run(
            "prove",
            Payables.PAYER,
            "--ledger",
            dir(),
            "-o",
            out(),
            "--format",
            "tlog-proof",
            "--checkpoint",
            note)
        .exits(0);
    assertThat(Files.readString(out())).isEqualTo(proof);
  }
}
