package dev.delegationledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.entry.Slot;
import dev.delegationledger.entry.SlotName;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.Value;
import dev.delegationledger.testing.Registry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the builders write of requests, approvals, and what opens and closes. */
final class ApprovalDraftsTest {
  private final Registry r = Registry.open();

  @AfterEach
  void close() {
    r.ledger.close();
  }

  private <S extends Statement> S signed(Draft<?> draft, Class<S> kind) {
    return kind.cast(r.ledger.sign(draft).statement());
  }

  private String reason(Draft<?> draft) {
    return r.ledger.sign(draft).readText(SlotName.REASON).orElseThrow();
  }

  @Test
  void aRequest_hidesItsWholeCall() {
    SignedEntry entry = r.ledger.sign(r.payment(84_000).by(r.reconKey));
    Statement.Request request = (Statement.Request) entry.statement();
    assertThat(request.call().tool()).isEqualTo("erp:pay");
    assertThat(request.call().grant()).isEqualTo(r.child.hash());
    assertThat(request.call().grantId()).isEqualTo(r.child.id());
    assertThat(request.call().audience()).contains(Registry.SERVER);
    assertThat(request.slots())
        .containsOnlyKeys("arguments/amount", "arguments/vendor", "context/environment", "intent");
    assertThat(request.slots().values()).hasOnlyElementsOfType(Slot.Hidden.class);
    assertThat(entry.read("context/environment")).contains(Value.of("production"));
    assertThat(request.expiresAt() - request.issued().issuedAt()).isEqualTo(86_400);
    assertThatIllegalStateException()
        .isThrownBy(() -> Request.under(r.child).by(r.reconKey))
        .withMessageContaining(".tool(");
  }

  @Test
  void theActionOfARequest_repeatsItsCallSlotBySlot() {
    Requested request = r.requested(84_000);
    SignedEntry entry = r.ledger.sign(Action.of(request).by(r.reconKey));
    Statement.Action action = (Statement.Action) entry.statement();
    assertThat(action.call()).isEqualTo(request.statement().call());
    assertThat(action.request()).contains(request.hash());
    assertThat(entry.disclosures()).isEqualTo(request.entry().disclosures());
    assertThat(entry.hiddenSlots()).isEmpty();
  }

  @Test
  void theActionOfARequestThatWasLookedUp_repeatsItToo() {
    Requested request = r.requested(84_000);
    Requested found = (Requested) r.ledger.find(request.hash()).orElseThrow();
    SignedEntry entry = r.ledger.sign(Action.of(found).by(r.reconKey));
    assertThat(entry.disclosures()).isEqualTo(request.entry().disclosures());
  }

  @Test
  void anActionThatNamesARequest_sharesTheSlotsOfEqualValuesOnly() {
    Requested request = r.requested(84_000);
    Action same =
        Action.under(r.child)
            .tool("erp:pay")
            .arg("vendor", "V-7")
            .arg("amount", 84_000)
            .context("environment", "production")
            .audience(Registry.SERVER)
            .intent("settle invoice 2231")
            .request(request);
    assertThat(signed(same.by(r.reconKey), Statement.Action.class).call())
        .isEqualTo(request.statement().call());
    Action other =
        Action.under(r.child)
            .tool("erp:pay")
            .arg("vendor", "V-7")
            .arg("amount", 1)
            .request(request);
    Statement.Action signed = signed(other.by(r.reconKey), Statement.Action.class);
    assertThat(signed.call().arguments().get("vendor"))
        .isEqualTo(request.statement().call().arguments().get("vendor"));
    assertThat(signed.call().arguments().get("amount"))
        .isNotEqualTo(request.statement().call().arguments().get("amount"));
  }

  @Test
  void theActionOfARequest_takesNothingMore() {
    Requested request = r.requested(84_000);
    assertThatIllegalStateException().isThrownBy(() -> Action.of(request).arg("x", 1));
    assertThatIllegalStateException().isThrownBy(() -> Action.of(request).tool("erp:refund"));
    assertThatIllegalStateException().isThrownBy(() -> Action.of(request).context("dataset", "d"));
    assertThatIllegalStateException().isThrownBy(() -> Action.of(request).intent("other"));
    assertThatIllegalStateException().isThrownBy(() -> Action.of(request).request(request));
    Statement.Action action =
        signed(
            Action.of(request).causedBy(request).expiresIn(Duration.ofSeconds(9)).by(r.reconKey),
            Statement.Action.class);
    assertThat(action.causedBy()).contains(request.hash());
    assertThat(action.expiresAt() - action.issued().issuedAt()).isEqualTo(9);
  }

  @Test
  void aContextKeyTwice_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.refund().context("environment", "test"));
  }

  @Test
  void anApproval_saysYesOrNo() {
    Requested request = r.requested(84_000);
    Statement.Approval yes =
        signed(
            Approval.of(request).approve().because("checked").by(r.carolKey),
            Statement.Approval.class);
    assertThat(yes.target()).isEqualTo(request.hash());
    assertThat(yes.approver()).isEqualTo(r.carol.hash());
    assertThat(yes.decision()).isEqualTo(dev.delegationledger.entry.Decision.APPROVE);
    assertThat(yes.reason().orElseThrow()).isInstanceOf(Slot.Hidden.class);
    Statement.Approval no =
        signed(Approval.of(request).deny().by(r.carolKey), Statement.Approval.class);
    assertThat(no.decision()).isEqualTo(dev.delegationledger.entry.Decision.DENY);
    assertThat(no.reason()).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> Approval.of(request).by(r.carolKey))
        .withMessageContaining(".approve(");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> r.ledger.sign(Approval.of(request).approve().by(r.hr)))
        .withMessageContaining("enrolled human");
  }

  @Test
  void aCallThatWaitsForApproval_isPending() {
    Requested request = r.requested(84_000);
    SignedEntry action = r.ledger.sign(Action.of(request).by(r.reconKey));
    Decision.Pending pending = (Decision.Pending) r.ledger.authorize(action);
    assertThat(pending.isPermitted()).isFalse();
    assertThat(pending.reason()).contains(Reason.APPROVAL_MISSING);
    assertThat(pending.refusal().reason()).isEqualTo(Reason.APPROVAL_MISSING);
    assertThat(pending.missing()).isNotEmpty();
    ApprovalPending thrown =
        catchThrowableOfType(ApprovalPending.class, () -> r.ledger.act(action));
    assertThat(thrown.reason()).isEqualTo(Reason.APPROVAL_MISSING);
    assertThat(thrown.missing()).isEqualTo(pending.missing());
    r.approve(request, r.carolKey);
    assertThat(r.ledger.act(action).whole("amount")).isEqualTo(84_000);
  }

  @Test
  void aGrantThatWaitsForItsQuorum_isPending() {
    Granted inert =
        r.ledger.append(
            Grant.to(r.payer)
                .task("T-2", "two of them")
                .tool("erp:refund")
                .quorum(r.controllers, 2)
                .expiresIn(Duration.ofDays(1))
                .by(r.janeKey));
    SignedEntry action = r.ledger.sign(Action.under(inert).tool("erp:refund").by(r.payerKey));
    r.approve(inert, r.carolKey);
    assertThat(r.ledger.authorize(action)).isInstanceOf(Decision.Pending.class);
    assertThat(r.ledger.authorize(action).reason()).contains(Reason.QUORUM_MISSING);
    r.approve(inert, r.daveKey);
    assertThat(r.ledger.authorize(action).isPermitted()).isTrue();
  }

  @Test
  void aTransfer_namesAgentAndOwner() {
    Statement.Transfer transfer =
        signed(
            Transfer.of(r.payer).to(r.controllers).because("moved").by(r.janeKey),
            Statement.Transfer.class);
    assertThat(transfer.agent()).isEqualTo(r.payer.hash());
    assertThat(transfer.owner()).isEqualTo(r.controllers.hash());
    assertThat(reason(Transfer.of(r.payer).to(r.bob).because("moved").by(r.janeKey)))
        .isEqualTo("moved");
    assertThatIllegalStateException()
        .isThrownBy(() -> Transfer.of(r.payer).by(r.janeKey))
        .withMessageContaining(".to(");
  }

  @Test
  void whatIsSaidOfARotatedPrincipal_isSaidOfItsFirstEnrolment() {
    InMemorySigner second = r.key();
    InMemorySigner third = r.key();
    Enrolled newest =
        r.ledger.appendAll(
            batch -> {
              Enrolled two = batch.add(Enrol.rotation(r.payer).key(second).by(r.payerKey));
              Enrolled three = batch.add(Enrol.rotation(two).key(third).by(second));
              batch.add(Suspension.of(three).because("inside a batch").by(r.carolKey));
              return three;
            });
    assertThat(signed(Suspension.of(newest).by(r.carolKey), Statement.Suspension.class).target())
        .isEqualTo(r.payer.hash());
    assertThat(signed(Resumption.of(newest).by(r.carolKey), Statement.Resumption.class).target())
        .isEqualTo(r.payer.hash());
    assertThat(signed(Revocation.of(newest).by(r.janeKey), Statement.Revocation.class).target())
        .isEqualTo(r.payer.hash());
    assertThat(
            signed(Transfer.of(newest).to(r.bob).by(r.janeKey), Statement.Transfer.class).agent())
        .isEqualTo(r.payer.hash());
    assertThat(
            signed(Compromise.of(newest).lastGood(1).by(r.hr), Statement.Compromise.class).target())
        .isEqualTo(newest.hash());
  }

  @Test
  void aSuspension_mayNameItsTrigger() {
    Statement.Suspension suspension =
        signed(Suspension.of(r.payer).trigger("budget").by(r.carolKey), Statement.Suspension.class);
    assertThat(suspension.trigger()).contains("budget");
    assertThat(suspension.reason()).isEmpty();
    assertThat(signed(Suspension.of(r.archetype).by(r.hr), Statement.Suspension.class).target())
        .isEqualTo(r.archetype.hash());
    assertThat(reason(Suspension.of(r.root).because("odd").by(r.janeKey))).isEqualTo("odd");
    assertThat(reason(Resumption.of(r.root).because("fine").by(r.janeKey))).isEqualTo("fine");
    assertThat(signed(Resumption.of(r.archetype).by(r.hr), Statement.Resumption.class).target())
        .isEqualTo(r.archetype.hash());
  }

  @Test
  void aCompletion_namesEveryGrant() {
    Statement.Completion completion =
        signed(
            Completion.of(r.root, r.child).because("paid").by(r.janeKey),
            Statement.Completion.class);
    assertThat(completion.targets()).containsExactly(r.root.hash(), r.child.hash());
    assertThat(reason(Completion.of(r.child).because("paid").by(r.payerKey))).isEqualTo("paid");
    assertThatIllegalArgumentException().isThrownBy(Completion::of);
  }

  @Test
  void aCompromise_namesTheLastGoodRecord() {
    Statement.Compromise compromise =
        signed(
            Compromise.of(r.jane).lastGood(7).because("stolen").by(r.janeRecoveryKey),
            Statement.Compromise.class);
    assertThat(compromise.target()).isEqualTo(r.jane.hash());
    assertThat(compromise.lastGood()).isEqualTo(7);
    assertThat(compromise.reason()).isPresent();
    assertThatIllegalStateException()
        .isThrownBy(() -> Compromise.of(r.jane).by(r.hr))
        .withMessageContaining(".lastGood(");
  }

  @Test
  void aRevocation_mayNameASuccessor() {
    Statement.Revocation revocation =
        signed(Revocation.of(r.erin).successor(r.bob).by(r.hr), Statement.Revocation.class);
    assertThat(revocation.target()).isEqualTo(r.erin.hash());
    assertThat(revocation.successor()).contains(r.bob.hash());
    assertThat(
            signed(Revocation.of(r.erin).successor(r.team).by(r.hr), Statement.Revocation.class)
                .successor())
        .contains(r.team.hash());
    assertThat(signed(Revocation.of(r.team).by(r.hr), Statement.Revocation.class).target())
        .isEqualTo(r.team.hash());
    assertThatIllegalStateException().isThrownBy(() -> Revocation.of(r.root).successor(r.bob));
  }
}
