package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Revocation;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.proof.TlogProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tiles}, and {@code prove --format tlog-proof}. */
final class TilesCommandTest {
  @TempDir private static Path folder;
  private static Incident incident;

  @TempDir private Path fresh;
  private Path out;

  @BeforeAll
  static void make() throws Exception {
    incident = Incident.in(folder);
  }

  @BeforeEach
  void nameOut() {
    out = fresh.resolve("served/tiles");
  }

  private static Run run(Object... arguments) {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument.toString());
    }
    return Run.of(texts);
  }

  private Run tiles(Path ledger, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("tiles", "--ledger", ledger, "-o", out));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  private void flipBit(String name) throws IOException {
    byte[] content = Files.readAllBytes(out.resolve(name));
    content[content.length - 2] ^= 1;
    Files.write(out.resolve(name), content);
  }

  @Test
  void log_isWritten_andTold() {
    assertThat(tiles(incident.ledger()).exits(0).quietly().out())
        .startsWith("WRITTEN  10 records, 10 of them new, in")
        .contains("Checkpoint  example.com/payables, 10 records");
    assertThat(out.resolve("checkpoint")).exists();
    assertThat(out.resolve("tile/0/000.p/10")).hasSize(320);
    assertThat(out.resolve("tile/entries/000.p/10")).exists();
    tiles(incident.ledger(), "--json")
        .exits(0)
        .quietly()
        .says("sizeBefore", 10)
        .says("checkpoint/size", 10)
        .says("checkpoint/origin", "example.com/payables");
  }

  @Test
  void check_comparesAll_andSaysSo() {
    tiles(incident.ledger()).exits(0);
    assertThat(tiles(incident.ledger(), "--check").exits(0).quietly().out())
        .startsWith("CHECKED  10 records, in")
        .doesNotContain("new");
  }

  @Test
  void checkOfNothing_isIo_andCreatesNothing() {
    tiles(incident.ledger(), "--check").exits(74).failsWith("no-checkpoint");
    assertThat(out).doesNotExist();
  }

  @Test
  void anotherHistoryOfTheKey_isBroken() throws Exception {
    tiles(incident.rogue()).exits(0);
    String before = Files.readString(out.resolve("checkpoint"));
    tiles(incident.ledger(), "--json").exits(1).says("error/code", "not-a-prefix");
    tiles(incident.ledger(), "--check").exits(1).failsWith("not-a-prefix");
    assertThat(Files.readString(out.resolve("checkpoint"))).isEqualTo(before);
  }

  @Test
  void alteredFolder_isBroken_eachInItsWay() throws Exception {
    tiles(incident.ledger()).exits(0);
    flipBit("tile/0/000.p/10");
    tiles(incident.ledger()).exits(1).failsWith("tile-differs");
    Files.delete(out.resolve("tile/0/000.p/10"));
    tiles(incident.ledger(), "--json").exits(1).says("error/code", "tile-missing");
    Files.writeString(out.resolve("checkpoint"), "no note");
    tiles(incident.ledger()).exits(65).failsWith("checkpoint-malformed");
  }

  @Test
  void otherLedgersAndTheirHistories_areBroken(@TempDir Path elsewhere) throws Exception {
    tiles(incident.ledger()).exits(0);
    String newer = Files.readString(out.resolve("checkpoint"));
    Path older = elsewhere.resolve("older");
    Incident other = Incident.in(Files.createDirectory(older));
    tiles(other.ledger()).exits(1).failsWith("other-ledger");
    assertThat(Files.readString(out.resolve("checkpoint"))).isEqualTo(newer);
    tiles(incident.namesakes()).exits(1).failsWith("not-a-prefix");
  }

  @Test
  void brokenLedger_publishesNothing() {
    tiles(incident.broken(), "--json").exits(1).says("error/code", "record-altered");
    assertThat(out.resolve("checkpoint")).doesNotExist();
  }

  @Test
  void whatCannotBeWritten_isIo() throws Exception {
    Files.createDirectories(out.getParent());
    Files.writeString(out, "a file");
    tiles(incident.ledger()).exits(74).failsWith("write tiles to ");
  }

  @Test
  void liveLedger_isExportedWhileItIsWritten() throws Exception {
    Incident live = Incident.in(Files.createDirectory(fresh.resolve("live")));
    try (var writing = live.open()) {
      tiles(live.ledger(), "--json").exits(0).says("checkpoint/size", 10);
      writing.append(
          Revocation.of(writing.enrolled(live.reconId()).orElseThrow()).by(live.janeKey()));
      tiles(live.ledger(), "--json").exits(0).says("sizeBefore", 10).says("checkpoint/size", 11);
    }
  }

  @Test
  void tlogProof_isOfTheRecord() throws Exception {
    Path file = fresh.resolve("payment.tlog-proof");
    Run run =
        run(
            "prove",
            incident.paymentId(),
            "--ledger",
            incident.ledger(),
            "-o",
            file,
            "--format",
            "tlog-proof");
    assertThat(run.exits(0).out()).isEmpty();
    try (var ledger = incident.open()) {
      assertThat(
              TlogProof.parse(Files.readAllBytes(file))
                  .verify(VerifierKey.parse(ledger.verifierKey()), UnknownSignatures.REFUSE)
                  .index())
          .isEqualTo(incident.paymentIndex());
    }
    run("prove", 0, "--ledger", incident.ledger(), "-o", file, "--format", "tlog-proof").exits(0);
    assertThat(TlogProof.parse(Files.readAllBytes(file)).index()).isZero();
    run("prove", 10, "--ledger", incident.ledger(), "-o", file, "--format", "tlog-proof")
        .exits(2)
        .failsWith("expected an index below 10");
  }

  @Test
  void formatsThatDoNotExist_andDisclosuresWithoutAPlace_areUsage() {
    Path file = fresh.resolve("p");
    run("prove", 1, "--ledger", incident.ledger(), "-o", file, "--format", "tlog")
        .exits(64)
        .failsWith("got 'tlog'");
    run(
            "prove",
            1,
            "--ledger",
            incident.ledger(),
            "-o",
            file,
            "--format",
            "tlog-proof",
            "--disclose",
            "name")
        .exits(64)
        .failsWith("--disclose");
    assertThat(file).doesNotExist();
  }
}
