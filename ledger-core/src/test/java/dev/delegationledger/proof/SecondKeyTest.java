package dev.delegationledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Acted;
import dev.delegationledger.DelegationLedger;
import dev.delegationledger.audit.Audit;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.authority.Verdict.Finding;
import dev.delegationledger.crypto.MlDsa44Signer;
import dev.delegationledger.log.CosignerKey;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.testing.Scene;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A ledger that signs its checkpoints with ML-DSA-44 beside Ed25519. */
final class SecondKeyTest {
  private final Scene s = Scene.open();
  private final MlDsa44Signer second = MlDsa44Signer.ofSeed(Bytes.of(new byte[32]));
  private final CosignerKey key = CosignerKey.of(Scene.ORIGIN, second.publicKey());

  private void reopen() {
    s.ledger = DelegationLedger.open(s.store, s.ledgerKey, second, s.time, s.random);
  }

  private String pinning(CosignerKey pinned) {
    return s.trust("\"mlDsa44\":\"" + pinned.text() + "\",", s.hr, s.hr2);
  }

  private Verdict verify(Acted action, String trust) {
    return Scene.verify(s.proof(action), trust);
  }

  @Test
  void eachCheckpoint_isSignedByBoth_theNewestAtOnce() throws Exception {
    assertThat(s.ledger.checkpoint().cosignature(key)).isEmpty();
    reopen();
    assertThat(s.ledger.checkpoint().cosignature(key)).isPresent();
    assertThat(s.ledger.secondVerifierKey()).contains(key.text());
    SignedCheckpoint receipt = s.pay().receipt().checkpoint();

    assertThat(receipt.cosignature(key).orElseThrow().timestamp())
        .isEqualTo(s.time.instant().getEpochSecond());
    assertThat(
            Audit.full(s.store, TrustAnchors.parse(pinning(key).getBytes(StandardCharsets.UTF_8)))
                .run()
                .findings())
        .isEmpty();
  }

  @Test
  void reopening_signsNothingAgain() {
    reopen();
    SignedCheckpoint before = s.ledger.checkpoint();
    s.time.move(Duration.ofSeconds(5));
    reopen();

    assertThat(s.ledger.checkpoint()).isEqualTo(before);
  }

  @Test
  void proof_isProven_toWhoPinnedTheKey_orIgnoresIt() {
    reopen();
    Acted paid = s.pay();

    assertThat(verify(paid, pinning(key)).finding()).isEqualTo(Finding.PROVEN);
    assertThat(verify(paid, s.trust("\"unknownSignatures\":\"ignore\",", s.hr, s.hr2)).finding())
        .isEqualTo(Finding.PROVEN);
    assertThat(Scene.reason(verify(paid, s.trust()))).contains(Reason.CHECKPOINT_SIGNATURE_UNKNOWN);
  }

  @Test
  void proofWithoutThePinnedSecondSignature_isRefused() {
    Acted paid = s.pay();
    assertThat(verify(paid, s.trust()).finding()).isEqualTo(Finding.PROVEN);
    assertThat(Scene.reason(verify(paid, pinning(key))))
        .contains(Reason.CHECKPOINT_SIGNATURE_INVALID);

    reopen();
    CosignerKey other = CosignerKey.of(Scene.ORIGIN, MlDsa44Signer.generate(s.random).publicKey());
    String ignoring =
        pinning(other).replace("\"mlDsa44\"", "\"unknownSignatures\":\"ignore\",\"mlDsa44\"");
    assertThat(Scene.reason(verify(s.pay(), ignoring)))
        .contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
  }

  @Test
  void lineOfThePinnedSecondKeyThatDoesNotVerify_isRefused() throws Exception {
    Acted paid = s.pay();
    SignedCheckpoint first = s.ledger.checkpoint();
    AuthorityProof proof = AuthorityProof.parse(s.proof(paid));
    reopen();
    SignedCheckpoint elsewhere = s.pay().receipt().checkpoint();
    String stolen = elsewhere.cosignature(key).orElseThrow().line() + "\n";
    byte[] forged =
        new AuthorityProof(
                proof.action(),
                first.text() + stolen,
                proof.records(),
                proof.recordNodes(),
                proof.statuses(),
                proof.statusNodes(),
                proof.disclosures())
            .toBytes();

    assertThat(Scene.reason(Scene.verify(forged, pinning(key))))
        .contains(Reason.CHECKPOINT_SIGNATURE_INVALID);
  }

  @Test
  void keyOfAnotherTypeOrName_cannotBePinned() {
    for (String text :
        new String[] {
          VerifierKey.of(Scene.ORIGIN, s.ledgerKey.publicKey()).text(),
          CosignerKey.of(Scene.ORIGIN, s.key().publicKey()).text(),
          CosignerKey.of("example.com/other", second.publicKey()).text(),
          key.text() + "="
        }) {
      String trust = s.trust("\"mlDsa44\":\"" + text + "\",", s.hr);
      assertThat(reasonOf(trust)).isEqualTo(Reason.TRUST_MALFORMED);
    }
  }

  private static Reason reasonOf(String trust) {
    try {
      TrustAnchors.parse(trust.getBytes(StandardCharsets.UTF_8));
    } catch (RefusedException e) {
      return e.refusal().reason();
    }
    throw new AssertionError("expected a refusal, got none");
  }
}
