package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Audits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ledgers whose operator admitted what no rule allows: sound in structure, found in full. */
final class RogueLedgerTest {
  /** A policy whose one witness has cosigned nothing. */
  private static final String WITNESSED =
      "witness w "
          + CosignerKey.of("witness.example/w", Cast.MALLORY.publicKey()).text()
          + "\nquorum w\n";

  /** What only the records up to there show together. */
  private static final List<Reason> WHOLE_LEDGER =
      List.of(Reason.JTI_REUSED, Reason.OUTCOME_ALREADY_RECORDED);

  private Cast cast;
  private SignedEntry jane;
  private SignedEntry acme;
  private SignedEntry payer;
  private SignedEntry root;

  @BeforeEach
  void build() throws Exception {
    cast = Cast.rogue();
    jane = cast.append(cast.human(Cast.JANE, Cast.HR));
    acme = cast.append(cast.organisation(Cast.ACME, Cast.HR));
    payer = cast.append(cast.agent(Cast.PAYER, jane, acme, Cast.JANE));
    root = cast.append(cast.root(jane, payer, 100, Cast.JANE)); // record 4
  }

  @Test
  void whatTheRulesAllow_hasNoFinding() throws Exception {
    cast.append(cast.action(root, 100, Cast.PAYER));
    assertFull(List.of());
  }

  @Test
  void actionBeyondItsGrant_isFoundAtItsRecord() throws Exception {
    cast.append(cast.action(root, 101, Cast.PAYER));
    assertFull(List.of(found(5, Reason.ARGUMENT_OUT_OF_SCOPE)));
  }

  @Test
  void actionsAfterARevocation_areEachFoundAtTheirRecord() throws Exception {
    cast.append(cast.action(root, 1, Cast.PAYER));
    cast.append(cast.revocation(root, Cast.JANE));
    cast.append(cast.action(root, 2, Cast.PAYER));
    cast.append(cast.action(root, 3, Cast.PAYER));
    assertFull(List.of(found(7, Reason.GRANT_REVOKED), found(8, Reason.GRANT_REVOKED)));
  }

  @Test
  void widenedGrant_isFoundAndSoIsEveryActionUnderIt() throws Exception {
    SignedEntry helper = cast.append(cast.spawned(Cast.HELPER, payer, Cast.PAYER)); // 5
    SignedEntry child = cast.append(cast.child(root, helper, 1000, Cast.PAYER)); // 6
    SignedEntry action = cast.append(cast.action(child, 500, Cast.HELPER)); // 7
    cast.append(cast.outcome(action, Cast.HELPER)); // 8
    AuditReport report =
        assertFull(List.of(found(6, Reason.SCOPE_WIDENED), found(7, Reason.SCOPE_WIDENED)));
    assertThat(report.checked()).isEqualTo(9);
    assertThat(report.size()).isEqualTo(9);
  }

  @Test
  void enrolmentByNoAuthority_isFoundAtItsRecord() throws Exception {
    cast.append(cast.service(Cast.BANK, Cast.JANE));
    assertFull(List.of(found(5, Reason.NOT_AN_AUTHORITY)));
  }

  @Test
  void labelUsedTwice_isFoundAtTheSecondRecord() throws Exception {
    cast.append(cast.action(root, 1, Cast.PAYER));
    cast.repeatLabel();
    cast.append(cast.action(root, 2, Cast.PAYER));
    assertFull(List.of(found(6, Reason.JTI_REUSED)));
  }

  @Test
  void secondOutcome_isFoundAtItsRecord() throws Exception {
    SignedEntry action = cast.append(cast.action(root, 1, Cast.PAYER));
    cast.append(cast.outcome(action, Cast.PAYER));
    cast.append(cast.outcome(action, Cast.PAYER));
    assertFull(List.of(found(7, Reason.OUTCOME_ALREADY_RECORDED)));
  }

  @Test
  void revocationByAStranger_isFoundAndStillCloses() throws Exception {
    cast.append(cast.revocation(root, Cast.ACME));
    cast.append(cast.action(root, 1, Cast.PAYER));
    assertFull(List.of(found(5, Reason.REVOKER_WITHOUT_STANDING), found(6, Reason.GRANT_REVOKED)));
  }

  @Test
  void everyOffendingRecord_isNamedInOneReport() throws Exception {
    cast.append(cast.service(Cast.BANK, Cast.JANE)); // 5
    cast.append(cast.action(root, 101, Cast.PAYER)); // 6
    cast.append(cast.action(root, 1, Cast.JANE)); // 7
    cast.append(cast.root(jane, acme, 1, Cast.JANE)); // 8
    assertFull(
        List.of(
            found(5, Reason.NOT_AN_AUTHORITY),
            found(6, Reason.ARGUMENT_OUT_OF_SCOPE),
            found(7, Reason.NOT_THE_HOLDER),
            found(8, Reason.DELEGATE_CANNOT_ACT)));
  }

  @Test
  void entrySignedByAnotherKey_isFoundAndWhatRestsOnItDoesNotCrash() throws Exception {
    SignedEntry forged = forge(cast.spawned(Cast.HELPER, payer, Cast.PAYER)); // 5
    SignedEntry child = cast.append(cast.child(root, forged, 50, Cast.PAYER)); // 6
    cast.append(cast.action(child, 5, Cast.HELPER)); // 7
    cast.append(cast.revocation(forged, Cast.PAYER)); // 8
    AuditReport report = full(Map.of());
    assertThat(report.findings())
        .map(RogueLedgerTest::place)
        .containsExactly(found(5, Reason.SIGNATURE_INVALID));
    Convictions.assertConvicts(cast.store, Cast.trust(Map.of()), report.findings().get(0));
    assertThat(report.worstClass()).hasValue(ReasonClass.INTEGRITY);
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.checked()).isEqualTo(6);
    assertThat(Audits.run(Audit.structure(cast.store)).findings()).isEmpty();
  }

  @Test
  void brokenOutranksUnauthorisedOutranksUndecided() throws Exception {
    TrustAnchors trust = Cast.trust(Map.of("policy", Value.of(WITNESSED)));
    assertThat(Audits.run(Audit.full(cast.store, trust)).exitCode()).isEqualTo(2);
    cast.append(cast.action(root, 101, Cast.PAYER));
    assertThat(Audits.run(Audit.full(cast.store, trust)).exitCode()).isEqualTo(3);
    forge(cast.action(root, 1, Cast.PAYER));
    AuditReport report = Audits.run(Audit.full(cast.store, trust));
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.worst()).map(Refusal::reason).hasValue(Reason.SIGNATURE_INVALID);
  }

  @Test
  void checkpointThatNoWitnessCosigned_isUndecidedUnderAPolicy() throws Exception {
    assertTrust(Map.of("policy", Value.of(WITNESSED)), Reason.WITNESS_QUORUM_MISSING);
    assertThat(full(Map.of("policy", Value.of("quorum none\n"))).findings()).isEmpty();
  }

  @Test
  void checkpointBelowThePinnedSize_isTooOld() throws Exception {
    assertTrust(Map.of("minSize", Value.of(6)), Reason.CHECKPOINT_TOO_OLD);
    assertThat(full(Map.of("minSize", Value.of(5))).findings()).isEmpty();
  }

  @Test
  void otherGenesisThanThePinned_isAMismatch() throws Exception {
    assertTrust(Map.of("genesis", Value.of(Hash.ZERO.base64Url())), Reason.GENESIS_MISMATCH);
    String pinned = cast.genesisLeaf().base64Url();
    assertThat(full(Map.of("genesis", Value.of(pinned))).findings()).isEmpty();
  }

  @Test
  void otherLedgerKeyThanThePinned_isNotBelieved() throws Exception {
    String mallory = VerifierKey.of(Cast.ORIGIN, Cast.MALLORY.publicKey()).text();
    assertTrust(Map.of("vkey", Value.of(mallory)), Reason.CHECKPOINT_SIGNATURE_INVALID);
  }

  @Test
  void ledgerWithoutAnchor_isUnknown() throws Exception {
    String other = VerifierKey.of("example.com/other", Cast.LEDGER.publicKey()).text();
    assertTrust(Map.of("vkey", Value.of(other)), Reason.UNKNOWN_LEDGER);
  }

  @Test
  void authorityThatOnlyGenesisNames_isUndecidedAtWhatItEnrolled() throws Exception {
    Value acmeOnly = Value.arr(List.of(Jwk.toValue(Cast.ACME.publicKey())));
    assertThat(full(Map.of("authorities", acmeOnly)).findings())
        .map(RogueLedgerTest::place)
        .containsExactly(
            found(1, Reason.AUTHORITY_NOT_TRUSTED), found(2, Reason.AUTHORITY_NOT_TRUSTED));
  }

  /** The same statement, signed by Mallory in the signer's name. */
  private SignedEntry forge(SignedEntry honest) throws Exception {
    var jws =
        dev.delegationledger.jose.CompactJws.sign(
            honest.kind().typ(), honest.payload(), Cast.MALLORY);
    return cast.appendSignedBy(
        SignedEntry.of(jws.compact(), honest.disclosures().values()), Cast.MALLORY);
  }

  private AuditReport full(Map<String, Value> further) throws Exception {
    return Audits.run(Audit.full(cast.store, Cast.trust(further)));
  }

  private AuditReport assertFull(List<String> expected) throws Exception {
    assertThat(Audits.run(Audit.structure(cast.store)).findings()).isEmpty();
    AuditReport report = full(Map.of());
    assertThat(report.findings()).map(RogueLedgerTest::place).isEqualTo(expected);
    assertThat(report.exitCode()).isEqualTo(expected.isEmpty() ? 0 : 3);
    for (Refusal finding : report.findings()) {
      Misbehaviour evidence = Convictions.assertConvicts(cast.store, Cast.trust(Map.of()), finding);
      assertThat(evidence.kind() == Misbehaviour.Kind.REPLAY)
          .isEqualTo(WHOLE_LEDGER.contains(finding.reason()));
    }
    return report;
  }

  private void assertTrust(Map<String, Value> further, Reason reason) throws Exception {
    assertThat(full(further).findings()).map(Refusal::reason).containsExactly(reason);
  }

  private static String found(long index, Reason reason) {
    return reason.code() + " at " + index;
  }

  private static String place(Refusal finding) {
    return finding.reason().code() + " at " + finding.index().orElse(-1);
  }
}
