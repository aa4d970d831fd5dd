package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.model.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agent}, {@code who} and {@code blast-radius}: what they say, and what they refuse to. */
final class AnswersTest {
  @TempDir private static Path folder;
  private static Incident incident;

  @BeforeAll
  static void makeIncident() throws Exception {
    incident = Incident.in(folder);
  }

  private static Run run(byte[] stdin, List<Object> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        LedgerVerify.run(
            arguments.stream().map(Object::toString).toList(),
            new Streams(
                new ByteArrayInputStream(stdin),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                CommandsTest.CLOCK));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Run run(Object... arguments) {
    return run(new byte[0], Arrays.asList(arguments));
  }

  private static Run ask(Path ledger, Object command, Object about, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of(command, about, "--ledger", ledger, "--trust", incident.trust()));
    arguments.addAll(List.of(more));
    return run(new byte[0], arguments);
  }

  private static Run ask(Object command, Object about, Object... more) {
    return ask(incident.ledger(), command, about, more);
  }

  private static List<Value> texts(String... all) {
    return Arrays.stream(all).map(Value::of).toList();
  }

  private static List<Value> all(Run run, String list, String member) {
    return Run.list(run.json(), list).stream()
        .map(one -> Objects.requireNonNull(Run.at(one, member)))
        .toList();
  }

  // agent

  @Test
  void agent_isShownWithWhoAnswers_whatItReaches_andWhatIsLeft() {
    Run run = ask("agent", incident.reconId(), "--at", 8, "--json").exits(0).quietly();
    run.says("state", "alive")
        .says("reason", null)
        .says("since", null)
        .says("asOf/index", 8)
        .says("asOf/time", "2026-01-05T08:00:00.000Z")
        .says("agent/id", incident.reconId())
        .says("agent/kind", "agent")
        .says("agent/archetype", "reconciler")
        .says("agent/spawner", incident.payerId())
        .says("agent/roles/owner/human/name", "Jane Doe")
        .says("agent/operatorName", "Acme Ltd")
        .says("agent/model", "acme/m/1")
        .says("live/0/index", incident.narrowIndex())
        .says("live/0/human/name", "Jane Doe")
        .says("live/0/task/text", "prepare vendor payments")
        .says("live/0/usesLeft", 4)
        .says("live/0/limits/0/used", 1)
        .says("live/0/spendLeft", null)
        .says("reach/erp:pay/0/grant", incident.narrowIndex())
        .says("nextEnd/what", "grant")
        .says("nextEnd/time", "2026-01-06T08:00:00.000Z")
        .says("checkpoint/size", 10);
    assertThat(Run.list(run.json(), "closed")).isEmpty();
    assertThat(Run.list(run.json(), "checks/performed")).contains(Value.of("look-ups"));
    assertThat(Run.list(run.json(), "checks/notPerformed"))
        .contains(Value.of("entry-signatures and rules of all other records: audit checks them"));
    String text = ask("agent", incident.reconId(), "--at", 8).exits(0).quietly().out();
    assertThat(text)
        .startsWith("ALIVE  " + incident.reconId() + "\n  as of         record 8, 2026-")
        .contains("owner         Jane Doe (")
        .contains("operator      Acme Ltd (")
        .contains("erp:pay(amount 0..100000, vendor = \"V-7\"), by record 6")
        .contains("root signed by: Jane Doe (")
        .contains("left: 4 uses")
        .contains("Not checked")
        .doesNotContain("Closed grants");
  }

  @Test
  void agent_withoutAt_isAsOfTheNewestRecord() {
    Run run = ask("agent", incident.reconId(), "--json").exits(0);
    run.says("asOf/index", 9)
        .says("asOf/time", "2026-01-05T09:00:00.000Z")
        .says("closed/0/state", "closed")
        .says("closed/0/reason", "grant-revoked")
        .says("closed/0/since/index", 9)
        .says("closed/0/since/time", "2026-01-05T09:00:00.000Z");
    assertThat(Run.at(run.json(), "asOf/newest")).isEqualTo(Value.of(true));
    assertThat(Run.list(run.json(), "live")).isEmpty();
    assertThat(ask("agent", incident.reconId()).exits(0).out())
        .contains("record 9, the newest, 2026-01-05T09:00:00.000Z")
        .contains("nothing: it holds no grant that is alive")
        .contains("record 6  closed: grant-revoked, since record 9, 2026-01-05T09:00:00.000Z");
  }

  @Test
  void agent_isNamedByItsId_anyRecordOfIt_orItsEntryHash() {
    Run byId = ask("agent", incident.payerId(), "--json").exits(0);
    byId.says("agent/enrolledAt", 3).says("agent/triggers/0", "anomaly");
    assertThat(ask("agent", 3, "--json").exits(0).out()).isEqualTo(byId.out());
    assertThat(ask("agent", "id:" + incident.payerId(), "--json").exits(0).out())
        .isEqualTo(byId.out());
    Run shown = run("show", 3, "--ledger", incident.ledger(), "--json").exits(0);
    String hash = ((Value.Str) Objects.requireNonNull(Run.at(shown.json(), "entry/hash"))).value();
    assertThat(ask("agent", "hash:" + hash, "--json").exits(0).out()).isEqualTo(byId.out());
    if (!hash.startsWith("-")) {
      assertThat(ask("agent", hash, "--json").exits(0).out()).isEqualTo(byId.out());
    }
  }

  @Test
  void whoIsNoAgent_isUnknown_andSaidToBeWhatItIs() {
    for (Object id :
        List.of(
            "urn:nobody",
            "",
            99,
            "99999999999999999999",
            "id:3",
            "hash:" + incident.rootHash(),
            4)) {
      ask("agent", id, "--json").exits(2).says("error/code", "unknown-agent");
    }
    ask("agent", "urn:nobody").exits(2).failsWith("expected an agent or a service, got nothing");
    ask("agent", 1).exits(2).failsWith("got record 1 (human)");
    ask("agent", 4).exits(2).failsWith("got record 4 (aat+jwt)");
  }

  @Test
  void anIdThatTwoCarry_namesNeither() {
    Run run = ask(incident.namesakes(), "agent", incident.payerId(), "--json").exits(2);
    run.says("error/code", "ambiguous-agent");
    for (String command : List.of("agent", "blast-radius")) {
      ask(incident.namesakes(), command, incident.payerId())
          .exits(2)
          .failsWith("expected one, got record 3 (agent), record 9 (agent)");
    }
    ask(incident.namesakes(), "agent", 3, "--json").exits(0).says("agent/enrolledAt", 3);
    Run second = ask(incident.namesakes(), "agent", 9, "--json");
    second.says("agent/id", incident.payerId()).says("agent/enrolledAt", 9);
    second.says("live/0/index", 10).says("live/0/task/text", Incident.HOSTILE_INTENT);
    assertThat(Run.list(second.json(), "live")).hasSize(1);
  }

  @Test
  void agentThatWasNotEnrolledYet_isUnknownAsOfThen() {
    ask("agent", incident.payerId(), "--at", 2, "--json")
        .exits(3)
        .says("state", "unknown")
        .says("reason", "unknown-reference")
        .says("agent", null)
        .says("asOf/index", 2);
    assertThat(ask("agent", incident.payerId(), "--at", 2).exits(3).out())
        .startsWith("UNKNOWN  " + incident.payerId())
        .contains("find agent: expected its enrolment in the records up to 2");
  }

  @Test
  void whoDoesNotTrustTheAuthority_isToldUndecided() {
    run(
            "agent",
            incident.payerId(),
            "--ledger",
            incident.ledger(),
            "--trust",
            incident.strangersTrust(),
            "--json")
        .exits(2)
        .says("state", "undecided")
        .says("reason", "authority-not-trusted");
    run(
            "blast-radius",
            incident.payerId(),
            "--ledger",
            incident.ledger(),
            "--trust",
            incident.strangersTrust(),
            "--json")
        .exits(2)
        .says("grantsAlive", 0);
  }

  // --at

  @Test
  void at_takesAnIndexOrATime_ofAnyOffset() {
    ask("agent", 3, "--at", "2026-01-05T08:59:59.999Z", "--json")
        .exits(0)
        .says("asOf/index", 8)
        .says("asOf/recordedAt", "2026-01-05T08:00:00.000Z")
        .says("asOf/time", "2026-01-05T08:59:59.999Z");
    for (String time :
        List.of("2026-01-05T09:00:00Z", "2026-01-05t10:30:00.0009+01:30", "2026-01-05T09:00:00z")) {
      ask("agent", 3, "--at", time, "--json").exits(0).says("asOf/index", 9);
    }
    ask("agent", 3, "--at", 0, "--json").exits(3).says("state", "unknown");
  }

  @Test
  void at_aLaterTime_isJudgedByTheNewestRecord() {
    Run run = ask("agent", incident.payerId(), "--at", "2026-01-12T08:00:00Z", "--json").exits(0);
    run.says("asOf/index", 9).says("closed/0/reason", "grant-expired").says("closed/0/since", null);
    assertThat(ask("agent", incident.payerId(), "--at", "2026-01-12T08:00:00Z").out())
        .contains("judged for    2026-01-12T08:00:00.000Z, by nothing newer than that record");
  }

  @Test
  void at_whatIsNoMoment_isUsage_andWhatTheLedgerDoesNotReach_isUndecided() {
    for (String at :
        List.of(
            "",
            "-1",
            "yesterday",
            "2026-01-05",
            "2026-01-05T08:00:00",
            "2026-02-30T08:00:00Z",
            "2026-01-05T08:00:60Z",
            "2026-01-05 08:00:00Z",
            "99999999999999")) {
      run(
              "agent",
              3,
              "--ledger",
              incident.ledger(),
              "--trust",
              incident.trust(),
              "--json",
              "--at=" + at)
          .exits(64)
          .says("error/code", "usage");
    }
    for (String command : List.of("agent", "blast-radius")) {
      ask(command, 3, "--at", 10, "--json").exits(2).says("error/code", "unknown-record");
      ask(command, 3, "--at", "2026-01-05T07:59:59.999Z", "--json")
          .exits(2)
          .says("error/code", "before-the-ledger");
    }
    ask("agent", 3, "--at", 10).exits(2).failsWith("expected an index below the ledger's size, 10");
  }

  // blast-radius

  @Test
  void blastRadius_isATree_withTheStateOfEachNode() {
    Run run = ask("blast-radius", incident.payerId(), "--json").exits(0).quietly();
    run.says("state", "alive")
        .says("asOf/index", 9)
        .says("nodes/0/id", incident.payerId())
        .says("nodes/0/above", null)
        .says("nodes/1/index", 4)
        .says("nodes/1/above", 0)
        .says("nodes/2/index", incident.narrowIndex())
        .says("nodes/2/above", 1)
        .says("nodes/2/depth", 2)
        .says("nodes/2/state", "closed")
        .says("nodes/2/reason", "grant-revoked")
        .says("nodes/2/since/index", 9)
        .says("nodes/2/holder", incident.reconId())
        .says("nodes/3/id", incident.reconId())
        .says("nodes/3/state", "alive")
        .says("more", 0)
        .says("grants", 2)
        .says("grantsAlive", 1)
        .says("agents", 2)
        .says("agentsAlive", 2)
        .says("reach/erp:pay/0", 4);
    assertThat(all(run, "nodes", "link")).isEqualTo(texts("top", "held", "narrowed", "spawned"));
    assertThat(all(run, "nodes", "kind")).isEqualTo(texts("agent", "grant", "grant", "agent"));
    assertThat(ask("blast-radius", incident.payerId()).exits(0).quietly().out())
        .startsWith("ALIVE  " + incident.payerId() + ", record 3\n")
        .contains("\n  record 3, ALIVE: " + incident.payerId() + "\n")
        .contains("\n  `- record 4, grant to it, ALIVE\n     allows: erp:pay(")
        .contains("\n     `- record 6, narrower grant, CLOSED (grant-revoked since record 9): to\n")
        .contains("\n  `- record 5, spawned, ALIVE:\n")
        .contains("grants        1 of 2 alive")
        .contains("agents        2 of 2 alive")
        .contains("tools         1 reached: erp:pay by record 4")
        .contains("Not checked");
  }

  @Test
  void blastRadius_ofAGrant_isNamedByItsJti_itsHash_orItsRecord() {
    Run byIndex = ask("blast-radius", 4, "--at", 8, "--json").exits(0);
    byIndex.says("nodes/0/kind", "grant").says("grantsAlive", 2).says("nodes/0/index", 4);
    assertThat(all(byIndex, "nodes", "link")).contains(Value.of("holder"), Value.of("narrowed"));
    assertThat(
            ask("blast-radius", "hash:" + incident.rootHash(), "--at", 8, "--json").exits(0).out())
        .isEqualTo(byIndex.out());
    Run narrow = ask("blast-radius", incident.narrowId(), "--json").exits(0);
    narrow.says("state", "closed").says("reason", "grant-revoked").says("since/index", 9);
    assertThat(ask("blast-radius", "jti:" + incident.narrowId(), "--json").exits(0).out())
        .isEqualTo(narrow.out());
    assertThat(ask("blast-radius", incident.narrowId()).exits(0).out())
        .startsWith("CLOSED  grant " + incident.narrowId() + ", record 6\n")
        .contains("\n  `- record 5, holder, ALIVE:\n")
        .contains("A holder, and what it spawned, goes on without the grant that it holds.");
  }

  @Test
  void blastRadius_ofWhatHasNone_isUnknown() {
    for (Object target : List.of("nothing", 1, 7, "jti:" + incident.paymentId())) {
      ask("blast-radius", target, "--json").exits(2).says("error/code", "unknown-target");
    }
    ask("blast-radius", 4, "--at", 3, "--json").exits(3).says("state", "unknown");
  }

  @Test
  void aTreeDeeperThanATerminal_isCountedInsteadOfIndented() {
    String text = ask(incident.namesakes(), "blast-radius", 9).exits(0).out();
    assertThat(text)
        .contains("`- level 13, record 23, spawned,")
        .contains("agents        1 of 15 alive");
  }

  // who

  @Test
  void who_isFiveLines_ofTheSameVerdictAsTrace() {
    Run traced = ask("trace", incident.paymentIndex(), "--json").exits(0);
    Run run = ask("who", incident.paymentIndex(), "--json").exits(0).quietly();
    run.says("verdict", "proven")
        .says("reason", null)
        .says("action/id", incident.paymentId())
        .says("agent", incident.reconId())
        .says("authorisedBy/name", "Jane Doe")
        .says("owner/name", "Jane Doe")
        .says("mayStop", null)
        .says("operatorName", "Acme Ltd")
        .says("model", "acme/m/1");
    assertThat(Run.at(run.json(), "checks")).isEqualTo(Run.at(traced.json(), "checks"));
    assertThat(Run.at(run.json(), "checkpoint")).isEqualTo(Run.at(traced.json(), "checkpoint"));
    assertThat(ask("who", incident.paymentId(), "--json").out()).isEqualTo(run.out());
    String text = ask("who", incident.paymentId()).exits(0).quietly().out();
    assertThat(text).startsWith("PROVEN  record 7, 2026-01-05T08:00:00.000Z, erp:pay by\n");
    assertThat(text.lines().filter(line -> line.matches("  \\S+( \\S+){1,2} {2,}\\S.*")))
        .extracting(line -> line.substring(2, 17).strip())
        .containsExactly(
            "authorised by", "answers for it", "approved by", "may stop it", "runs it");
    assertThat(text)
        .contains("authorised by   Jane Doe (")
        .contains("approved by     nobody: it needed no approval")
        .contains("may stop it     no control owner is established")
        .contains("Record time is the ledger's word")
        .doesNotContain("NOT PROVEN");
  }

  @Test
  void who_takesAProofFile_alsoFromStdin() throws Exception {
    Path proof = folder.resolve("who.json");
    run("prove", incident.paymentId(), "--ledger", incident.ledger(), "-o", proof).exits(0);
    Run run = run("who", proof, "--trust", incident.trust(), "--json").exits(0).quietly();
    assertThat(run.out()).isEqualTo(ask("who", incident.paymentId(), "--json").out());
    Run piped =
        run(Files.readAllBytes(proof), List.of("who", "-", "--trust", incident.trust(), "--json"));
    assertThat(piped.exits(0).out()).isEqualTo(run.out());
    run("who", "-", "--trust", "-").exits(64).failsWith("expected one of ACTION and TRUST");
    run("who", incident.paymentId(), "--trust", incident.trust())
        .exits(74)
        .failsWith("expected a proof file, got nothing")
        .failsWith("name the ledger's directory with --ledger");
  }

  @Test
  void who_namesNobodyAsAuthorising_whatIsNotProven() {
    Run run = ask(incident.rogue(), "who", incident.overpaymentIndex(), "--json").exits(3);
    run.says("verdict", "refused")
        .says("reason", "argument-out-of-scope")
        .says("authorisedBy", null)
        .says("signedBy/name", "Jane Doe");
    String text = ask(incident.rogue(), "who", incident.overpaymentIndex()).exits(3).out();
    assertThat(text)
        .startsWith("REFUSED  record 9, 2026-01-05T08:00:00.000Z, erp:pay by\n")
        .contains("not authorised: argument-out-of-scope:")
        .contains("authorised by   NOT PROVEN: Jane Doe (")
        .contains("Not proven: the lines above say what the evidence says");
    ask("who", "no-such-action", "--json")
        .exits(2)
        .says("verdict", "undecided")
        .says("reason", "unknown-action")
        .says("action", null);
    assertThat(ask("who", "no-such-action").exits(2).out())
        .startsWith("UNDECIDED  no action was established")
        .contains("authorised by   NOT PROVEN\n");
    run("who", 7, "--ledger", incident.ledger(), "--trust", incident.strangersTrust(), "--json")
        .exits(2)
        .says("reason", "authority-not-trusted")
        .says("authorisedBy", null);
  }

  // what they rest on

  @Test
  void aHiddenGrant_isNotMissedSilently() {
    ask(incident.hiding(), "blast-radius", 4, "--json")
        .exits(1)
        .says("error/code", "lookup-contradiction");
    ask(incident.hiding(), "agent", incident.payerId())
        .exits(1)
        .failsWith("record 6: a stored look-up row contradicts the stored records");
  }

  @Test
  void anAlteredRecord_endsEveryQuestion() {
    for (String command : List.of("agent", "blast-radius")) {
      ask(incident.broken(), command, incident.payerId(), "--json")
          .exits(1)
          .says("error/code", "record-altered");
    }
    ask(incident.broken(), "who", incident.paymentIndex(), "--json")
        .exits(1)
        .says("reason", "record-altered");
  }

  @Test
  void anotherLedgersKey_orAnotherGenesis_isNotBelieved() throws Exception {
    String trust = Files.readString(incident.trust());
    Path other =
        Files.writeString(
            folder.resolve("other.json"), trust.replace("example.com/payables+", "example.org+"));
    Path pinned =
        Files.writeString(
            folder.resolve("pinned.json"),
            trust.replace(
                "\"authorities\"", "\"genesis\":\"" + "A".repeat(43) + "\",\"authorities\""));
    Path junk = Files.writeString(folder.resolve("junk-trust.json"), "[]");
    for (String command : List.of("agent", "blast-radius")) {
      Object[] asked = {command, 3, "--ledger", incident.ledger(), "--json", "--trust"};
      with(asked, pinned).exits(1).says("error/code", "genesis-mismatch");
      with(asked, junk).exits(65).says("error/code", "trust-malformed");
      with(asked, folder.resolve("nothing")).exits(74).says("error/code", "no-such-file");
      Run unknown = with(asked, other);
      assertThat(unknown.exitCode()).isIn(2, 65);
      run(command, 3, "--ledger", incident.empty(), "--trust", incident.trust(), "--json")
          .exits(74)
          .says("error/code", "not-a-ledger");
      run(command, 3, "--ledger", incident.ledger(), "--json")
          .exits(64)
          .says("error/code", "usage");
    }
  }

  private static Run with(Object[] arguments, Path trust) {
    List<Object> all = new ArrayList<>(Arrays.asList(arguments));
    all.add(trust);
    return run(new byte[0], all);
  }

  @Test
  void questions_areAnsweredBesideALiveWriter() {
    try (DelegationLedger writing = incident.open()) {
      assertThat(writing.id()).isNotEmpty();
      ask("agent", incident.payerId(), "--json").exits(0).says("state", "alive");
    }
  }

  @Test
  void whatIsPrinted_isSafeToShow() {
    assertThat(ask(incident.namesakes(), "agent", 9).exits(0).out())
        .contains("task: T-18: settle\\u{1b}[2J \\u{202e}gnp.exe")
        .matches("[ -~\n]+");
    for (String command : List.of("agent", "blast-radius", "who")) {
      Object about = command.equals("who") ? incident.paymentIndex() : incident.payerId();
      for (String out : List.of(ask(command, about).out(), ask(command, about, "--json").out())) {
        assertThat(out.chars().filter(c -> c != '\n' && (c < ' ' || c > '~'))).isEmpty();
      }
    }
    Run run = ask("agent", "\u001b[2J\u202e");
    assertThat(run.exits(2).err()).contains("\\u{1b}[2J\\u{202e}");
    assertThat(ask("blast-radius", "x").err().toLowerCase(Locale.ROOT)).contains("hint: ");
  }
}
