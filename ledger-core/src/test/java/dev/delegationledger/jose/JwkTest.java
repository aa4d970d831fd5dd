package dev.delegationledger.jose;

import static dev.delegationledger.jose.JwsForge.ED;
import static dev.delegationledger.jose.JwsForge.ES;
import static dev.delegationledger.jose.JwsForge.json;
import static dev.delegationledger.jose.JwsForge.reasonOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Sha256;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwkTest {
  private static final String X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
  private static final String D = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
  private static final String EX = "04N0xi21hshyvBp7I167sbE_bXqyqkAPfefdklMO7wY";
  private static final String EY = "UI8exy-C06a7DUnjIdENkxeFtHM4-l_41LqEw9nVgmw";
  private static final String OKP = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\"";
  private static final String EC =
      "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + EX + "\",\"y\":\"" + EY + "\"";

  /** RFC 8037 appendix A.3. */
  @Test
  void thumbprintOfEd25519_isAsRfc8037Says() throws RefusedException {
    VerifyingKey key = Jwk.parsePublic(json("{" + OKP + "}"), "", Reason.CLAIMS_MALFORMED);
    assertThat(Jwk.thumbprint(key).base64Url())
        .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assertThat(Jwk.thumbprintUri(key))
        .isEqualTo(
            "urn:ietf:params:oauth:jwk-thumbprint:sha-256:"
                + "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  }

  @Test
  void thumbprint_isTheDigestOfTheCanonicalKey() {
    for (InMemorySigner signer : List.of(ED, ES)) {
      Value value = Jwk.toValue(signer.publicKey());
      assertThat(Jwk.thumbprint(signer.publicKey())).isEqualTo(Sha256.of(Json.canonical(value)));
    }
  }

  @Test
  void key_survivesWritingAndReading() throws RefusedException {
    for (InMemorySigner signer : List.of(ED, ES)) {
      Value publicKey = Jwk.toValue(signer.publicKey());
      Value privateKey = Jwk.toPrivateValue(signer);
      assertThat(Jwk.parsePublic(publicKey, "", Reason.CLAIMS_MALFORMED))
          .isEqualTo(signer.publicKey());
      assertThat(Jwk.parsePrivate(privateKey).exportPrivateKey())
          .isEqualTo(signer.exportPrivateKey());
      assertThat(reasonOf(() -> Jwk.parsePublic(privateKey, "", Reason.CLAIMS_MALFORMED)))
          .as("a private key where a public one belongs")
          .isEqualTo(Reason.CLAIMS_MALFORMED);
      assertThat(reasonOf(() -> Jwk.parsePrivate(publicKey))).isEqualTo(Reason.KEY_INVALID);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{" + OKP + ",\"kid\":\"1\"}",
        "{" + OKP + ",\"alg\":\"EdDSA\"}",
        "{" + OKP + ",\"use\":\"sig\"}",
        "{" + OKP + ",\"y\":\"" + EY + "\"}",
        "{" + OKP + ",\"d\":\"" + D + "\"}",
        "{" + EC + ",\"d\":\"" + D + "\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":null}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "=\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + X + "AA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\" " + X + "\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"" + X + "\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + X + "\"}",
        "{\"kty\":\"okp\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\"}",
        "{\"kty\":\"EC\",\"crv\":\"Ed25519\",\"x\":\"" + X + "\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + EX + "\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"" + EX + "\",\"y\":\"" + EY + "\"}",
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"" + EX + "\",\"y\":\"" + EY + "\"}",
        "{\"kty\":\"oct\",\"k\":\"" + D + "\"}",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"
      })
  void keyOutsideTheSchema_isRefusedWithTheGivenReason(String jwk) {
    assertThat(reasonOf(() -> Jwk.parsePublic(json(jwk), "/cnf/jwk", Reason.CLAIMS_MALFORMED)))
        .isEqualTo(Reason.CLAIMS_MALFORMED);
    assertThat(
            catchThrowableOfType(
                    RefusedException.class,
                    () -> Jwk.parsePublic(json(jwk), "/cnf/jwk", Reason.TRUST_MALFORMED))
                .refusal()
                .detail())
        .startsWith("at /cnf/jwk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + EX + "\",\"y\":\"" + EX + "\"}"
      })
  void keyThatIsNoPointOfPrimeOrder_isInvalid(String jwk) {
    assertThat(reasonOf(() -> Jwk.parsePublic(json(jwk), "", Reason.CLAIMS_MALFORMED)))
        .isEqualTo(Reason.KEY_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{" + OKP + ",\"d\":\"" + X + "\"}",
        "{" + OKP + ",\"d\":\"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2\"}",
        "{" + OKP + ",\"d\":1}",
        "{" + OKP + ",\"d\":\"" + D + "\",\"kid\":\"1\"}",
        "{" + EC + ",\"d\":\"" + D + "\"}",
        "{" + EC + ",\"d\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"
      })
  void privateKeyThatDoesNotFit_isRefusedWithoutShowingIt(String jwk) {
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> Jwk.parsePrivate(json(jwk)));
    assertThat(refused.refusal().reason()).isEqualTo(Reason.KEY_INVALID);
    assertThat(refused.refusal().detail()).doesNotContain("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAx");
  }

  @Test
  void privateKeyOfThePublicMembers_isRead() throws RefusedException {
    InMemorySigner signer = Jwk.parsePrivate(json("{" + OKP + ",\"d\":\"" + D + "\"}"));
    assertThat(signer.publicKey().raw().base64Url()).isEqualTo(X);
  }
}
