package dev.delegationledger.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.evidence.EvidenceExporter;
import dev.delegationledger.evidence.EvidenceVerdict;
import dev.delegationledger.evidence.EvidenceVerifier;
import dev.delegationledger.evidence.Misbehaviour;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.store.ReadableStore;
import java.util.Optional;

/** Whether what an audit found convicts the ledger's key to somebody who has only a file. */
final class Convictions {
  private Convictions() {}

  /** The finding is exported, and its file convicts of the same at the same record. */
  static Misbehaviour assertConvicts(ReadableStore store, TrustAnchors trust, Refusal finding) {
    Optional<Misbehaviour> evidence = EvidenceExporter.over(store).of(finding);
    assertThat(evidence).as(finding.toString()).isPresent();
    EvidenceVerdict verdict = EvidenceVerifier.trusting(trust).verify(evidence.get().toBytes());
    assertThat(verdict.isConvicted()).as("%s: %s", finding, verdict.reason()).isTrue();
    assertThat(verdict.reason().reason())
        .as("%s: %s", finding, verdict.reason())
        .isEqualTo(finding.reason());
    return evidence.get();
  }

  /** Nothing can be made of the finding that convicts anybody. */
  static void assertConvictsNobody(ReadableStore store, Refusal finding) {
    assertThat(EvidenceExporter.over(store).of(finding)).as(finding.toString()).isEmpty();
  }
}
