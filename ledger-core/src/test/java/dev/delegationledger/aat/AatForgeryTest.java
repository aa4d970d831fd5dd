package dev.delegationledger.aat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Bytes;
import dev.delegationledger.model.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Chains that a forger would put together; each is refused for exactly one reason. */
final class AatForgeryTest {
  private static final OptionalInt NOWHERE = OptionalInt.empty();

  @Test
  void rootByAnotherIssuer_isNotAnchored() {
    Stock stock = Stock.chain();
    stock.root().signer(Stock.STRANGER);
    stock.isRefused(Reason.ROOT_NOT_ANCHORED, 0);
    assertThat(stock.verdict().finding()).isEqualTo(AatVerdict.Finding.UNDECIDED);
    assertThat(stock.verdict().permitted()).isFalse();
  }

  @Test
  void anchors_mayBeSeveral_orNone() {
    Stock stock = Stock.chain();
    stock.verifier = AatVerifier.trusting(Stock.STRANGER.publicKey(), Stock.ISSUER.publicKey());
    stock.isPermitted();
    stock.verifier = AatVerifier.trusting(List.of());
    stock.isRefused(Reason.ROOT_NOT_ANCHORED, 0);
    stock.verifier = AatVerifier.trusting(Stock.PLANNER.publicKey());
    stock.isRefused(Reason.ROOT_NOT_ANCHORED, 0);
  }

  @Test
  void childByAnotherKey_isRefused_whateverItSaysOfItself() {
    Stock stock = Stock.chain();
    stock.leaf().signer(Stock.STRANGER);
    stock.isRefused(Reason.SIGNATURE_INVALID, 1);
    stock.leaf().with("iss", "\"" + Jwk.thumbprintUri(Stock.STRANGER.publicKey()) + "\"");
    stock.isRefused(Reason.SIGNATURE_INVALID, 1);
    stock.leaf().signer(Stock.ISSUER);
    stock.isRefused(Reason.SIGNATURE_INVALID, 1);
  }

  @Test
  void childThatNamesAnotherSigner_isNotTheHolders() {
    Stock stock = Stock.chain();
    stock.leaf().with("iss", "\"" + Jwk.thumbprintUri(Stock.STRANGER.publicKey()) + "\"");
    stock.isRefused(Reason.NOT_THE_HOLDER, 1);
    stock.leaf().with("iss", "\"https://auth.example.com\"");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 1);
  }

  @Test
  void rootIssuer_isAUri() {
    Stock stock = Stock.chain();
    stock.root().with("iss", "\"urn:example:issuer\"");
    stock.isPermitted();
    for (String other : List.of("\"\"", "\"auth\"", "\"/auth\"", "\"http://a b\"", "7")) {
      stock.root().with("iss", other);
      stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
    }
  }

  @Test
  void oneBitOfASignature_isEnough() {
    Stock stock = Stock.chain();
    List<String> chain = stock.compact();
    Stock.requireRefused(
        stock.verdict(List.of(flipped(chain.get(0)), chain.get(1)), stock.proof.compact()),
        Reason.ROOT_NOT_ANCHORED,
        OptionalInt.of(0));
    Stock.requireRefused(
        stock.verdict(List.of(chain.get(0), flipped(chain.get(1))), stock.proof.compact()),
        Reason.SIGNATURE_INVALID,
        OptionalInt.of(1));
    Stock.requireRefused(
        stock.verdict(chain, flipped(stock.proof.compact())), Reason.SIGNATURE_INVALID, NOWHERE);
  }

  /** Every other character in every place of every text; each is noticed. */
  @Test
  void anyOtherCharacter_anywhere_isRefused() {
    Stock stock = Stock.chain();
    List<String> chain = stock.compact();
    String proof = stock.proof.compact();
    for (int token = 0; token < 3; token++) {
      String compact = token == 2 ? proof : chain.get(token);
      for (int at = 0; at < compact.length(); at++) {
        char other = compact.charAt(at) == 'A' ? 'B' : 'A';
        String altered = compact.substring(0, at) + other + compact.substring(at + 1);
        AatVerdict verdict =
            token == 2
                ? stock.verdict(chain, altered)
                : stock.verdict(
                    token == 0 ? List.of(altered, chain.get(1)) : List.of(chain.get(0), altered),
                    proof);
        assertThat(verdict.permitted()).as("text %d, character %d", token, at).isFalse();
      }
    }
  }

  private static String flipped(String compact) {
    int dot = compact.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(compact.substring(dot + 1));
    signature[7] ^= 1;
    return compact.substring(0, dot + 1) + Bytes.of(signature).base64Url();
  }

  @Test
  void chainInAnotherOrder_isRefused() {
    Stock stock = Stock.chain();
    List<String> reversed = new ArrayList<>(stock.compact());
    Collections.reverse(reversed);
    Stock.requireRefused(
        stock.verdict(reversed, stock.proof.compact()),
        Reason.ROOT_NOT_ANCHORED,
        OptionalInt.of(0));
  }

  @Test
  void leafAlone_isNoChain_evenToWhoeverTrustsItsSigner() {
    Stock stock = Stock.chain();
    List<String> leaf = List.of(stock.compact().get(1));
    Stock.requireRefused(
        stock.verdict(leaf, stock.proof.compact()), Reason.ROOT_NOT_ANCHORED, OptionalInt.of(0));
    stock.verifier = AatVerifier.trusting(Stock.PLANNER.publicKey());
    Stock.requireRefused(
        stock.verdict(leaf, stock.proof.compact()), Reason.CLAIMS_MALFORMED, OptionalInt.of(0));
  }

  @Test
  void hopLeftOut_isRefused() {
    Stock stock = Stock.chain().derive("third", Stock.STRANGER, "{}");
    stock
        .leaf()
        .tools(
            "{\"read_file\":{\"path\":{\"constraint_type\":\"exact\",\"value\":\"/data/q3-report.pdf\"}}}");
    stock.isPermitted();
    List<String> chain = stock.compact();
    Stock.requireRefused(
        stock.verdict(List.of(chain.get(0), chain.get(2)), stock.proof.compact()),
        Reason.SIGNATURE_INVALID,
        OptionalInt.of(1));
  }

  /** One key holds two tokens of the same shape: a child of one is no child of the other. */
  @Test
  void hopSwappedForASisterOfTheSameHolder_isRefused() {
    Stock stock = Stock.chain();
    List<String> chain = stock.compact();
    String proof = stock.proof.compact();
    stock.root().with("jti", "\"sister\"");
    String sister = stock.compact().get(0);
    Stock.requireRefused(
        stock.verdict(List.of(sister, chain.get(1)), proof),
        Reason.PARENT_MISMATCH,
        OptionalInt.of(1));
  }

  @Test
  void parentHash_isThatOfTheSigningInput() throws Exception {
    Stock stock = Stock.chain();
    String root = stock.compact().get(0);
    byte[] payload =
        Base64.getUrlDecoder().decode(root.substring(root.indexOf('.') + 1, root.lastIndexOf('.')));
    var sha256 = java.security.MessageDigest.getInstance("SHA-256");
    stock.leaf().parent(Bytes.of(sha256.digest(payload)).base64Url());
    stock.isRefused(Reason.PARENT_MISMATCH, 1);
    byte[] all = root.getBytes(StandardCharsets.US_ASCII);
    stock.leaf().parent(Bytes.of(sha256.digest(all)).base64Url());
    stock.isRefused(Reason.PARENT_MISMATCH, 1);
    stock.leaf().parent(Stock.hash(root));
    stock.isPermitted();
    stock.leaf().parent(Stock.hash(root) + "=");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 1);
    stock.leaf().without("par_hash");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 1);
  }

  @Test
  void rootWithAParent_isNone() {
    Stock stock = Stock.chain();
    stock.root().with("par_hash", "\"" + "A".repeat(43) + "\"");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
  }

  /** The other signature of the same ECDSA token: the same statement, so the same parent. */
  @Test
  void malleatedParent_isTheSameParent() {
    InMemorySigner issuer = Stock.es(5);
    Stock stock = Stock.chain();
    stock.verifier = AatVerifier.trusting(issuer.publicKey());
    stock.root().signer(issuer);
    stock.isPermitted();
    List<String> chain = new ArrayList<>(stock.compact());
    String root = chain.get(0);
    int dot = root.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(root.substring(dot + 1));
    BigInteger order =
        new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    BigInteger s = new BigInteger(1, java.util.Arrays.copyOfRange(signature, 32, 64));
    byte[] other = order.subtract(s).toByteArray();
    for (int i = 0; i < 32; i++) {
      int from = other.length - 32 + i;
      signature[32 + i] = from < 0 ? 0 : other[from];
    }
    chain.set(0, root.substring(0, dot + 1) + Bytes.of(signature).base64Url());
    assertThat(chain.get(0)).isNotEqualTo(root);
    Stock.requirePermitted(stock.verdict(chain, stock.proof.compact()));
  }

  @Test
  void labelTwice_isRefused() {
    Stock stock = Stock.chain();
    stock.leaf().with("jti", "\"root\"");
    stock.proof.with("aat_id", "\"root\"");
    stock.isRefused(Reason.GRANT_ID_REUSED, 1);
    stock.leaf().with("jti", "\"\"");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 1);
    stock.leaf().with("jti", "7");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 1);
  }
}
