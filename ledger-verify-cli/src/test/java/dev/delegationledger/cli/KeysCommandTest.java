package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.crypto.InMemorySigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys}, and {@code prove --again}, around two changes of a ledger's key. */
final class KeysCommandTest {
  @TempDir private Path folder;
  private Incident incident;
  private Path archived;
  private Path trust;
  private Path again;
  private String firstKey = "";
  private String lastKey = "";

  private static Run run(Object... arguments) {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument.toString());
    }
    return Run.of(texts);
  }

  @BeforeEach
  void archiveAndChange() throws Exception {
    incident = Incident.in(folder);
    archived = folder.resolve("archived.json");
    trust = folder.resolve("ranges.json");
    again = folder.resolve("again.json");
    run("prove", incident.paymentId(), "--ledger", incident.ledger(), "-o", archived).exits(0);
    try (DelegationLedger ledger = incident.open()) {
      firstKey = ledger.verifierKey();
      InMemorySigner next = incident.newKey();
      ledger.rotateKey(next);
      ledger.rotateKey(incident.newKey());
      lastKey = ledger.verifierKey();
    }
  }

  private void pinAsTheLedgerSays() throws Exception {
    Files.writeString(
        trust, run("keys", "--ledger", incident.ledger(), "--json").exits(0).quietly().out());
  }

  @Test
  void keys_areListed_eachWithItsSizes() {
    assertThat(run("keys", "--ledger", incident.ledger()).exits(0).quietly().out())
        .startsWith("KEYS  example.com/payables, 12 records\n")
        .contains("From 0 to below 11\n  " + firstKey)
        .contains("From 11 to below 12\n")
        .contains("From 12 on\n  " + lastKey);
  }

  @Test
  void trustFile_verifiesWhatIsArchived_andWhatIsNew() throws Exception {
    pinAsTheLedgerSays();
    run("verify", archived, "--trust", trust).exits(0);
    run("prove", "--again", archived, "--ledger", incident.ledger(), "-o", again).exits(0);
    run("verify", again, "--trust", trust).exits(0);
    run("audit", "--ledger", incident.ledger(), "--trust", trust).exits(0);
    run("trace", incident.paymentId(), "--ledger", incident.ledger(), "--trust", trust).exits(0);
  }

  @Test
  void trustInTheOldKey_isToldOfTheNewOne_andInTheNewOne_takesWhatWasProvenAgain()
      throws Exception {
    run("prove", "--again", archived, "--ledger", incident.ledger(), "-o", again).exits(0);
    run("verify", archived, "--trust", incident.trust()).exits(0);
    run("verify", again, "--trust", incident.trust(), "--json")
        .exits(2)
        .says("reason", "ledger-key-not-pinned");
    run("audit", "--ledger", incident.ledger(), "--trust", incident.trust()).exits(2);
    Path newOnly = folder.resolve("new.json");
    String text = Files.readString(incident.trust());
    Files.writeString(newOnly, text.replace(firstKey, lastKey));
    run("verify", again, "--trust", newOnly).exits(0);
    run("verify", archived, "--trust", newOnly, "--json")
        .exits(1)
        .says("reason", "checkpoint-signature-invalid");
  }

  @Test
  void proofMadeAgain_disclosesTheSame_andNoMore() throws Exception {
    Path hidden = folder.resolve("hidden.json");
    run("prove", "1", "--ledger", incident.ledger(), "-o", hidden).exits(2);
    run(
            "prove",
            incident.paymentId(),
            "--ledger",
            incident.ledger(),
            "-o",
            hidden,
            "--disclose",
            "name")
        .exits(0);
    run("prove", "--again", hidden, "--ledger", incident.ledger(), "-o", again).exits(0);
    assertThat(again).hasSameBinaryContentAs(hidden);
    run("prove", "--again", archived, "--ledger", incident.ledger(), "-o", again).exits(0);
    assertThat(Files.size(again)).isGreaterThan(Files.size(hidden));
  }

  @Test
  void proofOfAnotherHistory_isNotMadeAgain() throws Exception {
    run("prove", "--again", archived, "--ledger", incident.rogue(), "-o", again).exits(1);
    assertThat(again).doesNotExist();
    run("prove", "--again", incident.trust(), "--ledger", incident.ledger(), "-o", again).exits(65);
  }

  @Test
  void againBesideAnAction_orNeither_isUsage() {
    run("prove", "7", "--again", archived, "--ledger", incident.ledger(), "-o", again).exits(64);
    run(
            "prove",
            "--again",
            archived,
            "--disclose",
            "name",
            "--ledger",
            incident.ledger(),
            "-o",
            again)
        .exits(64);
    run("prove", "--ledger", incident.ledger(), "-o", again).exits(64);
  }
}
