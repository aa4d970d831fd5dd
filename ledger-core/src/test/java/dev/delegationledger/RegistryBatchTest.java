package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In one batch each entry is judged after those before it: limits, approvals and closings too. */
final class RegistryBatchTest {
  private final Registry r = Registry.open();

  @AfterEach
  void theWholeLedger_isSound() {
    assertThat(r.audit().findings()).isEmpty();
    r.ledger.close();
  }

  private long size() {
    return r.ledger.checkpoint().checkpoint().size();
  }

  private void refused(Reason reason, Consumer<AppendBatch> entries) {
    long before = size();
    AppendRefused refused =
        catchThrowableOfType(
            AppendRefused.class,
            () ->
                r.ledger.appendAll(
                    batch -> {
                      entries.accept(batch);
                      return Boolean.TRUE;
                    }));
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
    assertThat(size()).isEqualTo(before);
  }

  private Requested ask(AppendBatch batch) {
    return batch.add(r.payment(84_000).by(r.reconKey));
  }

  @Test
  void aRequestItsApprovalAndItsAction_fitInOneBatch() {
    Acted paid =
        r.ledger.appendAll(
            batch -> {
              Requested asked = ask(batch);
              batch.add(Approval.of(asked).approve().by(r.carolKey));
              return batch.add(Action.of(asked).by(r.reconKey));
            });
    assertThat(r.refusal(paid)).isEmpty();
  }

  @Test
  void anApprovalAfterItsAction_comesTooLate() {
    refused(
        Reason.APPROVAL_MISSING,
        batch -> {
          Requested asked = ask(batch);
          batch.add(Action.of(asked).by(r.reconKey));
          batch.add(Approval.of(asked).approve().by(r.carolKey));
        });
  }

  @Test
  void twoActionsOfOneRequest_areOneTooMany() {
    refused(
        Reason.REQUEST_USED,
        batch -> {
          Requested asked = ask(batch);
          batch.add(Approval.of(asked).approve().by(r.carolKey));
          batch.add(Action.of(asked).by(r.reconKey));
          batch.add(Action.of(asked).by(r.reconKey));
        });
  }

  @Test
  void aDenialAfterAnApproval_endsTheRequest() {
    refused(
        Reason.REQUEST_DENIED,
        batch -> {
          Requested asked = ask(batch);
          batch.add(Approval.of(asked).approve().by(r.carolKey));
          batch.add(Approval.of(asked).deny().by(r.daveKey));
          batch.add(Action.of(asked).by(r.reconKey));
        });
  }

  @Test
  void twoAnswersOfOneHuman_areOneTooMany() {
    refused(
        Reason.APPROVAL_REPEATED,
        batch -> {
          Requested asked = ask(batch);
          batch.add(Approval.of(asked).approve().by(r.carolKey));
          batch.add(Approval.of(asked).approve().because("again").by(r.carolKey));
        });
  }

  @Test
  void elevenOfTenUses_areOneTooMany() {
    refused(
        Reason.USES_EXHAUSTED,
        batch -> {
          for (int i = 0; i < 11; i++) {
            batch.add(r.refund().by(r.reconKey));
          }
        });
    r.ledger.appendAll(
        batch -> {
          for (int i = 0; i < 10; i++) {
            batch.add(r.refund().by(r.reconKey));
          }
          return Boolean.TRUE;
        });
    assertThat(r.admission(r.refund().by(r.reconKey))).contains(Reason.USES_EXHAUSTED);
  }

  @Test
  void whatFollowsASuspension_isRefusedUntilTheResumption() {
    refused(
        Reason.ENROLMENT_SUSPENDED,
        batch -> {
          batch.add(Suspension.of(r.payer).by(r.carolKey));
          batch.add(r.refund().by(r.reconKey));
        });
    Acted action =
        r.ledger.appendAll(
            batch -> {
              batch.add(Suspension.of(r.payer).by(r.carolKey));
              batch.add(Resumption.of(r.payer).by(r.janeKey));
              return batch.add(r.refund().by(r.reconKey));
            });
    assertThat(r.refusal(action)).isEmpty();
  }

  @Test
  void whatFollowsACompromise_isRefused() {
    long last = r.child.receipt().record().index();
    refused(
        Reason.KEY_COMPROMISED,
        batch -> {
          batch.add(Compromise.of(r.recon).lastGood(last).by(r.janeKey));
          batch.add(r.refund().by(r.reconKey));
        });
  }
}
