package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.delegationledger.Acted;
import dev.delegationledger.Revocation;
import dev.delegationledger.authority.Check;
import dev.delegationledger.authority.Checks;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.json.Json;
import dev.delegationledger.log.Checkpoint;
import dev.delegationledger.log.Cosigner;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.Witnessing;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Scene;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cosignatures and a witness policy do to a verdict, and what they do not. */
final class CosignedProofTest {
  private final Scene s = Scene.open();
  private final Acted paid = s.pay();
  private final SignedCheckpoint signed = s.ledger.checkpoint();
  private final Checkpoint checkpoint = signed.checkpoint();
  private final Cosigner one = Cosigner.of("witness.example/1", s.key());
  private final Cosigner two = Cosigner.of("witness.example/2", s.key());
  private final Cosigner three = Cosigner.of("witness.example/3", MlDsa44Signer.generate(s.random));
  private final long now = s.time.instant().getEpochSecond();
  private final String policy =
      witness("one", one)
          + witness("two", two)
          + witness("three", three)
          + "group g 2 one two three\nquorum g\n";

  private static String witness(String name, Cosigner cosigner) {
    return "witness " + name + " " + cosigner.key().text() + "\n";
  }

  private String trusting(String policyText) {
    String text = new String(Json.canonical(Value.of(policyText)), StandardCharsets.UTF_8);
    return s.trust("\"policy\":" + text + ",", s.hr, s.hr2);
  }

  private byte[] proof(SignedCheckpoint under) {
    return s.ledger.prove(paid).under(under).bytes();
  }

  private Verdict verify(SignedCheckpoint under) {
    return Scene.verify(proof(under), trusting(policy));
  }

  @Test
  void quorum_isProven_namingWhoVouchesAndWhen() {
    Verdict verdict =
        verify(
            signed.with(one.cosign(checkpoint, now + 5)).with(three.cosign(checkpoint, now + 3)));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checks().performed()).contains(Check.COSIGNATURES);
    Witnessing witnesses = verdict.witnesses().orElseThrow();
    assertThat(witnesses.cosigned())
        .extracting(w -> w.witness().name() + " " + (w.timestamp() - now))
        .containsExactly("one 5", "three 3");
    assertThat(witnesses.absent()).extracting(w -> w.name()).containsExactly("two");
    assertThat(witnesses.existedBy()).contains(now + 5);
    assertThat(witnesses.largestAsOf()).contains(now + 3);
  }

  @Test
  void quorum_vouchesForTimeAndOneHistory_andForNothingElse() {
    Verdict verdict =
        verify(
            signed.with(one.cosign(checkpoint, 1_767_600_000L)).with(two.cosign(checkpoint, now)));

    assertThat(verdict.checks().caveats().subList(0, 3))
        .containsExactly(
            "Record time is the ledger's word, up to a quorum of witnesses: the checkpoint existed"
                + " by "
                + s.time.instant(),
            "Order is the ledger's choice; that there is no other is the word of the ledger and of"
                + " 1 or more witnesses",
            "Status roots and charges are the ledger's word: an audit computes them");
  }

  @Test
  void disjointQuorums_excludeNoSecondHistory() {
    String any = witness("one", one) + witness("two", two) + "group g any one two\nquorum g\n";
    Verdict verdict = Scene.verify(proof(signed.with(one.cosign(checkpoint, now))), trusting(any));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checks().caveats().get(1))
        .isEqualTo(
            "Order is the ledger's word: two quorums of this policy need no witness in common, so"
                + " it excludes no second history");
  }

  @Test
  void withoutAPolicy_theLedgerAloneVouches() {
    Verdict verdict = s.verify(s.proof(paid));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.witnesses()).isEmpty();
    assertThat(verdict.checks().notPerformed()).contains(Check.COSIGNATURES);
    assertThat(verdict.checks().caveats())
        .isEqualTo(Checks.CAVEATS)
        .contains("Record time is the ledger's word");
  }

  @Test
  void quorumNone_leavesItToTheLedgerAlone_andStillVerifiesItsWitnesses() {
    String none = witness("one", one) + "quorum none\n";
    Verdict verdict = Scene.verify(proof(signed.with(one.cosign(checkpoint, now))), trusting(none));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checks().notPerformed()).contains(Check.COSIGNATURES);
    assertThat(verdict.checks().caveats()).isEqualTo(Checks.CAVEATS);
    assertThat(verdict.witnesses().orElseThrow().cosigned()).hasSize(1);
  }

  @Test
  void tooFewWitnesses_areUndecided_andTheChainIsStillTold() {
    for (SignedCheckpoint few : List.of(signed, signed.with(one.cosign(checkpoint, now)))) {
      Verdict verdict = verify(few);

      assertThat(Scene.reason(verdict)).contains(Reason.WITNESS_QUORUM_MISSING);
      assertThat(verdict.finding()).isEqualTo(Finding.UNDECIDED);
      assertThat(verdict.chain()).hasSize(2);
      assertThat(verdict.human()).isPresent();
      assertThat(verdict.checks().notPerformed()).contains(Check.COSIGNATURES);
      assertThat(verdict.checks().caveats()).isEqualTo(Checks.CAVEATS);
    }
  }

  @Test
  void refusalFoundLater_outranksAMissingQuorum() {
    s.ledger.append(Revocation.of(s.root).by(s.janeKey));
    s.turnRogue();
    Acted forbidden = s.pay();

    assertThat(Scene.reason(Scene.verify(s.proof(forbidden), trusting(policy))))
        .contains(Reason.GRANT_REVOKED);
  }

  @Test
  void lineOfAWitnessThatDoesNotVerify_isRefused_evenBesideAQuorum() {
    SignedCheckpoint good =
        signed.with(one.cosign(checkpoint, now)).with(three.cosign(checkpoint, now));
    Checkpoint other = new Checkpoint(Scene.ORIGIN, checkpoint.size(), Hash.ZERO);
    String forged = good.text() + two.cosign(other, now).line() + "\n";
    AuthorityProof proof = parsed(proof(good));
    byte[] file =
        new AuthorityProof(
                proof.action(),
                forged,
                proof.records(),
                proof.recordNodes(),
                proof.statuses(),
                proof.statusNodes(),
                proof.disclosures())
            .toBytes();
    Verdict verdict = Scene.verify(file, trusting(policy));

    assertThat(verify(good).finding()).isEqualTo(Finding.PROVEN);
    assertThat(Scene.reason(verdict)).contains(Reason.COSIGNATURE_INVALID);
    assertThat(verdict.finding()).isEqualTo(Finding.REFUSED);
    assertThat(verdict.checks().failed()).containsExactly(Check.COSIGNATURES);
  }

  @Test
  void cosignaturesOfStrangers_areUnknownSignatures() {
    Cosigner stranger = Cosigner.of("witness.example/4", s.key());
    SignedCheckpoint more =
        signed
            .with(one.cosign(checkpoint, now))
            .with(two.cosign(checkpoint, now))
            .with(stranger.cosign(checkpoint, now));

    assertThat(Scene.reason(verify(more))).contains(Reason.CHECKPOINT_SIGNATURE_UNKNOWN);
    assertThat(
            Scene.verify(
                    proof(more),
                    trusting(policy)
                        .replace("\"policy\"", "\"unknownSignatures\":\"ignore\",\"policy\""))
                .finding())
        .isEqualTo(Finding.PROVEN);
    assertThat(Scene.reason(s.verify(proof(signed.with(one.cosign(checkpoint, now))))))
        .contains(Reason.CHECKPOINT_SIGNATURE_UNKNOWN);
  }

  @Test
  void recordTimeLaterThanAQuorumSawIt_isRefused() {
    long newest = paid.receipt().record().timeMs() / 1000;
    for (long early : new long[] {newest - 31, newest - 3600}) {
      Verdict verdict =
          verify(
              signed.with(one.cosign(checkpoint, early)).with(two.cosign(checkpoint, early - 9)));

      assertThat(Scene.reason(verdict)).contains(Reason.TIME_AFTER_WITNESSES);
      assertThat(verdict.checks().failed()).containsExactly(Check.COSIGNATURES);
    }
    Verdict skewed =
        verify(
            signed
                .with(one.cosign(checkpoint, newest - 30))
                .with(two.cosign(checkpoint, newest - 30)));
    assertThat(skewed.finding()).isEqualTo(Finding.PROVEN);
  }

  @Test
  void oneWitnessThatBackdates_changesNoVerdict() {
    Verdict verdict =
        verify(signed.with(one.cosign(checkpoint, 1)).with(two.cosign(checkpoint, now)));

    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.witnesses().orElseThrow().existedBy()).contains(now);
  }

  @Test
  void keptCheckpoint_provesWhatWasBeforeIt_afterTheLedgerWentOn() {
    SignedCheckpoint kept =
        signed.with(one.cosign(checkpoint, now)).with(two.cosign(checkpoint, now));
    s.ledger.append(Revocation.of(s.child).by(s.payerKey));
    Acted later = s.pay(s.root, s.payerKey);

    Verdict verdict = verify(kept);
    assertThat(verdict.finding()).isEqualTo(Finding.PROVEN);
    assertThat(verdict.checkpoint()).contains(checkpoint);
    assertThat(verdict.chain().get(1).revokedAt()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> s.ledger.prove(later).under(kept).bytes());
  }

  @Test
  void checkpointOfAnotherLedger_makesNoProof() {
    SignedCheckpoint foreign = new Checkpoint(Scene.ORIGIN, 1, Hash.ZERO).sign(s.key());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> s.ledger.prove(paid).under(foreign).bytes());
  }

  @Test
  void cosignature_isAddedToAProofThatWasMadeBefore() throws Exception {
    AuthorityProof before = parsed(s.proof(paid));
    AuthorityProof after =
        before.with(one.cosign(checkpoint, now)).with(two.cosign(checkpoint, now));

    assertThat(Scene.reason(Scene.verify(before.toBytes(), trusting(policy))))
        .contains(Reason.WITNESS_QUORUM_MISSING);
    assertThat(Scene.verify(after.toBytes(), trusting(policy)).finding()).isEqualTo(Finding.PROVEN);
  }

  private static AuthorityProof parsed(byte[] file) {
    try {
      return AuthorityProof.parse(file);
    } catch (RefusedException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
