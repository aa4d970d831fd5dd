package dev.delegationledger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Action;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Granted;
import dev.delegationledger.Revocation;
import dev.delegationledger.RogueLedger;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.Possession;
import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Scene;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a key that follows another inherits, and who cannot make himself its successor. */
final class RotationForgeryTest {
  private final Scene s = Scene.open();
  private final InMemorySigner next = s.key();

  private SignedEntry rotation(Signer outgoing) {
    return s.ledger.sign(Enrol.rotation(s.payer).key(next).by(outgoing));
  }

  private void actsInVain(Reason reason, Enrolled rotated) {
    Granted grant = s.ledger.append(s.rootGrant(rotated).by(s.janeKey));
    assertThat(s.refusal(s.pay(grant, next))).contains(reason);
  }

  /** The ledger refuses the rotation; and the verifier what the new key does. */
  private void refused(Reason reason, SignedEntry rotation) {
    assertThat(s.admission(rotation)).contains(reason);
    s.turnRogue();
    Enrolled rotated = (Enrolled) s.ledger.append(rotation);
    actsInVain(reason, rotated);
  }

  @Test
  void rotationByTheOutgoingKey_isProven() {
    Enrolled rotated = (Enrolled) s.ledger.append(rotation(s.payerKey));
    Granted grant = s.ledger.append(s.rootGrant(rotated).by(s.janeKey));
    assertThat(s.refusal(s.pay(grant, next))).isEmpty();
  }

  @Test
  void rotationByTheNewKey_isRefused() {
    SignedEntry forged = rotation(next);
    assertThat(s.admission(forged)).contains(Reason.ROTATION_MISMATCH);
    s.turnRogue();
    actsInVain(Reason.ROTATION_MISMATCH, (Enrolled) RogueLedger.append(s.ledger, forged, next));
  }

  @Test
  void rotationByTheOwner_isRefused() {
    refused(Reason.ROTATION_MISMATCH, rotation(s.janeKey));
  }

  @Test
  void rotationByAnAuthority_isRefused() {
    refused(Reason.ROTATION_MISMATCH, rotation(s.hr));
  }

  @Test
  void rotationThatLastsLonger_isRefusedAndOneThatLastsAsLong_isNot() {
    long end = ((Statement.Enrolment) s.payer.entry().statement()).expiresAt();
    SignedEntry good = rotation(s.payerKey);
    assertThat(s.admission(Forge.of(good).set("exp", end).by(s.payerKey))).isEmpty();
    refused(Reason.ROTATION_MISMATCH, Forge.of(good).set("exp", end + 1).by(s.payerKey));
  }

  @Test
  void rotationToAnotherPrincipal_isRefused() {
    String id = "urn:uuid:00000000-0000-4000-8000-000000000001";
    String possession =
        Possession.prove(
            next, s.ledger.id(), PrincipalKind.AGENT, id, Jwk.thumbprint(s.payerKey.publicKey()));
    refused(
        Reason.ROTATION_MISMATCH,
        Forge.of(rotation(s.payerKey)).set("dl/id", id).set("dl/pop", possession).by(s.payerKey));
  }

  @Test
  void secondRotationOfOneEnrolment_isRefused() {
    s.ledger.append(Enrol.rotation(s.payer).key(s.key()).by(s.payerKey));
    refused(Reason.ROTATION_MISMATCH, rotation(s.payerKey));
  }

  @Test
  void rotationOfARevokedEnrolment_isRefused() {
    s.ledger.append(Revocation.of(s.payer).by(s.janeKey));
    refused(Reason.ENROLMENT_REVOKED, rotation(s.payerKey));
  }

  @Test
  void revokingTheFirstEnrolment_endsWhatItWasRotatedTo() {
    Enrolled rotated = (Enrolled) s.ledger.append(rotation(s.payerKey));
    Granted grant = s.ledger.append(s.rootGrant(rotated).by(s.janeKey));
    s.ledger.append(Revocation.of(s.payer).by(s.janeKey));
    assertThat(s.admission(Scene.payment(grant).by(next))).contains(Reason.ENROLMENT_REVOKED);
    s.turnRogue();
    assertThat(s.refusal(s.pay(grant, next))).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void rotatedKeyOfAHuman_grantsNoMore() {
    s.ledger.append(Enrol.rotation(s.jane).key(next).by(s.janeKey));
    assertThat(s.admission(s.rootGrant().by(s.janeKey))).contains(Reason.KEY_ROTATED);
    s.turnRogue();
    Granted grant = s.ledger.append(s.rootGrant().by(s.janeKey));
    assertThat(s.refusal(s.pay(grant, s.payerKey))).contains(Reason.KEY_ROTATED);
  }

  @Test
  void grantToARotatedKey_isRefused() {
    s.ledger.append(rotation(s.payerKey));
    assertThat(s.admission(s.rootGrant().by(s.janeKey))).contains(Reason.KEY_ROTATED);
    s.turnRogue();
    Granted grant = s.ledger.append(s.rootGrant().by(s.janeKey));
    assertThat(s.refusal(s.pay(grant, s.payerKey))).contains(Reason.KEY_ROTATED);
  }

  @Test
  void stolenKeyThatBackdatesAGrant_isRefusedByOrder() {
    SignedEntry early = s.ledger.sign(s.rootGrant().by(s.janeKey));
    s.time.move(Duration.ofMinutes(5));
    s.ledger.append(Revocation.of(s.jane).by(s.hr));
    assertThat(s.admission(early)).contains(Reason.ENROLMENT_REVOKED);
    s.turnRogue();
    Granted grant = (Granted) s.ledger.append(early);
    assertThat(s.refusal(s.pay(grant, s.payerKey))).contains(Reason.ENROLMENT_REVOKED);
  }

  @Test
  void withheldAction_isProvenAtItsOldestAndStaleOneMillisecondLater() {
    SignedEntry first = s.ledger.sign(lasting().by(s.reconKey));
    SignedEntry withheld = s.ledger.sign(lasting().by(s.reconKey));
    s.time.move(Duration.ofSeconds(60));
    assertThat(s.refusal(Forge.acted(s, first))).isEmpty();
    s.time.move(Duration.ofMillis(1));
    assertThat(s.admission(withheld)).contains(Reason.ACTION_STALE);
    s.turnRogue();
    assertThat(s.refusal(Forge.acted(s, withheld))).contains(Reason.ACTION_STALE);
  }

  private Action lasting() {
    return Scene.payment(s.child).expiresIn(Duration.ofMinutes(5));
  }
}
