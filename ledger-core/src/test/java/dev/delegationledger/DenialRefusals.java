package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import dev.delegationledger.testing.Registry;
import java.util.List;

/** What is wrong with a denial. */
final class DenialRefusals {
  private DenialRefusals() {}

  static List<RegistryCase> cases() {
    return List.of(
        draft(
            Reason.DENIAL_WITHOUT_STANDING,
            "a denial by the actor itself",
            r -> denied(r).by(r.erp, r.reconKey)),
        draft(
            Reason.DENIAL_WITHOUT_STANDING,
            "an organisation as the service",
            r -> denied(r).by(r.acme, r.acmeKey)),
        draft(
            Reason.DENIAL_WITHOUT_STANDING,
            "a human as the service",
            r -> denied(r).by(r.jane, r.janeKey)),
        draft(
            Reason.ENROLMENT_REVOKED,
            "a service that was revoked",
            r -> {
              r.ledger.append(Revocation.of(r.erp).by(r.hr));
              return denied(r).by(r.erp, r.erpKey);
            }),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "an action that is permitted",
            r ->
                Denial.of(r.ledger.sign(r.refund().by(r.reconKey)), Reason.TOOL_NOT_GRANTED)
                    .by(r.erp, r.erpKey)),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "a recorded action that may go on",
            r -> {
              Acted refund = r.ledger.append(r.refund().by(r.reconKey));
              return Denial.of(refund.entry(), Reason.JTI_REUSED).by(r.erp, r.erpKey);
            }),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "another reason",
            r -> Denial.of(wrong(r), Reason.ARGUMENT_NOT_GRANTED).hop(1).by(r.erp, r.erpKey)),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "another hop",
            r -> Denial.of(wrong(r), Reason.TOOL_NOT_GRANTED).hop(0).by(r.erp, r.erpKey)),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "no hop",
            r -> Denial.of(wrong(r), Reason.TOOL_NOT_GRANTED).by(r.erp, r.erpKey)),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "a record that did not refuse it",
            r -> denied(r).record(3).by(r.erp, r.erpKey)),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "a revocation that is said of the wrong record",
            r -> {
              r.ledger.append(Revocation.of(r.root).by(r.janeKey));
              return Denial.of(wrong(r), Reason.GRANT_REVOKED)
                  .record(r.child.receipt().index())
                  .hop(0)
                  .by(r.erp, r.erpKey);
            }),
        entry(
            Reason.DENIAL_UNFOUNDED,
            "what was disclosed is said to be withheld",
            r -> {
              SignedEntry refund = r.ledger.sign(r.refund().by(r.reconKey));
              SignedEntry withheld = Forge.of(refund).withoutDisclosures().by(r.reconKey);
              return r.ledger.sign(Denial.of(withheld, Reason.USES_EXHAUSTED).by(r.erp, r.erpKey));
            }));
  }

  /** What no dishonest operator records, and what is wrong with an entry of any kind. */
  static List<RegistryCase> beforeAnyRule() {
    return List.of(
        entry(
            Reason.SIGNATURE_INVALID,
            "an action that the service made up",
            r ->
                r.ledger.sign(
                    Denial.of(Forge.of(wrong(r)).signedWith(r.erpKey), Reason.TOOL_NOT_GRANTED)
                        .hop(1)
                        .by(r.erp, r.erpKey))),
        entry(
            Reason.NOT_THE_HOLDER,
            "an action of somebody unknown",
            r ->
                r.ledger.sign(
                    Denial.of(Forge.of(wrong(r)).by(r.key()), Reason.NOT_THE_HOLDER)
                        .by(r.erp, r.erpKey))),
        entry(
            Reason.WRONG_LEDGER,
            "a denial for another ledger",
            r ->
                Forge.of(r.ledger.sign(denied(r).by(r.erp, r.erpKey)))
                    .set("aud", "example.com/another#" + r.root.hash().base64Url())
                    .by(r.erpKey)),
        entry(
            Reason.DISCLOSURE_REQUIRED,
            "without what the actor disclosed",
            r ->
                Forge.of(r.ledger.sign(deniedForRevocation(r).by(r.erp, r.erpKey)))
                    .withoutDisclosures()
                    .by(r.erpKey)));
  }

  /** A denial that says what the rules say, under a root grant that is revoked. */
  static Denial deniedForRevocation(Registry r) {
    r.ledger.append(Revocation.of(r.root).by(r.janeKey));
    return Denial.of(wrong(r), Reason.GRANT_REVOKED).record(r.root.receipt().index()).hop(0);
  }

  /** An action with a tool that nobody granted. */
  static SignedEntry wrong(Registry r) {
    return r.ledger.sign(
        Action.under(r.child)
            .tool("erp:delete")
            .arg("id", "R-1")
            .audience(Registry.SERVER)
            .context("environment", "production")
            .by(r.reconKey));
  }

  /** A denial that says what the rules say. */
  static Denial denied(Registry r) {
    return Denial.of(wrong(r), Reason.TOOL_NOT_GRANTED).hop(1);
  }
}
