package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.stream.Stream;

/**
 * Beside each of {@link ClosingRefusals} an entry that comes close to it and is admitted: the fault
 * alone refuses.
 */
final class ClosingNeighbours {
  private ClosingNeighbours() {}

  static List<RegistryCase> cases() {
    return Stream.of(closings(), openings()).flatMap(List::stream).toList();
  }

  private static List<RegistryCase> closings() {
    return List.of(
        draft(
            Reason.GRANT_SUSPENDED,
            "a no to a request under a suspended grant",
            r -> {
              Requested request = r.requested(84_000);
              r.ledger.append(Suspension.of(r.child).by(r.payerKey));
              return Approval.of(request).deny().by(r.carolKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "an outcome under a service's next key",
            r -> {
              Acted refund = r.ledger.append(r.refund().by(r.reconKey));
              InMemorySigner next = r.key();
              Enrolled rotated = r.ledger.append(Enrol.rotation(r.erp).key(next).by(r.erpKey));
              return Outcome.succeeded(refund).by(rotated, next);
            }),
        draft(
            Reason.GRANT_SUSPENDED,
            "a grant that was resumed",
            r -> {
              r.ledger.append(Suspension.of(r.child).by(r.payerKey));
              r.ledger.append(Resumption.of(r.child).by(r.carolKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GRANT_COMPLETED,
            "a grant above one that is done",
            r -> {
              r.ledger.append(Completion.of(r.child).by(r.reconKey));
              return refund(r.root).by(r.payerKey);
            }),
        draft(
            Reason.GRANT_SUPERSEDED,
            "a grant that another replaces and does not close",
            r -> {
              r.ledger.append(r.childGrant().replacing(r.child).by(r.payerKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GRANT_SUPERSEDED,
            "the grant that closed another",
            r -> {
              Granted renewal = r.ledger.append(r.childGrant().closing(r.child).by(r.payerKey));
              return refund(renewal).by(r.reconKey);
            }),
        draft(
            Reason.ENROLMENT_SUSPENDED,
            "a spawner whose spawned agent is suspended",
            r -> {
              r.ledger.append(Suspension.of(r.recon).by(r.carolKey));
              return refund(r.root).by(r.payerKey);
            }),
        draft(
            Reason.ARCHETYPE_SUSPENDED,
            "an archetype that was resumed",
            r -> {
              r.ledger.append(Suspension.of(r.archetype).by(r.hr));
              r.ledger.append(Resumption.of(r.archetype).by(r.hr2));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.ARCHETYPE_REVOKED,
            "another archetype that was revoked",
            r -> {
              Archetyped other = r.ledger.append(Registry.archetype().by(r.hr));
              r.ledger.append(Revocation.of(other).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "a group in a role only",
            r -> {
              r.ledger.append(Revocation.of(r.controllers).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a spawner's key that was rotated",
            r -> {
              r.ledger.append(Enrol.rotation(r.payer).key(r.key()).by(r.payerKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "a key whose compromise came after what it signed, and to which nothing is left to do",
            r -> {
              r.ledger.append(Compromise.of(r.erin).lastGood(size(r) - 1).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.NOT_SUSPENDABLE,
            "a suspended organisation",
            r -> Suspension.of(r.acme).by(r.hr)),
        draft(
            Reason.SUSPENDER_WITHOUT_STANDING,
            "an agent whose enroller was compromised before, suspended all the same",
            r -> {
              r.ledger.append(Compromise.of(r.jane).lastGood(index(r.jane)).by(r.hr));
              return Suspension.of(r.payer).by(r.carolKey);
            }),
        draft(
            Reason.SUSPENDER_WITHOUT_STANDING,
            "a grant suspended by its holder",
            r -> Suspension.of(r.child).by(r.reconKey)),
        draft(
            Reason.TRIGGER_UNKNOWN,
            "a trigger that the agent states",
            r -> Suspension.of(r.payer).trigger("budget").by(r.carolKey)),
        draft(
            Reason.SPAWN_CAP_REACHED,
            "the second of two spawned agents",
            r -> Enrol.agent("second").key(r.key()).by(r.payerKey)));
  }

  private static List<RegistryCase> openings() {
    return List.of(
        draft(
            Reason.NOT_SUSPENDED,
            "what was suspended again",
            r -> {
              r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
              r.ledger.append(Resumption.of(r.payer).by(r.janeKey));
              r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
              return Resumption.of(r.payer).by(r.carolKey);
            }),
        draft(
            Reason.RESUMER_WITHOUT_STANDING,
            "the member who is on call by now",
            r -> {
              r.ledger.append(Suspension.of(r.payer).by(r.carolKey));
              r.time.set(Registry.HANDOVER);
              return Resumption.of(r.payer).by(r.bobKey);
            }),
        draft(
            Reason.RESUMER_WITHOUT_STANDING,
            "an authority for a grant of a service",
            r -> {
              Granted given = r.ledger.append(r.rootGrant(r.erp).by(r.janeKey));
              r.ledger.append(Suspension.of(given).by(r.janeKey));
              r.ledger.append(Resumption.of(given).by(r.hr2));
              return refund(given).by(r.erpKey);
            }),
        draft(
            Reason.COMPLETER_WITHOUT_STANDING,
            "one who holds the one and gave the other",
            r -> Completion.of(r.child, r.root).by(r.payerKey)),
        draft(
            Reason.TASKS_DIFFER,
            "grants of one task",
            r -> {
              Granted other = r.ledger.append(r.rootGrant().by(r.janeKey));
              return Completion.of(r.root, other, r.child).by(r.janeKey);
            }),
        draft(
            Reason.DECLARER_WITHOUT_STANDING,
            "a human's recovery key",
            r -> Compromise.of(r.jane).lastGood(index(r.jane)).by(r.janeRecoveryKey)),
        draft(
            Reason.LAST_GOOD_INVALID,
            "good for nothing but to be enrolled",
            r -> Compromise.of(r.recon).lastGood(index(r.recon)).by(r.bobKey)),
        entry(
            Reason.LAST_GOOD_INVALID,
            "good until right before the declaration",
            r -> r.ledger.sign(Compromise.of(r.recon).lastGood(size(r) - 1).by(r.janeKey))));
  }

  private static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }

  private static long index(Recorded entry) {
    return entry.receipt().record().index();
  }

  private static long size(Registry r) {
    return r.ledger.checkpoint().checkpoint().size();
  }
}
