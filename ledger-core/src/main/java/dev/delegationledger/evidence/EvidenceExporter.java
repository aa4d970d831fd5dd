package dev.delegationledger.evidence;

import dev.delegationledger.audit.AuditReport;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.log.SignedCheckpoint;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.log.VerifierKey;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.ReasonClass;
import dev.delegationledger.model.Refusal;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.store.ReadableStore;
import dev.delegationledger.store.StoreException;
import dev.delegationledger.view.StoredLedger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes evidence of what an audit found. It hands out nothing that its own verifier does not
 * convict by: damage to a store, for one, is a finding that convicts nobody. The ledger must not
 * change while it reads.
 */
public final class EvidenceExporter {
  private final ReadableStore store;

  private EvidenceExporter(ReadableStore store) {
    this.store = store;
  }

  /** An exporter from the ledger in {@code store}. */
  public static EvidenceExporter over(ReadableStore store) {
    return new EvidenceExporter(store);
  }

  /**
   * Evidence of the first finding that convicts the ledger's key; what is broken comes before what
   * was not authorised.
   */
  public Optional<Misbehaviour> first(AuditReport report) {
    return report.findings().stream()
        .sorted(
            Comparator.comparing(
                finding -> finding.reason().reasonClass() == ReasonClass.AUTHORITY))
        .flatMap(finding -> of(finding).stream())
        .findFirst();
  }

  /** Evidence of one finding, if it convicts the key that genesis states. */
  public Optional<Misbehaviour> of(Refusal finding) {
    if (finding.index().isEmpty()) {
      return Optional.empty();
    }
    try {
      StoredLedger ledger = StoredLedger.over(store);
      Optional<SignedCheckpoint> newest = ledger.head().checkpoint();
      if (newest.isEmpty()) {
        return Optional.empty();
      }
      Exhibits exhibits = new Exhibits(ledger, newest.get());
      EvidenceVerifier verifier = EvidenceVerifier.trusting(trust(ledger.identity()));
      return exhibits.of(finding.reason(), finding.index().getAsLong()).stream()
          .flatMap(made -> made.make().stream())
          .filter(evidence -> evidence.toBytes().length <= Misbehaviour.MAX_SIZE)
          .filter(evidence -> verifier.verify(evidence).isConvicted())
          .findFirst();
    } catch (RefusedException | StoreException unreadable) {
      return Optional.empty(); // a ledger that cannot be read holds nobody to anything
    }
  }

  private static TrustAnchors trust(LedgerIdentity identity) {
    return TrustAnchors.of(
        new TrustAnchors.Anchor(
            VerifierKey.of(identity.origin(), identity.checkpointKey()),
            Optional.empty(),
            Optional.of(identity.genesisLeaf()),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            0,
            UnknownSignatures.IGNORE));
  }

  /** The reasons of findings that {@link #of} may turn into evidence are all but these. */
  static final List<Reason> OF_THE_STORE_ALONE =
      List.of(
          Reason.HEAD_CONTRADICTION,
          Reason.NODE_CONTRADICTION,
          Reason.LOOKUP_CONTRADICTION,
          Reason.STORE_UNREADABLE,
          Reason.DISCLOSURE_LOST,
          Reason.DISCLOSURE_NOT_ERASED,
          Reason.RECORD_LOST,
          Reason.RECORD_ALTERED);
}
