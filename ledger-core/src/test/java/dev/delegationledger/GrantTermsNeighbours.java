package dev.delegationledger;

import static dev.delegationledger.GrantTermsRefusals.child;
import static dev.delegationledger.GrantTermsRefusals.grandchild;
import static dev.delegationledger.GrantTermsRefusals.quorum;
import static dev.delegationledger.GrantTermsRefusals.refund;
import static dev.delegationledger.RegistryCase.draft;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.delegationledger.crypto.InMemorySigner;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.stream.Stream;

/** Beside what {@link GrantTermsRefusals} shows: the same without the fault, which is admitted. */
final class GrantTermsNeighbours {
  private GrantTermsNeighbours() {}

  static List<RegistryCase> cases() {
    return Stream.of(signers(), quorums(), limits(), contexts(), renewals())
        .flatMap(List::stream)
        .toList();
  }

  private static List<RegistryCase> signers() {
    return List.of(
        draft(
            Reason.KEY_ROTATED,
            "a root grant by the next key, to the next key",
            r -> {
              InMemorySigner next = r.key();
              r.ledger.append(Enrol.rotation(r.jane).key(next).by(r.janeKey));
              return r.rootGrant(RegistryRefusals.rotate(r, r.payer, r.payerKey)).by(next);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a rotated key hands off to the next",
            r ->
                r.root
                    .narrowTo(RegistryRefusals.rotate(r, r.payer, r.payerKey))
                    .tool("erp:refund")
                    .by(r.payerKey)),
        draft(
            Reason.KEY_COMPROMISED,
            "what the key signed while it was good",
            r -> {
              Granted beside = r.ledger.append(r.rootGrant(r.erp).by(r.janeKey));
              long good = beside.receipt().record().index();
              r.ledger.append(Compromise.of(r.bob).lastGood(good).by(r.hr));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "a grant to an agent with another owner than the group that was revoked",
            r -> {
              Enrolled other = r.ledger.append(r.agent().owner(r.bob).key(r.key()).by(r.bobKey));
              r.ledger.append(Revocation.of(r.team).by(r.hr));
              return r.rootGrant(other).by(r.janeKey);
            }),
        draft(
            Reason.EXCEEDS_ENTITLEMENT,
            "as much as the first key might grant, by the next",
            r -> {
              InMemorySigner key = r.key();
              Enrolled sam =
                  r.ledger.append(
                      Enrol.human().name("Sam Ray").mayGrant("erp:refund").key(key).by(r.hr));
              InMemorySigner next = r.key();
              r.ledger.append(Enrol.rotation(sam).key(next).by(key));
              return RegistryRefusals.refund(r.payer).by(next);
            }),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a demand on a human and on a group",
            r ->
                child(r)
                    .approval(Approvals.of(1).from(r.bob), Approvals.of(2).from(r.controllers))
                    .by(r.payerKey)));
  }

  private static List<RegistryCase> quorums() {
    return List.of(
        draft(
            Reason.QUORUM_NOT_ROOT,
            "a quorum of two in a group of two",
            r -> r.rootGrant().quorum(r.controllers, 2).by(r.janeKey)),
        draft(
            Reason.QUORUM_MISSING,
            "two of two have approved",
            r -> refund(quorum(r, r.carolKey, r.daveKey)).by(r.payerKey)),
        draft(
            Reason.QUORUM_MISSING,
            "one who left the group since",
            r -> {
              Granted grant = quorum(r, r.carolKey, r.daveKey);
              r.ledger.append(
                  Group.replacing(r.controllers)
                      .onCall(Registry.BEGIN, Registry.ROTA_ENDS, r.carol)
                      .by(r.hr));
              return refund(grant).by(r.payerKey);
            }),
        draft(
            Reason.QUORUM_MISSING,
            "a child of a grant that two approved",
            r ->
                quorum(r, r.carolKey, r.daveKey)
                    .narrowTo(r.recon)
                    .tool("erp:refund")
                    .by(r.payerKey)),
        draft(
            Reason.APPROVAL_REPEATED,
            "one after the other",
            r -> Approval.of(quorum(r, r.carolKey)).approve().by(r.daveKey)),
        draft(
            Reason.REQUEST_DENIED,
            "another grant was denied",
            r -> {
              r.ledger.append(Approval.of(quorum(r)).deny().by(r.carolKey));
              return refund(quorum(r, r.carolKey, r.daveKey)).by(r.payerKey);
            }));
  }

  private static List<RegistryCase> limits() {
    return List.of(
        draft(Reason.LIMIT_WIDENED, "as many uses", r -> child(r).uses(10).by(r.payerKey)),
        draft(
            Reason.LIMIT_WIDENED,
            "as many uses as two grants above",
            r -> grandchild(r).uses(10).by(r.reconKey)),
        draft(
            Reason.LIMIT_WIDENED,
            "as much in total and an action",
            r -> child(r).spend("EUR", 1_000_000).perAction(400_000).by(r.payerKey)),
        draft(
            Reason.LIMIT_WIDENED,
            "as much an action as the total above",
            r -> {
              Granted total =
                  r.ledger.append(
                      RegistryRefusals.refund(r.payer)
                          .spend("EUR", 100)
                          .free("erp:refund")
                          .delegable(1)
                          .by(r.janeKey));
              return total
                  .narrowTo(r.recon)
                  .tool("erp:refund")
                  .spend("EUR", 100)
                  .perAction(100)
                  .by(r.payerKey);
            }),
        draft(
            Reason.SPEND_CHANGED,
            "the same currency and argument",
            r ->
                r.root
                    .narrowTo(r.recon)
                    .tool("erp:pay")
                    .spend("EUR", 1)
                    .amount("erp:pay", "/amount")
                    .by(r.payerKey)),
        draft(
            Reason.SPEND_CHANGED,
            "another currency under a grant that limits no spending",
            r -> {
              Granted free =
                  r.ledger.append(RegistryRefusals.refund(r.payer).delegable(1).by(r.janeKey));
              return free.narrowTo(r.recon)
                  .tool("erp:refund")
                  .spend("USD", 1)
                  .amount("erp:refund", "/fee")
                  .by(r.payerKey);
            }),
        draft(
            Reason.AMOUNT_UNDECLARED,
            "a tool that spends nothing",
            r ->
                RegistryRefusals.refund(r.payer).spend("EUR", 1).free("erp:refund").by(r.janeKey)));
  }

  private static List<RegistryCase> contexts() {
    return List.of(
        draft(
            Reason.CONTEXT_WIDENED,
            "the same environment",
            r -> child(r).context(c -> c.exact("environment", "production")).by(r.payerKey)),
        draft(
            Reason.CONTEXT_WIDENED,
            "a key that no grant above states",
            r -> grandchild(r).context(c -> c.oneOf("dataset", "a", "b")).by(r.reconKey)),
        draft(
            Reason.TASK_WIDENED,
            "a part of the task, two grants below",
            r -> grandchild(r).task("T-17/a", "a part").by(r.reconKey)),
        draft(
            Reason.PREDATES_PARENT,
            "a beginning with that of the grant above",
            r -> {
              var begin = r.time.instant().plus(ofHours(1));
              Granted later = r.ledger.append(r.rootGrant().notBefore(begin).by(r.janeKey));
              r.time.move(ofHours(1));
              return later.narrowTo(r.recon).tool("erp:refund").notBefore(begin).by(r.payerKey);
            }));
  }

  private static List<RegistryCase> renewals() {
    return List.of(
        draft(
            Reason.RENEWAL_MISMATCH,
            "a root grant by the same human to the same agent",
            r -> r.rootGrant().closing(r.root).by(r.janeKey)),
        draft(
            Reason.RENEWAL_MISMATCH,
            "the same human and agent under their next keys",
            r -> {
              InMemorySigner next = r.key();
              r.ledger.append(Enrol.rotation(r.jane).key(next).by(r.janeKey));
              return r.rootGrant(RegistryRefusals.rotate(r, r.payer, r.payerKey))
                  .closing(r.root)
                  .by(next);
            }),
        draft(
            Reason.RENEWAL_MISMATCH,
            "a child under the same parent",
            r -> child(r).closing(r.child).by(r.payerKey)),
        draft(
            Reason.RENEWAL_MISMATCH,
            "what was revoked is renewed",
            r -> {
              r.ledger.append(Revocation.of(r.root).by(r.janeKey));
              return r.rootGrant().replacing(r.root).expiresIn(ofDays(1)).by(r.janeKey);
            }),
        draft(
            Reason.GRANT_SUPERSEDED,
            "a grant whose renewal does not close it",
            r -> {
              r.ledger.append(r.rootGrant().replacing(r.root).by(r.janeKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GRANT_SUPERSEDED,
            "the renewal of a closed grant",
            r ->
                refund(r.ledger.append(r.rootGrant().closing(r.root).by(r.janeKey)))
                    .by(r.payerKey)));
  }
}
