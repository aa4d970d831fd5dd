package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;
import static java.time.Duration.ofDays;

import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.List;

/** What is wrong with closing, opening and compromises, and what was closed. */
final class ClosingRefusals {
  private ClosingRefusals() {}

  static List<RegistryCase> cases() {
    return List.of(
        draft(
            Reason.GRANT_SUSPENDED,
            "a yes to a request under a suspended grant",
            r -> {
              Requested request = r.requested(84_000);
              r.ledger.append(Suspension.of(r.child).by(r.payerKey));
              return Approval.of(request).approve().by(r.carolKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "an outcome under a service's rotated key",
            r -> {
              Acted refund = r.ledger.append(r.refund().by(r.reconKey));
              r.ledger.append(Enrol.rotation(r.erp).key(r.key()).by(r.erpKey));
              return Outcome.succeeded(refund).by(r.erp, r.erpKey);
            }),
        draft(
            Reason.GRANT_SUSPENDED,
            "a grant that is suspended",
            r -> {
              r.ledger.append(Suspension.of(r.child).by(r.payerKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GRANT_SUSPENDED,
            "a root grant that is suspended",
            r -> {
              r.ledger.append(Suspension.of(r.root).by(r.janeKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GRANT_COMPLETED,
            "a grant whose task is done",
            r -> {
              r.ledger.append(Completion.of(r.child).by(r.reconKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GRANT_COMPLETED,
            "a grant below one whose task is done",
            r -> {
              r.ledger.append(Completion.of(r.root).by(r.payerKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GRANT_SUPERSEDED,
            "a grant whose renewal closed it",
            r -> {
              r.ledger.append(r.childGrant().closing(r.child).by(r.payerKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.ENROLMENT_SUSPENDED,
            "an agent that is suspended",
            r -> {
              r.ledger.append(Suspension.of(r.recon).by(r.carolKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.ENROLMENT_SUSPENDED,
            "a spawner that is suspended",
            r -> {
              r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.ENROLMENT_SUSPENDED,
            "an operator that is suspended",
            r -> {
              r.ledger.append(Suspension.of(r.acme).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.ARCHETYPE_SUSPENDED,
            "an archetype that is suspended",
            r -> {
              r.ledger.append(Suspension.of(r.archetype).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.ARCHETYPE_REVOKED,
            "an archetype that was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.archetype).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "an owning group that was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.team).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a key that was rotated",
            r -> {
              r.ledger.append(Enrol.rotation(r.recon).key(r.key()).by(r.reconKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "a key that was compromised",
            r -> {
              r.ledger.append(Compromise.of(r.recon).lastGood(index(r.child)).by(r.janeKey));
              return r.refund().by(r.reconKey);
            }),
        draft(Reason.NOT_SUSPENDABLE, "a suspended human", r -> Suspension.of(r.jane).by(r.hr)),
        draft(Reason.NOT_SUSPENDABLE, "a suspended service", r -> Suspension.of(r.erp).by(r.hr)),
        entry(
            Reason.NOT_SUSPENDABLE,
            "a suspended rotation",
            r -> {
              Enrolled next = r.ledger.append(Enrol.rotation(r.recon).key(r.key()).by(r.reconKey));
              return Forge.of(r.ledger.sign(Suspension.of(r.recon).by(r.janeKey)))
                  .set("dl/target", next.hash().base64Url())
                  .by(r.janeKey);
            }),
        draft(
            Reason.SUSPENDER_WITHOUT_STANDING,
            "a grant suspended by an authority",
            r -> Suspension.of(r.child).by(r.hr)),
        draft(
            Reason.SUSPENDER_WITHOUT_STANDING,
            "an agent suspended by its provisioner",
            r -> Suspension.of(r.payer).by(r.erinKey)),
        draft(
            Reason.SUSPENDER_WITHOUT_STANDING,
            "a spawner suspended by what it spawned",
            r -> Suspension.of(r.payer).by(r.reconKey)),
        draft(
            Reason.TRIGGER_UNKNOWN,
            "a trigger that the agent does not state",
            r -> Suspension.of(r.payer).trigger("weather").by(r.carolKey)),
        draft(
            Reason.TRIGGER_UNKNOWN,
            "a trigger of a grant",
            r -> Suspension.of(r.root).trigger("anomaly").by(r.janeKey)),
        draft(
            Reason.NOT_SUSPENDED,
            "what was never suspended",
            r -> Resumption.of(r.payer).by(r.janeKey)),
        draft(
            Reason.NOT_SUSPENDED,
            "what was resumed already",
            r -> {
              r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
              r.ledger.append(Resumption.of(r.payer).by(r.janeKey));
              return Resumption.of(r.payer).by(r.carolKey);
            }),
        draft(
            Reason.NOT_SUSPENDED,
            "what was revoked while suspended",
            r -> {
              r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
              r.ledger.append(Revocation.of(r.payer).by(r.carolKey));
              return Resumption.of(r.payer).by(r.janeKey);
            }),
        draft(
            Reason.RESUMER_WITHOUT_STANDING,
            "a member who is not on call",
            r -> Resumption.of(suspended(r)).by(r.bobKey)),
        draft(
            Reason.RESUMER_WITHOUT_STANDING,
            "an authority for an agent",
            r -> Resumption.of(suspended(r)).by(r.hr)),
        draft(
            Reason.RESUMER_WITHOUT_STANDING,
            "the agent itself",
            r -> Resumption.of(suspended(r)).by(r.payerKey)),
        draft(
            Reason.RESUMER_WITHOUT_STANDING,
            "the human who gave it, for a grant of a service",
            r -> {
              Granted given = r.ledger.append(r.rootGrant(r.erp).by(r.janeKey));
              r.ledger.append(Suspension.of(given).by(r.janeKey));
              return Resumption.of(given).by(r.janeKey);
            }),
        draft(
            Reason.RESUMER_WITHOUT_STANDING,
            "a human for an organisation",
            r -> {
              r.ledger.append(Suspension.of(r.acme).by(r.hr));
              return Resumption.of(r.acme).by(r.janeKey);
            }),
        draft(
            Reason.COMPLETER_WITHOUT_STANDING,
            "the owner's colleague",
            r -> Completion.of(r.child).by(r.bobKey)),
        draft(
            Reason.COMPLETER_WITHOUT_STANDING,
            "the holder of the one, not of the other",
            r -> Completion.of(r.child, r.root).by(r.reconKey)),
        draft(
            Reason.TASKS_DIFFER,
            "grants of two tasks",
            r -> {
              Granted other =
                  r.ledger.append(
                      Grant.to(r.payer)
                          .task("T-18", "another")
                          .tool("erp:refund", t -> t.any("id"))
                          .expiresIn(ofDays(1))
                          .by(r.janeKey));
              return Completion.of(r.root, other).by(r.janeKey);
            }),
        draft(
            Reason.DECLARER_WITHOUT_STANDING,
            "a human's own key",
            r -> Compromise.of(r.jane).lastGood(index(r.jane)).by(r.janeKey)),
        draft(
            Reason.DECLARER_WITHOUT_STANDING,
            "an agent's own key",
            r -> Compromise.of(r.recon).lastGood(index(r.child)).by(r.reconKey)),
        draft(
            Reason.DECLARER_WITHOUT_STANDING,
            "another's recovery key",
            r -> Compromise.of(r.bob).lastGood(index(r.bob)).by(r.janeRecoveryKey)),
        draft(
            Reason.LAST_GOOD_INVALID,
            "a key that was good before it was enrolled",
            r -> Compromise.of(r.recon).lastGood(index(r.recon) - 1).by(r.janeKey)),
        draft(
            Reason.LAST_GOOD_INVALID,
            "a key that is still good",
            r -> Compromise.of(r.recon).lastGood(size(r)).by(r.janeKey)),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "a third of two spawned agents",
            r -> {
              r.ledger.append(Enrol.agent("second").key(r.key()).by(r.payerKey));
              return Enrol.agent("third").key(r.key()).by(r.payerKey);
            }));
  }

  private static Enrolled suspended(Registry r) {
    r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
    return r.payer;
  }

  private static long index(Recorded entry) {
    return entry.receipt().record().index();
  }

  private static long size(Registry r) {
    return r.ledger.checkpoint().checkpoint().size();
  }
}
