package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Keys;
import dev.delegationledger.Resumption;
import dev.delegationledger.Revocation;
import dev.delegationledger.Suspension;
import dev.delegationledger.append.RogueSequencer;
import dev.delegationledger.authority.Checks;
import dev.delegationledger.authority.PinnedKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosignature;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.Merkle;
import dev.delegationledger.log.RecordReader;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.MemoryStore;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.TestClock;
import dev.delegationledger.tiles.TileRecords;
import dev.delegationledger.view.StoredLedger;
import dev.delegationledger.witness.WitnessStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an auditing cosigner signs, and what it refuses for which reason. */
final class AuditingCosignerTest {
  private static final int SIZE = 12;
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_100L);

  private final SecureRandom random = new SecureRandom();
  private final TestClock clock = TestClock.at(NOW);
  private final WitnessStore memory = WitnessStore.over(MemoryStore.empty());
  private final Cosigner key =
      Cosigner.of("auditor.example/1", InMemorySigner.generate(Suite.ED25519, random));
  private MapStore honest;
  private TrustAnchors trust;

  @BeforeEach
  void build() throws Exception {
    honest = MapStore.copyOf(Cast.twelveRecords().store);
    trust = Cast.trust(Map.of());
  }

  private AuditingCosigner auditor(RecordReader records) {
    return auditor(records, trust);
  }

  private AuditingCosigner auditor(RecordReader records, TrustAnchors trusted) {
    return AuditingCosigner.of(
        trusted.of(Cast.ORIGIN, Optional.empty()).orElseThrow(), records, memory, clock, key);
  }

  private AuditingCosigner honestAuditor() {
    return auditor(Lie.reader(honest));
  }

  private SignedCheckpoint at(long size) throws RefusedException {
    return Lie.checkpoint(honest, size);
  }

  private static Refusal refused(AuditingCosigner auditor, SignedCheckpoint checkpoint) {
    try {
      assertThat(auditor.cosign(checkpoint)).isNull();
      throw new AssertionError("it signed");
    } catch (RefusedException e) {
      return e.refusal();
    }
  }

  private static void assertRefused(
      AuditingCosigner auditor, SignedCheckpoint checkpoint, Reason reason) {
    assertThat(refused(auditor, checkpoint).reason()).isEqualTo(reason);
  }

  // What it signs

  @Test
  void ledgerThatIsRight_isCosigned() throws Exception {
    List<Cosignature> lines = honestAuditor().cosign(at(SIZE));

    assertThat(lines)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.checkpoint()).isEqualTo(at(SIZE).checkpoint());
              assertThat(line.timestamp()).isEqualTo(NOW.getEpochSecond());
              assertThat(key.key().verify(at(SIZE).checkpoint(), line.line())).isEqualTo(line);
            });
    assertThat(memory.latest(Cast.ORIGIN)).contains(at(SIZE));
  }

  @Test
  void everyKey_signs() throws Exception {
    Cosigner second = Cosigner.of("auditor.example/2", MlDsa44Signer.generate(random));
    AuditingCosigner auditor =
        AuditingCosigner.of(
            trust.of(Cast.ORIGIN, Optional.empty()).orElseThrow(),
            Lie.reader(honest),
            memory,
            clock,
            key,
            second);

    assertThat(auditor.cosign(at(SIZE)))
        .extracting(Cosignature::key)
        .containsExactly(key.key(), second.key())
        .isEqualTo(auditor.keys());
  }

  @Test
  void everySizeOneAfterTheOther_isCosigned_andEachNewRecordReadAgainOnlyWhereItIsNeeded()
      throws Exception {
    long[] reads = new long[SIZE];
    RecordReader counted =
        index -> {
          reads[(int) index]++;
          return Lie.reader(honest).record(index);
        };
    AuditingCosigner auditor = auditor(counted);
    for (int size = 1; size <= SIZE; size++) {
      assertThat(auditor.cosign(at(size))).hasSize(1);
      assertThat(reads[size - 1]).isEqualTo(2); // to hash it, and to replay it
    }
    assertThat(reads).containsOnly(2);
    assertThat(auditor.cosign(at(SIZE))).hasSize(1);
    assertThat(reads).containsOnly(2);
  }

  @Test
  void afterARestart_itReplaysFromRecordZero_andGoesOn() throws Exception {
    honestAuditor().cosign(at(7));
    assertThat(honestAuditor().cosign(at(7))).hasSize(1);
    assertThat(honestAuditor().cosign(at(SIZE))).hasSize(1);
  }

  @Test
  void linesOfOthers_doNotMatter() throws Exception {
    Cosigner other =
        Cosigner.of("witness.example/1", InMemorySigner.generate(Suite.ED25519, random));
    SignedCheckpoint more = at(SIZE).with(other.cosign(at(SIZE).checkpoint(), 5));
    assertThat(honestAuditor().cosign(more)).hasSize(1);
  }

  @Test
  void ledgerWithPoliciesApprovalsAndDenials_isCosigned_fromItsTiles(@TempDir Path folder)
      throws Exception {
    Registry r = Registry.open();
    r.paid();
    r.ledger.append(Suspension.of(r.recon).by(r.janeKey));
    r.ledger.append(Resumption.of(r.recon).by(r.janeKey));
    r.ledger.append(Revocation.of(r.root).by(r.janeKey));
    SignedCheckpoint published = r.ledger.tiles(folder);
    TrustAnchors.Anchor anchor =
        TrustAnchors.parse(
                ("{\"version\":1,\"ledgers\":[{\"vkey\":\""
                        + r.ledger.verifierKey()
                        + "\",\"authorities\":["
                        + Keys.toJwk(r.hr.publicKey())
                        + ","
                        + Keys.toJwk(r.hr2.publicKey())
                        + "]}]}")
                    .getBytes(StandardCharsets.UTF_8))
            .of(Registry.ORIGIN, Optional.empty())
            .orElseThrow();

    assertThat(
            AuditingCosigner.of(anchor, TileRecords.in(folder), memory, r.time, key)
                .cosign(published))
        .hasSize(1);
  }

  // What the operator did

  static List<Lie> lies() throws RefusedException {
    return Lie.all();
  }

  @ParameterizedTest
  @MethodSource("lies")
  void liesOfTheOperator_areRefusedNamingRecordAndReason(Lie lie) throws Exception {
    AuditingCosigner auditor = auditor(lie.records());
    Refusal refusal = refused(auditor, lie.checkpoint(lie.size()));

    assertThat(refusal.reason()).isEqualTo(lie.reason());
    assertThat(refusal.index()).hasValue(lie.record());
    Convictions.assertConvicts(lie.store(), trust, refusal);
  }

  @ParameterizedTest
  @MethodSource("lies")
  void proofThatHidesTheLie_isProvenByTheLedgerAlone_andNotWhereAnAuditorIsDemanded(Lie lie)
      throws Exception {
    byte[] proof = proof(lie.store(), lie.action()).toBytes();
    Verdict alone = AuthorityVerifier.trusting(trust).verify(proof);
    assertThat(alone.refusal()).isEmpty();
    assertThat(alone.finding()).isEqualTo(Finding.PROVEN);
    assertThat(alone.checks().caveats())
        .isEqualTo(Checks.CAVEATS)
        .contains("Status roots and charges are the ledger's word: an audit computes them");

    Verdict demanded = AuthorityVerifier.trusting(audited()).verify(proof);
    assertThat(demanded.finding()).isEqualTo(Finding.UNDECIDED);
    assertThat(demanded.refusal().orElseThrow().reason()).isEqualTo(Reason.AUDITOR_QUORUM_MISSING);
  }

  @Test
  void proofThatTheAuditorSigned_isProven_andSaysSo() throws Exception {
    AuthorityProof proof = proof(honest, 7).with(honestAuditor().cosign(at(SIZE)).get(0));
    Verdict verdict = AuthorityVerifier.trusting(audited()).verify(proof.toBytes());

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checks().caveats().get(2))
        .startsWith(
            "Order, status roots and charges were recomputed from the records: the word of");
  }

  private static AuthorityProof proof(MapStore store, long action) throws RefusedException {
    return ProofExporter.export(StoredLedger.over(store), action, EnumSet.allOf(Disclose.class));
  }

  private TrustAnchors audited() throws RefusedException {
    return Cast.trust(
        Map.of("auditors", Value.of("witness a " + key.key().text() + "\nquorum a\n")));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void whatItRefused_itNeverSigns_norAHistoryWithoutIt(Lie lie) throws Exception {
    AuditingCosigner auditor = auditor(lie.records());
    assertRefused(auditor, lie.checkpoint(lie.size()), lie.reason());
    assertRefused(auditor, lie.checkpoint(lie.size()), lie.reason());
    assertRefused(auditor(lie.records()), lie.checkpoint(lie.size()), lie.reason());
    assertRefused(honestAuditor(), at(SIZE), Reason.HISTORY_REWRITTEN);
  }

  @ParameterizedTest
  @MethodSource("lies")
  void whatWasRightBeforeTheLie_isSigned(Lie lie) throws Exception {
    AuditingCosigner auditor = auditor(lie.records());
    assertThat(auditor.cosign(lie.checkpoint(lie.record()))).hasSize(1);
    assertRefused(auditor, lie.checkpoint(lie.record() + 1), lie.reason());
  }

  // One history

  @Test
  void smallerCheckpoint_isRefused_alsoAfterARestart() throws Exception {
    AuditingCosigner auditor = honestAuditor();
    auditor.cosign(at(8));
    assertRefused(auditor, at(7), Reason.CHECKPOINT_TOO_OLD);
    assertRefused(honestAuditor(), at(7), Reason.CHECKPOINT_TOO_OLD);
    assertRefused(
        auditor,
        new Checkpoint(Cast.ORIGIN, 0, Merkle.EMPTY_ROOT).sign(Cast.LEDGER),
        Reason.CHECKPOINT_TOO_OLD);
  }

  @Test
  void otherHistory_isRefused_whetherItGrewOrNot_alsoAfterARestart() throws Exception {
    MapStore forked = MapStore.copyOf(honest);
    Forge.rewrite(
        forked,
        Cast.LEDGER,
        line -> (line.index() >= 5 ? line.timeMs(line.timeMs() + 1000) : line).bytes());
    MapStore[] read = {honest};
    AuditingCosigner auditor = auditor(index -> Lie.reader(read[0]).record(index));
    auditor.cosign(at(8));
    read[0] = forked;

    for (int size = 8; size <= SIZE; size++) {
      assertRefused(auditor, Lie.checkpoint(forked, size), Reason.HISTORY_REWRITTEN);
      assertRefused(
          auditor(Lie.reader(forked)), Lie.checkpoint(forked, size), Reason.HISTORY_REWRITTEN);
    }
    read[0] = honest;
    assertThat(auditor.cosign(at(SIZE))).hasSize(1);
  }

  @Test
  void whatAnotherProcessWithTheSameMemorySigned_countsHere() throws Exception {
    AuditingCosigner one = honestAuditor();
    AuditingCosigner other = honestAuditor();
    one.cosign(at(5));
    other.cosign(at(9));
    assertRefused(one, at(7), Reason.CHECKPOINT_TOO_OLD);
    assertThat(one.cosign(at(10))).hasSize(1);
    assertThat(other.cosign(at(10))).hasSize(1);
  }

  // Whose records

  @Test
  void otherRecordsThanTheLedgerSigned_areRefused_andNothingIsRemembered() throws Exception {
    MapStore altered = MapStore.copyOf(honest);
    Forge.rewrite(
        altered,
        Cast.MALLORY,
        line -> (line.index() == 7 ? line.timeMs(line.timeMs() - 1) : line).bytes());
    MapStore[] read = {altered};
    AuditingCosigner auditor = auditor(index -> Lie.reader(read[0]).record(index));

    assertRefused(auditor, at(SIZE), Reason.RECORD_ALTERED);
    assertThat(memory.latest(Cast.ORIGIN)).isEmpty();
    assertThat(auditor.cosign(at(7))).hasSize(1);
    assertRefused(auditor, at(SIZE), Reason.RECORD_ALTERED);
    read[0] = honest;
    assertThat(auditor.cosign(at(SIZE))).hasSize(1);
  }

  @Test
  void recordThatIsNotThereYet_isRefused_andLaterItSigns() throws Exception {
    long[] there = {9};
    AuditingCosigner auditor =
        auditor(index -> index < there[0] ? Lie.reader(honest).record(index) : Optional.empty());

    Refusal refusal = refused(auditor, at(SIZE));
    assertThat(refusal.reason()).isEqualTo(Reason.RECORD_LOST);
    assertThat(refusal.index()).hasValue(9);
    there[0] = SIZE;
    assertThat(auditor.cosign(at(SIZE))).hasSize(1);
  }

  @Test
  void recordsThatChangeWhileTheyAreRead_areNoVerdict_andTheNextCallBeginsAnew() throws Exception {
    Map<Long, Integer> reads = new TreeMap<>();
    RecordReader fickle =
        index ->
            reads.merge(index, 1, Integer::sum) == 2 && index == 6
                ? Lie.reader(honest).record(5)
                : Lie.reader(honest).record(index);
    AuditingCosigner auditor = auditor(fickle);

    assertThatIllegalStateException().isThrownBy(() -> auditor.cosign(at(SIZE)));
    assertThat(auditor.cosign(at(SIZE))).hasSize(1);
  }

  @Test
  void bytesThatAreNoRecord_areRefusedAtTheirPlace() throws Exception {
    MapStore store = MapStore.copyOf(honest);
    Forge.rewrite(
        store, Cast.LEDGER, line -> line.index() == 11 ? new byte[] {'x', '\n'} : line.bytes());
    Refusal refusal = refused(auditor(Lie.reader(store)), Lie.checkpoint(store, SIZE));
    assertThat(refusal.reason()).isEqualTo(Reason.RECORD_MALFORMED);
    assertThat(refusal.index()).hasValue(11);
  }

  // Whose ledger

  @Test
  void checkpointOfAnotherKeyOrOrigin_isRefused() throws Exception {
    Checkpoint good = at(SIZE).checkpoint();
    assertRefused(honestAuditor(), good.sign(Cast.MALLORY), Reason.CHECKPOINT_SIGNATURE_INVALID);
    Checkpoint other = new Checkpoint("example.com/other", good.size(), good.root());
    assertRefused(honestAuditor(), other.sign(Cast.LEDGER), Reason.CHECKPOINT_SIGNATURE_INVALID);
    assertThat(memory.latest(Cast.ORIGIN)).isEmpty();
  }

  @Test
  void otherGenesisThanThePinned_isRefused() throws Exception {
    TrustAnchors pinned = Cast.trust(Map.of("genesis", Value.of(Hash.ZERO.base64Url())));
    assertRefused(auditor(Lie.reader(honest), pinned), at(SIZE), Reason.GENESIS_MISMATCH);
  }

  @Test
  void authorityThatIsNotTrusted_isRefusedAtWhatItEnrolled() throws Exception {
    TrustAnchors other =
        Cast.trust(Map.of("authorities", Value.arr(List.of(Jwk.toValue(Cast.ACME.publicKey())))));
    Refusal refusal = refused(auditor(Lie.reader(honest), other), at(SIZE));
    assertThat(refusal.reason()).isEqualTo(Reason.AUTHORITY_NOT_TRUSTED);
    assertThat(refusal.index()).hasValue(1);
  }

  @Test
  void checkpointBelowThePinnedSize_isTooOld() throws Exception {
    TrustAnchors demanding = Cast.trust(Map.of("minSize", Value.of(SIZE)));
    assertRefused(auditor(Lie.reader(honest), demanding), at(11), Reason.CHECKPOINT_TOO_OLD);
    assertThat(auditor(Lie.reader(honest), demanding).cosign(at(SIZE))).hasSize(1);
  }

  @Test
  void ledgersOwnKey_isNoAuditor() {
    Cosigner own = Cosigner.of("auditor.example/1", Cast.LEDGER);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AuditingCosigner.of(
                    trust.of(Cast.ORIGIN, Optional.empty()).orElseThrow(),
                    Lie.reader(honest),
                    memory,
                    clock,
                    own));
  }

  @Test
  void ledgersSecondKey_isNoAuditor_underWhateverName() {
    MlDsa44Signer second = MlDsa44Signer.generate(random);
    TrustAnchors.Anchor anchor = trust.of(Cast.ORIGIN, Optional.empty()).orElseThrow();
    PinnedKeys keys =
        PinnedKeys.of(
            anchor.keys().keys().get(0),
            Optional.of(CosignerKey.of(Cast.ORIGIN, second.publicKey())));
    TrustAnchors.Anchor pinned =
        new TrustAnchors.Anchor(
            keys,
            anchor.genesis(),
            anchor.authorities(),
            anchor.policy(),
            anchor.auditors(),
            anchor.minSize(),
            anchor.unknownSignatures());
    Cosigner own = Cosigner.of("auditor.example/1", second);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AuditingCosigner.of(pinned, Lie.reader(honest), memory, clock, key, own))
        .withMessageContaining("not the ledger's own");
  }

  // Times and hidden values

  @Test
  void recordLaterThanTheAuditorsClock_isRefusedUntilThatTimeHasCome() throws Exception {
    long newest = StoredLedger.over(honest).record(SIZE - 1).timeMs();
    AuditingCosigner auditor = honestAuditor();
    clock.set(Instant.ofEpochMilli(newest).minusSeconds(31));
    Refusal refusal = refused(auditor, at(SIZE));
    assertThat(refusal.reason()).isEqualTo(Reason.TIME_AFTER_WITNESSES);
    assertThat(refusal.index()).hasValue(SIZE - 1);
    clock.set(Instant.ofEpochMilli(newest).minusSeconds(30));
    assertThat(auditor.cosign(at(SIZE))).hasSize(1);
  }

  @Test
  void moreMoneyThanAHiddenAmountAccountsFor_isNotSeen_butWhereItIsShownItIs() throws Exception {
    for (boolean shown : new boolean[] {false, true}) {
      Cast cast =
          Cast.rogue(
              (entry, ledger) ->
                  entry.index() == 5 ? Lie.charges(4, 1, 60) : RogueSequencer.right(entry, ledger));
      SignedEntry jane = cast.append(cast.human(Cast.JANE, Cast.HR));
      SignedEntry acme = cast.append(cast.organisation(Cast.ACME, Cast.HR));
      SignedEntry payer = cast.append(cast.agent(Cast.PAYER, jane, acme, Cast.JANE));
      SignedEntry root = cast.append(cast.limited(jane, payer, 3, 100, Cast.JANE));
      cast.append(
          shown ? cast.shownAction(root, 10, Cast.PAYER) : cast.action(root, 10, Cast.PAYER));
      MapStore store = MapStore.copyOf(cast.store);
      AuditingCosigner auditor =
          AuditingCosigner.of(
              trust.of(Cast.ORIGIN, Optional.empty()).orElseThrow(),
              Lie.reader(store),
              WitnessStore.over(MemoryStore.empty()),
              clock,
              key);
      if (shown) {
        Refusal refusal = refused(auditor, Lie.checkpoint(store, 6));
        assertThat(refusal.reason()).isEqualTo(Reason.CHARGES_MISMATCH);
        assertThat(refusal.index()).hasValue(5);
      } else {
        assertThat(auditor.cosign(Lie.checkpoint(store, 6))).hasSize(1);
      }
    }
  }

  @Test
  void readerThatFails_isPassedOn_andTheNextCallSigns() throws Exception {
    boolean[] broken = {true};
    AuditingCosigner auditor =
        auditor(
            index -> {
              if (broken[0] && index == 4) {
                throw new IllegalArgumentException("no disk");
              }
              return Lie.reader(honest).record(index);
            });
    assertThatThrownBy(() -> auditor.cosign(at(SIZE))).hasMessage("no disk");
    broken[0] = false;
    assertThat(auditor.cosign(at(SIZE))).hasSize(1);
  }
}
