package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.LedgerBrokenException;
import dev.delegationledger.Revocation;
import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.Checks;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.TlogProof;
import dev.delegationledger.store.Batch;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.Head;
import dev.delegationledger.view.StoredLedger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a head says about witnesses is checked, and what is verified by it says how far it goes. */
final class CosignedHeadTest {
  private final Scene s = Scene.open();
  private final Acted paid = s.pay();
  private final SignedCheckpoint signed = s.ledger.checkpoint();
  private final Cosigner one = Cosigner.of("witness.example/1", s.key());
  private final Cosigner two = Cosigner.of("witness.example/2", s.key());
  private final long now = s.time.instant().getEpochSecond();
  private final SignedCheckpoint cosigned = by(one, signed);

  private SignedCheckpoint by(Cosigner witness, SignedCheckpoint checkpoint) {
    return checkpoint.with(witness.cosign(checkpoint.checkpoint(), now));
  }

  private String trusting(Cosigner witness) {
    String policy = "witness w " + witness.key().text() + "\nquorum w\n";
    String text = new String(Json.canonical(Value.of(policy)), StandardCharsets.UTF_8);
    return s.trust("\"policy\":" + text + ",", s.hr, s.hr2);
  }

  private static TrustAnchors anchors(String trust) throws Exception {
    return TrustAnchors.parse(trust.getBytes(StandardCharsets.UTF_8));
  }

  /** The ledger's rows, with this beside the newest checkpoint. */
  private MapStore keeping(SignedCheckpoint kept) throws Exception {
    MapStore store = MapStore.copyOf(s.store);
    store.head(Head.parse(store.headBytes()).cosigned(Optional.of(kept)).toBytes());
    return store;
  }

  private Verdict verdict(MapStore store, Acted action, String trust) throws Exception {
    StoredLedger ledger = StoredLedger.over(store);
    return AuthorityVerifier.trusting(anchors(trust))
        .verify(ledger, ledger.indexOf(action.hash()).orElseThrow());
  }

  private static List<Reason> reasons(AuditReport report) {
    return report.findings().stream().map(Refusal::reason).toList();
  }

  private AuditReport audit(MapStore store, String trust) throws Exception {
    return Audits.run(Audit.full(store, anchors(trust)));
  }

  @Test
  void head_isReadAsItWasWritten() throws Exception {
    Head head = Head.parse(keeping(cosigned).headBytes());

    assertThat(head.cosigned()).contains(cosigned);
    assertThat(head.checkpoint()).contains(signed);
    assertThat(Head.parse(head.toBytes())).isEqualTo(head);
    assertThat(head.cosigned(Optional.empty()).toBytes()).isEqualTo(s.store.head());
  }

  @Test
  void actionBelowTheCosignedCheckpoint_isProvenFromTheLedger() throws Exception {
    Verdict verdict = verdict(keeping(cosigned), paid, trusting(one));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checks().performed()).contains(Check.COSIGNATURES);
    assertThat(verdict.checks().caveats()).noneMatch(caveat -> caveat.startsWith("What came"));
  }

  @Test
  void whatCameAfterTheCosignedCheckpoint_doesNotCount_andIsCounted() throws Exception {
    s.ledger.append(Revocation.of(s.child).by(s.payerKey));
    s.pay(s.root, s.payerKey);

    Verdict verdict = verdict(keeping(cosigned), paid, trusting(one));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checkpoint()).contains(signed.checkpoint());
    assertThat(verdict.chain().get(1).revokedAt()).isEmpty();
    assertThat(verdict.checks().caveats())
        .contains(
            "What came later: judged by the first 10 of 12 records, and no witness has vouched for"
                + " the 2 after them");
  }

  @Test
  void actionAfterTheCosignedCheckpoint_isUndecided_andToldHowFarTheWitnessesAre()
      throws Exception {
    Acted later = s.pay(s.root, s.payerKey);

    Verdict verdict = verdict(keeping(cosigned), later, trusting(one));

    assertThat(Scene.reason(verdict)).contains(Reason.WITNESS_QUORUM_MISSING);
    assertThat(verdict.finding()).isEqualTo(Finding.UNDECIDED);
    assertThat(verdict.refusal().orElseThrow().detail())
        .contains("covers the first 10 of its 11 records: publish the newest");
    assertThat(verdict.chain()).isNotEmpty();
  }

  @Test
  void ledgerThatKeepsNone_isUndecided_andToldSo() throws Exception {
    Verdict verdict = verdict(MapStore.copyOf(s.store), paid, trusting(one));

    assertThat(Scene.reason(verdict)).contains(Reason.WITNESS_QUORUM_MISSING);
    assertThat(verdict.refusal().orElseThrow().detail())
        .contains("this ledger keeps no checkpoint that witnesses cosigned");
  }

  @Test
  void witnessesThatTheVerifierDoesNotKnow_areLeftOut_andAreNoQuorum() throws Exception {
    MapStore both = keeping(by(two, cosigned));
    assertThat(verdict(both, paid, trusting(one)).finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict(both, paid, trusting(two)).finding()).isEqualTo(Finding.PROVEN);
    assertThat(Scene.reason(verdict(keeping(cosigned), paid, trusting(two))))
        .contains(Reason.WITNESS_QUORUM_MISSING);
    Verdict without = verdict(both, paid, s.trust());
    assertThat(without.finding()).isEqualTo(Finding.PROVEN);
    assertThat(without.checks().caveats()).isEqualTo(Checks.CAVEATS);
  }

  @Test
  void audit_isSoundUnderAPolicy_andSaysHowManyRecordsWitnessesVouchFor() throws Exception {
    assertThat(audit(keeping(cosigned), trusting(one)).findings()).isEmpty();
    assertThat(audit(keeping(cosigned), trusting(one)).witnessed()).contains(10L);
    s.pay(s.root, s.payerKey);
    AuditReport later = audit(keeping(cosigned), trusting(one));
    assertThat(later.findings()).isEmpty();
    assertThat(later.witnessed()).contains(10L);
    assertThat(later.size()).isEqualTo(11);
    assertThat(audit(keeping(cosigned), s.trust()).witnessed()).isEmpty();
    assertThat(audit(keeping(cosigned), s.trust()).findings()).isEmpty();
  }

  @Test
  void auditWithoutTheQuorum_isUndecided() throws Exception {
    for (MapStore store : List.of(MapStore.copyOf(s.store), keeping(by(two, signed)))) {
      AuditReport report = audit(store, trusting(one));
      assertThat(reasons(report)).containsExactly(Reason.WITNESS_QUORUM_MISSING);
      assertThat(report.witnessed()).isEmpty();
      assertThat(report.exitCode()).isEqualTo(2);
    }
  }

  /** A line by the witness, over another root, put under this checkpoint. */
  private SignedCheckpoint withForgedLine() throws Exception {
    Checkpoint other = new Checkpoint(Scene.ORIGIN, signed.checkpoint().size(), Hash.ZERO);
    return SignedCheckpoint.parse(signed.text() + one.cosign(other, now).line() + "\n");
  }

  @Test
  void cosignatureThatDoesNotVerify_isRefused() throws Exception {
    MapStore store = keeping(withForgedLine());

    assertThat(Scene.reason(verdict(store, paid, trusting(one))))
        .contains(Reason.COSIGNATURE_INVALID);
    assertThat(reasons(audit(store, trusting(one)))).containsExactly(Reason.COSIGNATURE_INVALID);
  }

  @Test
  void checkpointOfOtherRecords_isAContradiction() throws Exception {
    Checkpoint said = new Checkpoint(Scene.ORIGIN, 5, Hash.ZERO);
    MapStore store = keeping(by(one, said.sign(s.ledgerKey)));

    assertThat(reasons(Audits.run(Audit.structure(store))))
        .containsExactly(Reason.HEAD_CONTRADICTION);
    assertThat(Scene.reason(verdict(store, paid, trusting(one))))
        .contains(Reason.WITNESS_QUORUM_MISSING);
  }

  @Test
  void checkpointOfOtherRecordsThatCoversTheAction_provesNothing() throws Exception {
    Checkpoint said = new Checkpoint(Scene.ORIGIN, 10, Hash.ZERO);
    MapStore store = keeping(by(one, said.sign(s.ledgerKey)));

    assertThat(Scene.reason(verdict(store, paid, trusting(one))))
        .contains(Reason.INCLUSION_INVALID);
  }

  @Test
  void checkpointOfMoreRecordsThanThereAre_isAContradiction() throws Exception {
    Checkpoint said = new Checkpoint(Scene.ORIGIN, 99, Hash.ZERO);
    MapStore store = keeping(by(one, said.sign(s.ledgerKey)));

    assertThat(reasons(Audits.run(Audit.structure(store))))
        .containsOnly(Reason.HEAD_CONTRADICTION)
        .hasSize(2);
    assertThat(Scene.reason(verdict(store, paid, trusting(one)))).contains(Reason.RECORD_MISSING);
  }

  @Test
  void checkpointThatTheLedgerDidNotSign_isRefused() throws Exception {
    MapStore store = keeping(by(one, signed.checkpoint().sign(s.key())));

    assertThat(reasons(Audits.run(Audit.structure(store))))
        .containsExactly(Reason.CHECKPOINT_SIGNATURE_INVALID);
    assertThat(Scene.reason(verdict(store, paid, trusting(one))))
        .contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
  }

  @Test
  void checkpointOfAnotherOrigin_isRefused() throws Exception {
    Checkpoint other = new Checkpoint("example.com/other", 10, signed.checkpoint().root());
    MapStore store = keeping(by(one, other.sign(s.ledgerKey)));

    assertThat(reasons(Audits.run(Audit.structure(store))))
        .containsExactly(Reason.HEAD_CONTRADICTION);
    assertThat(Scene.reason(verdict(store, paid, trusting(one))))
        .contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
  }

  @Test
  void ledgerWithAForgedOne_isNotOpened() throws Exception {
    Checkpoint said = new Checkpoint(Scene.ORIGIN, 5, Hash.ZERO);
    byte[] head =
        StoredLedger.over(s.store)
            .head()
            .cosigned(Optional.of(by(one, said.sign(s.ledgerKey))))
            .toBytes();
    s.store.commit(s.store.head(), Batch.withHead(head));

    assertThatThrownBy(() -> DelegationLedger.open(s.store, s.ledgerKey, s.time, s.random))
        .isInstanceOf(LedgerBrokenException.class)
        .hasMessageContaining(Reason.INCLUSION_INVALID.code());
  }

  @Test
  void tlogProof_carriesTheCosignatures_whereTheyCoverTheRecord() throws Exception {
    s.pay();
    StoredLedger ledger = StoredLedger.over(keeping(cosigned));
    VerifierKey key = VerifierKey.of(Scene.ORIGIN, s.ledgerKey.publicKey());

    TlogProof covered = TlogProof.of(ledger, 9);
    assertThat(covered.checkpoint()).isEqualTo(cosigned);
    assertThat(covered.checkpoint().cosignature(one.key())).isPresent();
    assertThat(TlogProof.parse(covered.toBytes()).verify(key, UnknownSignatures.IGNORE).index())
        .isEqualTo(9);
    assertThat(TlogProof.of(ledger, 10).checkpoint()).isEqualTo(s.ledger.checkpoint());
  }
}
