package dev.delegationledger.aat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.model.Reason;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs of possession that are for something else, and calls that are not what was signed. */
final class PossessionTest {
  private static final OptionalInt NOWHERE = OptionalInt.empty();

  @Test
  void proofByAnotherKey_isRefused() {
    Stock stock = Stock.chain();
    for (InMemorySigner other : List.of(Stock.PLANNER, Stock.ISSUER, Stock.STRANGER)) {
      stock.proof.signer(other);
      stock.isRefused(Reason.SIGNATURE_INVALID);
    }
  }

  @Test
  void proofForAnotherToken_isRefused() {
    Stock stock = Stock.chain();
    stock.proof.with("aat_id", "\"root\"");
    stock.isRefused(Reason.GRANT_ID_MISMATCH);
  }

  @Test
  void proofForAnotherCall_isRefused() {
    Stock stock =
        Stock.of("{\"read_file\":{},\"write_file\":{}}", "{\"read_file\":{},\"write_file\":{}}");
    stock.isPermitted();
    stock.tool = "write_file";
    stock.isRefused(Reason.POP_MISMATCH);
    stock.tool = "read_file";
    for (String other :
        List.of(
            "{}",
            "{\"path\":\"/data/q4-report.pdf\"}",
            "{\"path\":\"/data/q3-report.pdf\",\"x\":1}")) {
      stock.arguments = other;
      stock.isRefused(Reason.POP_MISMATCH);
    }
  }

  @Test
  void argumentsOutOfScope_areRefusedBeforeTheProofIsRead() {
    Stock stock = Stock.chain();
    stock.proof.signer(Stock.STRANGER);
    stock.arguments = "{\"path\":\"/etc/passwd\"}";
    stock.isRefused(Reason.ARGUMENT_OUT_OF_SCOPE, 1);
    stock.arguments = "{}";
    stock.isRefused(Reason.ARGUMENT_MISSING, 1);
    stock.arguments = "{\"path\":\"/data/q3-report.pdf\",\"mode\":\"w\"}";
    stock.isRefused(Reason.ARGUMENT_NOT_GRANTED, 1);
    stock.tool = "write_file";
    stock.isRefused(Reason.TOOL_NOT_GRANTED, 1);
  }

  @Test
  void argumentsInAnotherOrderOrSpelling_areTheSame() {
    Stock stock =
        Stock.of("{\"t\":{}}", "{\"t\":{}}").call("t", "{\"a\":1,\"b\":{\"x\":0.5,\"y\":[]}}");
    stock.arguments = "{\"b\":{\"y\":[],\"x\":5e-1},\"a\":1.0}";
    stock.isPermitted();
    stock.arguments = "{\"b\":{\"y\":[],\"x\":\"0.5\"},\"a\":1}";
    stock.isRefused(Reason.POP_MISMATCH);
  }

  /** As binary fractions they would be the same number. */
  @Test
  void argumentsThatDifferInTheLastDigit_differ() {
    Stock stock = Stock.of("{\"t\":{}}", "{\"t\":{}}").call("t", "{\"a\":12345678901234568000}");
    stock.arguments = "{\"a\":12345678901234567890}";
    stock.isRefused(Reason.POP_MISMATCH);
  }

  @Test
  void proofInAnotherSpelling_isRefused() {
    Stock stock = Stock.of("{\"t\":{}}", "{\"t\":{}}").call("t", "{\"a\":1,\"b\":2}");
    stock.isPermitted();
    for (String other :
        List.of(
            "{\"b\":2,\"a\":1}",
            "{\"a\":1.0,\"b\":2}",
            "{\"a\": 1,\"b\":2}",
            "{\"\\u0061\":1,\"b\":2}")) {
      stock.proof.with("hta", other);
      stock.isRefused(Reason.CLAIMS_MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jti", "iat", "aat_id", "aat_tool", "hta"})
  void proofWithoutARequiredClaim_isRefused(String claim) {
    Stock stock = Stock.chain();
    stock.proof.without(claim);
    stock.isRefused(Reason.CLAIMS_MALFORMED);
  }

  @Test
  void proofForAnotherAudience_isRefused_whereOneIsDemanded() {
    Stock stock = Stock.chain();
    stock.isPermitted();
    assertThat(stock.verdict().notPerformedCodes()).contains("audience");
    stock.verifier = stock.verifier.forAudience(Stock.AUDIENCE);
    stock.isPermitted();
    assertThat(stock.verdict().performedCodes()).contains("audience");
    stock.verifier = stock.verifier.forAudience(Stock.AUDIENCE + "/");
    stock.isRefused(Reason.AUDIENCE_MISMATCH);
    stock.proof.without("aat_aud");
    stock.isRefused(Reason.AUDIENCE_MISMATCH);
  }

  @Test
  void tokenForAnotherAudience_isRefused_whereOneIsDemanded() {
    Stock stock = Stock.chain();
    stock.root().with("aud", "\"https://elsewhere.example\"");
    stock.isPermitted();
    stock.verifier = stock.verifier.forAudience(Stock.AUDIENCE);
    stock.isRefused(Reason.AUDIENCE_MISMATCH, 0);
    stock.root().with("aud", "[\"https://elsewhere.example\",\"" + Stock.AUDIENCE + "\"]");
    stock.leaf().with("aud", "\"" + Stock.AUDIENCE + "\"");
    stock.isPermitted();
    stock.leaf().with("aud", "[]");
    stock.isRefused(Reason.AUDIENCE_MISMATCH, 1);
    stock.leaf().with("aud", "7");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 1);
  }

  /** Two tokens of one holder with one label: what names the leaf by hash tells them apart. */
  @Test
  void proofThatNamesTheLeafByHash_isForThatLeafAlone() {
    Stock stock = Stock.chain();
    stock.proof.with("aat_hash", "\"" + Stock.hash(stock.compact().get(1)) + "\"");
    stock.isPermitted();
    stock.leaf().with("exp", "1741603599");
    stock.isRefused(Reason.GRANT_ID_MISMATCH);
    stock.proof.with("aat_hash", "\"short\"");
    stock.isRefused(Reason.CLAIMS_MALFORMED);
  }

  @Test
  void tokenInThePlaceOfAProof_isRefused() {
    Stock stock = Stock.chain().withoutLeaf();
    Stock.Claims token = Stock.chain().leaf();
    token.with("par_hash", "\"" + "A".repeat(43) + "\"");
    Stock.requireRefused(
        stock.verdict(stock.compact(), token.compact()), Reason.CLAIMS_MALFORMED, NOWHERE);
  }
}
