package dev.delegationledger.cli;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Keys;
import dev.delegationledger.Revocation;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Value;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cosigned checkpoint that was kept goes into a proof, and the verdict names the witness. */
final class CosignedCommandsTest {
  private static final int ACTION = 5;

  @TempDir private Path folder;

  private final SecureRandom random = new SecureRandom();
  private final TestClock clock = TestClock.at(AatFiles.NOW);
  private final InMemorySigner ledgerKey = key();
  private final InMemorySigner hr = key();
  private final InMemorySigner janeKey = key();
  private final InMemorySigner payerKey = key();
  private final Cosigner witness = Cosigner.of("witness.example/w", key());

  private InMemorySigner key() {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  @BeforeEach
  void keepACosignedCheckpoint_andGoOn() throws IOException {
    try (DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            RocksDbStore.at(dir()),
            Genesis.of("example.com/cosigned", ledgerKey).authority(hr.publicKey()),
            clock,
            random)) {
      Enrolled jane = ledger.append(Enrol.human().name("Jane Doe").key(janeKey).by(hr));
      Enrolled acme = ledger.append(Enrol.organisation().name("Acme Ltd").key(key()).by(hr));
      Enrolled payer =
          ledger.append(
              Enrol.agent("payables")
                  .owner(jane)
                  .operator(acme)
                  .model("acme", "m", "1")
                  .expiresIn(ofDays(30))
                  .key(payerKey)
                  .by(janeKey));
      Granted grant =
          ledger.append(
              Grant.to(payer)
                  .task("T-17", "prepare vendor payments")
                  .tool("erp:pay", t -> t.max("amount", 500_000))
                  .expiresIn(ofDays(7))
                  .by(janeKey));
      ledger.append(Action.under(grant).tool("erp:pay").arg("amount", 84_000).by(payerKey));
      SignedCheckpoint kept = ledger.checkpoint();
      long now = clock.instant().getEpochSecond();
      Files.writeString(note(), kept.with(witness.cosign(kept.checkpoint(), now)).text());
      ledger.append(Revocation.of(grant).by(janeKey));
      Files.writeString(trust(""), trustFile(ledger.verifierKey(), ""));
      Files.writeString(
          trust("-policy"),
          trustFile(
              ledger.verifierKey(),
              "\"policy\":\"witness w " + witness.key().text() + "\\nquorum w\\n\","));
      Files.writeString(
          trust("-auditors"),
          trustFile(
              ledger.verifierKey(),
              "\"auditors\":\"witness a " + witness.key().text() + "\\nquorum a\\n\","));
    }
  }

  private String trustFile(String vkey, String members) {
    return "{\"version\":1,\"ledgers\":[{"
        + members
        + "\"vkey\":\""
        + vkey
        + "\",\"authorities\":["
        + Keys.toJwk(hr.publicKey())
        + "]}]}";
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
