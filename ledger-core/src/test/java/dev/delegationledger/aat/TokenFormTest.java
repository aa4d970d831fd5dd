package dev.delegationledger.aat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.VerifyingKey;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.json.Json;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and proofs of another form: framing, header, JSON, claims, keys. */
final class TokenFormTest {
  private static final OptionalInt NOWHERE = OptionalInt.empty();

  @Test
  void header_mayNameItsTypeAndAKey_whichChoosesNothing() {
    Stock stock = Stock.chain();
    stock.root().header("{\"alg\":\"Ed25519\",\"kid\":\"stranger\",\"typ\":\"JWT\"}");
    stock.leaf().header("{\"alg\":\"EdDSA\",\"typ\":\"aat+jwt\"}");
    stock.proof.header("{\"alg\":\"EdDSA\",\"typ\":\"aat-pop+jwt\"}");
    stock.isPermitted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"EdDSA\",\"crit\":[]}",
        "{\"alg\":\"EdDSA\",\"crit\":[\"exp\"],\"exp\":1}",
        "{\"alg\":\"EdDSA\",\"b64\":false}",
        "{\"alg\":\"EdDSA\",\"zip\":\"DEF\"}",
        "{\"alg\":\"EdDSA\",\"jku\":\"https://example.com\"}",
        "{\"alg\":\"EdDSA\",\"x5c\":[]}",
        "{\"alg\":\"EdDSA\",\"typ\":\"jwt\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\"}",
        "{\"alg\":\"EdDSA\",\"alg\":\"EdDSA\"}",
        "{\"alg\":\"none\"}",
        "{\"alg\":\"HS256\"}",
        "{\"alg\":\"Ed448\"}",
        "{}",
        "[]"
      })
  void headerWithAnythingElse_isRefused(String header) {
    Stock stock = Stock.chain();
    stock.root().header(header);
    stock.isRefused(Reason.ENTRY_MALFORMED, 0);
    stock = Stock.chain();
    stock.leaf().header(header);
    stock.isRefused(Reason.ENTRY_MALFORMED, 1);
    stock = Stock.chain();
    stock.proof.header(header);
    stock.isRefused(Reason.ENTRY_MALFORMED);
  }

  @Test
  void embeddedKey_isRefused() {
    String jwk = Json.canonicalText(Jwk.toValue(Stock.STRANGER.publicKey()));
    Stock stock = Stock.chain();
    stock.root().signer(Stock.STRANGER).header("{\"alg\":\"EdDSA\",\"jwk\":" + jwk + "}");
    stock.isRefused(Reason.ENTRY_MALFORMED, 0);
    stock.verifier = AatVerifier.trusting(Stock.STRANGER.publicKey());
    stock.isRefused(Reason.ENTRY_MALFORMED, 0);
  }

  @Test
  void typeOfTheOther_isRefused() {
    Stock stock = Stock.chain();
    stock.leaf().header("{\"alg\":\"EdDSA\",\"typ\":\"aat-pop+jwt\"}");
    stock.isRefused(Reason.ENTRY_MALFORMED, 1);
    stock = Stock.chain();
    stock.proof.header("{\"alg\":\"EdDSA\",\"typ\":\"aat+jwt\"}");
    stock.isRefused(Reason.ENTRY_MALFORMED);
  }

  /** The key decides; the name can only disagree. */
  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256", "eddsa", "ES384"})
  void algorithmOfAnotherKey_verifiesNothing(String alg) {
    String header = "{\"alg\":\"" + alg + "\"}";
    Stock stock = Stock.chain();
    stock.root().header(header);
    stock.isRefused(Reason.ROOT_NOT_ANCHORED, 0);
    stock = Stock.chain();
    stock.leaf().header(header);
    stock.isRefused(Reason.SIGNATURE_INVALID, 1);
    stock = Stock.chain();
    stock.proof.header(header);
    stock.isRefused(Reason.SIGNATURE_INVALID);
  }

  @Test
  void keysOfBothSuites_mayStandInOneChain() {
    InMemorySigner worker = Stock.es(7);
    Stock stock = Stock.chain();
    stock.leaf().holder(worker);
    stock.proof.signer(worker);
    stock.isPermitted();
  }

  @Test
  void garbageAroundAToken_isRefused() {
    Stock stock = Stock.chain();
    List<String> chain = stock.compact();
    for (String bad :
        List.of(
            "",
            chain.get(1) + "\n",
            " " + chain.get(1),
            chain.get(1) + "=",
            chain.get(1) + ".",
            chain.get(1) + "~",
            chain.get(1) + "\r",
            chain.get(1).substring(0, chain.get(1).lastIndexOf('.') + 1),
            chain.get(0) + "\n" + chain.get(1))) {
      Stock.requireRefused(
          stock.verdict(List.of(chain.get(0), bad), stock.proof.compact()),
          Reason.ENTRY_MALFORMED,
          OptionalInt.of(1));
      Stock.requireRefused(stock.verdict(chain, bad), Reason.ENTRY_MALFORMED, NOWHERE);
    }
  }

  @Test
  void memberTwice_isRefused() {
    Stock stock = Stock.chain();
    stock.leaf().with("exp", "1741603600,\"exp\":1741603600");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 1);
    stock = Stock.chain();
    stock.leaf().tools("{\"read_file\":{},\"read_file\":{}}");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 1);
    stock = Stock.chain();
    stock.proof.with("hta", "{\"path\":\"/data/q3-report.pdf\",\"path\":\"/data/q3-report.pdf\"}");
    stock.isRefused(Reason.CLAIMS_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jti",
        "iss",
        "iat",
        "exp",
        "cnf",
        "del_depth",
        "del_max_depth",
        "authorization_details"
      })
  void tokenWithoutARequiredClaim_isRefused(String claim) {
    Stock stock = Stock.chain();
    stock.root().without(claim);
    stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
    stock = Stock.chain();
    stock.leaf().without(claim);
    stock.isRefused(Reason.CLAIMS_MALFORMED, 1);
  }

  @Test
  void rootThatGrantsNothing_isNone() {
    Stock stock = Stock.chain();
    for (String details :
        List.of(
            "[]",
            "[{\"type\":\"payment\"}]",
            "[{\"tools\":{},\"type\":\"attenuating_agent_token\"}]")) {
      stock.root().with("authorization_details", details);
      stock.isRefused(Reason.NO_CAPABILITY, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{\"type\":\"attenuating_agent_token\"}]",
        "[{\"tools\":[],\"type\":\"attenuating_agent_token\"}]",
        "[{\"tools\":{\"t\":[]},\"type\":\"attenuating_agent_token\"}]",
        "[{\"tools\":{\"t\":{\"a\":{}}},\"type\":\"attenuating_agent_token\"}]",
        "[{\"actions\":[\"read\"],\"tools\":{\"t\":{}},\"type\":\"attenuating_agent_token\"}]",
        "[{\"tools\":{\"t\":{\"a\":{\"constraint_type\":\"range\",\"step\":1}}},\"type\":\"attenuating_agent_token\"}]",
        "[{\"tools\":{\"t\":{\"a\":{\"constraint_type\":\"exact\",\"value\":[1]}}},\"type\":\"attenuating_agent_token\"}]",
        "[{\"tools\":{\"https://EXAMPLE.com/t\":{}},\"type\":\"attenuating_agent_token\"}]"
      })
  void capabilityClaimOfAnotherShape_isMalformed(String details) {
    Stock stock = Stock.chain();
    stock.root().with("authorization_details", details);
    stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
  }

  @Test
  void holderKey_mayBeDescribed_andNotContradicted() {
    Stock stock = Stock.chain();
    String x = Stock.PLANNER.publicKey().raw().base64Url();
    String key = "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"";
    for (String more :
        List.of("", ",\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"EdDSA\"", ",\"alg\":\"Ed25519\"")) {
      stock.root().with("cnf", "{\"jwk\":{" + key + more + "}}");
      stock.isPermitted();
    }
    for (String more :
        List.of(
            ",\"use\":\"enc\"",
            ",\"alg\":\"ES256\"",
            ",\"d\":\"AAAA\"",
            ",\"k\":\"AAAA\"",
            ",\"y\":\"" + x + "\"")) {
      stock.root().with("cnf", "{\"jwk\":{" + key + more + "}}");
      stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
    }
    stock.root().with("cnf", "{\"kid\":\"k\"}");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
    stock.root().with("cnf", "{\"jwk\":{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"AAAA\"}}");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
    stock.root().with("cnf", "{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed448\",\"x\":\"" + x + "\"}}");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
    String one = Bytes.of(new byte[32]).base64Url();
    stock
        .root()
        .with("cnf", "{\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + one + "\"}}");
    stock.isRefused(Reason.KEY_INVALID, 0);
  }

  @Test
  void anchor_isOnePublicKey() throws RefusedException {
    VerifyingKey key = Stock.ISSUER.publicKey();
    assertThat(AatVerifier.anchor(Json.canonical(Jwk.toValue(key)))).isEqualTo(key);
    VerifyingKey es = Stock.es(5).publicKey();
    assertThat(AatVerifier.anchor(Json.canonical(Jwk.toValue(es)))).isEqualTo(es);
    for (String bad :
        List.of(
            "",
            "{}",
            "{\"keys\":[]}",
            Json.canonicalText(Jwk.toPrivateValue(Stock.ISSUER)),
            Json.canonicalText(Jwk.toValue(key)) + "{}")) {
      assertThat(
              catchThrowableOfType(
                      RefusedException.class,
                      () -> AatVerifier.anchor(bad.getBytes(StandardCharsets.UTF_8)))
                  .refusal()
                  .reason())
          .isEqualTo(Reason.TRUST_MALFORMED);
    }
  }
}
