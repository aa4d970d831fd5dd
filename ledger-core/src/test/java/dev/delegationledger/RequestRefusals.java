package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.ForgedAction;
import dev.delegationledger.testing.Registry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What is wrong with a request, an approval, a context, or an action that a limit stops. */
final class RequestRefusals {
  private RequestRefusals() {}

  static List<RegistryCase> cases() {
    return List.of(
        draft(
            Reason.CONTEXT_MISSING,
            "no environment",
            r -> refund(r).audience(Registry.SERVER).by(r.reconKey)),
        draft(
            Reason.CONTEXT_MISSING,
            "no tool server",
            r -> refund(r).context("environment", "production").by(r.reconKey)),
        draft(
            Reason.CONTEXT_OUT_OF_SCOPE,
            "another environment",
            r ->
                refund(r)
                    .audience(Registry.SERVER)
                    .context("environment", "staging")
                    .by(r.reconKey)),
        draft(
            Reason.CONTEXT_OUT_OF_SCOPE,
            "another tool server",
            r ->
                refund(r)
                    .audience("https://erp.example.org")
                    .context("environment", "production")
                    .by(r.reconKey)),
        entry(
            Reason.CONTEXT_NOT_DISCLOSED,
            "a hidden environment",
            r ->
                Forge.of(r.ledger.sign(r.refund().by(r.reconKey)))
                    .withoutDisclosures()
                    .by(r.reconKey)),
        draft(
            Reason.USES_EXHAUSTED,
            "the eleventh of ten uses",
            r -> {
              for (int i = 0; i < 10; i++) {
                r.ledger.append(r.refund().by(r.reconKey));
              }
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.SPEND_PER_ACTION,
            "one unit above what one action may spend",
            r -> pay(calm(r).root, 400_001).by(r.payerKey)),
        draft(
            Reason.SPEND_EXHAUSTED,
            "one unit above the total",
            r -> {
              calm(r);
              for (int i = 0; i < 6; i++) {
                r.ledger.append(pay(r.child, 99_999).by(r.reconKey));
              }
              Requested large = r.ledger.append(Registry.payment(r.root, 400_000).by(r.payerKey));
              r.approve(large, r.frankKey);
              r.ledger.append(Action.of(large).by(r.payerKey));
              return pay(r.child, 7).by(r.reconKey);
            }),
        draft(
            Reason.AMOUNT_INVALID,
            "a payment of nothing",
            r -> pay(calm(r).child, 0).by(r.reconKey)),
        draft(
            Reason.AMOUNT_INVALID,
            "a payment of half a unit",
            r -> pay(calm(r).child).arg("amount", new BigDecimal("0.5")).by(r.reconKey)),
        draft(
            Reason.APPROVAL_MISSING,
            "a payment that nobody was asked for",
            r -> pay(r.child, 84_000).by(r.reconKey)),
        draft(
            Reason.APPROVAL_MISSING,
            "a request that nobody answered",
            r -> Action.of(r.requested(84_000)).by(r.reconKey)),
        draft(
            Reason.APPROVAL_MISSING,
            "one millisecond after the approval's end",
            r -> {
              Requested asked = r.requested(84_000);
              r.approve(asked, r.carolKey);
              r.time.move(ofHours(8).plus(ofMillis(1)));
              return Action.of(asked).by(r.reconKey);
            }),
        draft(
            Reason.APPROVAL_MISSING,
            "an approver who was revoked since",
            r -> {
              Requested asked = r.requested(84_000);
              r.approve(asked, r.carolKey);
              r.ledger.append(Revocation.of(r.carol).by(r.hr));
              return Action.of(asked).by(r.reconKey);
            }),
        draft(
            Reason.REQUEST_MISMATCH,
            "one unit more than was approved",
            r -> {
              Requested asked = r.requested(84_000);
              r.approve(asked, r.carolKey);
              return pay(r.child, 84_001).request(asked).by(r.reconKey);
            }),
        entry(
            Reason.REQUEST_MISMATCH,
            "the same values under other digests",
            r -> {
              Requested asked = r.requested(84_000);
              r.approve(asked, r.carolKey);
              return ForgedAction.of(
                      r.ledger.sign(
                          pay(r.child, 84_000).intent("settle invoice 2231").by(r.reconKey)))
                  .with(a -> a.request = Optional.of(asked.hash()))
                  .by(r.reconKey);
            }),
        draft(
            Reason.REQUEST_LIFETIME,
            "a request for a week and a second",
            r -> r.payment(84_000).expiresIn(ofDays(7).plusSeconds(1)).by(r.reconKey)),
        entry(
            Reason.REQUEST_LIFETIME,
            "a request for no time at all",
            r -> {
              long now = Registry.BEGIN.getEpochSecond();
              return Forge.of(r.ledger.sign(r.payment(84_000).by(r.reconKey)))
                  .set("exp", now)
                  .by(r.reconKey);
            }),
        entry(
            Reason.REQUEST_EXPIRED,
            "a request that is over when it comes",
            r -> {
              var asked = r.ledger.sign(r.payment(84_000).by(r.reconKey));
              r.time.move(ofDays(1));
              return asked;
            }),
        draft(
            Reason.REQUEST_EXPIRED,
            "a request that ends this second",
            r -> {
              Requested asked = r.requested(84_000);
              r.time.move(ofHours(20));
              r.approve(asked, r.carolKey);
              r.time.move(ofHours(4));
              return Action.of(asked).by(r.reconKey);
            }),
        draft(
            Reason.REQUEST_EXPIRED,
            "an answer to a request that ends this second",
            r -> {
              Requested asked = r.requested(84_000);
              r.time.move(ofDays(1));
              return Approval.of(asked).approve().by(r.carolKey);
            }),
        draft(
            Reason.REQUEST_DENIED,
            "a request that was denied",
            r -> Action.of(denied(r)).by(r.reconKey)),
        draft(
            Reason.REQUEST_DENIED,
            "a yes after a no",
            r -> Approval.of(denied(r)).approve().by(r.daveKey)),
        draft(
            Reason.REQUEST_USED,
            "a request for a second action",
            r -> Action.of(used(r)).by(r.reconKey)),
        draft(
            Reason.REQUEST_USED,
            "an answer to a request that was used",
            r -> Approval.of(used(r)).deny().by(r.daveKey)),
        draft(
            Reason.NOT_APPROVABLE,
            "a yes to a grant without quorum",
            r -> Approval.of(r.root).approve().by(r.carolKey)),
        draft(
            Reason.NOT_APPROVABLE,
            "a yes to an action",
            r -> Approval.of(r.ledger.append(r.refund().by(r.reconKey))).approve().by(r.carolKey)),
        draft(
            Reason.NOT_APPROVABLE,
            "a yes to a revocation without successor",
            r ->
                Approval.of(r.ledger.append(Revocation.of(r.child).by(r.payerKey)))
                    .approve()
                    .by(r.carolKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a human whom no demand names",
            r -> Approval.of(r.requested(84_000)).approve().by(r.bobKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a human whose demand does not apply",
            r -> Approval.of(r.requested(84_000)).approve().by(r.frankKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "the human at the root",
            r -> {
              r.ledger.append(janeToo(r));
              return Approval.of(r.requested(84_000)).approve().by(r.janeKey);
            }),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "the agent itself",
            r -> Approval.of(r.requested(84_000)).approve().by(r.reconKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "the delegating agent",
            r -> Approval.of(r.requested(84_000)).approve().by(r.payerKey)),
        draft(
            Reason.APPROVAL_REPEATED,
            "a second yes",
            r -> {
              Requested asked = r.requested(84_000);
              r.approve(asked, r.carolKey);
              return Approval.of(asked).approve().by(r.carolKey);
            }),
        draft(
            Reason.APPROVAL_REPEATED,
            "a no after one's yes",
            r -> {
              Requested asked = r.requested(84_000);
              r.approve(asked, r.carolKey);
              return Approval.of(asked).deny().by(r.carolKey);
            }));
  }

  /** A policy that names the human at the root among the approvers. */
  private static Draft<? extends Recorded> janeToo(Registry r) {
    return Policy.of()
        .tool("erp:pay", Tier.HIGH)
        .otherwise(Tier.LOW)
        .tier(Tier.HIGH, Approvals.of(1).from(r.jane, r.carol).validFor(ofHours(8)))
        .by(r.hr);
  }

  private static Action refund(Registry r) {
    return Action.under(r.child).tool("erp:refund").arg("id", "R-1");
  }

  private static Action pay(Granted grant, long amount) {
    return pay(grant).arg("amount", amount);
  }

  private static Action pay(Granted grant) {
    return Action.under(grant)
        .tool("erp:pay")
        .arg("vendor", "V-7")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  /** A policy that demands nothing. */
  private static Registry calm(Registry r) {
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    return r;
  }

  private static Requested denied(Registry r) {
    Requested asked = r.requested(84_000);
    r.ledger.append(Approval.of(asked).deny().by(r.carolKey));
    return asked;
  }

  private static Requested used(Registry r) {
    Requested asked = r.requested(84_000);
    r.approve(asked, r.carolKey);
    r.ledger.append(Action.of(asked).by(r.reconKey));
    return asked;
  }
}
