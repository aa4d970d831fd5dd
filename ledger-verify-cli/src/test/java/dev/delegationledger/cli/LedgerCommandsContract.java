package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.model.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the commands about a whole ledger promise, however they are started, and what every command
 * does with what it cannot use.
 */
abstract class LedgerCommandsContract extends IncidentCommands {
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

  @Test
  void malformedTrust_isAVerdict_whoeverAsks() throws Exception {
    Path junk = Files.writeString(folder().resolve("trust-junk.json"), "[]");
    run("verify", proof(), "--trust", junk, "--json")
        .exits(65)
        .says("verdict", "refused")
        .says("reason", "trust-malformed");
    run("trace", "4", "--ledger", incident().ledger(), "--trust", junk, "--json")
        .exits(65)
        .says("reason", "trust-malformed");
    run("audit", "--ledger", incident().ledger(), "--trust", junk, "--json")
        .exits(65)
        .says("error/code", "trust-malformed");
  }

  @Test
  void wrongCommandLine_isUsage_alsoAsJson() throws Exception {
    run("verify", proof()).exits(64).failsWith("--trust");
    run("verify", proof(), "--json").exits(64).says("error/code", "usage");
    run("nonsense", "--json").exits(64).says("error/code", "usage");
    run().exits(64).failsWith("subcommand");
    run("show", "-1", "--ledger", incident().ledger(), "--json")
        .exits(64)
        .says("error/code", "usage");
    run(
            "prove",
            "1",
            "--ledger",
            incident().ledger(),
            "-o",
            folder().resolve("x"),
            "--disclose",
            "all")
        .exits(64)
        .failsWith("got 'all'");
  }

  @Test
  void missingFiles_areIo() throws Exception {
    verify(folder().resolve("nothing")).exits(74).failsWith("expected a file, got nothing");
    verify(folder(), "--json").exits(74).says("error/code", "not-readable");
    trace("1", folder().resolve("nothing")).exits(74).says("error/code", "not-a-ledger");
    trace("1", incident().trust()).exits(74).says("error/code", "not-a-ledger");
    trace("1", incident().empty()).exits(74).says("error/code", "not-a-ledger");
    audit(incident().empty()).exits(74).says("error/code", "not-a-ledger");
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
  void trace_worksBesideALiveWriter() throws Exception {
    try (DelegationLedger writing = incident().open()) {
      assertThat(writing.id()).isNotEmpty();
      trace(incident().paymentId(), incident().ledger()).exits(0).says("verdict", "proven");
    }
  }

  @Test
  void brokenLedger_isRefused_byEveryCommand() throws Exception {
    trace(incident().paymentIndex(), incident().broken())
        .exits(1)
        .says("verdict", "refused")
        .says("reason", "record-altered")
        .says("at/index", incident().paymentIndex());
    Path file = folder().resolve("from-broken.json");
    run("prove", incident().paymentIndex(), "--ledger", incident().broken(), "-o", file)
        .exits(1)
        .failsWith("record " + incident().paymentIndex() + ": ");
    assertThat(file).doesNotExist();
    run("show", incident().paymentIndex(), "--ledger", incident().broken(), "--json")
        .exits(1)
        .says("reason", "record-altered");
    Run audit = audit(incident().broken()).exits(1).says("verdict", "broken");
    audit.says("findings/0/index", incident().paymentIndex()).says("findings/0/class", "integrity");
  }

  @Test
  void audit_findsAnHonestLedgerIntact() throws Exception {
    Run run = audit(incident().ledger()).exits(0);
    run.says("verdict", "intact").says("unsignedTail", 0);
    assertThat(Run.at(run.json(), "records")).isEqualTo(Run.at(run.json(), "size"));
    assertThat(Run.at(run.json(), "findings")).isEqualTo(Value.arr(List.of()));
    run.quietly(); // there is no progress where nobody watches
    String text =
        run("audit", "--ledger", incident().ledger(), "--trust", incident().trust()).exits(0).out();
    assertThat(text).startsWith("INTACT  ").contains("Not checked");
  }

  @Test
  void audit_namesTheRecordThatNobodyAuthorised() throws Exception {
    Run run = audit(incident().rogue()).exits(3).says("verdict", "unauthorised");
    run.says("findings/0/index", incident().overpaymentIndex())
        .says("findings/0/reason", "argument-out-of-scope")
        .says("findings/0/class", "authority");
    String text =
        run("audit", "--ledger", incident().rogue(), "--trust", incident().trust()).exits(3).out();
    assertThat(text)
        .startsWith("UNAUTHORISED  ")
        .contains("record " + incident().overpaymentIndex() + ": argument-out-of-scope");
  }

  @Test
  void audit_ofADishonestLedger_convictsItsKeyToAnybody() throws Exception {
    Path evidence = folder().resolve("evidence.json");
    Run run =
        run(
            "audit",
            "--ledger",
            incident().rogue(),
            "--trust",
            incident().trust(),
            "--evidence",
            evidence);
    assertThat(run.exits(3).err()).contains("bytes of evidence: rule");
    verify(evidence, "--json").exits(1).says("verdict", "convicted").says("kind", "rule");
    assertThat(verify(evidence).exits(1).out()).startsWith("CONVICTED  ");
    run("verify", evidence, "--trust", incident().strangersTrust(), "--json")
        .exits(1) // what the key signed binds it, whichever authorities somebody trusts
        .says("verdict", "convicted");
    Path nobody =
        Files.writeString(folder().resolve("nobody.json"), "{\"version\":1,\"ledgers\":[]}");
    run("verify", evidence, "--trust", nobody, "--json")
        .exits(2)
        .says("verdict", "not-convicted")
        .says("reason", "unknown-ledger");
  }

  @Test
  void questionsOfALedger_areAnsweredByEveryLauncher() throws Exception {
    run("who", proof(), "--trust", incident().trust(), "--json")
        .exits(0)
        .quietly()
        .says("authorisedBy/name", "Jane Doe");
    run("keys", "--ledger", incident().ledger(), "--json").exits(0).quietly();
    run("compare", proof(), incident().ledger(), "--trust", incident().trust(), "--json")
        .exits(0)
        .quietly();
    for (String command : List.of("agent", "blast-radius")) {
      run(
              command,
              incident().payerId(),
              "--ledger",
              incident().ledger(),
              "--trust",
              incident().trust(),
              "--json")
          .exits(0)
          .quietly()
          .says("state", "alive");
    }
  }

  @Test
  void tiles_areWritten_byEveryLauncher() throws Exception {
    Path out = folder().resolve("tiles");
    run("tiles", "--ledger", incident().ledger(), "-o", out, "--json")
        .exits(0)
        .quietly()
        .says("checkpoint/size", 10);
    assertThat(out.resolve("tile/entries/000.p/10")).exists();
  }

  @Test
  void show_decodesEveryRecord() throws Exception {
    run("show", 0, "--ledger", incident().ledger(), "--json")
        .exits(0)
        .quietly()
        .says("header/typ", "genesis+jwt");
    Run run =
        run("show", incident().paymentIndex(), "--ledger", incident().ledger(), "--json").exits(0);
    run.says("header/typ", "action+jwt")
        .says("claims/jti", incident().paymentId())
        .says("slots/intent/value", Incident.HOSTILE_INTENT)
        .says("context/time", "2026-01-05T08:00:00.000Z")
        .says("reason", null);
    String text =
        run("show", incident().paymentIndex(), "--ledger", incident().ledger()).exits(0).out();
    assertThat(text).contains("action+jwt", "arguments/amount = 84000", "nothing happened to it");
    assertThat(text.getBytes(StandardCharsets.UTF_8)).doesNotContain((byte) 0x1b);
  }

  @Test
  void show_beyondTheEnd_isUndecided() throws Exception {
    run("show", 99_999, "--ledger", incident().ledger(), "--json")
        .exits(2)
        .says("error/code", "unknown-record");
  }
}
