package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What the commands about one action promise, however they are started: proving it, verifying the
 * proof, tracing it.
 */
abstract class ProofCommandsContract extends IncidentCommands {
  private static final Set<String> VERDICT_MEMBERS =
      Set.of(
          "verdict", "reason", "detail", "at", "human", "chain", "action", "checks", "checkpoint");

  private Path tampered(String piece, String by) throws IOException {
    String text = Files.readString(proof());
    assertThat(text).contains(piece);
    return Files.writeString(folder().resolve("tampered.json"), text.replace(piece, by));
  }

  @Test
  void goodProof_isProven_andNamesTheHumanFirst() throws Exception {
    Run run = verify(proof()).exits(0).quietly();
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
    String text = verify(proof()).exits(0).out();
    assertThat(text).contains("settle\\u{1b}[2J \\u{202e}gnp.exe");
    Run json = verify(proof(), "--json").exits(0);
    for (String shown : List.of(text, json.out())) {
      assertThat(shown.chars().filter(c -> c != '\n' && (c < ' ' || c > '~')).count()).isZero();
    }
    json.says("action/intent", Incident.HOSTILE_INTENT);
  }

  @Test
  void goodProof_asJson_hasEveryPromisedMember() throws Exception {
    Run run = verify(proof(), "--json").exits(0).quietly();
    assertThat(run.json().members().keySet()).containsAll(VERDICT_MEMBERS);
    run.says("verdict", "proven")
        .says("reason", null)
        .says("detail", null)
        .says("at", null)
        .says("human/name", "Jane Doe")
        .says("human/binding", "enrolled-by-authority")
        .says("action/id", incident().paymentId())
        .says("action/index", incident().paymentIndex())
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
            Files.readAllBytes(proof()),
            "verify",
            "-",
            "--trust",
            incident().trust().toString(),
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
    Path hidden = folder().resolve("hidden.json");
    run(
            "prove",
            incident().paymentIndex(),
            "--ledger",
            incident().ledger(),
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
    Path hidden = folder().resolve("none.json");
    run(
            "prove",
            incident().paymentId(),
            "--ledger",
            incident().ledger(),
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
    run("verify", proof(), "--trust", incident().strangersTrust(), "--json")
        .exits(2)
        .says("reason", "authority-not-trusted");
  }

  @Test
  void forbiddenAction_isRefused_fromFileAndFromLedger() throws Exception {
    Path file = folder().resolve("over.json");
    run("prove", incident().overpaymentIndex(), "--ledger", incident().rogue(), "-o", file)
        .exits(0);
    verify(file, "--json")
        .exits(3)
        .says("verdict", "refused")
        .says("reason", "argument-out-of-scope")
        .says("at/hop", 1);
    trace(incident().overpaymentIndex(), incident().rogue())
        .exits(3)
        .says("reason", "argument-out-of-scope");
    assertThat(verify(file).exits(3).out())
        .startsWith("REFUSED  not authorised: argument-out-of-scope\n")
        .contains("signed the root grant")
        .doesNotContain("authorised by");
  }

  @Test
  void malformedProof_isRefusedAsMalformed() throws Exception {
    Path junk = Files.writeString(folder().resolve("junk.json"), "{\"format\":1,}");
    Run run = verify(junk, "--json").exits(65).says("verdict", "refused");
    run.says("reason", "proof-malformed").says("human", null).says("action", null);
    assertThat(run.json().members().keySet()).containsAll(VERDICT_MEMBERS);
    Path spaced =
        Files.writeString(folder().resolve("spaced.json"), Files.readString(proof()) + "\n");
    verify(spaced, "--json").exits(65).says("reason", "proof-not-canonical");
  }

  @Test
  void tooLargeProof_isRefusedUnread() throws Exception {
    Path large = Files.write(folder().resolve("large.json"), new byte[(4 << 20) + 1]);
    verify(large, "--json").exits(65).says("reason", "proof-too-large");
  }

  @Test
  void trace_saysWhatVerifySays_byJtiAndByIndex() throws Exception {
    Run verified = verify(proof(), "--json").exits(0);
    assertThat(trace(incident().paymentId(), incident().ledger()).exits(0).out())
        .isEqualTo(verified.out());
    assertThat(trace(incident().paymentIndex(), incident().ledger()).exits(0).out())
        .isEqualTo(verified.out());
    assertThat(trace("jti:" + incident().paymentId(), incident().ledger()).exits(0).out())
        .isEqualTo(verified.out());
  }

  @Test
  void unknownAction_isUndecided() throws Exception {
    for (String action : List.of("no-such-jti", "0", "99999", "99999999999999999999", "jti:4")) {
      trace(action, incident().ledger())
          .exits(2)
          .says("verdict", "undecided")
          .says("reason", "unknown-action");
    }
  }

  @Test
  void failedProve_leavesNothingBehind() throws Exception {
    Path out = Files.createDirectory(folder().resolve("out-failed"));
    Path file = out.resolve("p.json");
    run("prove", "nope", "--ledger", incident().ledger(), "-o", file)
        .exits(2)
        .failsWith("the ledger holds no such action");
    run("prove", "1", "--ledger", folder().resolve("nothing"), "-o", file).exits(74);
    run("prove", incident().paymentId(), "--ledger", incident().ledger(), "-o", out)
        .exits(74)
        .failsWith("expected a file or nothing");
    run("prove", incident().paymentId(), "--ledger", incident().ledger(), "-o", out.resolve("a/b"))
        .exits(74)
        .failsWith("expected a folder");
    try (var left = Files.list(out)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void prove_replacesAnOlderFile_andSaysSoOnStderrOnly() throws Exception {
    Path file = Files.writeString(folder().resolve("older.json"), "older");
    Run run = run("prove", incident().paymentId(), "--ledger", incident().ledger(), "-o", file);
    run.exits(0);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("ledger-verify: wrote ");
    assertThat(Files.readString(file)).isEqualTo(Files.readString(proof()));
  }
}
