package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.evidence.BentRecords;
import dev.delegationledger.evidence.BrokenRule;
import dev.delegationledger.evidence.EvidenceExporter;
import dev.delegationledger.evidence.EvidenceVerdict;
import dev.delegationledger.evidence.EvidenceVerifier;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.evidence.Misbehaviour.Kind;
import dev.delegationledger.jose.CompactJws;
import dev.delegationledger.log.InclusionMultiproof;
import dev.delegationledger.log.RawRecord;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.StatusList;
import dev.delegationledger.log.StatusMultiproof;
import dev.delegationledger.log.StatusTree;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a forger tries who wants an honest ledger convicted, and what convicts no other. */
final class EvidenceForgeryTest {
  private static final long REVOCATION = 9;
  private static final long TARGET = 6;

  private MapStore honest;
  private TrustAnchors trust;

  @BeforeEach
  void build() throws Exception {
    honest = MapStore.copyOf(Cast.twelveRecords().store);
    trust = Cast.trust(Map.of());
  }

  /** The same ledger, whose revocation in record 9 left the status root as it was. */
  private MapStore falseRoot() throws RefusedException {
    MapStore store = MapStore.copyOf(honest);
    Forge.rewrite(
        store,
        Cast.LEDGER,
        line ->
            (line.index() == REVOCATION ? line.statusRoot(StatusTree.EMPTY_ROOT) : line).bytes());
    return store;
  }

  private Misbehaviour evidence(ReadableStore store, Reason reason, long index) {
    return EvidenceExporter.over(store).of(Refusal.at(index, reason, "found")).orElseThrow();
  }

  @Test
  void honestLedger_isConvictedOfNothingAtAnyRecord() {
    EvidenceExporter exporter = EvidenceExporter.over(honest);
    for (Reason reason :
        List.of(
            Reason.STATUS_ROOT_MISMATCH,
            Reason.DUPLICATE_ENTRY,
            Reason.CHARGES_MISMATCH,
            Reason.GRANT_REVOKED)) {
      for (long index = 0; index < 12; index++) {
        assertThat(exporter.of(Refusal.at(index, reason, "made up"))).isEmpty();
      }
    }
    assertThat(exporter.of(Refusal.of(Reason.TIME_REVERSED, "nowhere"))).isEmpty();
    assertThat(exporter.of(Refusal.at(99, Reason.TIME_REVERSED, "beyond"))).isEmpty();
  }

  @Test
  void honestRevocation_isNoFalseRoot_whateverIsLeftOut() throws Exception {
    assertNot(Reason.NOTHING_SHOWN, statusRoot(honest, List.of(0L, TARGET, 8L, 9L), true));
    // without its target it would look as if it changed nothing
    assertNot(Reason.RECORD_MISSING, statusRoot(honest, List.of(0L, 8L, 9L), true));
    assertNot(Reason.RECORD_MISSING, statusRoot(honest, List.of(0L, 8L, 9L), false));
    assertNot(Reason.STATUS_MISSING, statusRoot(honest, List.of(0L, TARGET, 8L, 9L), false));
    assertNot(Reason.RECORD_MISSING, statusRoot(honest, List.of(0L, TARGET, 9L), true));
    assertNot(Reason.RECORD_MISSING, statusRoot(honest, List.of(TARGET, 8L, 9L), true));
  }

  @Test
  void factsThatNeverWere_doNotLeadToTheRoot() throws Exception {
    BentRecords good = statusRoot(honest, List.of(0L, TARGET, 8L, 9L), true);
    NavigableMap<Long, StatusList> made = new TreeMap<>();
    made.put(TARGET, StatusList.LIVE.plus(new dev.delegationledger.log.Fact(7, "revoked")));
    assertNot(Reason.STATUS_PROOF_INVALID, with(good, good.records(), made));
  }

  @Test
  void falseRoot_convicts_andEveryPartOfItsEvidenceIsNeeded() throws Exception {
    BentRecords good = (BentRecords) evidence(falseRoot(), Reason.STATUS_ROOT_MISMATCH, REVOCATION);
    assertThat(good.kind()).isEqualTo(Kind.STATUS_ROOT);
    assertConvicts(Reason.STATUS_ROOT_MISMATCH, good);
    for (long index : good.records().keySet()) {
      NavigableMap<Long, Bytes> fewer = new TreeMap<>(good.records());
      fewer.remove(index);
      assertNot(Reason.INCLUSION_INVALID, with(good, fewer, good.statuses()));
    }
    assertNot(Reason.INCLUSION_INVALID, under(good, newest(honest)));
    assertNot(Reason.NOTHING_SHOWN, of(Kind.CONTEXT, good));
    assertNot(Reason.NOTHING_SHOWN, of(Kind.DUPLICATE, good));
    assertNot(Reason.RECORD_MISSING, of(Kind.REPLAY, good));
  }

  /**
   * An operator lets much happen before it lies: of that no file holds what stands beside the log.
   */
  @Test
  void lieThatOnlyAReplayShows_convicts_whateverHappenedBefore() throws Exception {
    Cast cast = Cast.rogue();
    SignedEntry jane = cast.append(cast.human(Cast.JANE, Cast.HR));
    SignedEntry acme = cast.append(cast.organisation(Cast.ACME, Cast.HR));
    SignedEntry payer = cast.append(cast.agent(Cast.PAYER, jane, acme, Cast.JANE));
    for (int i = 0; i < 60; i++) {
      SignedEntry grant = cast.append(cast.root(jane, payer, 100, Cast.JANE));
      cast.append(cast.revocation(grant, Cast.JANE));
    }
    cast.append(cast.service(Cast.BANK, Cast.HR)); // 124
    cast.repeatLabel();
    cast.append(cast.root(jane, payer, 100, Cast.JANE));
    cast.repeatLabel();
    cast.append(cast.root(jane, payer, 200, Cast.JANE)); // 126
    Misbehaviour evidence = evidence(cast.store, Reason.JTI_REUSED, 126);
    assertThat(evidence.kind()).isEqualTo(Kind.REPLAY);
    assertConvicts(Reason.JTI_REUSED, evidence);
  }

  @Test
  void evidence_isForThoseWhoPinnedTheKey() throws Exception {
    for (Misbehaviour evidence : ofEveryKind()) {
      assertThat(verify(evidence, Map.of()).isConvicted()).isTrue();
      String mallory = VerifierKey.of(Cast.ORIGIN, Cast.MALLORY.publicKey()).text();
      String elsewhere = VerifierKey.of("example.com/other", Cast.LEDGER.publicKey()).text();
      assertNot(
          Reason.CHECKPOINT_SIGNATURE_INVALID, verify(evidence, Map.of("vkey", Value.of(mallory))));
      assertNot(Reason.UNKNOWN_LEDGER, verify(evidence, Map.of("vkey", Value.of(elsewhere))));
      assertNot(
          Reason.GENESIS_MISMATCH,
          verify(evidence, Map.of("genesis", Value.of(Hash.ZERO.base64Url()))));
    }
  }

  @Test
  void whatElseTheVerifierDemands_doesNotProtectTheLedger() throws Exception {
    for (Misbehaviour evidence : ofEveryKind()) {
      assertThat(verify(evidence, Map.of("minSize", Value.of(1000))).isConvicted()).isTrue();
      Value nobody = Value.arr(List.of());
      assertThat(verify(evidence, Map.of("authorities", nobody)).isConvicted()).isTrue();
    }
  }

  @Test
  void evidence_readsBackAsItWasWritten() throws Exception {
    for (Misbehaviour evidence : ofEveryKind()) {
      byte[] file = evidence.toBytes();
      assertThat(Misbehaviour.isOne(file)).isTrue();
      assertThat(Misbehaviour.parse(file).toBytes()).isEqualTo(file);
    }
    assertThat(Misbehaviour.isOne("{}".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(Misbehaviour.isOne(new byte[] {1})).isFalse();
  }

  @Test
  void bentEvidence_neverConvictsOfAnythingElse() throws Exception {
    for (Misbehaviour evidence : ofEveryKind()) {
      byte[] file = evidence.toBytes();
      Reason reason = verify(evidence, Map.of()).reason().reason();
      for (int i = 0; i < file.length; i += 1 + file.length / 40) {
        byte[] bent = file.clone();
        bent[i] ^= 1;
        EvidenceVerdict verdict = EvidenceVerifier.trusting(trust).verify(bent);
        assertThat(!verdict.isConvicted() || verdict.reason().reason() == reason)
            .as("%s, byte %d: %s", evidence.kind(), i, verdict.reason())
            .isTrue();
      }
    }
  }

  @Test
  void honestCharges_areNotWrong_whateverIsLeftOut() throws Exception {
    Cast cast = Cast.honest();
    SignedEntry jane = cast.append(cast.human(Cast.JANE, Cast.HR));
    SignedEntry acme = cast.append(cast.organisation(Cast.ACME, Cast.HR));
    SignedEntry payer = cast.append(cast.agent(Cast.PAYER, jane, acme, Cast.JANE));
    SignedEntry root = cast.append(cast.limited(jane, payer, 9, 100, Cast.JANE)); // 4
    for (int i = 0; i < 3; i++) {
      cast.append(cast.action(root, 10, Cast.PAYER)); // 5, 6, 7
    }
    for (List<Long> earlier :
        List.of(
            List.of(5L, 6L),
            List.of(5L),
            List.of(6L),
            List.of(4L, 6L),
            List.<Long>of(),
            List.of(1L))) {
      for (boolean open : new boolean[] {true, false}) {
        assertNot(Reason.NOTHING_SHOWN, charges(cast.store, 7, earlier, open));
      }
    }
  }

  @Test
  void honestNeighbours_showNothing() throws Exception {
    for (long index = 1; index < 12; index++) {
      assertNot(
          Reason.NOTHING_SHOWN,
          records(Kind.CONTEXT, honest, index, List.of(0L, index - 1, index)));
      assertNot(Reason.NOTHING_SHOWN, records(Kind.DUPLICATE, honest, index, List.of(0L, index)));
      assertNot(
          Reason.RECORD_MISSING,
          records(Kind.CONTEXT, honest, index, List.of(0L, 12 - index == index ? 1L : 12 - index)));
    }
    assertNot(
        Reason.RECORD_MISSING, records(Kind.CONTEXT, honest, 5, List.of(4L, 5L))); // no genesis
  }

  @Test
  void entryThatThisProgramDoesNotKnow_convictsNobody() throws Exception {
    CompactJws mandate =
        CompactJws.sign("mandate+jwt", "{}".getBytes(StandardCharsets.US_ASCII), Cast.JANE);
    MapStore later = MapStore.copyOf(honest);
    Forge.rewrite(
        later,
        Cast.LEDGER,
        line -> (line.index() == 11 ? line.jws(mandate.compact()) : line).bytes());
    assertNot(Reason.UNKNOWN_KIND, records(Kind.CONTEXT, later, 11, List.of(0L, 10L, 11L)));
    assertNot(Reason.UNKNOWN_KIND, records(Kind.STATUS_ROOT, later, 11, List.of(0L, 10L, 11L)));
  }

  @Test
  void recordThatTheRulesAllow_isNoBrokenRule_whateverIsHidden() throws Exception {
    StoredLedger ledger = StoredLedger.over(honest);
    SignedCheckpoint checkpoint = newest(honest);
    for (long index = 1; index < 12; index++) {
      for (var opened : List.of(EnumSet.allOf(Disclose.class), EnumSet.noneOf(Disclose.class))) {
        AuthorityProof proof = ProofExporter.closedSet(ledger, checkpoint, index, opened);
        EvidenceVerdict verdict = verify(rule(checkpoint, proof), Map.of());
        assertThat(verdict.isConvicted()).as("record %d: %s", index, verdict.reason()).isFalse();
      }
    }
  }

  /** One file of each kind but two histories, each of which convicts. */
  private List<Misbehaviour> ofEveryKind() throws Exception {
    List<Misbehaviour> all = new ArrayList<>();
    all.add(evidence(falseRoot(), Reason.STATUS_ROOT_MISMATCH, REVOCATION));
    MapStore reversed = MapStore.copyOf(honest);
    Forge.rewrite(
        reversed,
        Cast.LEDGER,
        line -> (line.index() == 8 ? line.timeMs(line.timeMs() - 5000) : line).bytes());
    all.add(evidence(reversed, Reason.TIME_REVERSED, 8));
    MapStore twice = MapStore.copyOf(honest);
    String first = Forge.record(twice, 2).jws();
    Forge.rewrite(
        twice, Cast.LEDGER, line -> (line.index() == 11 ? line.jws(first) : line).bytes());
    all.add(evidence(twice, Reason.DUPLICATE_ENTRY, 11));
    MapStore uncharged = MapStore.copyOf(honest);
    Forge.rewrite(
        uncharged,
        Cast.LEDGER,
        line ->
            (line.index() == 7 ? line.charges(dev.delegationledger.log.Charges.NONE) : line)
                .bytes());
    all.add(evidence(uncharged, Reason.CHARGES_MISMATCH, 7));
    Cast cast = Cast.rogue();
    cast.append(cast.human(Cast.JANE, Cast.HR));
    cast.append(cast.service(Cast.BANK, Cast.JANE));
    cast.repeatLabel();
    cast.append(cast.organisation(Cast.ACME, Cast.HR));
    all.add(evidence(cast.store, Reason.NOT_AN_AUTHORITY, 2));
    return all;
  }

  private static Misbehaviour rule(SignedCheckpoint checkpoint, AuthorityProof proof) {
    return new BrokenRule(Kind.RULE, checkpoint, proof, new TreeMap<>(), Optional.empty());
  }

  private static Misbehaviour charges(
      ReadableStore store, long index, List<Long> indexes, boolean open) throws RefusedException {
    StoredLedger ledger = StoredLedger.over(store);
    SignedCheckpoint checkpoint = newest(store);
    AuthorityProof proof =
        ProofExporter.closedSet(
            ledger,
            checkpoint,
            index,
            open ? EnumSet.allOf(Disclose.class) : EnumSet.noneOf(Disclose.class));
    NavigableMap<Long, RawRecord> earlier = new TreeMap<>();
    for (long one : indexes) {
      earlier.put(one, ledger.record(one));
    }
    Optional<InclusionMultiproof> nodes =
        earlier.isEmpty()
            ? Optional.empty()
            : Optional.of(
                InclusionMultiproof.of(
                    earlier.navigableKeySet(), checkpoint.checkpoint().size(), ledger::logNode));
    return new BrokenRule(Kind.CHARGES, checkpoint, proof, earlier, nodes);
  }

  /** About record 9, with the status of its target before it, or with none. */
  private static BentRecords statusRoot(ReadableStore store, List<Long> indexes, boolean withStatus)
      throws RefusedException {
    BentRecords bare = records(Kind.STATUS_ROOT, store, REVOCATION, indexes);
    if (!withStatus) {
      return bare;
    }
    NavigableMap<Long, StatusList> statuses = new TreeMap<>(Map.of(TARGET, StatusList.LIVE));
    return with(bare, bare.records(), statuses);
  }

  private static BentRecords records(Kind kind, ReadableStore store, long index, List<Long> indexes)
      throws RefusedException {
    StoredLedger ledger = StoredLedger.over(store);
    SignedCheckpoint checkpoint = newest(store);
    NavigableMap<Long, Bytes> records = new TreeMap<>();
    for (long one : indexes) {
      records.put(one, ledger.record(one).bytes());
    }
    return new BentRecords(
        kind,
        checkpoint,
        index,
        records,
        InclusionMultiproof.of(
            new TreeSet<>(indexes), checkpoint.checkpoint().size(), ledger::logNode),
        new TreeMap<>(),
        Optional.empty(),
        new TreeMap<>());
  }

  /** With the nodes of a tree in which nothing has happened yet, as before record 9. */
  private static BentRecords with(
      BentRecords good,
      NavigableMap<Long, Bytes> records,
      NavigableMap<Long, StatusList> statuses) {
    return new BentRecords(
        good.kind(),
        good.checkpoint(),
        good.record(),
        records,
        good.recordNodes(),
        statuses,
        Optional.of(
            StatusMultiproof.of(statuses.navigableKeySet(), (level, index) -> Optional.empty())),
        good.disclosures());
  }

  private static BentRecords under(BentRecords good, SignedCheckpoint checkpoint) {
    return new BentRecords(
        good.kind(),
        checkpoint,
        good.record(),
        good.records(),
        good.recordNodes(),
        good.statuses(),
        good.statusNodes(),
        good.disclosures());
  }

  private static BentRecords of(Kind kind, BentRecords good) {
    return new BentRecords(
        kind,
        good.checkpoint(),
        good.record(),
        good.records(),
        good.recordNodes(),
        good.statuses(),
        good.statusNodes(),
        good.disclosures());
  }

  private static SignedCheckpoint newest(ReadableStore store) throws RefusedException {
    return StoredLedger.over(store).head().checkpoint().orElseThrow();
  }

  private static EvidenceVerdict verify(Misbehaviour evidence, Map<String, Value> further)
      throws RefusedException {
    return EvidenceVerifier.trusting(Cast.trust(further)).verify(evidence.toBytes());
  }

  private static void assertConvicts(Reason reason, Misbehaviour evidence) throws RefusedException {
    EvidenceVerdict verdict = verify(evidence, Map.of());
    assertThat(verdict.reason().reason()).isEqualTo(reason);
    assertThat(verdict.isConvicted()).isTrue();
  }

  private static void assertNot(Reason reason, Misbehaviour evidence) throws RefusedException {
    assertNot(reason, verify(evidence, Map.of()));
  }

  private static void assertNot(Reason reason, EvidenceVerdict verdict) {
    assertThat(verdict.isConvicted()).as(verdict.reason().toString()).isFalse();
    assertThat(verdict.reason().reason()).isEqualTo(reason);
    assertThat(verdict.keys()).isEmpty();
  }
}
