package dev.delegationledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.DelegationLedger;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Erasure;
import dev.delegationledger.ForeignCall;
import dev.delegationledger.Genesis;
import dev.delegationledger.Keys;
import dev.delegationledger.Recorded;
import dev.delegationledger.aat.AatCall;
import dev.delegationledger.aat.AatVerifier;
import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.append.Sequencer;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Value;
import dev.delegationledger.rocksdb.RocksDbStore;
import dev.delegationledger.testing.ForeignTokens;
import dev.delegationledger.testing.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code trace} of a call that tokens of another program permitted. */
final class TraceForeignCallTest {
  private static final String AUDIENCE = "https://tools.example.com";

  @TempDir private Path folder;
  private final TestClock clock = TestClock.at(Instant.parse("2026-01-05T08:00:00Z"));
  private final SecureRandom random = new SecureRandom();
  private final InMemorySigner ledgerKey = newKey();
  private final InMemorySigner hr = newKey();
  private final InMemorySigner server = newKey();
  private final InMemorySigner issuer = newKey();
  private final InMemorySigner planner = newKey();
  private final InMemorySigner worker = newKey();
  private Recorded call;

  private InMemorySigner newKey() {
    return InMemorySigner.generate(Suite.ED25519, random);
  }

  private DelegationLedger open() {
    return DelegationLedger.openOrCreate(
        RocksDbStore.at(folder.resolve("ledger")),
        Genesis.of("example.com/tools", ledgerKey).authority(hr.publicKey()),
        clock,
        random);
  }

  private ForeignCall permitted(String id) {
    long now = clock.instant().getEpochSecond();
    ForeignTokens tokens =
        new ForeignTokens("one", issuer, planner, worker, now - 60, now + 3_600, 100, 100);
    String proof = tokens.proof(id, now, Optional.of(AUDIENCE), 70);
    return ForeignCall.of(
            AatVerifier.trusting(issuer.publicKey())
                .forAudience(AUDIENCE)
                .verify(
                    tokens.chain(),
                    proof,
                    new AatCall(ForeignTokens.TOOL, ForeignTokens.arguments(70).members()),
                    clock.instant()),
            tokens.chain(),
            proof)
        .audience(AUDIENCE);
  }

  @BeforeEach
  void recordACall() throws Exception {
    try (DelegationLedger ledger = open()) {
      Files.writeString(
          folder.resolve("trust.json"),
          "{\"version\":1,\"ledgers\":[{\"vkey\":\""
              + ledger.verifierKey()
              + "\",\"authorities\":["
              + Keys.toJwk(hr.publicKey())
              + "]}]}");
      Enrolled service = ledger.append(Enrol.service().name("Tools").key(server).by(hr));
      call = ledger.append(permitted("pop-1").by(issuer.publicKey(), service, server));
      clock.move(Duration.ofDays(2));
    }
  }

  private Run trace(Object about, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "trace",
                about.toString(),
                "--ledger",
                folder.resolve("ledger").toString(),
                "--trust",
                folder.resolve("trust.json").toString()));
    arguments.addAll(List.of(more));
    return Run.of(arguments);
  }

  @Test
  void itIsFoundByItsRecordAlone_andJudgedAgain() throws Exception {
    Run run = trace(2, "--json").exits(0);
    run.says("verdict", "foreign-call")
        .says("foreignCall/finding", null)
        .says("foreignCall/tool", ForeignTokens.TOOL)
        .says("foreignCall/audience", AUDIENCE)
        .says("foreignCall/possession", "pop-1")
        .says("foreignCall/judged/verdict", "permitted")
        .says("foreignCall/judged/call/arguments/amount", 70);
    assertThat(Run.at(run.json(), "foreignCall/stands")).isEqualTo(Value.of(true));
    // its jti was chosen by who reports it, and could be that of somebody's action
    String jti = call.entry().statement().issued().jti();
    trace(jti, "--json").exits(2).says("reason", "unknown-action");
    assertThat(trace(2).exits(0).out())
        .startsWith("FOREIGN CALL  record 2, ")
        .contains("PERMITTED  by a chain from the anchor; not traced to a human")
        .contains("service's word");
  }

  @Test
  void erased_itIsUndecided() throws Exception {
    try (DelegationLedger ledger = open()) {
      ledger.append(Erasure.of(call).by(hr));
    }
    Run run = trace(2, "--json").exits(2);
    run.says("foreignCall/finding", "argument-not-disclosed").says("foreignCall/judged", null);
    assertThat(trace(2).exits(2).out()).contains("The tokens are not disclosed any more.");
  }

  @Test
  void oneThatWasRecordedTooLate_isNotSound() throws Exception {
    SignedEntry late;
    try (DelegationLedger ledger = open()) {
      Enrolled service = ledger.enrolled(server.publicKey()).orElseThrow();
      late = ledger.sign(permitted("pop-2").by(issuer.publicKey(), service, server));
    }
    clock.move(Duration.ofMinutes(1));
    long index;
    try (RocksDbStore store = RocksDbStore.at(folder.resolve("ledger"))) {
      Sequencer rogue = RogueSequencer.open(store, ledgerKey, clock);
      index = rogue.append(rogue.verify(List.of(late))).get(0).index();
    }
    trace(index, "--json").exits(3).says("foreignCall/finding", "pop-stale");
    assertThat(trace(index).exits(3).out()).startsWith("NOT A SOUND FOREIGN CALL  record " + index);
  }
}
