package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Scene;
import org.junit.jupiter.api.Test;

/** That closing is easy, and what it leads to. */
final class ClosingTest {
  private final Scene scene = Scene.open();

  @Test
  void whatACompromisedKeyEnrolled_canBeClosed() {
    scene.ledger.append(
        Compromise.of(scene.jane).lastGood(scene.jane.receipt().index()).by(scene.hr));
    assertThat(scene.admission(Suspension.of(scene.child).by(scene.payerKey))).isEmpty();
    assertThat(scene.admission(Suspension.of(scene.recon).by(scene.payerKey))).isEmpty();
    assertThat(scene.admission(Revocation.of(scene.root).by(scene.janeKey))).isEmpty();
    assertThat(scene.admission(Revocation.of(scene.payer).by(scene.janeKey))).isEmpty();
    assertThat(scene.admission(Revocation.of(scene.root).by(scene.bobKey)))
        .contains(Reason.REVOKER_WITHOUT_STANDING);
  }

  @Test
  void whoeverGaveAGrant_revokesItByALaterKey() {
    Granted given = scene.ledger.append(scene.rootGrant().by(scene.bobKey));
    InMemorySigner next = scene.key();
    assertThat(given.receipt().index()).isPositive();
    scene.ledger.append(Enrol.rotation(scene.bob).key(next).by(scene.bobKey));
    assertThat(scene.admission(Revocation.of(given).by(next))).isEmpty();
    assertThat(scene.admission(Revocation.of(scene.root).by(next)))
        .contains(Reason.REVOKER_WITHOUT_STANDING);
  }

  @Test
  void aSecondSuccessor_whoAccepts_ownsWhatTheFirstDidNotAnswerFor() {
    InMemorySigner carolKey = scene.key();
    Enrolled carol =
        scene.ledger.append(Enrol.human().name("Carol Poe").key(carolKey).by(scene.hr));
    scene.ledger.append(Revocation.of(scene.jane).successor(scene.bob).by(scene.hr));
    Recorded second = scene.ledger.append(Revocation.of(scene.jane).successor(carol).by(scene.hr));
    assertThat(scene.admission(Transfer.of(scene.payer).to(scene.bob).by(carolKey)))
        .contains(Reason.TRANSFER_WITHOUT_STANDING);
    scene.ledger.append(Approval.of(second).approve().by(carolKey));
    assertThat(scene.admission(Transfer.of(scene.payer).to(scene.bob).by(carolKey))).isEmpty();
    assertThat(scene.admission(Transfer.of(scene.payer).to(scene.bob).by(scene.bobKey)))
        .contains(Reason.TRANSFER_WITHOUT_STANDING);
  }

  @Test
  void theKeyOfAnAuthorityThatEnded_isNeverEnrolled() {
    scene.ledger.append(AuthorityChange.ending(scene.hr2.publicKey()).by(scene.hr));
    assertThat(scene.admission(Enrol.human().name("Kim Loe").key(scene.hr2).by(scene.hr)))
        .contains(Reason.KEY_ALREADY_ENROLLED);
  }
}
