package dev.delegationledger.aat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.model.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each limit of the draft at its bound and one past it. */
final class LimitsTest {
  private static final long DAYS_90 = 90L * 24 * 60 * 60;
  private static final int TOKEN = 65_536;
  private static final int CHAIN = 262_144;

  /** Makes a token exactly {@code length} characters long, by a claim that has no meaning. */
  private static String padded(Stock.Claims token, int length) {
    for (int kid = 0; kid < 4; kid++) {
      token.header("{\"alg\":\"EdDSA\",\"kid\":\"" + "k".repeat(kid) + "\"}");
      token.with("x_padding", "\"\"");
      int missing = length - token.compact().length();
      for (int letters = Math.max(0, missing * 3 / 4 - 3); letters <= missing; letters++) {
        token.with("x_padding", "\"" + "p".repeat(letters) + "\"");
        int got = token.compact().length();
        if (got == length) {
          return token.compact();
        } else if (got > length) {
          break;
        }
      }
    }
    throw new AssertionError("no token of " + length + " characters");
  }

  @Test
  void token_has64KibAtMost() {
    Stock stock = Stock.chain().withoutLeaf();
    padded(stock.root(), TOKEN);
    stock.isPermitted();
    assertThat(padded(stock.root(), TOKEN + 1)).hasSize(TOKEN + 1);
    stock.isRefused(Reason.ENTRY_MALFORMED, 0);
  }

  @Test
  void proofOfPossession_has64KibAtMost() {
    Stock stock = Stock.chain();
    padded(stock.proof, TOKEN);
    stock.isPermitted();
    padded(stock.proof, TOKEN + 1);
    stock.isRefused(Reason.ENTRY_MALFORMED);
  }

  @Test
  void chain_has256KibAtMost() {
    Stock stock = Stock.chain();
    String tools = stock.leaf().claim("authorization_details");
    stock.root().with("del_max_depth", "5");
    stock.leaf().with("del_max_depth", "5");
    for (int i = 2; i < 5; i++) {
      stock.derive("t" + i, Stock.ed(10 + i), "{}");
      stock.leaf().with("authorization_details", tools);
    }
    for (int i = 0; i < 4; i++) {
      // par_hash has a length of its own; it is put in again by compact()
      stock.tokens.get(i).with("x_padding", "\"" + "p".repeat(45_000) + "\"");
    }
    List<String> chain = stock.compact();
    int others = chain.subList(0, 4).stream().mapToInt(String::length).sum();
    padded(stock.leaf(), CHAIN - others);
    assertThat(stock.compact().stream().mapToInt(String::length).sum()).isEqualTo(CHAIN);
    stock.isPermitted();
    padded(stock.leaf(), CHAIN + 1 - others);
    assertThat(stock.compact().stream().mapToInt(String::length).sum()).isEqualTo(CHAIN + 1);
    stock.isRefused(Reason.CHAIN_TOO_LARGE);
  }

  private static Stock ofLength(int tokens) {
    Stock stock = Stock.of("{\"t\":{}}", "{\"t\":{}}").call("t", "{}");
    stock.root().with("del_max_depth", "31");
    stock.leaf().with("del_max_depth", "31");
    for (int i = 2; i < tokens; i++) {
      stock.derive(
          "t" + i, InMemorySigner.ed25519(Stock.ed(20 + i).exportPrivateKey()), "{\"t\":{}}");
    }
    return stock;
  }

  @Test
  void chain_has32TokensAtMost_andOne() {
    ofLength(32).isPermitted();
    ofLength(33).isRefused(Reason.CHAIN_TOO_LONG);
    Stock stock = Stock.chain();
    Stock.requireRefused(
        stock.verdict(List.of(), stock.proof.compact()),
        Reason.ENTRY_MALFORMED,
        OptionalInt.empty());
  }

  @Test
  void greatestDepth_is31() {
    Stock stock = Stock.chain();
    stock.root().with("del_max_depth", "31");
    stock.isPermitted();
    stock.root().with("del_max_depth", "32");
    stock.isRefused(Reason.DEPTH_EXCEEDED, 0);
  }

  @Test
  void depth_isAtMostWhatBothAllow() {
    Stock stock = Stock.chain();
    stock.root().with("del_max_depth", "1");
    stock.leaf().with("del_max_depth", "1");
    stock.isPermitted();
    stock.leaf().with("del_max_depth", "0");
    stock.isRefused(Reason.DEPTH_EXCEEDED, 1);
    stock.leaf().with("del_max_depth", "2");
    stock.isRefused(Reason.DEPTH_WIDENED, 1);
    stock.root().with("del_max_depth", "0");
    stock.leaf().with("del_max_depth", "1");
    stock.isRefused(Reason.DEPTH_EXCEEDED, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "2"})
  void depth_isTheParentsPlusOne(String depth) {
    Stock stock = Stock.chain();
    stock.leaf().with("del_depth", depth);
    stock.isRefused(Reason.DEPTH_MISMATCH, 1);
  }

  @Test
  void depthOfARoot_is0() {
    Stock stock = Stock.chain();
    stock.root().with("del_depth", "1");
    stock.leaf().with("del_depth", "2");
    stock.isRefused(Reason.DEPTH_MISMATCH, 0);
    stock.root().with("del_depth", "false");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
    stock.root().with("del_depth", "-1");
    stock.isRefused(Reason.CLAIMS_MALFORMED, 0);
  }

  @Test
  void lifetime_is90DaysAtMost_and1SecondAtLeast() {
    Stock stock = Stock.chain();
    stock.root().with("exp", String.valueOf(1_741_600_000 + DAYS_90));
    stock.isPermitted();
    stock.root().with("exp", String.valueOf(1_741_600_000 + DAYS_90 + 1));
    stock.isRefused(Reason.LIFETIME_EXCEEDED, 0);
    Stock late = Stock.chain().withoutLeaf();
    late.root().with("iat", "1741600300").with("exp", "1741600301");
    late.isPermitted();
    late.root().with("exp", "1741600300");
    late.isRefused(Reason.LIFETIME_EXCEEDED, 0);
  }

  @Test
  void token_hasEndedAtExactlyItsEnd() {
    Stock stock = Stock.chain();
    stock.leaf().with("exp", String.valueOf(Stock.NOW + 1));
    stock.isPermitted();
    stock.at = Instant.ofEpochMilli(Stock.NOW * 1000 + 999);
    stock.isPermitted();
    stock.at = Instant.ofEpochSecond(Stock.NOW + 1);
    stock.isRefused(Reason.GRANT_EXPIRED, 1);
  }

  @Test
  void token_mayBe30SecondsAhead() {
    Stock stock = Stock.chain();
    String ahead = String.valueOf(Stock.NOW + 30);
    stock.leaf().with("iat", ahead);
    stock.isPermitted();
    stock.at = Instant.ofEpochMilli(Stock.NOW * 1000 - 1);
    stock.isRefused(Reason.ISSUED_IN_FUTURE, 1);
    stock.at = Instant.ofEpochSecond(Stock.NOW);
    stock.root().with("iat", ahead);
    stock.isPermitted();
    stock.root().with("iat", String.valueOf(Stock.NOW + 31));
    stock.isRefused(Reason.ISSUED_IN_FUTURE, 0);
  }

  @Test
  void child_neitherOutlivesNorPredatesItsParent() {
    Stock stock = Stock.chain();
    stock.root().with("exp", "1741603599");
    stock.leaf().with("exp", "1741603599");
    stock.isPermitted();
    stock.leaf().with("exp", "1741603600");
    stock.isRefused(Reason.OUTLIVES_PARENT, 1);
    stock = Stock.chain();
    stock.leaf().with("iat", "1741599999");
    stock.isRefused(Reason.PREDATES_PARENT, 1);
  }

  @Test
  void notBefore_isRespectedWhereATokenStatesIt() {
    Stock stock = Stock.chain();
    stock.leaf().with("nbf", String.valueOf(Stock.NOW));
    stock.isPermitted();
    stock.leaf().with("nbf", String.valueOf(Stock.NOW + 1));
    stock.isRefused(Reason.GRANT_NOT_YET_VALID, 1);
  }

  @Test
  void constraint_nests32DeepAtMost() {
    Stock.ofConstraints(nested(32), nested(32), "5").isPermitted();
    Stock.ofConstraints(nested(33), nested(33), "5").isRefused(Reason.CLAIMS_MALFORMED, 0);
    Stock.ofConstraints("{\"constraint_type\":\"wildcard\"}", nested(33), "5")
        .isRefused(Reason.CLAIMS_MALFORMED, 1);
  }

  private static String nested(int depth) {
    String constraint = "{\"constraint_type\":\"exact\",\"value\":5}";
    for (int i = 1; i < depth; i++) {
      constraint = "{\"constraint_type\":\"all\",\"constraints\":[" + constraint + "]}";
    }
    return constraint;
  }

  @Test
  void proofOfPossession_isWithin30SecondsEitherWay() {
    List<Long> within = new ArrayList<>(List.of(-30_000L, -1L, 0L, 30_000L));
    for (long age : within) {
      Stock stock = Stock.chain();
      stock.at = Instant.ofEpochMilli(Stock.NOW * 1000 + age);
      stock.isPermitted();
    }
    for (long age : List.of(-30_001L, 30_001L)) {
      Stock stock = Stock.chain();
      stock.at = Instant.ofEpochMilli(Stock.NOW * 1000 + age);
      stock.isRefused(Reason.POP_STALE);
    }
  }

  @Test
  void proofOfPossession_thatStatesItsOwnEnd_hasEndedThen() {
    Stock stock = Stock.chain();
    stock.proof.with("exp", String.valueOf(Stock.NOW + 1));
    stock.isPermitted();
    stock.proof.with("exp", String.valueOf(Stock.NOW));
    stock.isRefused(Reason.POP_STALE);
    stock = Stock.chain();
    stock.proof.with("nbf", String.valueOf(Stock.NOW));
    stock.isPermitted();
    stock.proof.with("nbf", String.valueOf(Stock.NOW + 1));
    stock.isRefused(Reason.POP_STALE);
  }
}
