package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.Acted;
import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.Checks;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosignature;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Scene;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a trust file that demands auditing cosigners does to a verdict. */
final class AuditedProofTest {
  private final Scene s = Scene.open();
  private final Acted paid = s.pay();
  private final SignedCheckpoint signed = s.ledger.checkpoint();
  private final Checkpoint checkpoint = signed.checkpoint();
  private final Cosigner auditor = Cosigner.of("auditor.example/1", s.key());
  private final Cosigner second =
      Cosigner.of("auditor.example/2", MlDsa44Signer.generate(s.random));
  private final Cosigner witness = Cosigner.of("witness.example/1", s.key());
  private final long now = s.time.instant().getEpochSecond();
  private final String both =
      known("big", auditor) + known("small", second) + "group g all big small\nquorum g\n";
  private final String either =
      known("big", auditor) + known("small", second) + "group g any big small\nquorum g\n";

  private static String known(String name, Cosigner cosigner) {
    return "witness " + name + " " + cosigner.key().text() + "\n";
  }

  private static String member(String name, String policy) {
    return "\""
        + name
        + "\":"
        + new String(Json.canonical(Value.of(policy)), StandardCharsets.UTF_8)
        + ",";
  }

  private String auditedBy(String policy) {
    return s.trust(member("auditors", policy), s.hr, s.hr2);
  }

  private Verdict verify(SignedCheckpoint under, String trust) {
    return Scene.verify(s.ledger.prove(paid).under(under).bytes(), trust);
  }

  private Cosignature by(Cosigner cosigner, long time) {
    return cosigner.cosign(checkpoint, time);
  }

  @Test
  void quorumOfAuditors_isProven_andTheVerdictNamesThem() {
    Verdict verdict =
        verify(signed.with(by(auditor, now)).with(by(second, now + 7)), auditedBy(both));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.witnesses()).isEmpty();
    assertThat(verdict.auditors().orElseThrow().cosigned())
        .extracting(one -> one.witness().name())
        .containsExactly("big", "small");
    assertThat(verdict.checks().performed()).contains(Check.COSIGNATURES);
    assertThat(verdict.checks().caveats())
        .containsExactly(
            "Record time is the ledger's word, up to a quorum of auditors: the checkpoint existed"
                + " by "
                + s.time.instant().plusSeconds(7),
            "Order is the ledger's choice; that there is no other is the word of the ledger and of"
                + " 2 or more auditors",
            "Order, status roots and charges were recomputed from the records: the word of 2 or"
                + " more auditors (big, small); of amounts that were hidden from them, the"
                + " ledger's",
            "jti-unique, key-unique, principal-unique, renewals: the auditors' word",
            "execution: what the agent did beyond the declared action");
  }

  @Test
  void tooFewAuditors_areUndecided_andTheChainIsStillTold() {
    Verdict verdict = verify(signed.with(by(auditor, now)), auditedBy(both));

    assertThat(verdict.finding()).isEqualTo(Finding.UNDECIDED);
    assertThat(Scene.reason(verdict)).contains(Reason.AUDITOR_QUORUM_MISSING);
    assertThat(verdict.refusal().orElseThrow().detail())
        .isEqualTo(
            "check cosignatures: expected a quorum of the trust file's auditors, got only big");
    assertThat(verdict.chain()).hasSize(2);
    assertThat(verdict.checks().notPerformed()).contains(Check.COSIGNATURES);
    assertThat(verdict.checks().caveats()).isEqualTo(Checks.CAVEATS);
  }

  @Test
  void withoutTheDemand_theSameProofIsProven_andTheLedgerAloneVouches() {
    Verdict verdict = s.verify(s.proof(paid));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.auditors()).isEmpty();
    assertThat(verdict.checks().caveats()).isEqualTo(Checks.CAVEATS);
    assertThat(Scene.reason(verify(signed, auditedBy(either))))
        .contains(Reason.AUDITOR_QUORUM_MISSING);
  }

  @Test
  void witnessesAreNoAuditors_andEachQuorumIsMissedByItself() {
    String trust =
        s.trust(
            member("auditors", either) + member("policy", known("w", witness) + "quorum w\n"),
            s.hr,
            s.hr2);

    assertThat(Scene.reason(verify(signed.with(by(witness, now)), trust)))
        .contains(Reason.AUDITOR_QUORUM_MISSING);
    assertThat(Scene.reason(verify(signed.with(by(auditor, now)), trust)))
        .contains(Reason.WITNESS_QUORUM_MISSING);
    Verdict verdict = verify(signed.with(by(auditor, now - 5)).with(by(witness, now)), trust);
    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checks().caveats().subList(0, 2))
        .containsExactly(
            "Record time is the ledger's word, up to a quorum of auditors: the checkpoint existed"
                + " by "
                + s.time.instant().minusSeconds(5),
            "Order is the ledger's choice; that there is no other is the word of the ledger and of"
                + " 1 or more witnesses");
  }

  @Test
  void oneKeyInBoth_countsInBoth() {
    String one = known("a", auditor) + "quorum a\n";
    String trust = s.trust(member("auditors", one) + member("policy", one), s.hr, s.hr2);
    Verdict verdict = verify(signed.with(by(auditor, now)), trust);

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.witnesses().orElseThrow().quorumMet()).isTrue();
    assertThat(verdict.auditors().orElseThrow().quorumMet()).isTrue();
  }

  @Test
  void quorumNone_leavesItToTheLedgerAlone() {
    Verdict verdict =
        verify(signed.with(by(auditor, now)), auditedBy(known("a", auditor) + "quorum none\n"));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checks().notPerformed()).contains(Check.COSIGNATURES);
    assertThat(verdict.checks().caveats()).isEqualTo(Checks.CAVEATS);
  }

  @Test
  void cosignatureMovedFromAnotherCheckpoint_isRefused() throws Exception {
    Checkpoint earlier = new Checkpoint(Scene.ORIGIN, checkpoint.size() - 1, checkpoint.root());
    Checkpoint rewritten = new Checkpoint(Scene.ORIGIN, checkpoint.size(), Hash.ZERO);
    Checkpoint foreign = new Checkpoint("example.com/other", checkpoint.size(), checkpoint.root());
    for (Checkpoint other : new Checkpoint[] {earlier, rewritten, foreign}) {
      assertMovedIsRefused(auditor.cosign(other, now).line());
      assertMovedIsRefused(second.cosign(other, now).line());
    }
    String renamed = by(witness, now).line();
    String strangers = renamed.replace("witness.example/1", "auditor.example/1");
    assertThat(Scene.reason(verify(noted(strangers), auditedBy(either))))
        .contains(Reason.CHECKPOINT_SIGNATURE_UNKNOWN);
  }

  private void assertMovedIsRefused(String line) throws Exception {
    Verdict verdict = verify(noted(line), auditedBy(either));
    assertThat(Scene.reason(verdict)).contains(Reason.COSIGNATURE_INVALID);
    assertThat(verdict.checks().failed()).containsExactly(Check.COSIGNATURES);
  }

  private SignedCheckpoint noted(String line) throws Exception {
    return SignedCheckpoint.parse(signed.text() + line + "\n");
  }

  @Test
  void recordTimeLaterThanAuditorsSawIt_isRefused() {
    long newest = paid.receipt().record().timeMs() / 1000;
    assertThat(Scene.reason(verify(signed.with(by(auditor, newest - 31)), auditedBy(either))))
        .contains(Reason.TIME_AFTER_WITNESSES);
    assertThat(verify(signed.with(by(auditor, newest - 30)), auditedBy(either)).finding())
        .isEqualTo(Finding.PROVEN);
  }

  @Test
  void auditorsThatCannotBe_areRefusedWithTheTrustFile() {
    assertMalformed("quorum nobody\n", "at /ledgers/0/auditors: witness policy, line 1");
    Cosigner itself = Cosigner.of(Scene.ORIGIN, s.key());
    assertMalformed(known("a", itself) + "quorum a\n", "ledger's own key or name");
  }

  private void assertMalformed(String policy, String detail) {
    assertThatThrownBy(() -> TrustAnchors.parse(auditedBy(policy).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(detail)
        .extracting(e -> ((RefusedException) e).refusal().reason())
        .isEqualTo(Reason.WITNESS_POLICY_MALFORMED);
  }
}
