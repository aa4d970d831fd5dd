package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.model.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What every command promises, however it is started. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CommandsContract {
  private static final Set<String> VERDICT_MEMBERS =
      Set.of(
          "verdict", "reason", "detail", "at", "human", "chain", "action", "checks", "checkpoint");

  private static final List<String> COMMANDS =
      List.of(
          "verify",
          "trace",
          "who",
          "agent",
          "blast-radius",
          "prove",
          "keys",
          "tiles",
          "audit",
          "compare",
          "show",
          "aat");

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

  private Run verify(Path file, Object... more) throws IOException, InterruptedException {
    List<Object> arguments = new ArrayList<>(List.of("verify", file, "--trust", incident.trust()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  private Run trace(Object action, Path ledger) throws IOException, InterruptedException {
    return run("trace", action, "--ledger", ledger, "--trust", incident.trust(), "--json");
  }

  private Run audit(Path ledger) throws IOException, InterruptedException {
    return run("audit", "--ledger", ledger, "--trust", incident.trust(), "--json");
  }

  private Path tampered(String piece, String by) throws IOException {
    String text = Files.readString(proof);
    assertThat(text).contains(piece);
    return Files.writeString(folder.resolve("tampered.json"), text.replace(piece, by));
  }

  @Test
  void goodProof_isProven_andNamesTheHumanFirst() throws Exception {
    Run run = verify(proof).exits(0).quietly();
    assertThat(run.out()).startsWith("PROVEN  authorised by Jane Doe (");
    assertThat(run.out())
        .contains("narrowed: erp:pay amount: 0..500000 -> 0..100000")
        .contains("argument   amount = 84000")
        .contains("Record time is the ledger's word")
        .contains("Acme Ltd")
        .contains("revoked later, by record 9");
  }

  @Test
  void hostileText_neverReachesTheTerminal() throws Exception {
    String text = verify(proof).exits(0).out();
    assertThat(text).contains("settle\\u{1b}[2J \\u{202e}gnp.exe");
    Run json = verify(proof, "--json").exits(0);
    for (String shown : List.of(text, json.out())) {
      assertThat(shown.chars().filter(c -> c != '\n' && (c < ' ' || c > '~')).count()).isZero();
    }
    json.says("action/intent", Incident.HOSTILE_INTENT);
  }

  @Test
  void goodProof_asJson_hasEveryPromisedMember() throws Exception {
    Run run = verify(proof, "--json").exits(0).quietly();
    assertThat(run.json().members().keySet()).containsAll(VERDICT_MEMBERS);
    run.says("verdict", "proven")
        .says("reason", null)
        .says("detail", null)
        .says("at", null)
        .says("human/name", "Jane Doe")
        .says("human/binding", "enrolled-by-authority")
        .says("action/id", incident.paymentId())
        .says("action/index", incident.paymentIndex())
        .says("action/time", "2026-01-05T08:00:00.000Z")
        .says("action/tool", "erp:pay")
        .says("action/arguments/amount", 84_000)
        .says("action/arguments/vendor", "V-7")
        .says("outcome/status", "succeeded")
        .says("outcome/result", "ERP-4711")
        .says("answersFor/operatorName", "Acme Ltd")
        .says("checkpoint/origin", "example.com/payables");
    assertThat(Run.at(run.json(), "chain/1/narrowed/0")).isNotNull();
    assertThat(Run.at(run.json(), "chain/0/delegator")).isEqualTo(Run.at(run.json(), "human/id"));
    assertThat(Run.list(run.json(), "checks/notPerformed"))
        .contains(Value.of("Record time is the ledger's word"));
  }

  @Test
  void dash_isStdin() throws Exception {
    Run run =
        run(
            Files.readAllBytes(proof),
            "verify",
            "-",
            "--trust",
            incident.trust().toString(),
            "--json");
    run.exits(0).says("verdict", "proven");
  }

  @Test
  void dashTwice_isUsage() throws Exception {
    run("verify", "-", "--trust", "-").exits(64).failsWith("expected one of PROOF and TRUST");
  }

  @Test
  void forgedCheckpoint_isBroken() throws Exception {
    Path forged = tampered("payables\\n10\\n", "payables\\n11\\n");
    verify(forged, "--json")
        .exits(1)
        .says("verdict", "refused")
        .says("reason", "checkpoint-signature-invalid");
    assertThat(verify(forged).exits(1).out())
        .startsWith("REFUSED  the evidence is broken: checkpoint-signature-invalid\n")
        .contains("human      not established")
        .contains("next       do not rely");
  }

  @Test
  void hiddenName_isUndecided() throws Exception {
    Path hidden = folder.resolve("hidden.json");
    run(
            "prove",
            incident.paymentIndex(),
            "--ledger",
            incident.ledger(),
            "-o",
            hidden,
            "--disclose",
            "arguments,task")
        .exits(0);
    verify(hidden, "--json")
        .exits(2)
        .says("verdict", "undecided")
        .says("reason", "name-not-disclosed")
        .says("human/name", null)
        .says("action/arguments/amount", 84_000);
  }

  @Test
  void hiddenArguments_areNullAndListed() throws Exception {
    Path hidden = folder.resolve("none.json");
    run(
            "prove",
            incident.paymentId(),
            "--ledger",
            incident.ledger(),
            "-o",
            hidden,
            "--disclose",
            "none")
        .exits(0);
    verify(hidden, "--json")
        .exits(2)
        .says("reason", "argument-not-disclosed")
        .says("action/arguments/amount", null)
        .says("action/hidden/0", "amount")
        .says("action/hidden/1", "vendor");
    assertThat(verify(hidden).exits(2).out()).contains("argument   amount = (hidden)");
  }

  @Test
  void foreignAuthority_isUndecided() throws Exception {
    run("verify", proof, "--trust", incident.strangersTrust(), "--json")
        .exits(2)
        .says("reason", "authority-not-trusted");
  }

  @Test
  void forbiddenAction_isRefused_fromFileAndFromLedger() throws Exception {
    Path file = folder.resolve("over.json");
    run("prove", incident.overpaymentIndex(), "--ledger", incident.rogue(), "-o", file).exits(0);
    verify(file, "--json")
        .exits(3)
        .says("verdict", "refused")
        .says("reason", "argument-out-of-scope")
        .says("at/hop", 1);
    trace(incident.overpaymentIndex(), incident.rogue())
        .exits(3)
        .says("reason", "argument-out-of-scope");
    assertThat(verify(file).exits(3).out())
        .startsWith("REFUSED  not authorised: argument-out-of-scope\n")
        .contains("signed the root grant")
        .doesNotContain("authorised by");
  }

  @Test
  void malformedProof_isRefusedAsMalformed() throws Exception {
    Path junk = Files.writeString(folder.resolve("junk.json"), "{\"format\":1,}");
    Run run = verify(junk, "--json").exits(65).says("verdict", "refused");
    run.says("reason", "proof-malformed").says("human", null).says("action", null);
    assertThat(run.json().members().keySet()).containsAll(VERDICT_MEMBERS);
    Path spaced = Files.writeString(folder.resolve("spaced.json"), Files.readString(proof) + "\n");
    verify(spaced, "--json").exits(65).says("reason", "proof-not-canonical");
  }

  @Test
  void tooLargeProof_isRefusedUnread() throws Exception {
    Path large = Files.write(folder.resolve("large.json"), new byte[(4 << 20) + 1]);
    verify(large, "--json").exits(65).says("reason", "proof-too-large");
  }

  @Test
  void malformedTrust_isAVerdict_whoeverAsks() throws Exception {
    Path junk = Files.writeString(folder.resolve("trust-junk.json"), "[]");
    run("verify", proof, "--trust", junk, "--json")
        .exits(65)
        .says("verdict", "refused")
        .says("reason", "trust-malformed");
    run("trace", "4", "--ledger", incident.ledger(), "--trust", junk, "--json")
        .exits(65)
        .says("reason", "trust-malformed");
    run("audit", "--ledger", incident.ledger(), "--trust", junk, "--json")
        .exits(65)
        .says("error/code", "trust-malformed");
  }

  @Test
  void wrongCommandLine_isUsage_alsoAsJson() throws Exception {
    run("verify", proof).exits(64).failsWith("--trust");
    run("verify", proof, "--json").exits(64).says("error/code", "usage");
    run("nonsense", "--json").exits(64).says("error/code", "usage");
    run().exits(64).failsWith("subcommand");
    run("show", "-1", "--ledger", incident.ledger(), "--json")
        .exits(64)
        .says("error/code", "usage");
    run("prove", "1", "--ledger", incident.ledger(), "-o", folder.resolve("x"), "--disclose", "all")
        .exits(64)
        .failsWith("got 'all'");
  }

  @Test
  void missingFiles_areIo() throws Exception {
    verify(folder.resolve("nothing")).exits(74).failsWith("expected a file, got nothing");
    verify(folder, "--json").exits(74).says("error/code", "not-readable");
    trace("1", folder.resolve("nothing")).exits(74).says("error/code", "not-a-ledger");
    trace("1", incident.trust()).exits(74).says("error/code", "not-a-ledger");
    trace("1", incident.empty()).exits(74).says("error/code", "not-a-ledger");
    audit(incident.empty()).exits(74).says("error/code", "not-a-ledger");
  }

  @Test
  void helpAndVersion_areAnswers() throws Exception {
    assertThat(run("--help").exits(0).quietly().out())
        .contains(COMMANDS)
        .contains("Exit codes:", "65  ", "74  ");
    for (String command : COMMANDS) {
      assertThat(run(command, "--help").exits(0).quietly().out()).contains("Exit codes:", "70  ");
    }
    assertThat(run("--version").exits(0).quietly().out()).startsWith("ledger-verify ");
  }

  @Test
  void trace_saysWhatVerifySays_byJtiAndByIndex() throws Exception {
    Run verified = verify(proof, "--json").exits(0);
    assertThat(trace(incident.paymentId(), incident.ledger()).exits(0).out())
        .isEqualTo(verified.out());
    assertThat(trace(incident.paymentIndex(), incident.ledger()).exits(0).out())
        .isEqualTo(verified.out());
    assertThat(trace("jti:" + incident.paymentId(), incident.ledger()).exits(0).out())
        .isEqualTo(verified.out());
  }

  @Test
  void trace_worksBesideALiveWriter() throws Exception {
    try (DelegationLedger writing = incident.open()) {
      assertThat(writing.id()).isNotEmpty();
      trace(incident.paymentId(), incident.ledger()).exits(0).says("verdict", "proven");
    }
  }

  @Test
  void unknownAction_isUndecided() throws Exception {
    for (String action : List.of("no-such-jti", "0", "99999", "99999999999999999999", "jti:4")) {
      trace(action, incident.ledger())
          .exits(2)
          .says("verdict", "undecided")
          .says("reason", "unknown-action");
    }
  }

  @Test
  void brokenLedger_isRefused_byEveryCommand() throws Exception {
    trace(incident.paymentIndex(), incident.broken())
        .exits(1)
        .says("verdict", "refused")
        .says("reason", "record-altered")
        .says("at/index", incident.paymentIndex());
    Path file = folder.resolve("from-broken.json");
    run("prove", incident.paymentIndex(), "--ledger", incident.broken(), "-o", file)
        .exits(1)
        .failsWith("record " + incident.paymentIndex() + ": ");
    assertThat(file).doesNotExist();
    run("show", incident.paymentIndex(), "--ledger", incident.broken(), "--json")
        .exits(1)
        .says("reason", "record-altered");
    Run audit = audit(incident.broken()).exits(1).says("verdict", "broken");
    audit.says("findings/0/index", incident.paymentIndex()).says("findings/0/class", "integrity");
  }

  @Test
  void failedProve_leavesNothingBehind() throws Exception {
    Path out = Files.createDirectory(folder.resolve("out-failed"));
    Path file = out.resolve("p.json");
    run("prove", "nope", "--ledger", incident.ledger(), "-o", file)
        .exits(2)
        .failsWith("the ledger holds no such action");
    run("prove", "1", "--ledger", folder.resolve("nothing"), "-o", file).exits(74);
    run("prove", incident.paymentId(), "--ledger", incident.ledger(), "-o", out)
        .exits(74)
        .failsWith("expected a file or nothing");
    run("prove", incident.paymentId(), "--ledger", incident.ledger(), "-o", out.resolve("a/b"))
        .exits(74)
        .failsWith("expected a folder");
    try (var left = Files.list(out)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void prove_replacesAnOlderFile_andSaysSoOnStderrOnly() throws Exception {
    Path file = Files.writeString(folder.resolve("older.json"), "older");
    Run run = run("prove", incident.paymentId(), "--ledger", incident.ledger(), "-o", file);
    run.exits(0);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("ledger-verify: wrote ");
    assertThat(Files.readString(file)).isEqualTo(Files.readString(proof));
  }

  @Test
  void audit_findsAnHonestLedgerIntact() throws Exception {
    Run run = audit(incident.ledger()).exits(0);
    run.says("verdict", "intact").says("unsignedTail", 0);
    assertThat(Run.at(run.json(), "records")).isEqualTo(Run.at(run.json(), "size"));
    assertThat(Run.at(run.json(), "findings")).isEqualTo(Value.arr(List.of()));
    run.quietly(); // there is no progress where nobody watches
    String text =
        run("audit", "--ledger", incident.ledger(), "--trust", incident.trust()).exits(0).out();
    assertThat(text).startsWith("INTACT  ").contains("Not checked");
  }

  @Test
  void audit_namesTheRecordThatNobodyAuthorised() throws Exception {
    Run run = audit(incident.rogue()).exits(3).says("verdict", "unauthorised");
    run.says("findings/0/index", incident.overpaymentIndex())
        .says("findings/0/reason", "argument-out-of-scope")
        .says("findings/0/class", "authority");
    String text =
        run("audit", "--ledger", incident.rogue(), "--trust", incident.trust()).exits(3).out();
    assertThat(text)
        .startsWith("UNAUTHORISED  ")
        .contains("record " + incident.overpaymentIndex() + ": argument-out-of-scope");
  }

  @Test
  void audit_ofADishonestLedger_convictsItsKeyToAnybody() throws Exception {
    Path evidence = folder.resolve("evidence.json");
    Run run =
        run(
            "audit",
            "--ledger",
            incident.rogue(),
            "--trust",
            incident.trust(),
            "--evidence",
            evidence);
    assertThat(run.exits(3).err()).contains("bytes of evidence: rule");
    verify(evidence, "--json").exits(1).says("verdict", "convicted").says("kind", "rule");
    assertThat(verify(evidence).exits(1).out()).startsWith("CONVICTED  ");
    run("verify", evidence, "--trust", incident.strangersTrust(), "--json")
        .exits(1) // what the key signed binds it, whichever authorities somebody trusts
        .says("verdict", "convicted");
    Path nobody =
        Files.writeString(folder.resolve("nobody.json"), "{\"version\":1,\"ledgers\":[]}");
    run("verify", evidence, "--trust", nobody, "--json")
        .exits(2)
        .says("verdict", "not-convicted")
        .says("reason", "unknown-ledger");
  }

  @Test
  void questionsOfALedger_areAnsweredByEveryLauncher() throws Exception {
    run("who", proof, "--trust", incident.trust(), "--json")
        .exits(0)
        .quietly()
        .says("authorisedBy/name", "Jane Doe");
    run("keys", "--ledger", incident.ledger(), "--json").exits(0).quietly();
    run("compare", proof, incident.ledger(), "--trust", incident.trust(), "--json")
        .exits(0)
        .quietly();
    for (String command : List.of("agent", "blast-radius")) {
      run(
              command,
              incident.payerId(),
              "--ledger",
              incident.ledger(),
              "--trust",
              incident.trust(),
              "--json")
          .exits(0)
          .quietly()
          .says("state", "alive");
    }
  }

  @Test
  void tiles_areWritten_byEveryLauncher() throws Exception {
    Path out = folder.resolve("tiles");
    run("tiles", "--ledger", incident.ledger(), "-o", out, "--json")
        .exits(0)
        .quietly()
        .says("checkpoint/size", 10);
    assertThat(out.resolve("tile/entries/000.p/10")).exists();
  }

  @Test
  void show_decodesEveryRecord() throws Exception {
    run("show", 0, "--ledger", incident.ledger(), "--json")
        .exits(0)
        .quietly()
        .says("header/typ", "genesis+jwt");
    Run run =
        run("show", incident.paymentIndex(), "--ledger", incident.ledger(), "--json").exits(0);
    run.says("header/typ", "action+jwt")
        .says("claims/jti", incident.paymentId())
        .says("slots/intent/value", Incident.HOSTILE_INTENT)
        .says("context/time", "2026-01-05T08:00:00.000Z")
        .says("reason", null);
    String text =
        run("show", incident.paymentIndex(), "--ledger", incident.ledger()).exits(0).out();
    assertThat(text).contains("action+jwt", "arguments/amount = 84000", "nothing happened to it");
    assertThat(text.getBytes(StandardCharsets.UTF_8)).doesNotContain((byte) 0x1b);
  }

  @Test
  void show_beyondTheEnd_isUndecided() throws Exception {
    run("show", 99_999, "--ledger", incident.ledger(), "--json")
        .exits(2)
        .says("error/code", "unknown-record");
  }
}
