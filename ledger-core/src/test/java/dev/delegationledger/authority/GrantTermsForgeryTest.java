package dev.delegationledger.authority;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.Action;
import dev.delegationledger.Approval;
import dev.delegationledger.Approvals;
import dev.delegationledger.Enrol;
import dev.delegationledger.Enrolled;
import dev.delegationledger.Grant;
import dev.delegationledger.Granted;
import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.crypto.Signer;
import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** No grant loosens a term of one above it, stated there or further up. */
final class GrantTermsForgeryTest {
  private final Registry r = Registry.open();

  private Optional<Reason> used(Granted grant, Signer holder) {
    return r.refusal(r.ledger.append(refund(grant).by(holder)));
  }

  private static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  private Grant child() {
    return r.root.narrowTo(r.recon).tool("erp:refund").expiresIn(ofHours(1));
  }

  private void proven(Grant grant) {
    assertThat(used(r.ledger.append(grant.by(r.payerKey)), r.reconKey)).isEmpty();
  }

  private void refused(Reason reason, Grant grant) {
    refused(reason, r.ledger.sign(grant.by(r.payerKey)), r.reconKey);
  }

  private void refused(Reason reason, SignedEntry grant, Signer holder) {
    assertThat(r.admission(grant)).contains(reason);
    r.turnRogue();
    assertThat(used((Granted) r.ledger.append(grant), holder)).contains(reason);
  }

  @Test
  void asManyUsesAsTheParent_areProvenAndOneMore_isRefused() {
    proven(child().uses(10));
    refused(Reason.LIMIT_WIDENED, child().uses(11));
  }

  @Test
  void asMuchToSpendAsTheParent_isProvenAndOneMore_isRefused() {
    proven(child().spend("EUR", 1_000_000).free("erp:refund"));
    refused(Reason.LIMIT_WIDENED, child().spend("EUR", 1_000_001).free("erp:refund"));
  }

  @Test
  void asMuchPerActionAsTheParent_isProvenAndOneMore_isRefused() {
    proven(child().spend("EUR", 1_000).perAction(400_000).free("erp:refund"));
    refused(
        Reason.LIMIT_WIDENED, child().spend("EUR", 1_000).perAction(400_001).free("erp:refund"));
  }

  @Test
  void anotherCurrency_isRefused() {
    refused(Reason.SPEND_CHANGED, child().spend("USD", 1).free("erp:refund"));
  }

  @Test
  void anotherAmountArgument_isRefused() {
    refused(Reason.SPEND_CHANGED, child().spend("EUR", 1).amount("erp:refund", "/id"));
  }

  @Test
  void toolThatDoesNotSayWhatItSpends_isRefused() {
    SignedEntry good = r.ledger.sign(child().spend("EUR", 1).free("erp:refund").by(r.payerKey));
    refused(
        Reason.AMOUNT_UNDECLARED,
        Forge.of(good).json("dl/limits/spend/amounts", "{}").by(r.payerKey),
        r.reconKey);
  }

  @Test
  void contextWithinTheParents_isProvenAndAnother_isRefused() {
    proven(child().context(c -> c.exact("environment", "production")));
    refused(
        Reason.CONTEXT_WIDENED, child().context(c -> c.oneOf("environment", "production", "test")));
  }

  @Test
  void contextThatNobodyStated_narrows() {
    assertThat(r.admission(child().context(c -> c.exact("dataset", "x")).by(r.payerKey))).isEmpty();
  }

  @Test
  void anotherToolServer_isRefused() {
    refused(Reason.CONTEXT_WIDENED, child().audience(Registry.SERVER, "https://evil.example"));
  }

  @Test
  void grantBelowOneThatIsSilent_isBoundByTheGrantAboveThat() {
    Granted silent = r.ledger.append(child().delegable(1).by(r.payerKey));
    Grant uses = silent.narrowTo(r.erp).tool("erp:refund").uses(10);
    assertThat(used(r.ledger.append(uses.by(r.reconKey)), r.erpKey)).isEmpty();
    Grant context = silent.narrowTo(r.erp).tool("erp:refund").context(c -> c.any("environment"));
    assertThat(r.admission(context.by(r.reconKey))).contains(Reason.CONTEXT_WIDENED);
    SignedEntry task =
        r.ledger.sign(silent.narrowTo(r.erp).tool("erp:refund").task("T-170", "x").by(r.reconKey));
    assertThat(r.admission(task)).contains(Reason.TASK_WIDENED);
    SignedEntry wider =
        r.ledger.sign(silent.narrowTo(r.erp).tool("erp:refund").uses(11).by(r.reconKey));
    refused(Reason.LIMIT_WIDENED, wider, r.erpKey);
  }

  @Test
  void beginningBeforeAGrantAbove_isRefused() {
    var begin = r.time.instant().plus(ofHours(1));
    Granted later = r.ledger.append(r.rootGrant().notBefore(begin).by(r.janeKey));
    r.time.move(ofHours(1));
    Grant same = later.narrowTo(r.recon).tool("erp:refund").notBefore(begin);
    assertThat(r.admission(same.by(r.payerKey))).isEmpty();
    refused(
        Reason.PREDATES_PARENT,
        later.narrowTo(r.recon).tool("erp:refund").notBefore(begin.minusSeconds(1)));
  }

  @Test
  void demandOnAnOrganisation_isRefused() {
    refused(Reason.APPROVER_WITHOUT_STANDING, child().approval(Approvals.of(1).from(r.acme)));
  }

  @Test
  void quorumBelowTheRoot_isRefused() {
    refused(Reason.QUORUM_NOT_ROOT, child().quorum(r.controllers, 1));
  }

  @Test
  void quorumThatItsGroupCannotReach_isRefused() {
    SignedEntry three = r.ledger.sign(r.rootGrant().quorum(r.controllers, 3).by(r.janeKey));
    refused(Reason.QUORUM_NOT_ROOT, three, r.payerKey);
  }

  @Test
  void quorumOfTwo_isReachedByTwoMembersAndNotByOne() {
    Granted grant = r.ledger.append(r.rootGrant().quorum(r.controllers, 2).by(r.janeKey));
    r.approve(grant, r.carolKey);
    assertThat(r.admission(refund(grant).by(r.payerKey))).contains(Reason.QUORUM_MISSING);
    r.approve(grant, r.daveKey);
    assertThat(used(grant, r.payerKey)).isEmpty();
  }

  @Test
  void quorumOfOneMemberWithTwoKeys_isNone() {
    Granted grant = r.ledger.append(r.rootGrant().quorum(r.controllers, 2).by(r.janeKey));
    r.approve(grant, r.carolKey);
    InMemorySigner next = r.key();
    r.ledger.append(Enrol.rotation(r.carol).key(next).by(r.carolKey));
    r.turnRogue();
    r.approve(grant, next);
    r.approve(grant, next);
    assertThat(used(grant, r.payerKey)).contains(Reason.QUORUM_MISSING);
  }

  @Test
  void quorumOfStrangers_isNone() {
    Granted grant = r.ledger.append(r.rootGrant().quorum(r.controllers, 2).by(r.janeKey));
    r.approve(grant, r.carolKey);
    assertThat(r.admission(Approval.of(grant).approve().by(r.janeKey)))
        .contains(Reason.APPROVER_WITHOUT_STANDING);
    r.turnRogue();
    r.approve(grant, r.janeKey);
    r.approve(grant, r.erinKey);
    assertThat(used(grant, r.payerKey)).contains(Reason.QUORUM_MISSING);
  }

  @Test
  void approvalAfterTheAction_comesTooLate() {
    Granted grant = r.ledger.append(r.rootGrant().quorum(r.controllers, 1).by(r.janeKey));
    r.turnRogue();
    var action = r.ledger.append(refund(grant).by(r.payerKey));
    r.approve(grant, r.carolKey);
    assertThat(r.refusal(action)).contains(Reason.QUORUM_MISSING);
    assertThat(used(grant, r.payerKey)).isEmpty();
  }

  @Test
  void approvalOfAnotherGrant_isNone() {
    Granted small = r.ledger.append(r.rootGrant().quorum(r.controllers, 1).by(r.janeKey));
    Granted large = r.ledger.append(r.rootGrant().quorum(r.controllers, 1).by(r.janeKey));
    r.approve(small, r.carolKey);
    assertThat(used(small, r.payerKey)).isEmpty();
    r.turnRogue();
    assertThat(used(large, r.payerKey)).contains(Reason.QUORUM_MISSING);
  }

  @Test
  void renewalForAnotherDelegate_isRefused() {
    assertThat(r.admission(r.rootGrant().replacing(r.root).by(r.janeKey))).isEmpty();
    SignedEntry forged = r.ledger.sign(r.rootGrant(r.recon).replacing(r.root).by(r.janeKey));
    assertThat(r.admission(forged)).contains(Reason.RENEWAL_MISMATCH);
  }

  @Test
  void renewalByAnotherHuman_isRefused() {
    SignedEntry forged = r.ledger.sign(r.rootGrant().replacing(r.root).by(r.bobKey));
    assertThat(r.admission(forged)).contains(Reason.RENEWAL_MISMATCH);
  }

  @Test
  void renewalUnderAnotherParent_isRefused() {
    Granted other = r.ledger.append(r.rootGrant().by(r.janeKey));
    SignedEntry forged =
        r.ledger.sign(other.narrowTo(r.recon).tool("erp:refund").replacing(r.child).by(r.payerKey));
    assertThat(r.admission(forged)).contains(Reason.RENEWAL_MISMATCH);
  }

  @Test
  void renewalWithARotatedKey_isOneOfTheSameDelegate() {
    InMemorySigner next = r.key();
    Enrolled rotated = r.ledger.append(Enrol.rotation(r.payer).key(next).by(r.payerKey));
    Granted renewed =
        r.ledger.append(r.rootGrant(rotated).closing(r.root).expiresIn(ofDays(7)).by(r.janeKey));
    assertThat(used(renewed, next)).isEmpty();
  }

  @Test
  void grantThatItsRenewalClosed_isUsedNoMore() {
    r.ledger.append(r.rootGrant().closing(r.root).by(r.janeKey));
    assertThat(r.admission(refund(r.child).by(r.reconKey))).contains(Reason.GRANT_SUPERSEDED);
    r.turnRogue();
    assertThat(used(r.child, r.reconKey)).contains(Reason.GRANT_SUPERSEDED);
  }
}
