package dev.delegationledger;

import static dev.delegationledger.RefusalCase.draft;
import static dev.delegationledger.RefusalCase.entry;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.ForgedAction;
import dev.delegationledger.testing.TestLedger;
import java.time.Duration;
import java.util.List;

/** What is wrong with an action, an outcome or a revocation. */
final class ActionRefusals {
  private ActionRefusals() {}

  static List<RefusalCase> cases() {
    return List.of(
        draft(
            Reason.TOOL_NOT_GRANTED,
            "a tool that was dropped",
            t -> Action.under(t.spawned()).tool("erp:refund").arg("id", "R-1").by(t.reconKey())),
        draft(
            Reason.ARGUMENT_NOT_GRANTED,
            "one argument more",
            t -> t.payment(1).arg("iban", "DE00").by(t.reconKey())),
        draft(
            Reason.ARGUMENT_MISSING,
            "one argument less",
            t -> Action.under(t.spawned()).tool("erp:pay").arg("amount", 1).by(t.reconKey())),
        draft(Reason.ARGUMENT_OUT_OF_SCOPE, "one unit above the range", t -> t.pay(100_001)),
        draft(Reason.ARGUMENT_OUT_OF_SCOPE, "one unit below the range", t -> t.pay(-1)),
        draft(
            Reason.ARGUMENT_OUT_OF_SCOPE,
            "an amount as a string",
            t ->
                Action.under(t.spawned())
                    .tool("erp:pay")
                    .arg("vendor", "V-7")
                    .arg("amount", "1")
                    .by(t.reconKey())),
        draft(
            Reason.NOT_THE_HOLDER,
            "an action by the delegator",
            t -> t.payment(1).by(t.payerKey())),
        draft(Reason.NOT_THE_HOLDER, "an action by a stranger", t -> t.payment(1).by(t.newKey())),
        entry(
            Reason.GRANT_ID_MISMATCH,
            "the jti of another grant",
            t ->
                ForgedAction.of(t.sign(t.pay(1)))
                    .with(a -> a.grantId = t.root().id())
                    .by(t.reconKey())),
        entry(
            Reason.WRONG_KIND,
            "an enrolment as the grant",
            t ->
                ForgedAction.of(t.sign(t.pay(1)))
                    .with(a -> a.grant = t.recon().hash())
                    .by(t.reconKey())),
        draft(Reason.ACTION_STALE, "61 s on the way", t -> waited(t, 300, ofSeconds(61))),
        draft(Reason.ACTION_STALE, "61 s ahead", t -> waited(t, 300, ofSeconds(-61))),
        draft(Reason.ACTION_EXPIRED, "an end that has come", t -> waited(t, 10, ofSeconds(10))),
        draft(
            Reason.ACTION_LIFETIME,
            "301 s",
            t -> t.payment(1).expiresIn(ofSeconds(301)).by(t.reconKey())),
        entry(
            Reason.ACTION_LIFETIME,
            "no time at all",
            t ->
                ForgedAction.of(t.sign(t.pay(1)))
                    .with(a -> a.expiresAt = a.issuedAt)
                    .by(t.reconKey())),
        draft(
            Reason.GRANT_EXPIRED,
            "the very second in which the grant ends",
            t -> {
              t.clock().set(t.spawned().expiresAt());
              return t.pay(1);
            }),
        draft(
            Reason.GRANT_NOT_YET_VALID,
            "a grant that has not begun",
            t -> {
              Granted later =
                  t.ledger()
                      .append(
                          t.rootGrant()
                              .notBefore(t.clock().instant().plusSeconds(1))
                              .by(t.janeKey()));
              return refund(later).by(t.payerKey());
            }),
        draft(
            Reason.GRANT_REVOKED,
            "a grant that was revoked",
            t -> {
              t.ledger().append(Revocation.of(t.spawned()).by(t.payerKey()));
              return t.pay(1);
            }),
        draft(
            Reason.GRANT_REVOKED,
            "a root grant that was revoked",
            t -> {
              t.ledger().append(Revocation.of(t.root()).by(t.janeKey()));
              return t.pay(1);
            }),
        draft(
            Reason.ENROLMENT_REVOKED,
            "a human who was revoked",
            t -> {
              t.ledger().append(Revocation.of(t.jane()).by(t.hr()));
              return t.pay(1);
            }),
        draft(
            Reason.ENROLMENT_EXPIRED,
            "an agent whose enrolment ended",
            t -> {
              Granted lasting =
                  t.ledger().append(t.rootGrant().expiresIn(ofDays(60)).by(t.janeKey()));
              t.clock().move(ofDays(30));
              return refund(lasting).by(t.payerKey());
            }),
        draft(
            Reason.OUTCOME_ALREADY_RECORDED,
            "a second outcome",
            t -> {
              Permit permit = t.ledger().act(t.pay(1));
              t.ledger().append(permit.succeeded("P-1").by(t.reconKey()));
              return permit.failed("P-1").by(t.reconKey());
            }),
        draft(
            Reason.OUTCOME_WITHOUT_STANDING,
            "an outcome by the delegator",
            t -> t.ledger().act(t.pay(1)).succeeded().by(t.payerKey())),
        draft(
            Reason.OUTCOME_WITHOUT_STANDING,
            "an outcome by a stranger",
            t -> t.ledger().act(t.pay(1)).succeeded().by(t.newKey())),
        draft(
            Reason.OUTCOME_WITHOUT_STANDING,
            "a service that did not sign",
            t -> t.ledger().act(t.pay(1)).succeeded().by(t.service(), t.reconKey())),
        draft(
            Reason.OUTCOME_WITHOUT_STANDING,
            "an organisation as the service",
            t -> t.ledger().act(t.pay(1)).succeeded().by(t.acme(), t.acmeKey())),
        draft(
            Reason.ENROLMENT_REVOKED,
            "a service that was revoked",
            t -> {
              Permit permit = t.ledger().act(t.pay(1));
              t.ledger().append(Revocation.of(t.service()).by(t.hr()));
              return permit.succeeded().by(t.service(), t.serviceKey());
            }),
        draft(
            Reason.UNKNOWN_REFERENCE,
            "an outcome of an action that is not recorded",
            t -> Outcome.succeeded(new Acted(t.sign(t.pay(1)))).by(t.reconKey())),
        draft(
            Reason.REVOKER_WITHOUT_STANDING,
            "a root grant revoked by the holder of its child",
            t -> Revocation.of(t.root()).by(t.reconKey())),
        draft(
            Reason.REVOKER_WITHOUT_STANDING,
            "a human revoked by the agent she owns",
            t -> Revocation.of(t.jane()).by(t.payerKey())),
        draft(
            Reason.REVOKER_WITHOUT_STANDING,
            "a grant revoked by a stranger",
            t -> Revocation.of(t.root()).by(t.newKey())),
        draft(
            Reason.NOT_REVOCABLE,
            "a revoked action",
            t -> Revocation.of(new Granted(t.ledger().append(t.pay(1)).entry())).by(t.reconKey())));
  }

  private static Action refund(Granted grant) {
    return Action.under(grant).tool("erp:refund").arg("id", "R-1");
  }

  /** A payment that was signed, and then waited. */
  private static Draft<Acted> waited(TestLedger t, long lifetime, Duration time) {
    Duration before = time.isNegative() ? time.negated() : Duration.ZERO;
    Draft<Acted> draft = t.payment(1).expiresIn(ofSeconds(lifetime)).by(t.reconKey());
    t.clock().move(before);
    t.sign(draft);
    t.clock().move(time);
    return draft;
  }
}
