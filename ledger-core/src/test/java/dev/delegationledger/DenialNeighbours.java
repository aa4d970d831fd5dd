package dev.delegationledger;

import static dev.delegationledger.RegistryCase.draft;
import static dev.delegationledger.RegistryCase.entry;

import dev.delegationledger.entry.SignedEntry;
import dev.delegationledger.model.Reason;
import dev.delegationledger.testing.Forge;
import java.time.Duration;
import java.util.List;

/** What is next to a bad denial, and good. */
final class DenialNeighbours {
  private DenialNeighbours() {}

  static List<RegistryCase> cases() {
    return List.of(
        draft(
            Reason.DENIAL_WITHOUT_STANDING,
            "by the service it names",
            r -> DenialRefusals.denied(r).by(r.erp, r.erpKey)),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "the record that refused it",
            r -> DenialRefusals.deniedForRevocation(r).by(r.erp, r.erpKey)),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "a recorded action that comes again too late",
            r -> {
              Acted refund = r.ledger.append(r.refund().by(r.reconKey));
              r.time.move(Duration.ofSeconds(61));
              return Denial.of(refund.entry(), Reason.ACTION_STALE).by(r.erp, r.erpKey);
            }),
        draft(
            Reason.DENIAL_UNFOUNDED,
            "a recorded action that comes again after its outcome",
            r -> {
              Acted refund = r.ledger.append(r.refund().by(r.reconKey));
              r.ledger.append(Outcome.succeeded(refund).by(r.reconKey));
              return Denial.of(refund.entry(), Reason.OUTCOME_ALREADY_RECORDED).by(r.erp, r.erpKey);
            }),
        entry(
            Reason.DENIAL_UNFOUNDED,
            "an action for another ledger",
            r -> {
              SignedEntry elsewhere =
                  Forge.of(DenialRefusals.wrong(r))
                      .set("aud", "example.com/another#" + r.root.hash().base64Url())
                      .by(r.reconKey);
              return r.ledger.sign(Denial.of(elsewhere, Reason.WRONG_LEDGER).by(r.erp, r.erpKey));
            }),
        entry(
            Reason.DISCLOSURE_REQUIRED,
            "what the actor withheld",
            r -> {
              SignedEntry withheld =
                  Forge.of(DenialRefusals.wrong(r)).withoutDisclosures().by(r.reconKey);
              return r.ledger.sign(
                  Denial.of(withheld, Reason.TOOL_NOT_GRANTED).hop(1).by(r.erp, r.erpKey));
            }));
  }
}
