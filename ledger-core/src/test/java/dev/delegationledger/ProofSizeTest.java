package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Kind;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.testing.Scene;
import dev.delegationledger.view.StoredLedger;
import org.junit.jupiter.api.Test;

/** What a proof carries of what happened since, and that it says so where that is too much. */
final class ProofSizeTest {
  @Test
  void suspendedAndResumedDayByDay_aProofCarriesTheResumptionsThatCount() throws RefusedException {
    Registry r = Registry.open();
    suspendAndResume(r, 20);
    Acted early = r.ledger.append(r.refund().by(r.reconKey));
    suspendAndResume(r, 20);
    Acted late = r.ledger.append(r.refund().by(r.reconKey));
    suspendAndResume(r, 20);
    r.ledger.append(r.refund().by(r.reconKey)); // the newest record is in every proof
    assertThat(r.refusal(early)).isEmpty();
    assertThat(r.refusal(late)).isEmpty();
    assertThat(resumptions(r, early)).isEqualTo(3); // one on each leaf
    assertThat(resumptions(r, late)).isEqualTo(3);
  }

  @Test
  void suspendedAgain_afterwards_isNoReasonToRefuseWhatWasDone() {
    Registry r = Registry.open();
    suspendAndResume(r, 1);
    Acted done = r.ledger.append(r.refund().by(r.reconKey));
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    assertThat(r.refusal(done)).isEmpty();
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.ENROLMENT_SUSPENDED);
  }

  @Test
  void moreThanAProofHolds_isSaidSo_andTheLedgerIsNotCalledBroken() {
    Scene s = Scene.open();
    Acted paid = s.pay();
    s.turnRogue();
    for (int i = 0; i < 1_024; i++) {
      s.ledger.append(Compromise.of(s.payer).lastGood(s.payer.receipt().index()).by(s.hr));
    }
    assertThatThrownBy(() -> s.ledger.prove(paid).bytes())
        .isInstanceOfSatisfying(
            ProofTooLarge.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(Reason.PROOF_TOO_LARGE));
  }

  @Test
  void whatHappensAfterwards_makesNoProofLarger_butACompromise() throws RefusedException {
    Scene s = Scene.open();
    Acted paid = s.pay();
    s.ledger.append(s.rootGrant().by(s.janeKey));
    int before = records(s, paid);
    for (int i = 0; i < 10; i++) {
      s.ledger.append(AuthorityChange.adding(s.key()).by(s.hr));
      s.ledger.append(Transfer.of(s.payer).to(s.bob).by(s.janeKey));
    }
    s.ledger.append(Enrol.rotation(s.payer).key(s.key()).by(s.payerKey));
    assertThat(records(s, paid)).isEqualTo(before);
    assertThat(s.refusal(paid)).isEmpty();

    long good = s.payer.receipt().index();
    s.ledger.append(Compromise.of(s.payer).lastGood(good).by(s.hr));
    s.ledger.append(Enrol.human().name("Kim Loe").key(s.key()).by(s.hr));
    assertThat(records(s, paid)).isGreaterThan(before);
    assertThat(s.refusal(paid)).contains(Reason.CONTESTED);
  }

  private static int records(Scene s, Acted action) throws RefusedException {
    return AuthorityProof.parse(s.proof(action)).records().size();
  }

  private static void suspendAndResume(Registry r, int times) {
    for (int i = 0; i < times; i++) {
      Signer control = i % 2 == 0 ? r.carolKey : r.janeKey;
      r.ledger.append(Suspension.of(r.payer).by(control));
      r.ledger.append(Suspension.of(r.recon).by(control));
      r.ledger.append(Suspension.of(r.root).by(control));
      r.ledger.append(Resumption.of(r.root).by(r.janeKey));
      r.ledger.append(Resumption.of(r.payer).by(r.janeKey));
      r.ledger.append(Resumption.of(r.recon).by(r.janeKey));
    }
  }

  private static long resumptions(Registry r, Acted action) throws RefusedException {
    StoredLedger stored = StoredLedger.over(r.store);
    long found = 0;
    for (long index : AuthorityProof.parse(r.proof(action)).records().keySet()) {
      if (stored.signedEntry(index).kind() == Kind.RESUMPTION) {
        found++;
      }
    }
    return found;
  }
}
