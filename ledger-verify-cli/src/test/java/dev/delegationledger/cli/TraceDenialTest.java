package dev.delegationledger.cli;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.Action;
import dev.delegationledger.ActionRefused;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Denial;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Erasure;
import dev.delegationledger.Genesis;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.Keys;
import dev.delegationledger.Recorded;
import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code trace} of an action that was refused. */
final class TraceDenialTest {
  private static final int FIRST = 6;

  @TempDir private Path folder;
  private final TestClock clock = TestClock.at(Instant.parse("2026-01-05T08:00:00Z"));
  private final SecureRandom random = new SecureRandom();
  private final InMemorySigner ledgerKey = newKey();
  private final InMemorySigner hr = newKey();
  private final InMemorySigner jane = newKey();
  private final InMemorySigner payer = newKey();
  private final InMemorySigner gate = newKey();
  private String payerId = "";
  private String gateId = "";
  private SignedEntry refused;

  private InMemorySigner newKey() {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  private Path ledger() {
    return folder.resolve("ledger");
  }

  private Path trust() {
    return folder.resolve("trust.json");
  }

  private DelegationLedger open() {
    return DelegationLedger.openOrCreate(
        RocksDbStore.at(ledger()),
        Genesis.of("example.com/gate", ledgerKey).authority(hr.publicKey()),
        clock,
        random);
  }

  private Action payment(Granted grant, long amount) {
    return Action.under(grant)
        .tool("erp:pay")
        .arg("amount", amount)
        .intent("settle\u001b[2J the invoice");
  }

  @BeforeEach
  void refuseAPayment() throws Exception {
    try (DelegationLedger ledger = open()) {
      Files.writeString(
          trust(),
          "{\"version\":1,\"ledgers\":[{\"vkey\":\""
              + ledger.verifierKey()
              + "\",\"authorities\":["
              + Keys.toJwk(hr.publicKey())
              + "]}]}");
      Enrolled human = ledger.append(Enrol.human().name("Jane Doe").key(jane).by(hr));
      Enrolled service = ledger.append(Enrol.service().name("Gate").key(gate).by(hr));
      Enrolled acme = ledger.append(Enrol.organisation().name("Acme Ltd").key(newKey()).by(hr));
      Enrolled agent =
          ledger.append(
              Enrol.agent("payables")
                  .owner(human)
                  .operator(acme)
                  .model("acme", "m", "1")
                  .key(payer)
                  .by(jane));
      Granted grant =
          ledger.append(
              Grant.to(agent)
                  .task("T-1", "pay")
                  .tool("erp:pay", t -> t.range("amount", 0, 100))
                  .expiresIn(ofDays(1))
                  .by(jane));
      payerId = agent.id();
      gateId = service.id();
      ledger.recordDenials(service, gate);
      refused = ledger.sign(payment(grant, 101).by(payer));
      for (int i = 0; i < 10; i++) {
        SignedEntry again = i == 0 ? refused : ledger.sign(payment(grant, 101 + i).by(payer));
        assertThat(catchThrowableOfType(ActionRefused.class, () -> ledger.act(again))).isNotNull();
      }
      clock.move(ofSeconds(2));
    }
  }

  private Run trace(Object about, Object... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "trace",
                about.toString(),
                "--ledger",
                ledger().toString(),
                "--trust",
                trust().toString()));
    for (Object one : more) {
      arguments.add(one.toString());
    }
    return Run.of(arguments);
  }

  @Test
  void aRefusedAction_isFoundByItsJtiAndByTheRecordOfItsDenial() {
    String jti = refused.statement().issued().jti();
    Run byJti = trace(jti, "--json").exits(3).quietly();
    byJti
        .says("verdict", "denied")
        .says("denials/0/index", FIRST)
        .says("denials/0/reason", "argument-out-of-scope")
        .says("denials/0/record", null)
        .says("denials/0/hop", 0)
        .says("denials/0/service", gateId)
        .says("denials/0/finding", null)
        .says("denials/0/action/id", jti)
        .says("denials/0/action/hash", refused.hash().base64Url())
        .says("denials/0/action/agent", payerId)
        .says("denials/0/action/tool", "erp:pay")
        .says("denials/0/action/arguments/amount", 101)
        .says("denials/0/more", null);
    assertThat(Run.at(byJti.json(), "denials/0/stands")).isEqualTo(Value.of(true));
    assertThat(trace(FIRST, "--json").exits(3).out()).isEqualTo(byJti.out());
    String text = trace("jti:" + jti).exits(3).quietly().out();
    assertThat(text)
        .startsWith("DENIED  record 6, 2026-01-05T08:00:00.000Z, erp:pay by\n")
        .contains("        " + payerId + "\n")
        .contains("reason        argument-out-of-scope: ")
        .contains("refused by    the action itself, hop 0 of its chain")
        .contains("reported by   " + gateId)
        .contains("arguments/amount = 101")
        .contains("Not checked")
        .doesNotContain("\u001b");
  }

  @Test
  void howManyMoreThereWere_isToldAsTheServicesWord() {
    Run last = trace(FIRST + 8, "--json").exits(3);
    last.says("denials/0/more/count", 2).says("denials/0/more/reason", "argument-out-of-scope");
    assertThat(trace(FIRST + 8).exits(3).out())
        .contains("and           2 more of the same actor, argument-out-of-scope, from\n")
        .contains("service's word");
  }

  @Test
  void anActionThatWasRecordedLater_hasItsVerdict_andTheDenialIsMentioned() {
    String jti;
    try (DelegationLedger ledger = open()) {
      Enrolled agent = ledger.enrolled(payer.publicKey()).orElseThrow();
      Enrolled service = ledger.enrolled(gate.publicKey()).orElseThrow();
      Granted later =
          ledger.append(
              Grant.to(agent)
                  .task("T-2", "pay soon")
                  .tool("erp:pay", t -> t.range("amount", 0, 100))
                  .notBefore(clock.instant().plusSeconds(20))
                  .expiresIn(ofDays(1))
                  .by(jane));
      SignedEntry early = ledger.sign(payment(later, 7).by(payer));
      jti = early.statement().issued().jti();
      ledger.recordDenials(service, gate);
      assertThat(catchThrowableOfType(ActionRefused.class, () -> ledger.act(early)).reason())
          .isEqualTo(Reason.GRANT_NOT_YET_VALID);
      clock.move(ofSeconds(20));
      assertThat(ledger.act(early).repeated()).isFalse();
    }
    Run run = trace(jti, "--json").exits(0);
    run.says("verdict", "proven");
    assertThat(Run.at(run.json(), "denied")).isNotEqualTo(Value.arr(List.of()));
    assertThat(trace(jti).exits(0).out())
        .contains("also denied: an action with this jti, in record ");
  }

  @Test
  void theFirstDenialForEachReason_isShown_howeverManyReplaysCameAfterIt() {
    String jti;
    int replays = 80;
    try (DelegationLedger ledger = open()) {
      Enrolled service = ledger.enrolled(gate.publicKey()).orElseThrow();
      ledger.recordDenials(service, gate);
      Granted grant =
          (Granted)
              ledger.find(((Statement.Action) refused.statement()).call().grant()).orElseThrow();
      SignedEntry theft = ledger.sign(payment(grant, 1_000_000).by(payer));
      jti = theft.statement().issued().jti();
      assertThat(catchThrowableOfType(ActionRefused.class, () -> ledger.act(theft)).reason())
          .isEqualTo(Reason.ARGUMENT_OUT_OF_SCOPE);
      clock.move(ofSeconds(121));
      for (int i = 0; i < replays; i++) {
        clock.move(ofSeconds(8));
        assertThat(catchThrowableOfType(ActionRefused.class, () -> ledger.act(theft)).reason())
            .isEqualTo(Reason.ACTION_STALE);
      }
    }
    Run run = trace(jti, "--json").exits(3);
    run.says("denials/0/reason", "argument-out-of-scope").says("denials/1/reason", "action-stale");
    assertThat(Run.at(run.json(), "omitted")).isEqualTo(Value.of(replays + 1 - 64));
    assertThat(trace(jti).out()).contains(replays + 1 - 64 + " more of this jti");
  }

  @Test
  void aDenialWhoseTextWasErased_isUndecided_andNotUnsound() {
    long index;
    try (DelegationLedger ledger = open()) {
      ledger.recordDenials(ledger.enrolled(gate.publicKey()).orElseThrow(), gate);
      Granted grant =
          (Granted)
              ledger.find(((Statement.Action) refused.statement()).call().grant()).orElseThrow();
      SignedEntry theft = ledger.sign(payment(grant, 1_000_000).by(payer));
      Recorded denial =
          catchThrowableOfType(ActionRefused.class, () -> ledger.act(theft)).denial().orElseThrow();
      index = denial.receipt().index();
      ledger.append(Erasure.of(denial).by(hr));
    }
    Run run = trace(index, "--json").exits(2);
    run.says("denials/0/finding", "argument-not-disclosed");
    assertThat(Run.at(run.json(), "denials/0/stands")).isEqualTo(Value.NULL);
    assertThat(trace(index).exits(2).out()).startsWith("DENIAL, UNDECIDED  record " + index);
  }

  @Test
  void anActionThatNobodyPutToTheLedger_isUnknown() {
    trace("no-such-jti", "--json").exits(2).says("reason", "unknown-action");
  }

  @Test
  void aDenialOfWhatWasPermitted_isNotSound() throws Exception {
    SignedEntry denial;
    try (DelegationLedger ledger = open()) {
      Granted grant =
          (Granted)
              ledger.find(((Statement.Action) refused.statement()).call().grant()).orElseThrow();
      Enrolled service = ledger.enrolled(gate.publicKey()).orElseThrow();
      denial =
          ledger.sign(
              Denial.of(ledger.sign(payment(grant, 7).by(payer)), Reason.ARGUMENT_OUT_OF_SCOPE)
                  .hop(0)
                  .by(service, gate));
    }
    long index;
    try (RocksDbStore store = RocksDbStore.at(ledger())) {
      Sequencer rogue = RogueSequencer.open(store, ledgerKey, clock);
      index = rogue.append(rogue.verify(List.of(denial))).get(0).index();
    }
    Run run = trace(index, "--json").exits(3);
    run.says("denials/0/finding", "denial-unfounded");
    assertThat(Run.at(run.json(), "denials/0/stands")).isEqualTo(Value.of(false));
    assertThat(trace(index).exits(3).out()).startsWith("NOT A SOUND DENIAL  record " + index);
  }
}
