package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.append.Receipt;
import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.PrefixProof;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.testing.TestLedger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a verifier who kept an older checkpoint, proof or receipt learns from a newer proof. */
final class SinceTest {
  private Scene scene;
  private Receipt old;
  private byte[] oldProof;
  private Acted payment;

  @BeforeEach
  void build() {
    scene = Scene.open();
    Acted first = scene.pay();
    old = scene.ledger.receipt(first);
    oldProof = scene.proof(first);
    payment = scene.pay();
  }

  @Test
  void ledgerThatGoesOn_isProvenToContinue() throws Exception {
    byte[] proof = since(oldSize());
    for (KeptHistory kept : kept()) {
      Verdict verdict = verify(kept, proof);
      assertThat(Scene.reason(verdict)).isEmpty();
      assertThat(verdict.checks().performed()).contains(Check.CONSISTENCY);
    }
  }

  private java.util.List<KeptHistory> kept() throws RefusedException {
    byte[] note = old.checkpoint().text().getBytes(StandardCharsets.UTF_8);
    return java.util.List.of(
        KeptHistory.parse(note),
        KeptHistory.parse(oldProof),
        KeptHistory.parse(scene.ledger.tlogProof(old).toBytes()));
  }

  @Test
  void proofOfTheSameCheckpoint_needsNothing() throws Exception {
    byte[] proof = scene.proof(payment);
    assertThat(Scene.reason(verify(KeptHistory.parse(proof), proof))).isEmpty();
  }

  @Test
  void proofThatNobodyAskedMoreOf_saysThatThisWasNotChecked() {
    Verdict verdict = scene.verify(since(oldSize()));
    assertThat(Scene.reason(verdict)).isEmpty();
    assertThat(verdict.checks().notPerformed()).contains(Check.CONSISTENCY);
  }

  @Test
  void proofThatDoesNotShowIt_isUndecided() throws Exception {
    for (KeptHistory kept : kept()) {
      Verdict verdict = verify(kept, scene.proof(payment));
      assertThat(Scene.reason(verdict)).contains(Reason.CONSISTENCY_MISSING);
      assertThat(verdict.refusal().orElseThrow().detail()).contains("prove --since");
      assertThat(verdict.checks().notPerformed()).contains(Check.CONSISTENCY);
    }
    Verdict otherSize = verify(KeptHistory.of(old.checkpoint()), since(oldSize() - 1));
    assertThat(Scene.reason(otherSize)).contains(Reason.CONSISTENCY_MISSING);
  }

  @Test
  void refusal_outranksThatNothingShowsIt() throws Exception {
    scene.ledger.append(dev.delegationledger.Revocation.of(scene.root).by(scene.janeKey));
    scene.turnRogue();
    Acted late = scene.pay();
    Verdict verdict = verify(KeptHistory.of(old.checkpoint()), scene.proof(late));
    assertThat(Scene.reason(verdict)).contains(Reason.GRANT_REVOKED);
  }

  @Test
  void proofOfFewerRecordsThanWereKept_isTooOld() throws Exception {
    SignedCheckpoint newer = scene.ledger.receipt(payment).checkpoint();
    Verdict verdict = verify(KeptHistory.of(newer), oldProof);
    assertThat(Scene.reason(verdict)).contains(Reason.CHECKPOINT_TOO_OLD);
    KeptHistory shown = KeptHistory.parse(since(oldSize()));
    assertThat(Scene.reason(verify(shown, oldProof))).contains(Reason.CHECKPOINT_TOO_OLD);
  }

  @Test
  void otherRootOfTheSameSize_isARewrittenHistory() throws Exception {
    byte[] proof = scene.proof(payment);
    Checkpoint newest =
        SignedCheckpoint.parse(AuthorityProof.parse(proof).checkpoint()).checkpoint();
    Verdict verdict = verify(signed(newest.size(), scene.ledgerKey), proof);
    assertRewritten(verdict);
  }

  @Test
  void otherRootOfAnOlderSize_isARewrittenHistory() throws Exception {
    assertRewritten(verify(signed(oldSize(), scene.ledgerKey), since(oldSize())));
  }

  @Test
  void otherRecordsInAProofThatWasKept_areARewrittenHistory() throws Exception {
    ForgedLog other = ForgedLog.of(scene);
    other.lines.get(3).timeMs++;
    byte[] kept = other.proof(other.indexOf(payment)).toBytes();
    scene.pay();
    assertRewritten(verify(KeptHistory.parse(kept), scene.proof(payment)));
  }

  @Test
  void whatWasKept_isVerifiedToo() throws Exception {
    assertReason(
        Reason.CHECKPOINT_SIGNATURE_INVALID,
        verify(signed(oldSize(), scene.key()), since(oldSize())));
    Checkpoint elsewhere = new Checkpoint("example.com/elsewhere", 3, Hash.ZERO);
    assertReason(
        Reason.UNKNOWN_LEDGER,
        verify(KeptHistory.of(elsewhere.sign(scene.ledgerKey)), since(oldSize())));
    TlogProof receipt = scene.ledger.tlogProof(old);
    TlogProof bent =
        new TlogProof(receipt.extra(), receipt.index() - 1, receipt.path(), receipt.checkpoint());
    assertReason(Reason.INCLUSION_INVALID, verify(KeptHistory.of(bent), since(oldSize())));
  }

  @Test
  void nodesThatLeadNowhere_areNoConsistencyProof() throws Exception {
    AuthorityProof proof = AuthorityProof.parse(since(oldSize()));
    Bytes nodes = proof.since().orElseThrow().bytes();
    for (int bit = 0; bit < nodes.size() * 8; bit += 7) {
      byte[] bent = nodes.toArray();
      bent[bit / 8] ^= (byte) (1 << bit % 8);
      assertReason(Reason.CONSISTENCY_INVALID, bent(proof, Bytes.of(bent)));
    }
    byte[] shorter = java.util.Arrays.copyOf(nodes.toArray(), nodes.size() - Hash.SIZE);
    assertReason(Reason.CONSISTENCY_INVALID, bent(proof, Bytes.of(shorter)));
  }

  private Verdict bent(AuthorityProof proof, Bytes nodes) throws Exception {
    return verify(
        KeptHistory.of(old.checkpoint()), proof.since(new PrefixProof(oldSize(), nodes)).toBytes());
  }

  @Test
  void memberInNoFormat_isMalformed() throws Exception {
    String proof = new String(since(oldSize()), StandardCharsets.UTF_8);
    for (String wrong : new String[] {"\"size\":0", "\"size\":1.5", "\"extra\":1,\"size\":1"}) {
      String bent = proof.replace("\"size\":" + oldSize(), wrong);
      assertReason(Reason.PROOF_MALFORMED, scene.verify(bent.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void sizeThatTheLogDoesNotHave_isNotProven() {
    assertThatThrownBy(() -> since(1000)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scene.ledger.prove(payment).since(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void receiptOfAnotherLedger_isNotWritten() {
    try (TestLedger other = TestLedger.open()) {
      Receipt theirs = other.ledger().receipt(other.root());
      assertThatThrownBy(() -> scene.ledger.tlogProof(theirs))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected one of this ledger");
    }
  }

  private long oldSize() {
    return old.checkpoint().checkpoint().size();
  }

  private byte[] since(long size) {
    return scene.ledger.prove(payment).since(size).bytes();
  }

  private static KeptHistory signed(long size, Signer signer) {
    return KeptHistory.of(new Checkpoint(Scene.ORIGIN, size, Hash.ZERO).sign(signer));
  }

  private Verdict verify(KeptHistory kept, byte[] proof) throws RefusedException {
    TrustAnchors trust = TrustAnchors.parse(scene.trust().getBytes(StandardCharsets.UTF_8));
    return AuthorityVerifier.trusting(trust).since(kept).verify(proof);
  }

  private static void assertRewritten(Verdict verdict) {
    assertReason(Reason.HISTORY_REWRITTEN, verdict);
    assertThat(verdict.checks().failed()).containsExactly(Check.CONSISTENCY);
    assertThat(verdict.finding()).isEqualTo(Verdict.Finding.REFUSED);
  }

  private static void assertReason(Reason reason, Verdict verdict) {
    assertThat(Scene.reason(verdict)).isEqualTo(Optional.of(reason));
  }
}
