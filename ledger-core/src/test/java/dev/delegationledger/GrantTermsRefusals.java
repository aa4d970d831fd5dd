package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;

import dev.delegationledger.crypto.Signer;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.List;
import java.util.stream.Stream;

/** What is wrong with the quorum, the limits, the context or the renewal of a grant. */
final class GrantTermsRefusals {
  private GrantTermsRefusals() {}

  static List<RegistryCase> cases() {
    return Stream.of(signers(), quorums(), limits(), contexts(), renewals())
        .flatMap(List::stream)
        .toList();
  }

  private static List<RegistryCase> signers() {
    return List.of(
        draft(
            Reason.KEY_ROTATED,
            "a root grant by a rotated key",
            r -> {
              RegistryRefusals.rotate(r, r.jane, r.janeKey);
              return r.rootGrant().by(r.janeKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a grant to a rotated key",
            r -> {
              RegistryRefusals.rotate(r, r.payer, r.payerKey);
              return r.rootGrant().by(r.janeKey);
            }),
        draft(
            Reason.KEY_ROTATED,
            "a child by a rotated key, to another than the next key",
            r -> {
              RegistryRefusals.rotate(r, r.payer, r.payerKey);
              return child(r).by(r.payerKey);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "a root grant by a compromised key",
            r -> {
              RegistryRefusals.compromise(r, r.jane);
              return r.rootGrant().by(r.janeKey);
            }),
        draft(
            Reason.KEY_COMPROMISED,
            "a grant to a compromised key",
            r -> {
              RegistryRefusals.compromise(r, r.recon);
              return r.rootGrant(r.recon).by(r.janeKey);
            }),
        draft(
            Reason.GROUP_REVOKED,
            "a grant to an agent whose owner was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.team).by(r.hr));
              return r.rootGrant().by(r.janeKey);
            }),
        draft(
            Reason.EXCEEDS_ENTITLEMENT,
            "more than the first key might grant, by the next",
            r -> {
              var key = r.key();
              Enrolled sam =
                  r.ledger.append(
                      Enrol.human().name("Sam Ray").mayGrant("erp:refund").key(key).by(r.hr));
              var next = r.key();
              r.ledger.append(Enrol.rotation(sam).key(next).by(key));
              return r.rootGrant().by(next);
            }),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a demand on an organisation",
            r -> child(r).approval(Approvals.of(1).from(r.acme)).by(r.payerKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a demand on an agent",
            r -> child(r).approval(Approvals.of(1).from(r.jane, r.recon)).by(r.payerKey)));
  }

  private static List<RegistryCase> quorums() {
    return List.of(
        draft(
            Reason.QUORUM_NOT_ROOT,
            "a quorum below the root",
            r -> child(r).quorum(r.controllers, 1).by(r.payerKey)),
        draft(
            Reason.QUORUM_NOT_ROOT,
            "a quorum of three in a group of two",
            r -> r.rootGrant().quorum(r.controllers, 3).by(r.janeKey)),
        draft(
            Reason.QUORUM_NOT_ROOT,
            "a quorum of two in a group that lost one",
            r -> {
              r.ledger.append(Group.replacing(r.controllers).member(r.carol).by(r.hr));
              return r.rootGrant().quorum(r.controllers, 2).by(r.janeKey);
            }),
        draft(
            Reason.QUORUM_MISSING,
            "one of two has approved",
            r -> refund(quorum(r, r.carolKey)).by(r.payerKey)),
        draft(
            Reason.QUORUM_MISSING,
            "one of two was revoked since",
            r -> {
              Granted grant = quorum(r, r.carolKey, r.daveKey);
              r.ledger.append(Revocation.of(r.dave).by(r.hr));
              return refund(grant).by(r.payerKey);
            }),
        draft(
            Reason.QUORUM_MISSING,
            "a child of a grant that nobody approved",
            r -> quorum(r).narrowTo(r.recon).tool("erp:refund").by(r.payerKey)),
        draft(
            Reason.APPROVER_WITHOUT_STANDING,
            "a quorum that the grantor joins",
            r -> Approval.of(quorum(r)).approve().by(r.janeKey)),
        draft(
            Reason.APPROVAL_REPEATED,
            "one who approves twice",
            r -> Approval.of(quorum(r, r.carolKey)).approve().by(r.carolKey)),
        draft(
            Reason.REQUEST_DENIED,
            "a grant that one of the group denied",
            r -> {
              Granted grant = quorum(r, r.carolKey);
              r.ledger.append(Approval.of(grant).deny().by(r.daveKey));
              return refund(grant).by(r.payerKey);
            }));
  }

  private static List<RegistryCase> limits() {
    return List.of(
        draft(Reason.LIMIT_WIDENED, "one use more", r -> child(r).uses(11).by(r.payerKey)),
        draft(
            Reason.LIMIT_WIDENED,
            "one use more than two grants above",
            r -> grandchild(r).uses(11).by(r.reconKey)),
        draft(
            Reason.LIMIT_WIDENED,
            "one unit more in total",
            r -> child(r).spend("EUR", 1_000_001).by(r.payerKey)),
        draft(
            Reason.LIMIT_WIDENED,
            "one unit more in total than two grants above",
            r -> grandchild(r).spend("EUR", 1_000_001).by(r.reconKey)),
        draft(
            Reason.LIMIT_WIDENED,
            "one unit more an action",
            r -> child(r).spend("EUR", 1_000_000).perAction(400_001).by(r.payerKey)),
        draft(
            Reason.LIMIT_WIDENED,
            "more an action than the total above",
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
                  .perAction(101)
                  .by(r.payerKey);
            }),
        draft(
            Reason.SPEND_CHANGED, "another currency", r -> child(r).spend("USD", 1).by(r.payerKey)),
        draft(
            Reason.SPEND_CHANGED,
            "another argument",
            r ->
                r.root
                    .narrowTo(r.recon)
                    .tool("erp:pay")
                    .spend("EUR", 1)
                    .amount("erp:pay", "/tip")
                    .by(r.payerKey)),
        draft(
            Reason.SPEND_CHANGED,
            "a tool that spends nothing any more",
            r ->
                r.root
                    .narrowTo(r.recon)
                    .tool("erp:pay")
                    .spend("EUR", 1)
                    .free("erp:pay")
                    .by(r.payerKey)),
        draft(
            Reason.SPEND_CHANGED,
            "what a tool spends that the grant above does not name",
            r -> child(r).spend("EUR", 1).free("erp:close").by(r.payerKey)),
        draft(
            Reason.AMOUNT_UNDECLARED,
            "a tool that does not say what it spends",
            r -> RegistryRefusals.refund(r.payer).spend("EUR", 1).by(r.janeKey)),
        entry(
            Reason.AMOUNT_UNDECLARED,
            "a tool of a child that does not say what it spends",
            r ->
                Forge.of(r.ledger.sign(child(r).spend("EUR", 1).by(r.payerKey)))
                    .json("dl/limits/spend/amounts", "{}")
                    .by(r.payerKey)));
  }

  private static List<RegistryCase> contexts() {
    return List.of(
        draft(
            Reason.CONTEXT_WIDENED,
            "another environment too",
            r ->
                child(r).context(c -> c.oneOf("environment", "production", "test")).by(r.payerKey)),
        draft(
            Reason.CONTEXT_WIDENED,
            "any environment, two grants below",
            r -> grandchild(r).context(c -> c.any("environment")).by(r.reconKey)),
        draft(
            Reason.CONTEXT_WIDENED,
            "another tool server too",
            r -> child(r).audience(Registry.SERVER, "https://erp.example.org").by(r.payerKey)),
        draft(
            Reason.TASK_WIDENED,
            "another task, two grants below",
            r -> grandchild(r).task("T-170", "another").by(r.reconKey)),
        draft(
            Reason.PREDATES_PARENT,
            "a beginning before that of the grant above",
            r -> {
              var begin = r.time.instant().plus(ofHours(1));
              Granted later = r.ledger.append(r.rootGrant().notBefore(begin).by(r.janeKey));
              r.time.move(ofHours(1));
              return later
                  .narrowTo(r.recon)
                  .tool("erp:refund")
                  .notBefore(begin.minusSeconds(1))
                  .by(r.payerKey);
            }));
  }

  private static List<RegistryCase> renewals() {
    return List.of(
        draft(
            Reason.RENEWAL_MISMATCH,
            "another delegate",
            r -> r.rootGrant(r.recon).replacing(r.root).by(r.janeKey)),
        draft(
            Reason.RENEWAL_MISMATCH,
            "another delegator",
            r -> r.rootGrant().closing(r.root).by(r.bobKey)),
        draft(
            Reason.RENEWAL_MISMATCH,
            "another parent",
            r -> {
              Granted other = r.ledger.append(r.rootGrant().by(r.janeKey));
              return other.narrowTo(r.recon).tool("erp:refund").closing(r.child).by(r.payerKey);
            }),
        draft(
            Reason.RENEWAL_MISMATCH,
            "a root grant in the place of a child",
            r -> r.rootGrant(r.recon).closing(r.child).by(r.janeKey)),
        draft(
            Reason.RENEWAL_MISMATCH,
            "a child in the place of a root grant",
            r -> child(r).closing(r.root).by(r.payerKey)),
        draft(
            Reason.GRANT_SUPERSEDED,
            "a grant that its renewal closed",
            r -> {
              r.ledger.append(r.rootGrant().closing(r.root).by(r.janeKey));
              return r.refund().by(r.reconKey);
            }),
        draft(
            Reason.GRANT_SUPERSEDED,
            "a child of a grant that its renewal closed",
            r -> {
              r.ledger.append(r.rootGrant().closing(r.root).by(r.janeKey));
              return child(r).by(r.payerKey);
            }));
  }

  /** A grant to the reconciler that states nothing but a tool. */
  static Grant child(Registry r) {
    return r.root.narrowTo(r.recon).tool("erp:refund").expiresIn(ofDays(1));
  }

  /** A grant below one that states no limit, no context and no task. */
  static Grant grandchild(Registry r) {
    Granted silent = r.ledger.append(child(r).delegable(1).by(r.payerKey));
    return silent.narrowTo(r.erp).tool("erp:refund");
  }

  /** A root grant that needs both controllers, approved by these. */
  static Granted quorum(Registry r, Signer... approving) {
    Granted grant = r.ledger.append(r.rootGrant().quorum(r.controllers, 2).by(r.janeKey));
    for (Signer human : approving) {
      r.approve(grant, human);
    }
    return grant;
  }

  static Action refund(Granted grant) {
    return Action.under(grant)
        .tool("erp:refund")
        .arg("id", "R-1")
        .context("environment", "production")
        .audience(Registry.SERVER);
  }
}
