package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Granted;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was kept of a ledger, held against what the ledger says later; and what that is good for.
 */
final class EvidenceCommandsTest {
  private static final int ACTION = Payables.NEXT;

  @TempDir private Path folder;

  private final Payables payables = new Payables("example.com/forked");

  /** Two folders that are one ledger up to record 5, and two after it; and what was kept of one. */
  @BeforeEach
  void forkALedger() throws IOException {
    Granted grant;
    Receipt receipt;
    try (DelegationLedger ledger = payables.create(dir("here"))) {
      grant = payables.begin(ledger);
      receipt = ledger.append(payables.pay(grant, 84_000)).receipt();
      Files.writeString(file("note"), receipt.checkpoint().text());
      Files.write(file("receipt"), ledger.tlogProof(receipt).toBytes());
      Files.writeString(file("trust"), payables.trust(""));
    }
    run("prove", ACTION, "--ledger", dir("here"), "-o", file("old")).exits(0);
    copy(dir("here"), dir("there"));
    goOn("here", grant, 1);
    goOn("there", grant, 2);
  }

  private void goOn(String which, Granted grant, long amount) throws IOException {
    try (DelegationLedger ledger = payables.open(dir(which))) {
      Receipt receipt = ledger.append(payables.pay(grant, amount)).receipt();
      Files.writeString(file("note-" + which), receipt.checkpoint().text());
      ledger.append(payables.pay(grant, amount + 10));
    }
    run(
            "prove",
            ACTION,
            "--ledger",
            dir(which),
            "--since",
            file("note-" + which),
            "-o",
            file(which))
        .exits(0);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        Files.copy(one, to.resolve(one.getFileName()));
      }
    }
  }

  private Path dir(String which) {
    return folder.resolve(which);
  }

  private Path file(String which) {
    return folder.resolve(which + ".file");
  }

  private static Run run(Object... arguments) {
    return Run.of(Arrays.stream(arguments).map(Object::toString).toList());
  }

  private Run verify(Object file, Object... more) {
    return run(
        Stream.concat(Stream.of("verify", file, "--trust", file("trust")), Arrays.stream(more))
            .toArray());
  }

  private Run compare(Path first, Path second, Object... more) {
    return run(
        Stream.concat(
                Stream.of("compare", first, second, "--trust", file("trust")), Arrays.stream(more))
            .toArray());
  }

  @Test
  void whateverWasKept_isTheBeginningOfBothLedgers() {
    for (String kept : new String[] {"note", "old", "receipt"}) {
      for (String which : new String[] {"here", "there"}) {
        Run text = compare(file(kept), dir(which)).exits(0).quietly();
        assertThat(text.out()).startsWith("ONE HISTORY  the first 6 of 8 records");
        compare(dir(which), file(kept), "--json").exits(0).says("relation", "prefix");
        Path proof = file("since");
        run("prove", ACTION, "--ledger", dir(which), "--since", file(kept), "-o", proof).exits(0);
        Run verdict = verify(proof, "--since", file(kept), "--json").exits(0);
        assertThat(Run.list(verdict.json(), "checks/performed")).contains(Value.of("consistency"));
      }
    }
  }

  @Test
  void proofThatWasNotMadeForIt_isUndecidedAndSaysWhatToAskFor() {
    Run run = verify(file("here"), "--since", file("note")).exits(2);
    assertThat(run.out()).contains("consistency-missing").contains("prove --since");
  }

  @Test
  void proofOfTheOtherHistory_isRewritten_andItsEvidenceConvicts() throws IOException {
    Path evidence = file("evidence");
    Path proof = file("since");
    run("prove", ACTION, "--ledger", dir("there"), "--since", file("note-here"), "-o", proof)
        .exits(0);
    Run run = verify(proof, "--since", file("note-here"), "--evidence", evidence, "--json");
    run.exits(1).says("verdict", "refused").says("reason", "history-rewritten");
    assertThat(run.err()).contains("bytes of evidence: two-histories");
    assertConvicts(evidence, "history-rewritten");
  }

  @Test
  void twoLedgersOfOneKey_areTwoHistories_andTheEvidenceConvicts() {
    Path evidence = file("evidence");
    Run run = compare(dir("here"), dir("there"), "-o", evidence).exits(1);
    assertThat(run.out()).startsWith("TWO HISTORIES  the ledger signed both");
    assertConvicts(evidence, "history-rewritten");
    compare(file("note-here"), dir("there"), "--json").exits(1).says("relation", "two-histories");
    compare(file("note-here"), file("note-there"), "--json")
        .exits(1)
        .says("relation", "two-histories");
  }

  private void assertConvicts(Path evidence, String reason) {
    Run text = verify(evidence).exits(1).quietly();
    assertThat(text.out())
        .startsWith("CONVICTED  the ledger's key, of " + reason)
        .contains("example.com/forked+");
    verify(evidence, "--json")
        .exits(1)
        .says("verdict", "convicted")
        .says("reason", reason)
        .says("checkpoints/0/origin", "example.com/forked");
    verify(evidence, "--since", file("note")).exits(64).failsWith("expected none with evidence");
  }

  @Test
  void evidenceThatWasBent_convictsNobody() throws IOException {
    Path evidence = file("evidence");
    compare(dir("here"), dir("there"), "-o", evidence).exits(1);
    String text = Files.readString(evidence);
    Path bent = Files.writeString(file("bent"), text.replace("\\n8\\n", "\\n7\\n"));
    verify(bent, "--json").exits(2).says("verdict", "not-convicted");
    assertThat(verify(bent).exits(2).out())
        .startsWith(
            "NOT CONVICTED  nothing is shown against the ledger: checkpoint-signature-invalid");
    verify(Files.writeString(bent, text + " "), "--json")
        .exits(65)
        .says("reason", "proof-not-canonical");
    verify(Files.writeString(bent, text.replace("misbehaviour/1", "misbehaviour/2")), "--json")
        .exits(2)
        .says("reason", "unknown-version");
  }

  @Test
  void whatShowsNothing_isUndecided_andMakesNoFile() {
    Path evidence = file("evidence");
    Run run = compare(file("note"), file("note-there"), "-o", evidence, "--json").exits(2);
    run.says("relation", "not-shown");
    assertThat(run.err()).contains("nothing here convicts");
    assertThat(evidence).doesNotExist();
    compare(file("note"), file("note"), "-o", evidence).exits(0);
    assertThat(evidence).doesNotExist();
  }

  @Test
  void noteOfAnotherKey_isNotCompared() throws IOException {
    String note = Files.readString(file("note"));
    Path forged = Files.writeString(file("forged"), note.replaceFirst("\n6\n", "\n7\n"));
    compare(forged, dir("here")).exits(1).failsWith("does not verify");
    compare(file("nothing"), dir("here")).exits(74);
    compare(Files.writeString(forged, "nothing"), dir("here")).exits(65);
    run("compare", "-", "-", "--trust", file("trust")).exits(64).failsWith("expected one of A, B");
  }

  @Test
  void optionsThatDoNotGoTogether_areUsage() {
    verify(file("here"), "--evidence", file("x")).exits(64).failsWith("expected --since with it");
    verify(file("here"), "--since", "-").exits(64).failsWith("expected a file, got stdin");
    run(
            "prove",
            ACTION,
            "--ledger",
            dir("here"),
            "--since",
            file("note"),
            "--format",
            "tlog-proof",
            "-o",
            file("x"))
        .exits(64)
        .failsWith("expected none with --format tlog-proof");
    assertThat(file("x")).doesNotExist();
  }

  @Test
  void auditThatFindsNothing_makesNoFile() {
    Run run =
        run("audit", "--ledger", dir("here"), "--trust", file("trust"), "--evidence", file("x"));
    assertThat(run.exits(0).err()).contains("nothing here convicts");
    assertThat(file("x")).doesNotExist();
  }

  @Test
  void placeForEvidence_isCheckedBeforeTheAudit() {
    Path nowhere = folder.resolve("missing").resolve("evidence");
    run("audit", "--ledger", dir("here"), "--trust", file("trust"), "--evidence", nowhere)
        .exits(74)
        .failsWith("expected a folder to write to");
  }
}
