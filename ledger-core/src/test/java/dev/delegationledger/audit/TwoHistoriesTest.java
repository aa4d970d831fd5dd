package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.evidence.EvidenceVerdict;
import dev.delegationledger.evidence.EvidenceVerifier;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.evidence.TwoHistories;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.IncludedLeaves;
import dev.delegationledger.log.MerkleTree;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.Comparison;
import dev.delegationledger.proof.Comparison.Relation;
import dev.delegationledger.proof.KeptHistory;
import dev.delegationledger.proof.TlogProof;
import dev.delegationledger.view.StoredLedger;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One key that signed two histories; what convicts it, and what does not. */
final class TwoHistoriesTest {
  private static final int SIZE = 12;
  private static final int FORKED = 5;

  private StoredLedger here;
  private StoredLedger there;
  private TrustAnchors trust;

  /** The same up to record 4, then records a second later. */
  @BeforeEach
  void build() throws Exception {
    MapStore store = MapStore.copyOf(Cast.twelveRecords().store);
    here = StoredLedger.over(store);
    MapStore other = MapStore.copyOf(store);
    Forge.rewrite(
        other,
        Cast.LEDGER,
        line -> (line.index() >= FORKED ? line.timeMs(line.timeMs() + 1000) : line).bytes());
    there = StoredLedger.over(other);
    trust = Cast.trust(Map.of());
  }

  @Test
  void everyCheckpointOfALedger_isItsBeginning() throws Exception {
    for (int size = 1; size < SIZE; size++) {
      assertThat(compare(kept(here, size), KeptHistory.of(here))).isEqualTo(Relation.PREFIX);
      assertThat(compare(KeptHistory.of(here), kept(here, size))).isEqualTo(Relation.PREFIX);
    }
    assertThat(compare(kept(here, SIZE), KeptHistory.of(here))).isEqualTo(Relation.SAME);
  }

  @Test
  void everyCheckpointBeforeTheFork_isTheBeginningOfBoth() throws Exception {
    for (int size = 1; size <= FORKED; size++) {
      assertThat(compare(kept(here, size), KeptHistory.of(there))).isEqualTo(Relation.PREFIX);
    }
  }

  @Test
  void everyCheckpointPastTheFork_convicts() throws Exception {
    for (int size = FORKED + 1; size <= SIZE; size++) {
      Comparison found = Comparison.of(KeptHistory.of(there), kept(here, size), trust);
      assertThat(found.relation()).isEqualTo(Relation.TWO_HISTORIES);
      EvidenceVerdict verdict = verify(Misbehaviour.of(found).orElseThrow().toBytes());
      assertThat(verdict.reason().reason()).isEqualTo(Reason.HISTORY_REWRITTEN);
      assertThat(verdict.isConvicted()).isTrue();
      assertThat(verdict.exitCode()).isEqualTo(1);
      assertThat(verdict.keys())
          .containsExactly(VerifierKey.of(Cast.ORIGIN, Cast.LEDGER.publicKey()).text());
      assertThat(verdict.notes()).hasSize(2);
    }
  }

  @Test
  void receiptsOfDifferentRecordsAtOneIndex_convict() throws Exception {
    KeptHistory mine = KeptHistory.of(TlogProof.of(here, checkpoint(here, 7), 6));
    KeptHistory yours = KeptHistory.of(TlogProof.of(there, 6));
    Comparison found = Comparison.of(mine, yours, trust);
    assertThat(found.relation()).isEqualTo(Relation.TWO_HISTORIES);
    assertConvicts(Misbehaviour.of(found).orElseThrow());
  }

  @Test
  void receiptBeyondAShorterLedger_convictsByItsLeafAlone() throws Exception {
    StoredLedger shorter = StoredLedger.over(cut(there, 8));
    KeptHistory mine = KeptHistory.of(TlogProof.of(here, 6));
    Comparison found = Comparison.of(mine, KeptHistory.of(shorter), trust);
    assertThat(found.relation()).isEqualTo(Relation.TWO_HISTORIES);
    assertConvicts(Misbehaviour.of(found).orElseThrow());
  }

  @Test
  void receiptsOfTheSameRecord_showNothing() throws Exception {
    KeptHistory mine = KeptHistory.of(TlogProof.of(here, checkpoint(here, 7), 4));
    KeptHistory yours = KeptHistory.of(TlogProof.of(there, 4));
    assertThat(compare(mine, yours)).isEqualTo(Relation.NOT_SHOWN);
  }

  @Test
  void twoNotesAlone_showNothingIfTheirSizesDiffer() throws Exception {
    assertThat(compare(kept(here, 7), kept(there, 9))).isEqualTo(Relation.NOT_SHOWN);
    assertThat(compare(kept(here, 9), kept(there, 9))).isEqualTo(Relation.TWO_HISTORIES);
  }

  @Test
  void honestHistories_areNoEvidence() throws Exception {
    for (int size = 1; size < SIZE; size++) {
      Comparison found = Comparison.of(kept(here, size), KeptHistory.of(here), trust);
      assertThat(Misbehaviour.of(found)).isEmpty();
      assertNot(
          Reason.NOTHING_SHOWN,
          new TwoHistories(found.bigger(), found.smaller(), found.prefix(), Optional.empty()));
    }
    assertNot(
        Reason.NOTHING_SHOWN,
        new TwoHistories(
            checkpoint(here, 7), checkpoint(here, 7), Optional.empty(), Optional.empty()));
  }

  @Test
  void leavesOfOtherCheckpoints_areNoEvidence() throws Exception {
    Comparison found =
        Comparison.of(
            KeptHistory.of(TlogProof.of(here, checkpoint(here, 7), 6)),
            KeptHistory.of(TlogProof.of(there, 6)),
            trust);
    assertNot(
        Reason.INCLUSION_INVALID,
        new TwoHistories(found.bigger(), checkpoint(there, 7), Optional.empty(), found.leaves()));
  }

  @Test
  void sameLeaf_isNoEvidence() throws Exception {
    NavigableSet<Long> fourth = new TreeSet<>(Set.of(4L));
    Comparison.Leaves leaves =
        new Comparison.Leaves(
            IncludedLeaves.of(fourth, 7, here::logNode),
            IncludedLeaves.of(fourth, SIZE, there::logNode));
    assertNot(
        Reason.NOTHING_SHOWN,
        new TwoHistories(
            checkpoint(there, SIZE), checkpoint(here, 7), Optional.empty(), Optional.of(leaves)));
  }

  @Test
  void prefixOfAnotherLog_isNoEvidence() throws Exception {
    Comparison found = Comparison.of(kept(here, 7), KeptHistory.of(there), trust);
    assertNot(
        Reason.CONSISTENCY_INVALID,
        new TwoHistories(
            checkpoint(here, SIZE), checkpoint(there, 7), found.prefix(), Optional.empty()));
  }

  @Test
  void noteByAnotherKey_convictsNobody() throws Exception {
    SignedCheckpoint forged = checkpoint(there, 7).checkpoint().sign(Cast.MALLORY);
    assertNot(
        Reason.CHECKPOINT_SIGNATURE_INVALID,
        new TwoHistories(checkpoint(here, 7), forged, Optional.empty(), Optional.empty()));
    assertThatThrownBy(() -> Comparison.of(kept(here, 7), KeptHistory.of(forged), trust))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal().reason()).isEqualTo(Reason.CHECKPOINT_SIGNATURE_INVALID));
  }

  @Test
  void keyThatIsNotPinned_isNotConvicted() throws Exception {
    Misbehaviour evidence =
        new TwoHistories(
            checkpoint(here, 7), checkpoint(there, 7), Optional.empty(), Optional.empty());
    assertConvicts(evidence);
    String mallory = VerifierKey.of(Cast.ORIGIN, Cast.MALLORY.publicKey()).text();
    String elsewhere = VerifierKey.of("example.com/other", Cast.LEDGER.publicKey()).text();
    assertThat(under(mallory, evidence)).isEqualTo(Reason.CHECKPOINT_SIGNATURE_INVALID);
    assertThat(under(elsewhere, evidence)).isEqualTo(Reason.UNKNOWN_LEDGER);
  }

  @Test
  void checkpointsOfTwoLedgers_showNothing() throws Exception {
    Checkpoint other = new Checkpoint("example.com/other", 7, root(there, 7));
    SignedCheckpoint signed = other.sign(Cast.LEDGER);
    assertNot(
        Reason.CHECKPOINT_SIGNATURE_INVALID,
        new TwoHistories(checkpoint(here, 7), signed, Optional.empty(), Optional.empty()));
  }

  @Test
  void everyBitOfTheFile_isNeeded() throws Exception {
    Comparison found = Comparison.of(kept(here, 7), KeptHistory.of(there), trust);
    byte[] file = Misbehaviour.of(found).orElseThrow().toBytes();
    for (int i = 0; i < file.length; i++) {
      byte[] bent = file.clone();
      bent[i] ^= 1;
      assertThat(verify(bent).isConvicted()).as("byte %d", i).isFalse();
    }
  }

  private Relation compare(KeptHistory first, KeptHistory second) throws RefusedException {
    return Comparison.of(first, second, trust).relation();
  }

  private EvidenceVerdict verify(byte[] file) {
    return EvidenceVerifier.trusting(trust).verify(file);
  }

  private void assertConvicts(Misbehaviour evidence) {
    EvidenceVerdict verdict = verify(evidence.toBytes());
    assertThat(verdict.reason().reason()).isEqualTo(Reason.HISTORY_REWRITTEN);
    assertThat(verdict.isConvicted()).isTrue();
  }

  private void assertNot(Reason reason, Misbehaviour evidence) {
    EvidenceVerdict verdict = verify(evidence.toBytes());
    assertThat(verdict.isConvicted()).isFalse();
    assertThat(verdict.reason().reason()).isEqualTo(reason);
    assertThat(verdict.exitCode()).isEqualTo(2);
    assertThat(verdict.notes()).isEmpty();
  }

  private static Reason under(String vkey, Misbehaviour evidence) throws RefusedException {
    EvidenceVerdict verdict =
        EvidenceVerifier.trusting(Cast.trust(Map.of("vkey", Value.of(vkey))))
            .verify(evidence.toBytes());
    assertThat(verdict.isConvicted()).isFalse();
    return verdict.reason().reason();
  }

  private static KeptHistory kept(StoredLedger ledger, int size) {
    return KeptHistory.of(checkpoint(ledger, size));
  }

  private static SignedCheckpoint checkpoint(StoredLedger ledger, int size) {
    return new Checkpoint(Cast.ORIGIN, size, root(ledger, size)).sign(Cast.LEDGER);
  }

  private static Hash root(StoredLedger ledger, int size) {
    return MerkleTree.root(size, ledger::logNode);
  }

  /** The first records of a ledger under a checkpoint of their own, in a store with all others. */
  private static MapStore cut(StoredLedger ledger, int size) throws RefusedException {
    MapStore store = MapStore.copyOf(ledger.store());
    store.head(ledger.head().signed(checkpoint(ledger, size)).toBytes());
    return store;
  }

  @Test
  void filesOfEveryForm_areKept() throws Exception {
    byte[] note = checkpoint(here, 7).text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] receipt = TlogProof.of(here, 6).toBytes();
    for (byte[] file : List.of(note, receipt)) {
      KeptHistory.parse(file).verify(trust);
    }
    assertThat(KeptHistory.parse(note).checkpoint()).isEqualTo(checkpoint(here, 7));
    assertThatThrownBy(() -> KeptHistory.parse(new byte[] {(byte) 0xff}))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal().reason()).isEqualTo(Reason.CHECKPOINT_MALFORMED));
  }
}
