package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import dev.delegationledger.entry.Tier;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * Beside each of {@link RequestRefusals} an entry that comes close to it and is admitted: the fault
 * alone refuses.
 */
final class RequestNeighbours {
  private RequestNeighbours() {}

  static List<RegistryCase> cases() {
    return Stream.of(calls(), answers()).flatMap(List::stream).toList();
  }

  private static List<RegistryCase> calls() {
    return List.of(
        draft(Reason.CONTEXT_MISSING, "both are stated", r -> r.refund().by(r.reconKey)),
        draft(
            Reason.CONTEXT_OUT_OF_SCOPE,
            "a key beyond those that the grants state",
            r -> r.refund().context("destination", "anywhere").by(r.reconKey)),
        draft(Reason.CONTEXT_NOT_DISCLOSED, "all is seen", r -> r.refund().by(r.reconKey)),
        draft(
            Reason.USES_EXHAUSTED,
            "the tenth of ten uses",
            r -> {
              for (int i = 0; i < 9; i++) {
                r.ledger.append(r.refund().by(r.reconKey));
              }
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.SPEND_PER_ACTION,
            "as much as one action may spend",
            r -> {
              Requested large = asked(calm(r), 400_000);
              r.approve(large, r.frankKey);
              return Action.of(large).by(r.payerKey);
            }),
        draft(
            Reason.SPEND_EXHAUSTED,
            "the last unit of the total",
            r -> {
              calm(r);
              for (int i = 0; i < 6; i++) {
                r.ledger.append(pay(r, 99_999).by(r.reconKey));
              }
              Requested large = asked(r, 400_000);
              r.approve(large, r.frankKey);
              r.ledger.append(Action.of(large).by(r.payerKey));
              return pay(r, 6).by(r.reconKey);
            }),
        draft(Reason.AMOUNT_INVALID, "one unit", r -> pay(calm(r), 1).by(r.reconKey)),
        draft(
            Reason.AMOUNT_INVALID,
            "one unit, with a digit after the point",
            r -> call(calm(r)).arg("amount", new BigDecimal("1.0")).by(r.reconKey)),
        draft(
            Reason.APPROVAL_MISSING,
            "at the last millisecond of the approval",
            r -> {
              Requested asked = approved(r);
              r.time.move(ofHours(8));
              return Action.of(asked).by(r.reconKey);
            }),
        draft(
            Reason.APPROVAL_MISSING,
            "an approver who left the group since",
            r -> {
              Requested asked = approved(r);
              r.ledger.append(
                  Group.replacing(r.controllers)
                      .member(r.dave)
                      .onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.dave)
                      .expiresIn(ofDays(60))
                      .by(r.hr));
              return Action.of(asked).by(r.reconKey);
            }),
        draft(
            Reason.REQUEST_MISMATCH,
            "exactly what was approved",
            r -> Action.of(approved(r)).by(r.reconKey)),
        draft(
            Reason.REQUEST_LIFETIME,
            "a request for a week",
            r -> r.payment(84_000).expiresIn(ofDays(7)).by(r.reconKey)),
        draft(
            Reason.REQUEST_EXPIRED,
            "a millisecond before the request's end",
            r -> {
              Requested asked = r.requested(84_000);
              r.time.move(ofHours(20));
              r.approve(asked, r.carolKey);
              r.time.move(ofHours(4).minus(ofMillis(1)));
              return Action.of(asked).by(r.reconKey);
            }),
        draft(
            Reason.REQUEST_DENIED,
            "another request than the one that was denied",
            r -> {
              r.ledger.append(Approval.of(r.requested(84_000)).deny().by(r.carolKey));
              return Action.of(approved(r)).by(r.reconKey);
            }),
        draft(
            Reason.REQUEST_USED,
            "another request than the one that was used",
            r -> {
              r.paid();
              return Action.of(approved(r)).by(r.reconKey);
            }));
  }

  private static List<RegistryCase> answers() {
    return List.of(
        draft(
            Reason.NOT_APPROVABLE,
            "a yes to a revocation with a successor",
            r ->
                Approval.of(r.ledger.append(Revocation.of(r.erin).successor(r.bob).by(r.hr)))
                    .approve()
                    .by(r.bobKey)),
        draft(
            Reason.NOT_APPROVABLE,
            "a yes to a transfer",
            r ->
                Approval.of(r.ledger.append(Transfer.of(r.payer).to(r.bob).by(r.janeKey)))
                    .approve()
                    .by(r.bobKey)),
        draft(
            Reason.NOT_APPROVABLE,
            "a yes to a root grant with a quorum",
            r ->
                Approval.of(r.ledger.append(r.rootGrant().quorum(r.controllers, 1).by(r.janeKey)))
                    .approve()
                    .by(r.daveKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a controller who is not on call",
            r -> Approval.of(r.requested(84_000)).approve().by(r.daveKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "the data approver, of a large payment",
            r -> Approval.of(r.requested(100_000)).approve().by(r.frankKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a colleague of the human at the root",
            r -> {
              r.ledger.append(
                  Policy.of()
                      .tool("erp:pay", Tier.HIGH)
                      .otherwise(Tier.LOW)
                      .tier(Tier.HIGH, Approvals.of(1).from(r.team).validFor(ofHours(8)))
                      .by(r.hr));
              return Approval.of(r.requested(84_000)).approve().by(r.bobKey);
            }),
        draft(
            Reason.APPROVAL_REPEATED,
            "another human's yes",
            r -> Approval.of(approved(r)).approve().by(r.daveKey)),
        draft(
            Reason.APPROVAL_REPEATED,
            "the same human's yes to another request",
            r -> {
              approved(r);
              return Approval.of(r.requested(84_000)).approve().by(r.carolKey);
            }));
  }

  private static Action call(Registry r) {
    return Action.under(r.child)
        .tool("erp:pay")
        .arg("vendor", "V-7")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  private static Action pay(Registry r, long amount) {
    return call(r).arg("amount", amount);
  }

  private static Requested asked(Registry r, long amount) {
    return r.ledger.append(Registry.payment(r.root, amount).by(r.payerKey));
  }

  private static Requested approved(Registry r) {
    Requested asked = r.requested(84_000);
    r.approve(asked, r.carolKey);
    return asked;
  }

  /** A policy that demands nothing. */
  private static Registry calm(Registry r) {
    r.ledger.append(Policy.of().otherwise(Tier.LOW).by(r.hr));
    return r;
  }
}
