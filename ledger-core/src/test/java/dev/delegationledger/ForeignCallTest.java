package dev.delegationledger;

import static dev.delegationledger.ForeignCallCases.AUDIENCE;
import static dev.delegationledger.ForeignCallCases.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.aat.AatVerdict;
import dev.delegationledger.authority.JudgedForeignCall;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.ForeignTokens;
import dev.delegationledger.testing.Registry;
import dev.delegationledger.view.StoredLedger;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A call that tokens of another program permitted is evidence in the ledger. */
final class ForeignCallTest {
  private final Registry r = Registry.open();

  private Recorded recorded(String id) {
    return r.ledger.append(ForeignCallCases.call(r, id).by(ISSUER.publicKey(), r.erp, r.erpKey));
  }

  private JudgedForeignCall judged(Recorded call) {
    try {
      StoredLedger stored = r.ledger.stored();
      return Rules.ofLedger(stored.identity(), stored)
          .asOf(stored, stored.head().size())
          .foreignCall(call.receipt().record().index());
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itIsRecordedWithItsTokens_andJudgedAgainLongAfterTheyEnded() {
    Recorded call = recorded("pop-1");
    r.time.move(Duration.ofDays(1));
    JudgedForeignCall judged = judged(call);
    assertThat(judged.finding()).isEmpty();
    assertThat(judged.service()).contains(r.erp.id());
    assertThat(judged.position().index()).isEqualTo(call.receipt().record().index());
    AatVerdict verdict = judged.verdict().orElseThrow();
    assertThat(verdict.permitted()).isTrue();
    assertThat(verdict.chain()).hasSize(2);
    assertThat(verdict.call().arguments()).isEqualTo(ForeignTokens.arguments(100).members());
    Statement.ForeignCall statement = judged.statement();
    assertThat(statement.anchor()).isEqualTo(ISSUER.publicKey());
    assertThat(statement.audience()).contains(AUDIENCE);
    assertThat(statement.holder()).isEqualTo(Jwk.thumbprint(ForeignCallCases.WORKER.publicKey()));
    assertThat(r.audit().findings()).isEmpty();
  }

  @Test
  void oneProofOfPossession_opensTheToolOnce() {
    recorded("pop-1");
    AppendRefused refused = catchThrowableOfType(AppendRefused.class, () -> recorded("pop-1"));
    assertThat(refused.reason()).isEqualTo(Reason.JTI_REUSED);
    recorded("pop-2");
    assertThat(r.audit().findings()).isEmpty();
  }

  @Test
  void oneProofOfPossession_isUsedOnceInABatchToo() {
    AppendRefused refused =
        catchThrowableOfType(
            AppendRefused.class,
            () ->
                r.ledger.appendAll(
                    batch -> {
                      batch.add(
                          ForeignCallCases.call(r, "pop-1")
                              .by(ISSUER.publicKey(), r.erp, r.erpKey));
                      return batch.add(
                          ForeignCallCases.call(r, "pop-1")
                              .by(ISSUER.publicKey(), r.erp, r.erpKey));
                    }));
    assertThat(refused.reason()).isEqualTo(Reason.JTI_REUSED);
  }

  @Test
  void erased_itIsUndecidedAndNotBroken_andItsProofStaysUsed() {
    Recorded call = recorded("pop-1");
    r.ledger.append(Erasure.of(call).by(r.hr));
    JudgedForeignCall judged = judged(call);
    assertThat(judged.finding().map(Refusal::reason)).contains(Reason.ARGUMENT_NOT_DISCLOSED);
    assertThat(judged.verdict()).isEmpty();
    assertThat(r.audit().findings()).isEmpty();
    AppendRefused refused = catchThrowableOfType(AppendRefused.class, () -> recorded("pop-1"));
    assertThat(refused.reason()).isEqualTo(Reason.JTI_REUSED);
  }

  @Test
  void whatWasNotPermitted_isNoEvidence() {
    String proof = ForeignCallCases.proof(r, "pop-1", 101);
    AatVerdict refused = ForeignCallCases.verdict(r, proof, 101);
    assertThat(refused.permitted()).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForeignCall.of(refused, ForeignCallCases.tokens(r).chain(), proof))
        .withMessageContaining("permitted");
  }

  @Test
  void whatWasPresented_isHiddenInOneSlot() {
    Recorded call = recorded("pop-1");
    assertThat(call.entry().disclosures()).containsOnlyKeys(SlotName.PRESENTED);
    Value presented =
        Objects.requireNonNull(call.entry().disclosures().get(SlotName.PRESENTED)).value();
    assertThat(((Value.Obj) presented).members())
        .containsOnlyKeys("tokens", "possession", "arguments");
    assertThat(new String(call.entry().payload(), java.nio.charset.StandardCharsets.UTF_8))
        .contains(ForeignTokens.TOOL)
        .doesNotContain("amount");
  }
}
