package dev.delegationledger.aat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a verdict on tokens says, and of what it is not asked. */
final class AatVerdictTest {
  @Test
  void unknownClaims_areIgnoredAndNamed() {
    Stock stock = Stock.chain();
    stock.root().with("sub", "\"somebody\"");
    stock.leaf().with("tenant", "{\"id\":7}");
    stock.proof.with("nonce", "\"n\"");
    AatVerdict verdict = stock.verdict();
    Stock.requirePermitted(verdict);
    assertThat(verdict.ignoredClaims()).containsExactly("nonce", "sub", "tenant");
    assertThat(verdict.chain().get(1).ignored()).containsExactly("tenant");
  }

  /** A grant of a ledger is bounded by what only the ledger knows: this door is no way round it. */
  @Test
  void grantOfALedger_isNotJudgedHere() {
    Stock stock = Stock.chain();
    stock.leaf().with("dl", "{\"limits\":{\"uses\":1},\"v\":1}");
    stock.isRefused(Reason.LEDGER_TERMS, 1);
    stock = Stock.chain();
    stock.root().with("dl", "{}");
    stock.isRefused(Reason.LEDGER_TERMS, 0);
    assertThat(stock.verdict().finding()).isEqualTo(AatVerdict.Finding.UNDECIDED);
  }

  @Test
  void verdict_saysWhatWasCheckedAndWhatWasNot() {
    Stock stock = Stock.chain();
    assertThat(stock.verdict().performedCodes())
        .containsExactly(
            "chain-size",
            "token-form",
            "signatures",
            "root",
            "token-times",
            "parent-links",
            "attenuation",
            "scope",
            "possession",
            "freshness");
    assertThat(stock.verdict().notPerformedCodes())
        .startsWith("audience")
        .anyMatch(line -> line.startsWith("replay: "))
        .anyMatch(line -> line.startsWith("revocation: "))
        .anyMatch(line -> line.startsWith("human: "));
    stock.leaf().with("exp", "1741603601");
    AatVerdict refused = stock.verdict();
    assertThat(refused.failedCodes()).containsExactly("attenuation");
    assertThat(refused.performedCodes()).containsExactly("chain-size", "root");
    assertThat(refused.chain()).hasSize(1);
  }

  @Test
  void callArguments_areCopied_andWellFormed() {
    AatCall call = new AatCall("t", Map.of("b", Value.of(1), "a", Value.NULL));
    assertThat(call.arguments().keySet()).containsExactly("a", "b");
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class,
                () -> new AatCall("t", Map.of("\ud800", Value.NULL))))
        .isNotNull();
  }
}
