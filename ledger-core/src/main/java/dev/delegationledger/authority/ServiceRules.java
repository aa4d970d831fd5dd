package dev.delegationledger.authority;

import static dev.delegationledger.authority.Evidence.NO_HOP;
import static dev.delegationledger.authority.Evidence.refuse;

import dev.delegationledger.entry.PrincipalKind;
import dev.delegationledger.entry.Statement;
import dev.delegationledger.jose.Jwk;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;

/** What a service may report: one that is enrolled and alive, with the key it is enrolled with. */
final class ServiceRules {
  private final Walk walk;
  private final EnrolmentRules enrolments;

  ServiceRules(Walk walk) {
    this.walk = walk;
    this.enrolments = walk.enrolments.forAnother();
  }

  /**
   * A denial by itself: who reports it. That the rules refused the action takes the whole ledger,
   * see {@link Submissions}.
   */
  void judgeDenial(PlacedEntry denial) throws RefusedException {
    walk.evidence.requireForm(denial, NO_HOP);
    require(denial, denial.as(Statement.Denial.class).service(), Reason.DENIAL_WITHOUT_STANDING);
  }

  /**
   * Refuses unless {@code service} enrols a service that may report now, and signed {@code report}.
   *
   * @param otherwise the reason if it is no service, or another key signed
   */
  void require(PlacedEntry report, Hash service, Reason otherwise) throws RefusedException {
    Lineage reporting = enrolments.follow(service, report.position(), NO_HOP);
    if (reporting.principal() != PrincipalKind.SERVICE
        || !report.signer().equals(Jwk.thumbprint(reporting.statement().key()))) {
      throw refuse(
          report.index(),
          otherwise,
          "check signer: expected the key of the service that it names, got " + report.signer());
    }
    enrolments.requireAlive(reporting, report.position(), NO_HOP);
    walk.keys.requireNotRotated(reporting, report);
  }
}
