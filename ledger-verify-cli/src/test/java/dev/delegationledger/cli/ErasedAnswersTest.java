package dev.delegationledger.cli;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.Action;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Erasure;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Keys;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.model.Value;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of a ledger from which a name, a task and an argument were erased. */
final class ErasedAnswersTest {
  private static final int JANE = 1;
  private static final int GRANT = 4;
  private static final int ACTION = 5;

  @TempDir private Path folder;

  private final SecureRandom random = new SecureRandom();
  private final TestClock clock = TestClock.at(AatFiles.NOW);
  private final InMemorySigner ledgerKey = key();
  private final InMemorySigner hr = key();
  private final InMemorySigner janeKey = key();
  private final InMemorySigner payerKey = key();
  private String janeId = "";

  private InMemorySigner key() {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  @BeforeEach
  void eraseThree() throws IOException {
    try (DelegationLedger ledger =
        DelegationLedger.openOrCreate(
            RocksDbStore.at(dir()),
            Genesis.of("example.com/erased", ledgerKey).authority(hr.publicKey()),
            clock,
            random)) {
      Enrolled jane = ledger.append(Enrol.human().name("Jane Doe").key(janeKey).by(hr));
      janeId = jane.id();
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
                  .tool("erp:pay", t -> t.max("amount", 500_000).any("iban"))
                  .expiresIn(ofDays(7))
                  .by(janeKey));
      Acted action =
          ledger.append(
              Action.under(grant)
                  .tool("erp:pay")
                  .arg("amount", 84_000)
                  .arg("iban", "GB33BUKB20201555555555")
                  .by(payerKey));
      ledger.append(Erasure.of(jane).because("left").by(janeKey));
      ledger.append(Erasure.of(grant).by(janeKey));
      ledger.append(Erasure.of(action).slot(SlotName.argument("amount")).by(hr));
      Files.writeString(
          trust(),
          "{\"version\":1,\"ledgers\":[{\"vkey\":\""
              + ledger.verifierKey()
              + "\",\"authorities\":["
              + Keys.toJwk(hr.publicKey())
              + "]}]}");
    }
  }

  private Path dir() {
    return folder.resolve("ledger");
  }

  private Path trust() {
    return folder.resolve("trust.json");
  }

  private Run run(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        LedgerVerify.run(
            Arrays.stream(arguments).map(Object::toString).toList(),
            new Streams(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                clock));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void saysWhatWasErased(Run text, Run json) {
    text.exits(2);
    assertThat(text.out())
        .startsWith("UNDECIDED")
        .contains("the value was erased, see below")
        .contains("T-17: (erased by record 7)")
        .contains("amount = (erased by record 8)")
        .contains("iban = \"GB33")
        .contains("record 1, name: by record 6, ")
        .contains(janeId)
        .doesNotContain("Jane Doe");
    json.exits(2)
        .says("erased/0/index", JANE)
        .says("erased/0/slot", "name")
        .says("erased/0/at", 6)
        .says("erased/0/by", janeId)
        .says("erased/1/index", GRANT)
        .says("erased/1/slot", "task")
        .says("erased/2/index", ACTION)
        .says("erased/2/slot", "arguments/amount")
        .says("erased/2/at", 8);
    assertThat(Run.at(json.json(), "erased/2/byRetention")).isEqualTo(Value.of(false));
  }

  @Test
  void trace_andVerify_sayWhatWasErasedWhenAndByWhom() {
    Object[] trace = {"trace", ACTION, "--ledger", dir(), "--trust", trust()};
    Object[] traceJson = {"trace", ACTION, "--ledger", dir(), "--trust", trust(), "--json"};
    saysWhatWasErased(run(trace), run(traceJson));
    Path proof = folder.resolve("proof.json");
    run("prove", ACTION, "--ledger", dir(), "-o", proof).exits(0);
    saysWhatWasErased(
        run("verify", proof, "--trust", trust()),
        run("verify", proof, "--trust", trust(), "--json"));
  }

  @Test
  void show_saysWhoErasedASlot() {
    assertThat(run("show", JANE, "--ledger", dir()).exits(0).out())
        .contains("name = (erased by record 6, ")
        .contains(janeId)
        .contains("erased by record 6");
    run("show", JANE, "--ledger", dir(), "--json")
        .exits(0)
        .says("slots/name/erased/at", 6)
        .says("slots/name/erased/by", janeId);
  }

  @Test
  void audit_listsErasures_andWhatItCouldNotJudgeAgain() {
    Run text = run("audit", "--ledger", dir(), "--trust", trust()).exits(0);
    assertThat(text.out())
        .startsWith("INTACT  8 of 9 records audited, no contradiction")
        .contains("Erased\n  record 1, name: by record 6, ")
        .contains("rules: of 1 records for want of values that were erased");
    run("audit", "--ledger", dir(), "--trust", trust(), "--json")
        .exits(0)
        .says("verdict", "intact")
        .says("unjudged", 1)
        .says("erased/0/index", JANE)
        .says("erased/0/slots/0", "name")
        .says("erased/2/at", 8);
  }
}
