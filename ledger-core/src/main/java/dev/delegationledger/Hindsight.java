package dev.delegationledger;

import dev.delegationledger.append.Sequencer;
import dev.delegationledger.authority.Accountability;
import dev.delegationledger.authority.AgentAuthority;
import dev.delegationledger.authority.AsOf;
import dev.delegationledger.authority.BlastRadius;
import dev.delegationledger.authority.LedgerIdentity;
import dev.delegationledger.authority.PinnedKeys;
import dev.delegationledger.authority.Position;
import dev.delegationledger.authority.Rules;
import dev.delegationledger.authority.Trail;
import dev.delegationledger.authority.TrustAnchors;
import dev.delegationledger.authority.Verdict;
import dev.delegationledger.log.UnknownSignatures;
import dev.delegationledger.model.Hash;
import dev.delegationledger.model.Reason;
import dev.delegationledger.model.RefusedException;
import dev.delegationledger.proof.AuthorityProof;
import dev.delegationledger.proof.AuthorityVerifier;
import dev.delegationledger.proof.Disclose;
import dev.delegationledger.proof.ProofExporter;
import dev.delegationledger.view.StoredLedger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What was so at a past record? It reads while nothing is appended. Thread-safe. */
final class Hindsight {
  private final Sequencer sequencer;

  Hindsight(Sequencer sequencer) {
    this.sequencer = sequencer;
  }

  AgentAuthority authorityOf(Hash agent, long index) {
    AgentAuthority found = asOf(index, (asOf, then) -> asOf.authorityOf(agent, then));
    found.findings().forEach(Gate::requireFinding);
    return found;
  }

  BlastRadius blastRadius(Hash entry, long index) {
    BlastRadius found = asOf(index, (asOf, then) -> asOf.blastRadius(entry, then));
    found.findings().forEach(Gate::requireFinding);
    return found;
  }

  /** A question about the past. */
  private interface Question<A> {
    A ask(AsOf asOf, Position then) throws RefusedException;
  }

  private <A> A asOf(long index, Question<A> question) {
    try {
      return sequencer.undisturbed(
          ledger -> {
            AsOf asOf =
                Rules.ofLedger(ledger.identity(), ledger).asOf(ledger, ledger.head().size());
            return question.ask(asOf, asOf.after(index));
          });
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }

  Accountability accountable(Hash action) {
    try {
      Verdict verdict = verdict(action);
      verdict.refusal().ifPresent(Gate::requireFinding);
      return Accountability.of(verdict);
    } catch (RefusedException e) {
      throw new LedgerBrokenException(List.of(e.refusal()));
    }
  }

  private Verdict verdict(Hash action) throws RefusedException {
    try {
      AuthorityProof proof = sequencer.undisturbed(ledger -> export(ledger, action));
      return AuthorityVerifier.trusting(TrustAnchors.of(itself())).verify(proof);
    } catch (RefusedException e) {
      if (e.refusal().reason() == Reason.PROOF_TOO_LARGE) {
        return Verdict.early(e.refusal(), new Trail());
      }
      throw e;
    }
  }

  private static AuthorityProof export(StoredLedger ledger, Hash action) throws RefusedException {
    OptionalLong index = ledger.indexOf(action);
    if (index.isEmpty()) {
      throw new IllegalArgumentException("accountable: this ledger does not hold entry " + action);
    }
    return ProofExporter.export(ledger, index.getAsLong(), EnumSet.allOf(Disclose.class));
  }

  /** The trust of a ledger in itself: in its own key and those that its genesis names. */
  private TrustAnchors.Anchor itself() throws RefusedException {
    LedgerIdentity identity = sequencer.ledger().identity();
    return new TrustAnchors.Anchor(
        PinnedKeys.of(sequencer.ledger().ledgerKeys()),
        Optional.of(identity.genesisLeaf()),
        identity.authorities().keySet(),
        Optional.empty(),
        Optional.empty(),
        0,
        UnknownSignatures.IGNORE);
  }
}
