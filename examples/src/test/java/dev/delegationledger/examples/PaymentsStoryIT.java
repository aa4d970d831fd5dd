package dev.delegationledger.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.audit.AuditingCosigner;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.json.Members;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.RecordReader;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.Table;
import dev.delegationledger.view.StoredLedger;
import dev.delegationledger.witness.WitnessStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the story leaves, in the hands of the packaged {@code ledger-verify}. */
@Execution(ExecutionMode.CONCURRENT)
final class PaymentsStoryIT {
  @TempDir private static Path folder;
  private static Played story;

  @BeforeAll
  static void play() throws Exception {
    story = Played.into(folder.resolve("incident"));
  }

  @TestFactory
  Stream<DynamicTest> everyAction_hasItsVerdict_fromItsProofAndFromItsLedger() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Members action : story.actions()) {
      String jti = action.text("jti");
      String proof = action.text("proof");
      String ledger = action.text("ledger");
      Members expected = action.object("expected");
      tests.add(
          DynamicTest.dynamicTest(
              "verify " + proof, () -> requireExpected(jti, expected, verify(proof))));
      tests.add(
          DynamicTest.dynamicTest(
              "trace " + proof,
              () ->
                  requireExpected(
                      jti,
                      expected,
                      run("trace", jti, "--ledger", ledger, "--trust", "trust.json", "--json"))));
    }
    return tests.stream();
  }

  private static void requireExpected(String jti, Members expected, Launcher.Ran ran)
      throws Exception {
    Members verdict = Played.answer(ran);
    assertThat(verdict.text("verdict")).isEqualTo(expected.text("verdict"));
    assertThat(verdict.value("reason")).isEqualTo(expected.value("reason"));
    assertThat(verdict.object("action").text("id")).isEqualTo(jti);
    int exit =
        expected.value("reason") instanceof Value.Str reason
            ? Reason.ofCode(reason.value()).orElseThrow().reasonClass().exitCode()
            : 0;
    assertThat(ran.exit()).isEqualTo(exit);
  }

  @Test
  void actions_coverBothLedgersAndEveryForbiddenAct() throws Exception {
    List<String> seen = new ArrayList<>();
    for (Members action : story.actions()) {
      seen.add(action.text("ledger") + " " + show(action.object("expected").value("reason")));
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            "ledger proven",
            "ledger proven",
            "ledger contested",
            "later name-not-disclosed",
            "rogue proven",
            "rogue argument-out-of-scope",
            "rogue tool-not-granted",
            "rogue scope-widened",
            "rogue approval-missing",
            "rogue enrolment-suspended",
            "rogue key-compromised",
            "rogue grant-revoked",
            "rogue proven",
            "rogue grant-revoked");
  }

  @TestFactory
  Stream<DynamicTest> everyDenial_isTracedAndJudgedAgain() throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (Members denial : story.denials()) {
      Members expected = denial.object("expected");
      tests.add(DynamicTest.dynamicTest(denial.text("jti"), () -> requireDenied(denial, expected)));
    }
    return tests.stream();
  }

  private static void requireDenied(Members listed, Members expected) throws Exception {
    Launcher.Ran ran =
        run(
            "trace",
            listed.text("jti"),
            "--ledger",
            listed.text("ledger"),
            "--trust",
            "trust.json",
            "--json");
    assertThat(ran.exit()).isEqualTo(3);
    Members answer = Played.answer(ran);
    assertThat(answer.text("verdict")).isEqualTo(expected.text("verdict"));
    Members denial = Played.members(answer.list("denials").get(0));
    assertThat(denial.text("reason")).isEqualTo(expected.text("reason"));
    assertThat(denial.whole("index")).isEqualTo(listed.whole("denial"));
    assertThat(denial.value("stands")).isEqualTo(Value.of(true));
    assertThat(denial.text("service")).isEqualTo("https://erp.acme.example/gate");
    assertThat(denial.object("action").text("agent"))
        .isEqualTo("spiffe://acme.example/payables/1/reconciler-1");
  }

  @Test
  void denials_areWhatTheGateRefused() throws Exception {
    List<String> reasons = new ArrayList<>();
    for (Members denial : story.denials()) {
      reasons.add(denial.object("expected").text("reason"));
    }
    assertThat(reasons)
        .containsExactly(
            "argument-out-of-scope", "tool-not-granted", "enrolment-suspended", "grant-revoked");
  }

  private static String show(Value reason) {
    return reason instanceof Value.Str code ? code.value() : "proven";
  }

  @Test
  void payment_isProvenToJaneDoe() throws Exception {
    Launcher.Ran ran = verify("proof.json");
    assertThat(ran.exit()).isZero();
    assertThat(Played.answer(ran).object("human").text("name")).isEqualTo("Jane Doe");
    assertThat(story.printed()).contains("PROVEN  authorised by Jane Doe");
  }

  @Test
  void storyTold_namesEveryRefusalAtAdmission() {
    assertThat(story.printed())
        .contains(
            "pending: check approvals: expected 2",
            "argument-out-of-scope: ",
            "tool-not-granted: ",
            "scope-widened: ",
            "enrolment-suspended: ",
            "grant-revoked: ");
  }

  @Test
  void honestLedger_passesItsAudit() throws Exception {
    assertThat(run("audit", "--ledger", "ledger", "--trust", "trust.json").exit()).isZero();
  }

  @Test
  void ledgerWithAnErasedName_passesItsAudit() throws Exception {
    assertThat(run("audit", "--ledger", "later", "--trust", "trust.json").exit()).isZero();
  }

  @Test
  void rogueLedger_failsItsAudit_atEachOffendingRecord() throws Exception {
    Launcher.Ran ran = run("audit", "--ledger", "rogue", "--trust", "trust.json", "--json");
    assertThat(ran.exit()).isEqualTo(1);
    List<String> findings = new ArrayList<>();
    for (Value value : Played.answer(ran).list("findings")) {
      Members finding = Played.members(value);
      if (!finding.text("reason").equals("node-contradiction")) { // each node over the false root
        findings.add(finding.whole("index") + " " + finding.text("reason"));
      }
    }
    assertThat(findings)
        .containsExactly(
            "14 argument-out-of-scope",
            "15 tool-not-granted",
            "16 scope-widened",
            "17 scope-widened",
            "18 approval-missing",
            "20 enrolment-suspended",
            "23 key-compromised",
            "25 grant-revoked",
            "26 status-contradiction",
            "27 status-root-mismatch",
            "28 duplicate-entry",
            "28 jti-reused",
            "29 grant-revoked",
            "30 grant-revoked");
  }

  @Test
  void falseStatusRootAndReplayedGrant_areProvenByTheLedgersKeyAlone() throws Exception {
    for (String proof : List.of("proofs/rogue-29.json", "proofs/rogue-replayed.json")) {
      Launcher.Ran ran = verify(proof);
      assertThat(ran.exit()).isZero();
      Members voucher = Played.answer(ran).object("vouchedBy");
      assertThat(voucher.text("quorum")).isEqualTo("no-policy");
      assertThat(run("verify", proof, "--trust", "trust.json").out())
          .contains("the ledger's key alone: order, time, statuses and charges");
    }
  }

  /** An auditor that nobody deceives signs nothing here, and without its line nothing is proven. */
  @Test
  void falseStatusRootAndReplayedGrant_areNotProvenToWhoeverDemandsAnAuditor(@TempDir Path other)
      throws Exception {
    InMemorySigner key = InMemorySigner.generate(Suite.ED25519, new SecureRandom());
    Cosigner auditor = Cosigner.of("auditor.example", key);
    String trust = Files.readString(story.incident().resolve("trust.json"));
    String policy = "witness auditor " + auditor.key().text() + "\\nquorum auditor\\n";
    String demanding =
        trust.replace("{\"authorities\":", "{\"auditors\":\"" + policy + "\",\"authorities\":");
    String file = Files.writeString(other.resolve("trust.json"), demanding).toString();
    for (String proof : List.of("proofs/rogue-29.json", "proofs/rogue-replayed.json")) {
      Launcher.Ran ran = run("verify", proof, "--trust", file, "--json");
      assertThat(ran.exit()).isEqualTo(2);
      assertThat(Played.answer(ran).text("reason")).isEqualTo("auditor-quorum-missing");
    }
    try (ReadableStore store = RocksDbStore.read(story.incident().resolve("rogue"))) {
      SignedCheckpoint newest = StoredLedger.over(store).head().checkpoint().orElseThrow();
      AuditingCosigner asked =
          AuditingCosigner.of(
              TrustAnchors.parse(demanding.getBytes(StandardCharsets.UTF_8))
                  .signersOf(newest, Optional.empty())
                  .get(0),
              records(store),
              WitnessStore.over(MemoryStore.empty()),
              Clock.systemUTC(),
              auditor);
      Refusal refusal =
          catchThrowableOfType(RefusedException.class, () -> asked.cosign(newest)).refusal();
      assertThat(refusal.reason()).as("its first lie").isEqualTo(Reason.TOOL_NOT_GRANTED);
      assertThat(refusal.index().orElseThrow()).isLessThan(27);
    }
  }

  private static RecordReader records(ReadableStore store) throws RefusedException {
    StoredLedger ledger = StoredLedger.over(store);
    List<Bytes> records = new ArrayList<>();
    for (long index = 0; index < ledger.head().size(); index++) {
      records.add(ledger.record(index).bytes());
    }
    return index ->
        index < records.size() ? Optional.of(records.get((int) index)) : Optional.empty();
  }

  @Test
  void auditOfTheRogueLedger_makesEvidenceThatConvictsItsKey(@TempDir Path other) throws Exception {
    String evidence = other.resolve("evidence.json").toString();
    Launcher.Ran audit =
        run("audit", "--ledger", "rogue", "--trust", "trust.json", "--evidence", evidence);
    assertThat(audit.exit()).isEqualTo(1);
    Launcher.Ran ran = run("verify", evidence, "--trust", "trust.json", "--json");
    assertThat(ran.exit()).isEqualTo(1);
    Members verdict = Played.answer(ran);
    assertThat(verdict.text("verdict")).isEqualTo("convicted");
    assertThat(verdict.text("reason")).isEqualTo("status-root-mismatch");
    assertThat(verdict.object("at").whole("index")).isEqualTo(27);
    assertThat(verdict.texts("keys"))
        .singleElement()
        .asString()
        .startsWith("rogue.example/payables+");
  }

  @Test
  void noPrivateKey_isLeftOnDisk() throws Exception {
    List<byte[]> secrets = new ArrayList<>();
    for (InMemorySigner signer : story.people().all()) {
      byte[] raw = signer.exportPrivateKey().toArray();
      String hex = HexFormat.of().formatHex(raw);
      secrets.add(raw);
      for (String text :
          List.of(
              signer.exportPrivateKey().base64Url(),
              signer.exportPrivateKey().base64().replace("=", ""),
              hex,
              hex.toUpperCase(Locale.ROOT))) {
        secrets.add(text.getBytes(StandardCharsets.US_ASCII));
      }
    }
    try (Stream<Path> files = Files.walk(story.incident())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        requireNone(secrets, Files.readAllBytes(file), file.toString());
      }
    }
    for (String ledger :
        List.of("ledger", "rogue", "later")) { // and as rows, should a file be compressed
      try (ReadableStore store = RocksDbStore.read(story.incident().resolve(ledger))) {
        for (Table table : Table.values()) {
          store.scan(
              table,
              new byte[0],
              (key, value) -> {
                requireNone(secrets, value, ledger + " " + table);
                return true;
              });
        }
      }
    }
  }

  private static void requireNone(List<byte[]> secrets, byte[] bytes, String where) {
    String haystack = new String(bytes, StandardCharsets.ISO_8859_1);
    for (byte[] secret : secrets) {
      assertThat(haystack.contains(new String(secret, StandardCharsets.ISO_8859_1)))
          .as("private key in %s", where)
          .isFalse();
    }
  }

  @Test
  void playedAgain_itStartsAnew_andKeepsWhatIsNotItsOwn(@TempDir Path other) throws Exception {
    Files.writeString(Files.createDirectories(other.resolve("proofs")).resolve("old.json"), "{}");
    Files.writeString(other.resolve("notes.txt"), "not the story's");
    Played again = Played.into(other);
    assertThat(other.resolve("proofs/old.json")).doesNotExist();
    assertThat(other.resolve("notes.txt")).hasContent("not the story's");
    assertThat(again.actions()).hasSameSizeAs(story.actions());
  }

  private static Launcher.Ran verify(String proof) throws Exception {
    return run("verify", proof, "--trust", "trust.json", "--json");
  }

  private static Launcher.Ran run(String... arguments) throws Exception {
    return Launcher.run(story.incident(), List.of(arguments));
  }
}
