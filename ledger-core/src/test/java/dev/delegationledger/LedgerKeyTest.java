package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.append.NotTheLedgerKeyException;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.authority.LedgerKeys;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.crypto.Suite;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.testing.Audits;
import dev.delegationledger.testing.Keyed;
import dev.delegationledger.testing.TestLedger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that changes its own key, and goes on with the right one whatever happens meanwhile. */
final class LedgerKeyTest {
  private final TestLedger t = TestLedger.open();
  private final InMemorySigner first = t.ledgerKey();
  private final InMemorySigner next = t.newKey();

  /** The whole ledger, by somebody who pinned each key with its range. */
  @AfterEach
  void auditEverything() throws RefusedException {
    t.ledger().close();
    DelegationLedger ledger = reopened(t.genesis().changingTo(next));
    TrustAnchors trust = Keyed.trust(ledger.ledgerKeys(), t.hr());
    assertThat(Audits.run(Audit.full(t.store(), trust)).findings()).isEmpty();
    ledger.close();
  }

  private DelegationLedger reopened(Genesis genesis) {
    return DelegationLedger.openOrCreate(t.store(), genesis, t.clock(), t.random());
  }

  private DelegationLedger opened(Signer key) {
    return DelegationLedger.open(t.store(), key, t.clock(), t.random());
  }

  private static VerifierKey vkey(Signer key) {
    return VerifierKey.of(TestLedger.ORIGIN, key.publicKey());
  }

  private static void requireSignedBy(Signer key, SignedCheckpoint checkpoint)
      throws RefusedException {
    checkpoint.verify(vkey(key), UnknownSignatures.REFUSE);
  }

  @Test
  void checkpointOverTheChange_isTheFirstOfTheNewKey() throws Exception {
    SignedCheckpoint before = t.ledger().checkpoint();
    Recorded change = t.ledger().rotateKey(next);

    long at = change.receipt().index();
    assertThat(at).isEqualTo(before.checkpoint().size());
    requireSignedBy(first, before);
    requireSignedBy(next, change.receipt().checkpoint());
    requireSignedBy(next, t.ledger().append(t.pay(100)).receipt().checkpoint());
    assertThat(t.ledger().verifierKey()).isEqualTo(vkey(next).text());
    LedgerKeys keys = t.ledger().ledgerKeys();
    assertThat(keys.spans())
        .containsExactly(
            new LedgerKeys.Span(first.publicKey(), 0),
            new LedgerKeys.Span(next.publicKey(), at + 1));
    assertThat(keys.at(at)).isEqualTo(vkey(first));
    assertThat(keys.at(at + 1)).isEqualTo(vkey(next));
  }

  @Test
  void reopening_takesTheKeyThatTheLedgerHas_andNoOther() {
    t.ledger().rotateKey(next);
    t.ledger().close();

    for (Signer wrong : List.of(first, t.newKey())) {
      NotTheLedgerKeyException refused =
          catchThrowableOfType(NotTheLedgerKeyException.class, () -> opened(wrong));
      assertThat(refused.expected()).isEqualTo(vkey(next).text());
      assertThatThrownBy(
              () -> reopened(Genesis.of(TestLedger.ORIGIN, wrong).authority(t.hr().publicKey())))
          .isInstanceOf(NotTheLedgerKeyException.class);
    }
    assertThat(opened(next).verifierKey()).isEqualTo(vkey(next).text());
    Genesis now = Genesis.of(TestLedger.ORIGIN, next).authority(t.hr().publicKey());
    assertThat(reopened(now).verifierKey()).isEqualTo(vkey(next).text());
  }

  @Test
  void reopeningAheadOfTheChange_withTheNewKey_isRefused() {
    t.ledger().close();
    NotTheLedgerKeyException refused =
        catchThrowableOfType(NotTheLedgerKeyException.class, () -> opened(next));
    assertThat(refused.expected()).isEqualTo(vkey(first).text());
  }

  @Test
  void changeThatWasWritten_andNotSigned_isSignedByTheNewKey_atTheNextOpening() throws Exception {
    long size = t.ledger().checkpoint().checkpoint().size();
    t.store().failAfterwards(true);
    assertThatThrownBy(() -> t.ledger().rotateKey(next)).isInstanceOf(StoreException.class);
    assertThatThrownBy(() -> t.ledger().append(t.pay(100))).isInstanceOf(StoreException.class);
    t.store().failAfterwards(false);
    t.ledger().close();

    assertThatThrownBy(() -> opened(first)).isInstanceOf(NotTheLedgerKeyException.class);
    DelegationLedger ledger = reopened(t.genesis().changingTo(next));
    assertThat(ledger.checkpoint().checkpoint().size()).isEqualTo(size + 1);
    requireSignedBy(next, ledger.checkpoint());
  }

  @Test
  void changeThatWasNotWritten_leavesTheLedgerItsKey() throws Exception {
    SignedCheckpoint before = t.ledger().checkpoint();
    t.store().fail(true);
    assertThatThrownBy(() -> t.ledger().rotateKey(next)).isInstanceOf(StoreException.class);
    t.store().fail(false);
    t.ledger().close();

    assertThatThrownBy(() -> opened(next)).isInstanceOf(NotTheLedgerKeyException.class);
    DelegationLedger ledger = reopened(t.genesis().changingTo(next));
    assertThat(ledger.checkpoint()).isEqualTo(before);
    requireSignedBy(first, ledger.append(t.pay(100)).receipt().checkpoint());
  }

  @Test
  void keyThatSomebodyHas_isRefused_andTheOldOneGoesOn() throws Exception {
    List<String> contents = t.contents();
    for (Signer taken : List.of(first, t.hr(), t.janeKey(), t.payerKey(), t.serviceKey())) {
      AppendRefused refused =
          catchThrowableOfType(AppendRefused.class, () -> t.ledger().rotateKey(taken));
      assertThat(refused.reason()).isEqualTo(Reason.KEY_ROLE_CONFLICT);
    }
    assertThat(t.contents()).isEqualTo(contents);
    requireSignedBy(first, t.ledger().append(t.pay(100)).receipt().checkpoint());

    t.ledger().rotateKey(next);
    AppendRefused back =
        catchThrowableOfType(AppendRefused.class, () -> t.ledger().rotateKey(first));
    assertThat(back.reason()).isEqualTo(Reason.KEY_ROLE_CONFLICT);
    requireSignedBy(next, t.ledger().append(t.pay(101)).receipt().checkpoint());
  }

  @Test
  void keyThatIsOrWasTheLedgers_isNobodyElses() {
    t.ledger().rotateKey(next);
    for (InMemorySigner key : List.of(first, next)) {
      assertThat(t.ledger().authorize(Enrol.human().name("Sam Ray").key(key).by(t.hr())).reason())
          .contains(Reason.KEY_ROLE_CONFLICT);
      assertThat(t.ledger().authorize(AuthorityChange.adding(key).by(t.hr())).reason())
          .contains(Reason.KEY_ROLE_CONFLICT);
    }
  }

  @Test
  void keyOfAnotherSuite_signsNoCheckpoint() {
    InMemorySigner p256 = InMemorySigner.generate(Suite.ES256, t.random());
    assertThatIllegalArgumentException().isThrownBy(() -> t.ledger().rotateKey(p256));
  }

  @Test
  void changeWithoutTheKeyItself_isNotRecorded_sinceNobodyCouldSign() throws Exception {
    SignedEntry change = RogueLedger.ledgerKeyChange(t.ledger(), next, first);
    List<String> contents = t.contents();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> t.ledger().append(change))
        .withMessageContaining("rotateKey");
    assertThat(t.contents()).isEqualTo(contents);
    requireSignedBy(first, t.ledger().append(t.pay(100)).receipt().checkpoint());
  }

  @Test
  void secondKey_isChangedInTheSameStep() throws Exception {
    MlDsa44Signer one = MlDsa44Signer.generate(t.random());
    MlDsa44Signer two = MlDsa44Signer.generate(t.random());
    t.ledger().close();
    DelegationLedger ledger = reopened(t.genesis().alsoSigning(one));
    SignedCheckpoint before = ledger.checkpoint();
    SignedCheckpoint after = ledger.rotateKey(next, two).receipt().checkpoint();

    CosignerKey ofOne = CosignerKey.of(TestLedger.ORIGIN, one.publicKey());
    CosignerKey ofTwo = CosignerKey.of(TestLedger.ORIGIN, two.publicKey());
    assertThat(before.cosignature(ofOne)).isPresent();
    assertThat(after.cosignature(ofOne)).isEmpty();
    assertThat(after.cosignature(ofTwo)).isPresent();
    assertThat(ledger.secondVerifierKey()).contains(ofTwo.text());
  }

  @Test
  void secondKey_staysIfNoneTakesItsPlace() throws Exception {
    MlDsa44Signer one = MlDsa44Signer.generate(t.random());
    t.ledger().close();
    DelegationLedger ledger = reopened(t.genesis().alsoSigning(one));
    CosignerKey ofOne = CosignerKey.of(TestLedger.ORIGIN, one.publicKey());
    assertThat(ledger.rotateKey(next).receipt().checkpoint().cosignature(ofOne)).isPresent();
  }

  @Test
  void tilesThatTheOldKeySigned_areExtendedUnderTheNewOne(@TempDir Path folder) throws Exception {
    requireSignedBy(first, t.ledger().tiles(folder));
    t.ledger().rotateKey(next);
    t.ledger().append(t.pay(100));
    requireSignedBy(next, t.ledger().tiles(folder));
    requireSignedBy(next, t.ledger().tlogProof(t.jane()).checkpoint());
  }

  @Test
  void changesWithoutEnd_areRefused_soThatProofsStaySmall() {
    for (int i = 0; i < 63; i++) {
      t.ledger().rotateKey(t.newKey());
    }
    t.ledger().rotateKey(next);
    AppendRefused refused =
        catchThrowableOfType(AppendRefused.class, () -> t.ledger().rotateKey(t.newKey()));
    assertThat(refused.reason()).isEqualTo(Reason.STATUS_FULL);
  }
}
